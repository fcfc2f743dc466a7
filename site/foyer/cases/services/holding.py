"""What every act upon a case begins and ends with: the lock, the step, the journal."""

from __future__ import annotations

from datetime import datetime

from wagtail.log_actions import log

from foyer.cases.enums import CaseStatus
from foyer.cases.models import Case
from foyer.core.models import User

from .refusals import CaseChanged, ContentMissing, WrongStep


def hold(case: Case, seen: int | None = None) -> Case:
    """Lock a case for an act, as it is now.

    Raises:
        CaseChanged: it is not what the actor saw.
    """
    held = Case.objects.select_for_update(of=("self",)).get(pk=case.pk)
    if seen is not None and held.version != seen:
        raise CaseChanged
    return held


def keep(case: Case, *, act: str, by: User | None) -> Case:
    """Write an act's result down."""
    case.version += 1
    case.save()
    log(case, f"foyer.case.{act}", user=by)
    return case


def move(case: Case, to: str, *, at: datetime, by: User | None, note: str = "") -> None:
    """Put a held case on its next step and write that into its journal.

    Raises:
        WrongStep: this one does not follow.
    """
    if to not in CaseStatus.NEXT[case.status]:
        raise WrongStep
    case.steps.create(before=case.status, after=to, at=at, by=by, note=note)
    case.status = to


def needed(*texts: str) -> None:
    """Ask for what the house rules ask for.

    Raises:
        ContentMissing: a text says nothing.
    """
    if not all(text.strip() for text in texts):
        raise ContentMissing
