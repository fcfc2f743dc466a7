"""Two cases that tell the same become one. (001-14, 001-19)"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from foyer.cases.enums import CaseStatus, MessageKind, Outcome
from foyer.cases.models import Case, CaseMerge
from foyer.core.models import User

from .holding import hold, keep
from .refusals import NotADuplicate, OfAnotherPerson
from .steps import close


@transaction.atomic
def merge_duplicate(*, case: Case, into: Case, by: User, at: datetime) -> Case:
    """Close a case that tells what another tells; words and files go over, and so does the client's page.

    The history of both says what went from where to where.

    Raises:
        NotADuplicate: it is the same case, or one of the two is closed.
        OfAnotherPerson: somebody else would read what was said in confidence.
    """
    first, second = sorted(
        (case, into), key=lambda one: one.pk
    )  # two merges never wait for each other
    held = {one.pk: hold(one) for one in dict.fromkeys((first, second))}
    given, kept = held[case.pk], held[into.pk]
    if given.pk == kept.pk or not given.is_open or not kept.is_open:
        raise NotADuplicate
    if not _of_one_person(given, kept):
        raise OfAnotherPerson
    moved = {
        "messages": list(given.messages.values_list("pk", flat=True)),
        "evidence": list(given.evidence.values_list("pk", flat=True)),
        "duplicates": list(given.duplicates.values_list("pk", flat=True)),
    }
    given.messages.update(case=kept)
    first_words = kept.messages.create(
        kind=MessageKind.CLIENT, text=f"{given.number}: {given.content}", at=given.opened_at
    )
    given.evidence.filter(message=None, from_client=True).update(message=first_words)
    given.evidence.update(case=kept)
    given.duplicates.update(merged_into=kept)
    CaseMerge.objects.create(
        given=given, kept=kept, status=given.status, words=first_words, moved=moved, at=at, by=by
    )
    keep(kept, act="merge", by=by, at=at, given=given.pk, **moved)
    note = kept.number
    given.steps.create(before=given.status, after=CaseStatus.CLOSED, at=at, by=by, note=note)
    given.status, given.merged_into = CaseStatus.CLOSED, kept
    return close(given, Outcome.DUPLICATE, at=at, by=by)


def _of_one_person(one: Case, other: Case) -> bool:
    """Tell whether two cases were reported by the same person, as far as the house can know."""
    marks = ("contact_id", "phone_index", "email_index")
    if any(getattr(one, mark) and getattr(one, mark) == getattr(other, mark) for mark in marks):
        return True
    unknown = [case for case in (one, other) if not any(getattr(case, mark) for mark in marks)]
    return bool(one.client_id and one.client_id == other.client_id and unknown)
