"""Acts upon the letters of many guests."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, ClassVar

from django.http import HttpRequest, HttpResponseBase
from django.utils.translation import gettext_lazy, ngettext

from foyer.guests.models import Guest
from foyer.guests.queries import sent_before_among
from foyer.guests.services.invitations import (
    plan_invitations,
    plan_withdrawal,
    queue_invitations,
    withdraw_invitations,
)
from foyer.guests.services.reach import Reach

from .bulk_act import BulkAct
from .saying import say_queued


class Invite(BulkAct):
    """Send invitations to those who have had none."""

    right = "invite_guest"
    title = gettext_lazy("Send invitations")
    again: ClassVar[bool] = False

    def plan(self, guests: Sequence[Guest], told: dict[str, Any]) -> Reach:
        """Return who can be sent a letter."""
        return plan_invitations(guests=guests, at=self.at, again=self.again)

    def headline(self, count: int) -> str:
        """Say how many letters go out."""
        return ngettext(
            "%(count)d guest is sent an invitation by e-mail, in their own language, with the code.",
            "%(count)d guests are sent an invitation by e-mail, each in their own language, with the code.",
            count,
        )

    def carry_out(
        self, guests: Sequence[Guest], told: dict[str, Any], request: HttpRequest
    ) -> HttpResponseBase | None:
        """Put the letters into the post."""
        queued = queue_invitations(guests=guests, by=self.by, at=self.at, again=self.again)
        say_queued(request, queued)
        return None


class InviteAgain(Invite):
    """Send a letter also to those who have had one."""

    title = gettext_lazy("Send again")
    again = True

    def notes(self, guests: Sequence[Guest]) -> Iterator[str]:
        """Say to how many it is not the first letter."""
        if before := sent_before_among(guests):
            yield ngettext(
                "%(count)d of them has had a letter before and gets another, with the same code.",
                "%(count)d of them have had a letter before and get another, with the same code.",
                before,
            ) % {"count": before}


class Withdraw(BulkAct):
    """Withdraw letters that wait; the guests stay on the list."""

    right = "invite_guest"
    title = gettext_lazy("Withdraw letters")

    def plan(self, guests: Sequence[Guest], told: dict[str, Any]) -> Reach:
        """Return whose letter still waits."""
        return plan_withdrawal(guests=guests)

    def headline(self, count: int) -> str:
        """Say how many letters stay here."""
        return ngettext(
            "The letter to %(count)d guest, which waits to be sent, is withdrawn. The guest stays on the list.",
            "The letters to %(count)d guests, which wait to be sent, are withdrawn. The guests stay on the list.",
            count,
        )

    def do(self, guests: Sequence[Guest], told: dict[str, Any]) -> Reach:
        """Withdraw the letters."""
        return withdraw_invitations(guests=guests, by=self.by, at=self.at)

    def said(self, count: int) -> str:
        """Say how many."""
        return ngettext(
            "%(count)d letter has been withdrawn.",
            "%(count)d letters have been withdrawn.",
            count,
        )
