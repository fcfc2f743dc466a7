"""Accounts as a file, through the house's register of exports. (004-23, security 9)"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy, pgettext_lazy

from foyer.bookings.models import Booking
from foyer.core.exports.targets import ExportColumn, register
from foyer.core.models import User
from foyer.privacy.exported import ListInPart, in_words

from .accounts import accounts_seen_by
from .enums import AccountState


class AccountList(ListInPart):
    """Accounts, as they stand when the file is made."""

    model = Booking
    related = ("client", "room__venue")
    key = "settlement"
    label = pgettext_lazy("settlement", "Accounts")
    right = "settlement.export_statement"
    sensitive_right = "bookings.view_sensitive_booking"  # nothing of an account is sealed

    def records(self, keys: Sequence[int], by: User) -> list[Any]:
        """Return the accounts somebody may see among these, in this order."""
        seen = accounts_seen_by(by, at=timezone.now()).select_related(*self.related)
        found = seen.in_bulk(keys)
        return [found[key] for key in keys if key in found]

    def all_columns(self, by: User) -> list[ExportColumn]:
        """Return every column there is."""
        return [
            self.column("number"),
            self.column("client"),
            self.column("asker_company"),
            self.column("asker_name", default=False),
            self.column("room"),
            self.column("starts_at"),
            self.column("ends_at"),
            self.column("currency"),
            _reckoned("charged", gettext_lazy("Charged"), _figure),
            _reckoned("paid", gettext_lazy("Paid"), _figure),
            _reckoned("open", pgettext_lazy("account", "Open"), _figure),
            _reckoned("held", gettext_lazy("Deposit held"), _figure),
            _reckoned("due_on", gettext_lazy("Due on")),
            _reckoned("state", pgettext_lazy("account", "State"), _label),
        ]


def _reckoned(
    key: str, label: Any, tell: Callable[[Any], object] = lambda value: value
) -> ExportColumn:
    """Return a column of what is reckoned of an account."""
    return ExportColumn(key, label, lambda account, _by: in_words(tell(getattr(account, key))))


def _figure(amount: object) -> str:
    """Return an amount as a cell has it, whatever places the database reckoned with."""
    return f"{amount:.2f}"


def _label(state: str) -> str:
    return str(AccountState(state).label) if state else ""


ACCOUNT_LIST = AccountList()
register(ACCOUNT_LIST)
