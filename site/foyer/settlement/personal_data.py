"""What this room keeps about people: whose booking it was, notes on payments, the name on a tax invoice. (001-29)"""

from __future__ import annotations

from decimal import Decimal

from django.core.files.base import ContentFile
from django.utils.translation import gettext_lazy as _

from foyer.privacy.declarations import Anonymise, PersonalData
from foyer.privacy.registry import holds_none, register

from .models import ClosedMonth, Paper, PaperLine, Payment, SettlementPolicy, TaxInvoice

_PLANTED = Decimal("1.00")


register(
    PersonalData(
        Paper,
        links=("booking",),
        leave_out=("used", "printed"),
        erase=Anonymise(blank=("note",), values={"printed": None}, harmless=("number", "used")),
        plant={
            "kind": "statement",
            "status": "draft",
            "number": None,
            "corrects": None,
            "used": None,
            "printed": None,
            "issued_on": None,
            "due_on": None,
            "currency": "CNY",
            "total": _PLANTED,
        },
    ),
    PersonalData(
        PaperLine,
        links=("paper__booking",),
        erase=Anonymise(blank=("reason",), harmless=("kind", "key", "unit", "words")),
        plant={"source": "schedule", "kind": "room", "key": "", "words": [], "unit": "hour"},
    ),
    PersonalData(
        Payment,
        links=("booking",),
        leave_out=("once",),
        erase=Anonymise(blank=("reference", "note", "once"), harmless=("number",)),
        plant={
            "number": lambda canary: f"DRILL-{canary.number}",
            "kind": "payment",
            "method": "cash",
            "currency": "CNY",
            "amount": _PLANTED,
            "reverses": None,
            "once": "",
        },
    ),
    PersonalData(
        TaxInvoice,
        links=("booking",),
        sensitive=("tax_number",),
        sees="settlement.view_sensitive_taxinvoice",
        erase=Anonymise(
            blank=("tax_number", "reason", "file_name", "file"),
            marked=("title",),
            harmless=("number",),
        ),
        plant={
            "status": "asked",
            "number": "",
            "written_on": None,
            "amount": _PLANTED,
            "file": lambda canary: ContentFile(canary.word.encode(), name=f"{canary.number}.txt"),
            "size": 1,
        },
    ),
)
holds_none(ClosedMonth, SettlementPolicy, because=_("Sums and settings, not people."))
