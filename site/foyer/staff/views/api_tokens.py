"""The API tokens of the house: listed, made, shown once, revoked. (security 1)"""

from __future__ import annotations

from typing import Any, ClassVar

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages

from foyer.core.views import StaffPage
from foyer.staff.forms import ApiTokenForm
from foyer.staff.models import ApiToken
from foyer.staff.services import api_tokens

VIEW = "staff.view_apitoken"


class TokenPage(StaffPage):
    """A page about API tokens."""

    header_icon: ClassVar = "key"

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Return the way here."""
        way = [{"url": reverse("staff:api_tokens"), "label": _("Integrations")}]
        here = [{"url": "", "label": self.get_page_title()}]
        return [*self.breadcrumbs_items, *([] if type(self) is TokensView else way), *here]


class TokensView(TokenPage):
    """All tokens, those that still open something first."""

    right = VIEW
    template_name = "staff/api_tokens.html"
    page_title: ClassVar = gettext_lazy("Integrations")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Return the tokens and how each stands."""
        now = timezone.now()
        tokens = list(ApiToken.objects.select_related("user", "created_by"))
        for token in tokens:
            token.over = token.is_over(at=now) or not token.user.is_active  # type: ignore[attr-defined]  # for the template
        tokens.sort(key=lambda token: bool(token.revoked_at or token.over))  # type: ignore[attr-defined]
        return super().get_context_data(**kwargs) | {
            "tokens": tokens,
            "may_add": self.staff.has_perm("staff.add_apitoken"),
            "may_revoke": self.staff.has_perm("staff.change_apitoken"),
        }


class NewTokenView(TokenPage):
    """The form of a new token, and after it the secret, shown once."""

    right = "staff.add_apitoken"
    template_name = "staff/new_api_token.html"
    page_title: ClassVar = gettext_lazy("New integration")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Return the form."""
        kwargs.setdefault("form", ApiTokenForm())
        return super().get_context_data(**kwargs) | {"media": kwargs["form"].media}

    def post(self, request: HttpRequest, *_args: Any, **_kwargs: Any) -> HttpResponseBase:
        """Make the token and show its secret, or say what is missing."""
        form = ApiTokenForm(request.POST)
        if not form.is_valid():
            response: HttpResponseBase = self.render_to_response(self.get_context_data(form=form))
            response.status_code = 422
            return response
        token, secret = api_tokens.make_token(**form.cleaned_data, by=self.staff, at=timezone.now())
        shown: HttpResponseBase = self.render_to_response(
            self.get_context_data(form=form, token=token, secret=secret)
        )
        shown.headers["Cache-Control"] = "no-store"
        return shown


class RevokeTokenView(TokenPage):
    """Asks once more, then ends a token."""

    right = "staff.change_apitoken"
    template_name = "staff/revoke_api_token.html"
    page_title: ClassVar = gettext_lazy("Revoke the token")

    def look_up(self, **kwargs: Any) -> None:
        """Find the token."""
        self.token = get_object_or_404(ApiToken, pk=kwargs["pk"], revoked_at=None)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Return the token."""
        return super().get_context_data(**kwargs) | {"token": self.token}

    def post(self, request: HttpRequest, *_args: Any, **_kwargs: Any) -> HttpResponseBase:
        """Revoke it."""
        api_tokens.revoke_token(token=self.token, by=self.staff, at=timezone.now())
        messages.success(request, _("“%s” opens nothing any more.") % self.token)
        return redirect("staff:api_tokens")
