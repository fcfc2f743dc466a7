"""A merge that was a mistake is taken back. (001-14, 001-19)"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from foyer.cases.enums import CaseStatus, Outcome
from foyer.cases.models import Case, CaseMerge, CaseMessage, Evidence
from foyer.core.models import User

from .holding import hold, keep
from .refusals import MergedOn, NotMerged


@transaction.atomic
def undo_merge(*, case: Case, by: User, at: datetime) -> Case:
    """Open a merged case again where it stood; what came with it returns, what was written since stays.

    Its promises are those it had: the time in which it lay in the other case is not added to them.

    Raises:
        NotMerged: it was not merged, or before merges were written down.
        MergedOn: the other case was merged itself since; that merge is taken back first.
    """
    merge = CaseMerge.objects.filter(given=case, undone_at=None).select_related("kept").first()
    if merge is None:
        raise NotMerged
    first, second = sorted((case, merge.kept), key=lambda one: one.pk)  # as merging does
    held = {one.pk: hold(one) for one in (first, second)}
    given, kept = held[case.pk], held[merge.kept_id]
    if given.outcome != Outcome.DUPLICATE or given.merged_into_id != kept.pk:
        raise NotMerged
    if kept.merged_into_id is not None:
        raise MergedOn
    moved = merge.moved
    CaseMessage.objects.filter(case=kept, pk__in=moved["messages"]).update(case=given)
    files = Evidence.objects.filter(case=kept, pk__in=moved["evidence"])
    if merge.words_id:
        files.filter(message=merge.words_id).update(message=None)
    files.update(case=given)
    Case.objects.filter(merged_into=kept, pk__in=moved["duplicates"]).update(merged_into=given)
    CaseMessage.objects.filter(
        case=kept, pk=merge.words_id or 0
    ).delete()  # it repeats the case's own words
    CaseMerge.objects.filter(pk=merge.pk).update(undone_at=at)
    keep(kept, act="unmerge", by=by, at=at, given=given.pk)
    given.steps.create(before=CaseStatus.CLOSED, after=merge.status, at=at, by=by, note=kept.number)
    given.status, given.merged_into = merge.status, None
    given.outcome, given.closed_at = Outcome.OPEN, None
    return keep(given, act="unmerge", by=by, at=at, kept=kept.pk)
