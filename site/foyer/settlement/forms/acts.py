"""What the acts upon an account ask of staff."""

from __future__ import annotations

import uuid
from datetime import datetime
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from foyer.bookings.forms.extras import extras_of
from foyer.bookings.forms.sought import DatedForm, DayInput, TimesForm, times_of
from foyer.bookings.models import Booking
from foyer.bookings.models.booking import MOST_HEADS
from foyer.core.days import house_day
from foyer.core.models import User
from foyer.core.uploads.forms import UploadField
from foyer.core.uploads.kinds import FileKind
from foyer.fees.extra_fields import EXTRA, add_extras
from foyer.settlement.accounts import Account
from foyer.settlement.enums import AccountState, PaymentKind, PaymentMethod
from foyer.settlement.models.invoice import LONGEST_TAX_NUMBER
from foyer.settlement.models.paper import LONGEST_REASON
from foyer.settlement.papers.content import billed_to
from foyer.settlement.services.holding import APPROVE
from foyer.settlement.used import Used, tariffs_for

# What a refusal calls the fields, where the form calls them otherwise.
_FIELDS = {"from": "starts", "to": "ends", "ends_at": "ends", "words": "title"}


class AccountForm(DatedForm):
    """An act upon something of an account: the booking, a paper, a line, a payment, a tax invoice."""

    hint: Any = ""

    def __init__(
        self, *args: Any, record: Any, booking: Booking, account: Account, by: User, **kwargs: Any
    ) -> None:
        self.record, self.booking, self.account, self.by = record, booking, account, by
        super().__init__(*args, **kwargs)
        self.ready()

    def ready(self) -> None:
        """Fill in what is known."""

    def refuse(self, refusal: Exception) -> None:
        """Say why not, beside the field that is to be changed where there is one."""
        name = getattr(refusal, "field", "")
        name = name if name in self.fields else _FIELDS.get(name, "")
        self.add_error(name if name in self.fields else None, str(refusal))


class DraftForm(AccountForm):
    """An act upon a draft carries the version its actor saw."""

    seen = forms.IntegerField(widget=forms.HiddenInput)

    def ready(self) -> None:
        """Carry what is shown."""
        self.fields["seen"].initial = getattr(self.record, "paper", self.record).version


def _amount(**kwargs: Any) -> forms.DecimalField:
    return forms.DecimalField(label=_("Amount"), max_digits=13, decimal_places=2, **kwargs)


def _reason(**kwargs: Any) -> forms.CharField:
    area = forms.Textarea(attrs={"rows": 2})
    return forms.CharField(label=_("Reason"), max_length=LONGEST_REASON, widget=area, **kwargs)


def _day(label: Any = None) -> forms.DateField:
    return forms.DateField(label=label or _("Day"), widget=DayInput())


class UsedForm(TimesForm, DraftForm):
    """From when to when the room was used, by how many, and which extras with it."""

    checks_time = False  # it lies behind
    heads = forms.IntegerField(label=_("People"), min_value=1, max_value=MOST_HEADS)
    field_order = ("day", "starts", "ends", "last_day", "heads")

    def ready(self) -> None:
        """Fill in what is written down so far; offer the extras of the versions that were agreed."""
        super().ready()
        self.before = Used.read(self.record.used or {}) if self.record.used else None
        if self.before is None:
            return
        known = times_of(self.before.starts_at, self.before.ends_at)
        self.initial = known | {"heads": self.before.heads} | dict(self.initial)
        days = house_day(self.before.starts_at), house_day(self.before.ends_at)
        add_extras(self, tariffs_for(self.booking, *days), self.before.extras)

    @property
    def used(self) -> Used:
        """What was used; a form knows moments to the minute, and extras by their names of today."""
        begun = self.before or Used.as_booked(self.booking)
        offered = {name.removeprefix(EXTRA) for name in self.fields if name.startswith(EXTRA)}
        kept = {key: count for key, count in begun.extras.items() if key not in offered}
        return Used(
            _as_before(self.starts_at, begun.starts_at),
            _as_before(self.ends_at, begun.ends_at),
            self.cleaned_data["heads"],
            kept | extras_of(self.cleaned_data),
        )

    def refuse(self, refusal: Exception) -> None:
        """Say why it cannot have been so."""
        AccountForm.refuse(self, refusal)


def _as_before(typed: datetime, before: datetime) -> datetime:
    """Return the moment of before where the same minute was typed."""
    return before if before.replace(second=0, microsecond=0) == typed else typed


