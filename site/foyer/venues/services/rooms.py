"""Taking rooms, and giving them back. (004-06; BOOKING 2, 4)"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _

from foyer.core.refusals import Refusal
from foyer.venues.enums import OccupationPurpose
from foyer.venues.guards import TAKEN
from foyer.venues.models import Occupation, Room
from foyer.venues.models.occupation import OccupationQuerySet


class RoomTaken(Refusal):
    """The room is taken for a part of the time, or is being set up or cleared."""

    code = "room_taken"
    message = _(
        "“%(room)s” is taken from %(from)s to %(until)s, set-up and clearing included. "
        "Choose another time or another room."
    )


class RoomTakenMeanwhile(Refusal):
    """Somebody else took the room at the same moment."""

    code = "room_taken"
    message = _("“%(room)s” was taken a moment ago. Choose another time or another room.")


class EndsBeforeStart(Refusal):
    """The times are the wrong way round."""

    code = "ends_before_start"
    message = _("It ends before it begins: check both times.")


@transaction.atomic
def occupy_room(
    *,
    room: Room,
    starts_at: datetime,
    ends_at: datetime,
    purpose: str,
    title: str,
    at: datetime,
    lapses_at: datetime | None = None,
    held: Occupation | None = None,
) -> Occupation:
    """Take a room for a time, or move what takes one already. What nobody answered in time gives way. (BOOKING 4)

    Args:
        room: the room.
        starts_at: when its use begins; the time to set it up is taken before it.
        ends_at: when its use ends; the time to clear it is taken after it.
        purpose: one of `OccupationPurpose`.
        title: what the calendar says.
        at: the moment of the act.
        lapses_at: until when it is held for an answer; None: it is taken.
        held: what takes a room already and is moved.

    Raises:
        EndsBeforeStart: the times are the wrong way round.
        RoomTaken: something else takes it.
        RoomTakenMeanwhile: something else took it at the same moment.
    """
    if ends_at <= starts_at:
        raise EndsBeforeStart
    # Whoever takes this room now waits for its turn; what must never be false is kept by the database.
    kept = Room.objects.select_for_update(no_key=True, of=("self",)).get(pk=room.pk)
    from_at, until_at = with_time_around(kept, starts_at, ends_at, purpose=purpose)
    others = _others(kept, from_at, until_at, held)
    _refuse_taken(kept, others, at=at)
    others.lapsed(at=at).delete()
    occupation = held or Occupation()
    occupation.room, occupation.purpose, occupation.title = kept, purpose, title
    occupation.starts_at, occupation.ends_at = starts_at, ends_at
    occupation.from_at, occupation.until_at = from_at, until_at
    occupation.lapses_at = lapses_at
    try:
        with transaction.atomic():
            occupation.save()
    except IntegrityError as fault:
        if TAKEN in str(fault):
            raise RoomTakenMeanwhile(room=kept.name_text) from fault
        raise
    return occupation


def with_time_around(
    room: Room, starts_at: datetime, ends_at: datetime, *, purpose: str = OccupationPurpose.BOOKING
) -> tuple[datetime, datetime]:
    """Return from when to when a use takes a room: set-up and clearing belong to it; works need neither. (BOOKING 2)"""
    if purpose == OccupationPurpose.CLOSED:
        return starts_at, ends_at
    before, after = timedelta(minutes=room.setup_minutes), timedelta(minutes=room.clearing_minutes)
    return starts_at - before, ends_at + after


def in_the_way(room: Room, starts_at: datetime, ends_at: datetime) -> tuple[datetime, datetime]:
    """Return from when to when another use is in the way of one: each is set up and cleared. (BOOKING 2)"""
    from_at, until_at = with_time_around(room, starts_at, ends_at)
    before, after = timedelta(minutes=room.setup_minutes), timedelta(minutes=room.clearing_minutes)
    return from_at - after, until_at + before


def check_free(
    *,
    room: Room,
    starts_at: datetime,
    ends_at: datetime,
    at: datetime,
    held: Occupation | None = None,
) -> None:
    """Say whether a room could be taken now, and take nothing: for a form that is kept later.

    Raises:
        RoomTaken: something else takes it.
    """
    from_at, until_at = with_time_around(room, starts_at, ends_at)
    _refuse_taken(room, _others(room, from_at, until_at, held), at=at)


def keep_for_good(occupation: Occupation | None) -> None:
    """Let what was held for an answer be taken, for as long as it was held: the room's own time may be longer now."""
    if occupation is not None:
        occupation.lapses_at = None
        occupation.save(update_fields=["lapses_at"])


def release_room(occupation: Occupation | None) -> None:
    """Give a room back."""
    if occupation is not None and occupation.pk:
        occupation.delete()


def _others(
    room: Room, from_at: datetime, until_at: datetime, held: Occupation | None
) -> OccupationQuerySet:
    meeting = Occupation.objects.filter(room=room).meeting(from_at, until_at)
    return meeting.exclude(pk=held.pk) if held else meeting


def _refuse_taken(room: Room, others: OccupationQuerySet, *, at: datetime) -> None:
    if other := others.holding(at=at).first():
        until = {"from": _moment(other.from_at), "until": _moment(other.until_at)}
        raise RoomTaken(room=room.name_text, **until)


def _moment(at: datetime) -> str:
    return date_format(localtime(at), "SHORT_DATETIME_FORMAT")
