"""Cases that may tell the same as another one. (001-14, 001-19)"""

from __future__ import annotations

from typing import Final

from django.db.models import Q

from foyer.cases.models import Case, CaseQuerySet
from foyer.core.models import User

MOST: Final = 8


def similar_to(case: Case, by: User) -> CaseQuerySet:
    """Return the open cases of the same client, contact, phone or e-mail somebody may see, the latest first."""
    marks = {
        "client": case.client_id,
        "contact": case.contact_id,
        "phone_index": case.phone_index,
        "email_index": case.email_index,
    }
    same = Q(pk=None)
    for name, value in marks.items():
        if value:
            same |= Q(**{name: value})
    return _others(case, by).filter(same).order_by("-opened_at", "-pk")


def found_for(case: Case, typed: str, by: User) -> CaseQuerySet:
    """Return the open cases somebody may see that are found by what they typed, the latest first."""
    return _others(case, by).matching(typed).order_by("-opened_at", "-pk")


def _others(case: Case, by: User) -> CaseQuerySet:
    return Case.objects.visible_to(by).open().exclude(pk=case.pk)
