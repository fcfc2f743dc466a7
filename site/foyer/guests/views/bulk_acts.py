"""The acts upon many guests: whom each reaches, what to know before, and what is said after."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from django.utils.translation import gettext_lazy, ngettext

from foyer.guests.enums import ReplyState
from foyer.guests.forms.bulk import HostForm, TableForm
from foyer.guests.models import Guest
from foyer.guests.queries import arrived_among
from foyer.guests.services.hosting import plan_host, set_host
from foyer.guests.services.invitations import (
    plan_withdrawal,
)
from foyer.guests.services.reach import Reach
from foyer.guests.services.seating import plan_table, set_table
from foyer.guests.services.striking_off import (
    plan_put_back,
    plan_strike_off,
    put_back_all,
    strike_off_all,
)

from .bulk_act import BulkAct
from .bulk_letters import Invite, InviteAgain, Withdraw


class StrikeOff(BulkAct):
    """Strike guests off the list."""

    right = "delete_guest"
    title = gettext_lazy("Strike off")

    def plan(self, guests: Sequence[Guest], told: dict[str, Any]) -> Reach:
        """Return who is still on the list."""
        return plan_strike_off(guests=guests)

    def headline(self, count: int) -> str:
        """Say how many are struck off."""
        return ngettext(
            "%(count)d guest is struck off the list. The guest stays on record, but the code opens no door.",
            "%(count)d guests are struck off the list. They stay on record, but their codes open no door.",
            count,
        )

    def notes(self, guests: Sequence[Guest]) -> Iterator[str]:
        """Say who has accepted, who is here already, and whose letter waits."""
        coming = sum(guest.reply == ReplyState.YES for guest in guests)
        here = arrived_among(guests)
        waiting = len(plan_withdrawal(guests=guests).guests)
        if coming:
            yield ngettext(
                "%(count)d of them has accepted.", "%(count)d of them have accepted.", coming
            ) % {"count": coming}
        if here:
            yield ngettext(
                "%(count)d of them has arrived already.",
                "%(count)d of them have arrived already.",
                here,
            ) % {"count": here}
        if waiting:
            yield ngettext(
                "%(count)d letter that is still waiting is withdrawn.",
                "%(count)d letters that are still waiting are withdrawn.",
                waiting,
            ) % {"count": waiting}

    def do(self, guests: Sequence[Guest], told: dict[str, Any]) -> Reach:
        """Strike them off."""
        return strike_off_all(guests=guests, by=self.by, at=self.at)

    def said(self, count: int) -> str:
        """Say how many."""
        return ngettext(
            "%(count)d guest has been struck off the list.",
            "%(count)d guests have been struck off the list.",
            count,
        )


class PutBack(BulkAct):
    """Put struck-off guests back."""

    right = "delete_guest"
    title = gettext_lazy("Put back on the list")

    def plan(self, guests: Sequence[Guest], told: dict[str, Any]) -> Reach:
        """Return who can come back."""
        return plan_put_back(event=self.event, guests=guests)

    def headline(self, count: int) -> str:
        """Say how many come back."""
        return ngettext(
            "%(count)d guest is put back on the list, and the code sent before is valid again.",
            "%(count)d guests are put back on the list, and the codes sent before are valid again.",
            count,
        )

    def do(self, guests: Sequence[Guest], told: dict[str, Any]) -> Reach:
        """Put them back."""
        return put_back_all(event=self.event, guests=guests, by=self.by, at=self.at)

    def said(self, count: int) -> str:
        """Say how many."""
        return ngettext(
            "%(count)d guest is back on the list.",
            "%(count)d guests are back on the list.",
            count,
        )


class Seat(BulkAct):
    """Seat guests at a table."""

    right = "change_guest"
    title = gettext_lazy("Seat there")
    form_class = TableForm
    asks_about_ticked = False

    def plan(self, guests: Sequence[Guest], told: dict[str, Any]) -> Reach:
        """Return who would move."""
        return plan_table(guests=guests, table=told.get("table", ""))

    def headline(self, count: int) -> str:
        """Say how many move."""
        return ngettext(
            "%(count)d guest is seated anew.", "%(count)d guests are seated anew.", count
        )

    def do(self, guests: Sequence[Guest], told: dict[str, Any]) -> Reach:
        """Seat them."""
        return set_table(guests=guests, table=told["table"], by=self.by, at=self.at)

    def said(self, count: int) -> str:
        """Say how many."""
        return ngettext(
            "%(count)d guest has been seated anew.",
            "%(count)d guests have been seated anew.",
            count,
        )


class Host(BulkAct):
    """Give guests a host."""

    right = "change_guest"
    title = gettext_lazy("Give them this host")
    form_class = HostForm

    def plan(self, guests: Sequence[Guest], told: dict[str, Any]) -> Reach:
        """Return who would have another host."""
        return plan_host(guests=guests, host=told.get("host"), is_chosen="host" in told)

    def headline(self, count: int) -> str:
        """Say how many get another host."""
        return ngettext(
            "%(count)d guest gets another host.", "%(count)d guests get another host.", count
        )

    def do(self, guests: Sequence[Guest], told: dict[str, Any]) -> Reach:
        """Give them the host."""
        return set_host(guests=guests, host=told["host"], by=self.by, at=self.at)

    def said(self, count: int) -> str:
        """Say how many."""
        return ngettext(
            "%(count)d guest has another host now.",
            "%(count)d guests have another host now.",
            count,
        )


class Export(BulkAct):
    """Take the guests away as a file: the page of exports asks what for."""

    right = "export_guest"
    title = gettext_lazy("Export")
    page = "guests:export"


class PrintCards(BulkAct):
    """Print the guests' badges or place cards: the page of cards asks which."""

    right = "print_carddesign"
    title = gettext_lazy("Print badges and cards")
    page = "guests:cards"


ACTS: dict[str, type[BulkAct]] = {
    "invite": Invite,
    "again": InviteAgain,
    "withdraw": Withdraw,
    "table": Seat,
    "host": Host,
    "export": Export,
    "print": PrintCards,
    "strike_off": StrikeOff,
    "put_back": PutBack,
}
