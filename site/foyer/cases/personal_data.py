"""What this room keeps about people: who reported a case, and what was written about it. (001-29)"""

from __future__ import annotations

from typing import Any

from django.core.files.base import ContentFile
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from foyer.clients.models import Client
from foyer.core.text import search_needle
from foyer.privacy.declarations import Anonymise, Delete, PersonalData, Purpose
from foyer.privacy.registry import holds_none, register

from .models import (
    Action,
    Case,
    CaseLetter,
    CaseMerge,
    CaseMessage,
    CasePause,
    CasePolicy,
    CaseStep,
    Evidence,
    Measure,
    QueueView,
    ReplyText,
    TeamMember,
)
from .services.secrets import hash_secret

CASES = Purpose("cases", _("Cases"), _("days after the case was closed"), 1095)


def _dead_secret(case: Any) -> str:
    """Return the hash of a secret nobody holds."""
    return hash_secret(f"erased-{case.number}")


def _cases_by(query: str) -> QuerySet[Any]:
    """Return the cases found by number, or by the name of who reported them."""
    return Case.objects.filter(search_text__contains=search_needle(query))


register(
    PersonalData(
        Case,
        is_person=True,
        links=("contact",),  # a company's case does not make its reporter the company
        found=lambda person: Q(client__in=person.keys.get(Client, ())),
        names=("reporter_name",),
        phones=("reporter_phone",),
        emails=("reporter_email",),
        leave_out=("secret_sealed",),
        sensitive=("reporter_phone", "reporter_email"),
        sees="cases.view_sensitive_case",
        search=_cases_by,
        erase=Anonymise(
            blank=(
                "reporter_phone",
                "reporter_email",
                "findings",
                "cause",
                "responsible",
                "analysis",
                "no_prevention",
                "secret_sealed",
                "external_id",
            ),
            marked=("reporter_name", "content"),
            values={"contact": None, "client": None, "secret_hash": _dead_secret},
            harmless=("number",),
        ),
        plant={
            "number": lambda canary: f"DRILL-{canary.number}",
            "secret_hash": lambda canary: hash_secret(canary.word),
            "event": None,
            "booking": None,
            "merged_into": None,
        },
        purpose=CASES,
        since="closed_at",
    ),
    PersonalData(
        Measure, links=("case",), erase=Anonymise(marked=("what", "department", "person"))
    ),
    PersonalData(
        CaseMessage,
        links=("case",),
        leave_out=("once",),
        erase=Anonymise(marked=("text",), blank=("once",)),
    ),
    PersonalData(
        Evidence,
        links=("case",),
        erase=Delete(),
        plant={
            "file": lambda canary: ContentFile(canary.word.encode(), name=f"{canary.number}.txt"),
            "size": 1,
            "message": None,
        },
    ),
    PersonalData(CaseLetter, links=("case",), leave_out=("key",), erase=Delete()),
    PersonalData(CaseStep, links=("case",), erase=Anonymise(blank=("note",))),
    PersonalData(TeamMember, links=("case",), erase=Delete()),
    PersonalData(
        Action,
        links=("case",),
        erase=Anonymise(marked=("measure",), blank=("put_in_place", "effect")),
    ),
)
holds_none(
    CaseMerge,
    CasePause,
    CasePolicy,
    QueueView,
    ReplyText,
    because=_("Stretches of time, keys, and the house's own settings."),
)
