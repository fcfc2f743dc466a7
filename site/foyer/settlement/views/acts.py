"""The acts staff carry out on an account's page: form, service, right, and upon what each is offered now."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from foyer.core.models import User
from foyer.settlement.enums import AccountState, InvoiceStatus, LineSource
from foyer.settlement.forms.acts import (
    AccountForm,
    AddForm,
    AskInvoiceForm,
    CreditForm,
    DraftForm,
    IssueForm,
    PayForm,
    ReasonForm,
    ReduceForm,
    ReverseForm,
    UsedForm,
    WriteInvoiceForm,
)
from foyer.settlement.services import drafting, invoices, issuing, paying
from foyer.settlement.services.holding import APPROVE

from .records import Records

_KEEP = "settlement.add_paper"


@dataclass(frozen=True, slots=True)
class Act:
    """One act: its name, its form, what it does, the right to it, and the records it is offered upon now."""

    label: Any
    form: type[AccountForm]
    do: Callable[[Any, dict[str, Any], Any, User, datetime], object]
    kind: str
    over: Callable[[Records], list[Any]]
    right: str = _KEEP
    hint: Any = ""


def _use(paper: Any, values: dict[str, Any], form: Any, by: User, at: datetime) -> object:
    return drafting.write_used(paper=paper, used=form.used, by=by, at=at, seen=values["seen"])


def _add(paper: Any, values: dict[str, Any], _form: Any, by: User, at: datetime) -> object:
    return drafting.add_line(paper=paper, **values, by=by, at=at)


def _reduce(paper: Any, values: dict[str, Any], _form: Any, by: User, at: datetime) -> object:
    return drafting.reduce(paper=paper, **values, by=by, at=at)


def _pay(booking: Any, values: dict[str, Any], _form: Any, by: User, at: datetime) -> object:
    about = {name: values[name] for name in ("kind", "method", "amount", "on", "reference", "note")}
    return paying.record_payment(
        booking=booking,
        paid=paying.Paid(**about),
        by=by,
        at=at,
        is_surplus_theirs=values["is_surplus_theirs"],
        once=values["once"],
    )


def _write_invoice(
    invoice: Any, values: dict[str, Any], _form: Any, by: User, at: datetime
) -> object:
    return invoices.write_invoice(
        invoice=invoice,
        number=values["number"],
        written_on=values["on"],
        file=values["file"],
        by=by,
        at=at,
    )


def _with_use(records: Records) -> list[Any]:
    return [one for one in records.drafts if one.used is not None]


def _of_invoice(*statuses: str) -> Callable[[Records], list[Any]]:
    return lambda records: [one for one in records.invoices if one.status in statuses]


ACTS = {
    "draw_up": Act(
        _("Draw the statement up"),
        AccountForm,
        lambda booking, _values, _form, by, at: drafting.draw_up(booking=booking, by=by, at=at),
        "booking",
        lambda records: [records.booking] if records.account.state == AccountState.TO_STATE else [],
        hint=_("It begins with what was agreed; nothing goes to the client yet."),
    ),
    "use": Act(
        _("Write down what was used"),
        UsedForm,
        _use,
        "paper",
        _with_use,
        hint=_(
            "The lines of the fee schedule follow from it. What was agreed is charged at least; lines added by "
            "hand stay."
        ),
    ),
    "add": Act(_("Add a line"), AddForm, _add, "paper", lambda records: records.drafts),
    "reduce": Act(_("Reduce it"), ReduceForm, _reduce, "paper", lambda records: records.drafts),
    "approve": Act(
        _("Approve"),
        AccountForm,
        lambda line, _values, _form, by, at: drafting.approve(line=line, by=by, at=at),
        "line",
        lambda records: [line for line in records.lines if line.waits],
        right=APPROVE,
    ),
    "take_off": Act(
        _("Take off"),
        DraftForm,
        lambda line, values, _form, by, _at: drafting.take_off(
            line=line, by=by, seen=values["seen"]
        ),
        "line",
        lambda records: [line for line in records.lines if line.source in LineSource.BY_HAND],
    ),
    "issue": Act(
        _("Issue the statement"),
        IssueForm,
        lambda paper, values, _form, by, at: issuing.issue(paper=paper, **values, by=by, at=at),
        "paper",
        lambda records: records.drafts,
        hint=_("It gets its number, goes to the client, and stays as it is from then on."),
    ),
    "drop": Act(
        _("Throw the draft away"),
        AccountForm,
        lambda paper, _values, _form, by, _at: drafting.drop_draft(paper=paper, by=by),
        "paper",
        lambda records: [*records.drafts, *records.waiting],
        hint=_("Its lines are gone then; the history of the booking tells that there was one."),
    ),
    "credit": Act(
        _("Write a credit note"),
        CreditForm,
        lambda paper, values, _form, by, at: issuing.credit(
            statement=paper, **values, by=by, at=at
        ),
        "paper",
        lambda records: [] if records.waiting else records.statements,
    ),
    "pay": Act(
        _("Write a payment down"),
        PayForm,
        _pay,
        "booking",
        lambda records: [records.booking] if records.booking.currency else [],
        right="settlement.add_payment",
    ),
    "reverse": Act(
        _("Reverse"),
        ReverseForm,
        lambda payment, values, _form, by, at: paying.reverse_payment(
            payment=payment, **values, by=by, at=at
        ),
        "payment",
        lambda records: records.reversible,
        right="settlement.add_payment",
        hint=_("The same sum the other way, for what was written down wrong. Both stay."),
    ),
    "ask_invoice": Act(
        _("Ask for a tax invoice"),
        AskInvoiceForm,
        lambda booking, values, _form, by, at: invoices.ask_for_invoice(
            booking=booking, **values, by=by, at=at
        ),
        "booking",
        lambda records: [records.booking] if records.may_ask_invoice else [],
        right="settlement.add_taxinvoice",
    ),
    "write_invoice": Act(
        _("Write its number down"),
        WriteInvoiceForm,
        _write_invoice,
        "invoice",
        _of_invoice(InvoiceStatus.ASKED),
        right="settlement.change_taxinvoice",
    ),
    "void_invoice": Act(
        _("Declare it void"),
        ReasonForm,
        lambda invoice, values, _form, by, at: invoices.void_invoice(
            invoice=invoice, **values, by=by, at=at
        ),
        "invoice",
        _of_invoice(InvoiceStatus.ASKED, InvoiceStatus.WRITTEN),
        right="settlement.change_taxinvoice",
        hint=_("Another can be asked for then."),
    ),
}