class AddForm(DraftForm):
    """What no schedule knows."""

    words = forms.CharField(
        label=_("What for"), max_length=200, help_text=_("The client reads it.")
    )
    amount = _amount(help_text=_("With its tax."))
    reason = _reason()


class ReduceForm(DraftForm):
    """How much less, and why."""

    amount = _amount()
    reason = _reason(help_text=_("The client reads it."))

    def ready(self) -> None:
        """Say what happens to it."""
        super().ready()
        self.hint = (
            _("It holds at once: you may grant reductions.")
            if self.by.has_perm(APPROVE)
            else _("It waits until Management approves it; the statement cannot be issued before.")
        )


class IssueForm(DraftForm):
    """What is written on the paper."""

    note_on_it = forms.CharField(
        label=_("Note on the paper"),
        max_length=LONGEST_REASON,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("The client reads it."),
    )


class CreditForm(AccountForm):
    """How much is taken back, and why."""

    amount = _amount(
        required=False,
        help_text=_("Left empty: all that is left, and another statement may be drawn up."),
    )
    reason = _reason(help_text=_("The client reads it."))

    def ready(self) -> None:
        """Say what happens to it."""
        self.hint = (
            _("It gets a number of its own and goes to the client.")
            if self.by.has_perm(APPROVE)
            else _(
                "A part waits until Management approves it. All of it goes to the client at once, with a number of "
                "its own."
            )
        )


class PayForm(AccountForm):
    """Money that came or went."""

    kind = forms.ChoiceField(label=_("Kind"), choices=PaymentKind.choices)
    method = forms.ChoiceField(
        label=pgettext_lazy("payment", "By"),
        choices=[one for one in PaymentMethod.choices if one[0] != PaymentMethod.NONE],
        initial=PaymentMethod.TRANSFER,
        help_text=_("Of no meaning where a deposit is set against the statement."),
    )
    amount = _amount()
    on = _day()
    reference = forms.CharField(
        label=_("Reference"),
        max_length=100,
        required=False,
        help_text=_("Of the bank, the cheque or the card machine."),
    )
    note = forms.CharField(label=_("Note"), max_length=LONGEST_REASON, required=False)
    is_surplus_theirs = forms.BooleanField(label=_("The surplus is theirs"), required=False)
    once = forms.CharField(max_length=64, widget=forms.HiddenInput)

    def ready(self) -> None:
        """Propose what is open, today; one key for what is sent, however often it is."""
        account = self.account
        if account.open > 0:
            self.fields["amount"].initial = account.open
        elif account.state == AccountState.OWED and account.open < 0:
            self._propose(PaymentKind.REFUND, -account.open)
        elif account.state == AccountState.OWED:
            self._propose(PaymentKind.RETURN, account.held)
        self.fields["on"].initial = house_day(self.at)
        self.fields["once"].initial = uuid.uuid4().hex

    def _propose(self, kind: str, amount: Decimal) -> None:
        self.fields["kind"].initial, self.fields["amount"].initial = kind, amount


class ReverseForm(AccountForm):
    """Why a payment was written down wrong."""

    on = _day()
    reason = _reason()

    def ready(self) -> None:
        """Propose today."""
        self.fields["on"].initial = house_day(self.at)


class ReasonForm(AccountForm):
    """Why."""

    reason = _reason()


class AskInvoiceForm(AccountForm):
    """Who the tax invoice is written to."""

    title = forms.CharField(
        label=_("In the name of"),
        max_length=200,
        help_text=_("The company or person the invoice is written to."),
    )
    tax_number = forms.CharField(
        label=_("Tax number"),
        max_length=LONGEST_TAX_NUMBER,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        help_text=_("Left empty for a person."),
    )

    def ready(self) -> None:
        """Propose whom the house settles with."""
        self.fields["title"].initial = billed_to(self.booking)


class WriteInvoiceForm(AccountForm):
    """Which number it got elsewhere, on which day, and its file."""

    number = forms.CharField(label=_("Number of the invoice"), max_length=60)
    on = _day(_("Written on"))
    file = UploadField(
        label=_("File"), required=False, kinds=(FileKind.PDF, FileKind.JPG, FileKind.PNG)
    )

    def ready(self) -> None:
        """Propose today; say which files are taken."""
        self.fields["on"].initial = house_day(self.at)
        file: Any = self.fields["file"]
        file.help_text = file.says
