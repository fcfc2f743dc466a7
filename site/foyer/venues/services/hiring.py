"""Hiring equipment: never more than the house has that works. (001-10)"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import log

from foyer.core.models import User
from foyer.core.refusals import Refusal
from foyer.venues.models import EquipmentHire, EquipmentKind, Occupation
from foyer.venues.queries.availability import free_between, free_from

from .rooms import EndsBeforeStart


class NothingHired(Refusal):
    """None was asked for."""

    code = "nothing_hired"
    message = _("Say how many are needed: one at least.")


class NoTimeGiven(Refusal):
    """Neither a time nor something that takes a room."""

    code = "no_time_given"
    message = _("Say from when until when, or choose the use of a room it is for.")


class TooFewInHouse(Refusal):
    """The house has fewer that work than were asked for."""

    code = "too_few_in_house"
    message = _(
        "“%(kind)s”: %(total)s in service at all, %(asked)s asked for. Take fewer, or another kind."
    )


class EquipmentTaken(Refusal):
    """Others have too many of them for a part of the time."""

    code = "equipment_taken"
    message = _(
        "“%(kind)s”: %(free)s of %(total)s are free from %(from)s to %(until)s. All %(asked)s are free for as "
        "long from %(when)s on: take fewer, or another time."
    )


class ReturnedAlready(Refusal):
    """It is back."""

    code = "returned_already"
    message = _("It came back at %(when)s already.")


class ReturnedInPart(Refusal):
    """Some of it is back."""

    code = "returned_in_part"
    message = _("Some of it came back already. Write down what became of the rest instead.")


@transaction.atomic
def hire_equipment(
    *,
    kind: EquipmentKind,
    quantity: int,
    by: User | None,
    at: datetime,
    from_at: datetime | None = None,
    until_at: datetime | None = None,
    occupation: Occupation | None = None,
    note: str = "",
) -> EquipmentHire:
    """Hire so many of a kind, for a use of a room or for a time of its own.

    Args:
        kind: what is hired.
        quantity: how many.
        by: who writes it down.
        at: the moment of the act.
        from_at: from when; of what takes a room its own time is taken, set-up and clearing included.
        until_at: until when, as above.
        occupation: the use it is for; the hire goes with it.
        note: what whoever brings it should know.

    Raises:
        NothingHired: none was asked for.
        NoTimeGiven: there is no time.
        EndsBeforeStart: the times are the wrong way round.
        TooFewInHouse: the house has fewer that work.
        EquipmentTaken: others have them.
    """
    if occupation is not None:
        from_at, until_at = occupation.from_at, occupation.until_at
    if quantity < 1:
        raise NothingHired
    if from_at is None or until_at is None:
        raise NoTimeGiven
    if until_at <= from_at:
        raise EndsBeforeStart
    [held] = _hold([kind.pk])
    _ask(held, quantity, from_at, until_at, at=at)
    hire = EquipmentHire.objects.create(
        kind=held,
        quantity=quantity,
        from_at=from_at,
        until_at=until_at,
        occupation=occupation,
        note=note.strip(),
        made_at=at,
        made_by=by,
    )
    log(hire, "foyer.equipment.hire", user=by)
    return hire


@transaction.atomic
def move_hires(*, occupation: Occupation, at: datetime) -> list[EquipmentHire]:
    """Give what was hired for a use the time that the use has now, whoever moved or shortened it.

    Deleting the use needs no call: its hires go with it.

    Raises:
        TooFewInHouse: fewer work by now.
        EquipmentTaken: others have them at that time; nothing is moved.
    """
    hires = list(occupation.hires.out())
    sums: dict[int, int] = {}
    for hire in hires:
        sums[hire.kind_id] = sums.get(hire.kind_id, 0) + hire.still_out
    own = [hire.pk for hire in hires]
    for kind in _hold(sums):
        asked = sums[kind.pk]
        _ask(kind, asked, occupation.from_at, occupation.until_at, at=at, leave_out=own)
    for hire in hires:
        hire.from_at, hire.until_at = occupation.from_at, occupation.until_at
        hire.save(update_fields=["from_at", "until_at"])
    return hires


@transaction.atomic
def call_off_hire(*, hire: EquipmentHire, by: User) -> None:
    """Give up a hire that has not come back.

    Raises:
        ReturnedAlready: it is over and stays in the register.
        ReturnedInPart: some of it is back, and that stays in the register.
    """
    held = EquipmentHire.objects.select_for_update(of=("self",)).get(pk=hire.pk)
    if held.returned_at:
        raise ReturnedAlready(when=moment(held.returned_at))
    if held.accounted:
        raise ReturnedInPart
    log(held.kind, "foyer.equipment.call_off", user=by, data={"quantity": held.quantity})
    held.delete()


def moment(at: datetime) -> str:
    """Return a moment in the reader's way of writing."""
    return date_format(localtime(at), "SHORT_DATETIME_FORMAT")


def _hold(kinds: Iterable[int]) -> list[EquipmentKind]:
    """Lock kinds, always in the same order: whoever hires one of them now waits for its turn."""
    locked = EquipmentKind.objects.select_for_update(no_key=True, of=("self",))
    return list(locked.filter(pk__in=list(kinds)).order_by("pk"))


def _ask(
    kind: EquipmentKind,
    asked: int,
    from_at: datetime,
    until_at: datetime,
    *,
    at: datetime,
    leave_out: list[int] | None = None,
) -> None:
    """Ask whether so many of a kind that is held are free.

    Raises:
        TooFewInHouse: the house has fewer that work.
        EquipmentTaken: others have them.
    """
    left = leave_out or []
    found = free_between(kind, from_at, until_at, at=at, leave_out=left)
    if found.free >= asked:
        return
    length = until_at - from_at
    when = free_from(kind, asked, from_at, length, at=at, leave_out=left)
    if when is None:
        raise TooFewInHouse(kind=kind.name_text, total=found.total, asked=asked)
    raise EquipmentTaken(
        kind=kind.name_text,
        free=found.free,
        total=found.total,
        asked=asked,
        when=moment(when),
        **{"from": moment(from_at), "until": moment(until_at)},
    )
