"""What a client reads of their case: the steps in plain words, and what was said. (001-23, 001-24)"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models import Prefetch

from foyer.cases.enums import CaseKind, CaseStatus, MessageKind
from foyer.cases.models import Case, CaseMessage, Evidence
from foyer.cases.services.replies import with_link


def way_of(case: Case) -> Sequence[CaseStatus]:
    """Return the steps a client is shown: feedback and enquiries have fewer, unless they are looked into now."""
    short = tuple(CaseStatus(step) for step in CaseStatus.WAY_SHORT)
    is_short = case.kind in CaseKind.SHORT and case.status in CaseStatus.WAY_SHORT
    return short if is_short else tuple(CaseStatus)


def words_of(case: Case) -> list[CaseMessage]:
    """Return what was said between the client and the house, each with the files the client showed with it."""
    shown = Prefetch("evidence", Evidence.objects.filter(from_client=True), to_attr="shown")
    words: list[Any] = list(
        case.messages.filter(kind__in=MessageKind.PUBLIC).prefetch_related(shown)
    )
    for word in words:
        if word.kind == MessageKind.PROGRESS:
            word.text = with_link(word.text, case)
    return words
