"""A new password for whoever forgot theirs: Wagtail's pages, with limits and letters sent in the background."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.utils import timezone
from django.utils.translation import get_language
from wagtail.admin.forms.auth import PasswordResetForm
from wagtail.admin.views import account
from wagtail.log_actions import log

from foyer.core.client_ip import client_network
from foyer.core.throttle import TooManyAttempts
from foyer.staff.services.new_password import ask_for_new_password

from .door import refuse


class AskView(account.PasswordResetView):
    """Ask for the link: the same answer, after the same work, whether or not anybody has the address."""

    template_name = "staff/ask_new_password.html"

    def form_valid(self, form: PasswordResetForm) -> HttpResponseBase:
        """Have the letters sent."""
        try:
            ask_for_new_password(
                email=form.cleaned_data["email"],
                address=client_network(self.request),
                language=get_language() or "",
                at=timezone.now(),
            )
        except TooManyAttempts as refusal:
            context: dict[str, Any] = self.get_context_data(form=form)
            return refuse(self.request, self.template_name, refusal, **context)
        return HttpResponseRedirect(str(self.success_url))


class AskedView(account.PasswordResetDoneView):
    """Say that a letter is on its way, if anybody has the address."""

    template_name = "staff/asked_new_password.html"


class ChooseView(account.PasswordResetConfirmView):
    """Choose the new password; every session begun with the old one ends."""

    template_name = "staff/choose_password.html"

    def form_valid(self, form: Any) -> HttpResponseBase:
        """Keep the password."""
        response: HttpResponseBase = super().form_valid(form)
        log(form.user, "foyer.staff.new_password", user=form.user)
        return response


class ChosenView(account.PasswordResetCompleteView):
    """Say that the new password holds."""

    template_name = "staff/chosen_password.html"


def no_second_door(request: HttpRequest) -> HttpResponseBase:
    """Lead from Wagtail's log-in page for readers to the one door there is, and from there back."""
    query = request.META["QUERY_STRING"]
    return HttpResponseRedirect(f"/admin/login/?{query}" if query else "/admin/login/")
