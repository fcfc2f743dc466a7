"""When a member of staff leaves. (002-27)"""

from __future__ import annotations

from typing import Any, ClassVar

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin import messages

from foyer.core.models import User
from foyer.core.refusals import Refusal
from foyer.privacy.services.leaving import (
    TAKEN_WITHIN,
    close_account,
    open_sessions,
    taken_away,
)

from .base import PrivacyPage

_SHOWN = 200


class LeaverView(PrivacyPage):
    """What a member of staff may still do and what they took, and the end of it."""

    right = "core.change_user"
    template_name = "privacy_admin/leaver.html"
    page_title: ClassVar = gettext_lazy("Close an account")
    header_icon: ClassVar = "user"

    def look_up(self, **kwargs: Any) -> None:
        """Find the member of staff."""
        self.leaver = get_object_or_404(User, pk=kwargs["pk"])

    def get_page_subtitle(self) -> str:
        """Return who leaves."""
        return str(self.leaver)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Return rights, sessions, tokens and the log of exports."""
        at = timezone.now()
        return (
            super().get_context_data(**kwargs)
            | {
                "leaver": self.leaver,
                "roles": self.leaver.groups.order_by("name"),
                "sessions": len(open_sessions(self.leaver, at=at)),
                "tokens": self.leaver.api_tokens.filter(revoked_at=None).count(),  # type: ignore[attr-defined]  # Wagtail's
                "taken": taken_away(self.leaver, since=at - TAKEN_WITHIN)[:_SHOWN],
                "days": TAKEN_WITHIN.days,
                "is_oneself": self.leaver == self.staff,
                "next_steps": [
                    button
                    for made in hooks.get_hooks("foyer_leaving_buttons")
                    for button in made(self.leaver, self.staff)
                ],
            }
        )

    def post(self, request: HttpRequest, *_args: Any, **_kwargs: Any) -> HttpResponseBase:
        """End every right at once."""
        try:
            closed = close_account(user=self.leaver, by=self.staff, at=timezone.now())
        except Refusal as refusal:
            messages.error(request, str(refusal))
        else:
            sentence = _(
                "The account of %(user)s is closed: %(sessions)s sessions ended, %(tokens)s API tokens "
                "revoked. Below is what they took away."
            )
            values = {"user": self.leaver, "sessions": closed.sessions, "tokens": closed.tokens}
            messages.success(request, sentence % values)
        return redirect(request.path)
