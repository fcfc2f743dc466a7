"""Tax invoices: asked for by client or staff, written elsewhere, kept here with number and file. (004-23)"""

from __future__ import annotations

import re
from datetime import date, datetime

from django.db import transaction

from foyer.bookings.models import Booking
from foyer.core.models import User
from foyer.core.uploads.clean_file import CleanFile
from foyer.settlement.accounts import account_of, live_statements
from foyer.settlement.enums import InvoiceStatus
from foyer.settlement.models import TaxInvoice
from foyer.settlement.refusals import (
    InvoiceAsked,
    InvoiceNumberTaken,
    InvoiceWritten,
    NothingToInvoice,
    TaxNumberWrong,
    WordsMissing,
)

from .holding import check_begun, check_day, hold, needed, note

_TAX_NUMBER = re.compile(r"[0-9A-Z]{8,30}")


@transaction.atomic
def ask_for_invoice(
    *, booking: Booking, title: str, tax_number: str, at: datetime, by: User | None = None
) -> TaxInvoice:
    """Ask for a tax invoice over what the booking comes to.

    Args:
        booking: one with an issued statement.
        title: who it is written to.
        tax_number: theirs; nothing for a person.
        at: the moment.
        by: who asks for the client; None where the client does.

    Raises:
        NothingToInvoice: there is no statement over anything.
        InvoiceAsked: one was asked for already.
        WordsMissing: it is not said who it is written to.
        TaxNumberWrong: no such number can be.
    """
    held = hold(booking)
    if not title.strip():
        raise WordsMissing
    number = tax_number.strip().upper()
    if number and not _TAX_NUMBER.fullmatch(number):
        raise TaxNumberWrong
    account = account_of(held, at=at)
    if account.charged <= 0 or not live_statements().filter(booking=held).exists():
        raise NothingToInvoice
    if held.invoices.exclude(status=InvoiceStatus.VOID).exists():
        raise InvoiceAsked
    invoice: TaxInvoice = held.invoices.create(
        title=title.strip()[:200],
        tax_number=number,
        amount=account.charged,
        by_client=by is None,
        asked_at=at,
        added_at=at,
        added_by=by,
        size=0,
    )
    note(held, "ask_invoice", by=by)
    return invoice


@transaction.atomic
def write_invoice(
    *,
    invoice: TaxInvoice,
    number: str,
    written_on: date,
    by: User,
    at: datetime,
    file: CleanFile | None = None,
) -> TaxInvoice:
    """Keep the number and the file of an invoice another system wrote.

    Raises:
        InvoiceWritten: it was dealt with already.
        NothingToInvoice: nothing is charged any more.
        InvoiceNumberTaken: another has that number, or none is given.
        AccountRefusal: the day cannot be.
    """
    booking = hold(invoice.booking)
    kept = TaxInvoice.objects.select_for_update(of=("self",)).get(pk=invoice.pk)
    if kept.status != InvoiceStatus.ASKED:
        raise InvoiceWritten
    if account_of(booking, at=at).charged <= 0:
        raise NothingToInvoice
    said = number.strip()[:60]
    taken = TaxInvoice.objects.filter(status=InvoiceStatus.WRITTEN, number=said)
    if not said or taken.exists():
        raise InvoiceNumberTaken
    check_day(written_on, at=at)
    check_begun(written_on, booking)
    kept.status, kept.number, kept.written_on, kept.written_by = (
        InvoiceStatus.WRITTEN,
        said,
        written_on,
        by,
    )
    if file is not None:
        kept.take(file)
        kept.added_at, kept.added_by = at, by
    kept.save()
    note(booking, "write_invoice", by=by, number=said)
    return kept


@transaction.atomic
def void_invoice(*, invoice: TaxInvoice, reason: str, by: User, at: datetime) -> TaxInvoice:
    """Write down that an invoice, or the request for one, holds no more; another can be asked for.

    Raises:
        InvoiceWritten: it is void already.
        ReasonMissing: it is not said why.
    """
    booking, why = hold(invoice.booking), needed(reason)
    kept = TaxInvoice.objects.select_for_update(of=("self",)).get(pk=invoice.pk)
    if kept.status == InvoiceStatus.VOID:
        raise InvoiceWritten
    kept.status, kept.reason = InvoiceStatus.VOID, why
    kept.save()
    note(booking, "void_invoice", by=by, number=kept.number)
    return kept
