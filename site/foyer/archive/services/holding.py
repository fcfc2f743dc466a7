"""Holding records back from destruction, and keeping them on after a review. (000-28)"""

from __future__ import annotations

from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import log

from foyer.archive.models import ArchiveRecord, LegalHold
from foyer.core.days import house_day
from foyer.core.models import User
from foyer.core.refusals import Refusal

from .refusals import ArchiveRefusal


class HeldAlready(Refusal):
    """One hold at a time."""

    code = "archive_held_already"
    message = _("This record is held back already.")


class NotHeld(Refusal):
    """Nothing to lift."""

    code = "archive_not_held"
    message = _("This record is not held back any more. Load the page again.")


class DayPast(ArchiveRefusal):
    """A day that would make it due again at once."""

    code = "archive_day_past"
    message = _("Choose a day that is still to come.")
    field = "until"


class NotOver(ArchiveRefusal):
    """Only a record whose time is over is kept on."""

    code = "archive_not_over"
    message = _(
        "The time of this record is not over, or somebody has kept it on meanwhile: it stays kept as long as it is."
    )


@transaction.atomic
def hold(*, record: ArchiveRecord, reason: str, by: User, at: datetime) -> LegalHold:
    """Keep a record from being destroyed until the hold is lifted.

    Raises:
        HeldAlready: it is held back.
    """
    try:
        with transaction.atomic():
            placed = LegalHold.objects.create(
                record=record, reason=reason, placed_at=at, placed_by=by
            )
    except IntegrityError as twice:
        raise HeldAlready from twice
    ArchiveRecord.objects.filter(pk=record.pk).update(changed_at=at)  # the next copy tells of it
    log(record, "foyer.archive.hold", user=by)
    return placed


@transaction.atomic
def lift_hold(*, record: ArchiveRecord, reason: str, by: User, at: datetime) -> None:
    """Lift the hold on a record, with a reason.

    Raises:
        NotHeld: there is none.
    """
    standing = LegalHold.objects.filter(record=record, lifted_at=None)
    if not standing.update(lifted_at=at, lifted_by=by, why_lifted=reason):
        raise NotHeld
    ArchiveRecord.objects.filter(pk=record.pk).update(changed_at=at)
    log(record, "foyer.archive.lift_hold", user=by)


@transaction.atomic
def keep_on(*, record: ArchiveRecord, until: date, by: User, at: datetime) -> None:
    """Keep a record whose time is over until a later day: what a review comes to.

    Raises:
        NotOver: its time is not over, or was made longer meanwhile.
        DayPast: that day is over.
    """
    kept = ArchiveRecord.objects.select_for_update().get(pk=record.pk)
    today = house_day(at)
    if kept.due_on is None or kept.due_on >= today:
        raise NotOver
    if until <= today:
        raise DayPast
    days = {"from": kept.due_on.isoformat(), "until": until.isoformat()}
    kept.kept_on_until, kept.due_on, kept.changed_at = until, until, at
    kept.save(update_fields=["kept_on_until", "due_on", "changed_at"])
    log(kept, "foyer.archive.keep_on", user=by, data=days)
