"""All that belongs to one account, read once for the page and for what may be done upon it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from foyer.bookings.models import Booking
from foyer.settlement.accounts import Account, account_of
from foyer.settlement.enums import InvoiceStatus, PaperKind
from foyer.settlement.models import Paper, PaperLine, Payment, TaxInvoice


@dataclass(frozen=True, slots=True)
class Records:
    """A booking, its account, and the records of it."""

    booking: Booking
    account: Account
    drafts: list[Paper]  # of a statement, one at most
    waiting: list[Paper]  # credit notes that wait for approval, one at most
    lines: list[PaperLine]  # of both
    papers: list[Paper]  # those that were issued
    payments: list[Payment]
    invoices: list[TaxInvoice]

    @classmethod
    def of(cls, booking: Booking, *, at: datetime) -> Records:
        """Read them."""
        papers = booking.papers.select_related("corrects", "issued_by", "drawn_up_by")
        every = list(papers.order_by("pk"))
        begun = [one for one in every if one.is_draft]
        lines = PaperLine.objects.filter(paper__in=begun)
        return cls(
            booking=booking,
            account=account_of(booking, at=at),
            drafts=[one for one in begun if one.kind == PaperKind.STATEMENT],
            waiting=[one for one in begun if one.kind == PaperKind.CREDIT],
            lines=list(lines.select_related("paper__corrects", "added_by", "approved_by")),
            papers=[one for one in every if not one.is_draft],
            payments=list(
                booking.payments.select_related("recorded_by", "reverses", "reversed_by")
            ),
            invoices=list(booking.invoices.select_related("added_by", "written_by")),
        )

    def pool(self, kind: str) -> list[Any]:
        """Return the records of a kind an act may be upon, those included that changed meanwhile."""
        pools: dict[str, list[Any]] = {
            "booking": [self.booking],
            "paper": [*self.drafts, *self.waiting, *self.papers],
            "line": self.lines,
            "payment": self.payments,
            "invoice": self.invoices,
        }
        return pools[kind]

    @property
    def statements(self) -> list[Paper]:
        """The issued statements that no credit note took back in full."""
        undone = {one.corrects_id for one in self.papers if one.in_full}
        return [
            one for one in self.papers if one.kind == PaperKind.STATEMENT and one.pk not in undone
        ]

    @property
    def reversible(self) -> list[Payment]:
        """The payments that were not reversed, nor are reversals."""
        reversed_ = {one.reverses_id for one in self.payments}
        return [one for one in self.payments if not one.reverses_id and one.pk not in reversed_]

    @property
    def may_ask_invoice(self) -> bool:
        """Whether a tax invoice can be asked for."""
        asked = any(one.status != InvoiceStatus.VOID for one in self.invoices)
        return self.account.charged > Decimal(0) and bool(self.statements) and not asked
