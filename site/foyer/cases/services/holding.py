"""What every act upon a case begins and ends with: the lock, the step, the journal."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.conf import settings
from wagtail.log_actions import log

from foyer.cases.enums import CaseKind, CaseStatus
from foyer.cases.models import Case
from foyer.core.models import User
from foyer.staff.models import WebhookEvent
from foyer.staff.services.webhooks import tell

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


def keep(case: Case, *, act: str, by: User | None, at: datetime, **told: Any) -> Case:
    """Write an act's result down, and in the history what `told` says of it."""
    case.version += 1
    case.save()
    log(case, f"foyer.case.{act}", user=by, data=told)
    tell_changed(case, at=at)
    return case


def tell_changed(case: Case, *, at: datetime) -> None:
    """Tell other programs that a case came in or changed; which one and where to read it, no more."""
    told = {"id": case.pk, "number": case.number, "status": str(case.status)}
    url = f"{settings.PUBLIC_URL}/api/foyer/v1/cases/{case.pk}"
    tell(WebhookEvent.CASE_CHANGED, told | {"version": case.version, "url": url}, at=at)


def move(
    case: Case,
    to: str,
    *,
    at: datetime,
    by: User | None,
    note: str = "",
    again: bool = False,
) -> None:
    """Put a held case on its next step and write that into its journal.

    Args:
        again: whether it is opened again for its client.

    Raises:
        WrongStep: this one does not follow.
    """
    table: Mapping[str, tuple[str, ...]]
    if case.kind in CaseKind.SHORT:
        table = CaseStatus.REOPENED_SHORT if again else CaseStatus.NEXT_SHORT
    else:
        table = CaseStatus.REOPENED if again else CaseStatus.NEXT
    if to not in table.get(case.status, ()):
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
