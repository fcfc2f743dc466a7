"""Signing guests out at the door, and everybody else after the end. (000-12)"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import log

from foyer.core.languages import known_language
from foyer.core.models import HousePolicy
from foyer.core.refusals import Refusal
from foyer.events.models import Event
from foyer.guests.enums import ConflictReason, DeskMode, LeavingWay, Verdict
from foyer.guests.models import Departure, Desk, Guest, SignInConflict
from foyer.guests.muster import Muster, inside, read_muster
from foyer.guests.verdicts import EventFacts, GuestFacts, judge_leaving

from .arrivals import Arrival, farewell, person_of, turned_back
from .offline import file_conflict
from .roster import guest_of_handle
from .sign_in import DeskLocked, ScanIdReused, moment_told

_LOOKED_BACK = timedelta(days=2)


class NoExit(Refusal):
    """Only a tablet at an exit, or one with staff at it, signs guests out and shows who is in."""

    code, status = "no_exit", 403
    message = _("This tablet is not at an exit. Change what it is for in the admin.")


@dataclass(frozen=True, slots=True)
class Leaving:
    """One scan at the exit as a tablet reports it.

    Attributes:
        id: the tablet's own id; a repeat with the same id gets the same answer.
        guest: whose code it was, or who was found by name; None when nobody is known by it.
        way: how the guest was recognised.
        scanned_at: the tablet's clock, corrected by the server's.
        let_out: the tablet said goodbye without a network; the house only keeps it.
        by_staff: staff at an attended tablet do it, with the pass of their shift.
    """

    id: UUID
    guest: Guest | None
    way: LeavingWay = LeavingWay.CODE
    scanned_at: datetime | None = None
    let_out: bool = False
    by_staff: bool = False


def sign_out_guest(*, desk: Desk, leaving: Leaving, now: datetime) -> Arrival:
    """Sign a guest out once; a repeat of a scan gets its answer again, another hears since when they are out.

    A scan that was kept is answered whatever has become of the desk since, and so is what a tablet did
    without a network: it was at an exit then. (decision 0012)

    Raises:
        DeskLocked: staff have closed the desk.
        NoExit: the tablet is for something else.
        ScanIdReused: the scan was kept for another guest.
    """
    guest = leaving.guest
    kept = Departure.objects.filter(scan_id=leaving.id).first()
    if kept:
        return _repeated(kept, leaving, now)
    if not leaving.let_out:
        _require_exit(desk, leaving)
    at = moment_told(leaving.scanned_at, now, let_in=leaving.let_out)
    gone = Departure.objects.filter(guest=guest, returned_at=None).first() if guest else None
    if guest and gone and leaving.let_out and gone.way == LeavingWay.AUTOMATIC:
        gone = _tell_automatic(gone, desk, leaving, at=at, now=now)
        return farewell(
            person_of(guest), leaving.id, Verdict.GOODBYE, left_at=gone.left_at, now=now
        )
    # What was done alone is judged at the event it was done at: the desk may be at the next one by now.
    event = guest.event if guest and leaving.let_out else desk.event
    verdict = judge_leaving(event=_facts(event), guest=_guest(leaving, gone))
    if guest is None or verdict == Verdict.OTHER_EVENT:
        language = guest.language if guest else known_language(get_language())
        return turned_back(leaving.id, verdict, language)
    if verdict == Verdict.GOODBYE:
        gone, made = _leave(desk, guest, leaving, at=at, now=now)
        verdict = Verdict.GOODBYE if made else Verdict.GONE
    left_at = gone.left_at if gone else at
    return farewell(person_of(guest), leaving.id, verdict, left_at=left_at, now=now)


def keep_offline_leaving(
    *, desk: Desk, scan_id: UUID, handle: str, scanned_at: datetime | None, now: datetime
) -> Arrival | SignInConflict:
    """Keep a guest whom a tablet let out without asking the house; nobody is kept back by a doubt.

    Who came in may be told by another tablet only later, so it is not asked for here. Of whom the house
    cannot say who they were, it keeps that somebody left.
    """
    guest, _current = guest_of_handle(handle)
    if guest is None:
        return file_conflict(
            desk=desk,
            scan_id=scan_id,
            event=desk.event,
            reason=ConflictReason.UNKNOWN,
            told_at=scanned_at,
            leaving=True,
            now=now,
        )
    leaving = Leaving(id=scan_id, guest=guest, scanned_at=scanned_at, let_out=True)
    return sign_out_guest(desk=desk, leaving=leaving, now=now)


def call_muster(*, desk: Desk, at: datetime) -> Muster:
    """Return who is in at a desk's event, and write down that it was asked for.

    Raises:
        NoExit: the tablet is not at an exit.
    """
    if desk.mode not in DeskMode.STAFFED:
        raise NoExit
    log(desk, "foyer.desk.muster")
    return read_muster(desk.event, at=at)


def sign_out_the_rest(*, at: datetime) -> int:
    """Sign out whoever is still in some time after an event's end, marked as automatic; say how many.

    How long after says the house policy.
    """
    since = at - timedelta(minutes=HousePolicy.load().sign_out_minutes)
    over = Event.objects.filter(
        ends_at__lte=since, ends_at__gt=at - _LOOKED_BACK, sign_ins__undone_at=None
    ).exclude(sign_ins=None)
    rest = [
        Departure(
            event=event,
            guest_id=guest_id,
            scan_id=uuid4(),
            way=LeavingWay.AUTOMATIC,
            left_at=at,
            changed_at=at,
        )
        for event in over.distinct()
        for guest_id in inside(event).values_list("pk", flat=True)
    ]
    Departure.objects.bulk_create(rest, ignore_conflicts=True)
    return len(rest)


def _require_exit(desk: Desk, leaving: Leaving) -> None:
    if desk.locked_at:
        raise DeskLocked
    if desk.mode != DeskMode.EXIT and not leaving.by_staff:
        raise NoExit


def _leave(
    desk: Desk, guest: Guest, leaving: Leaving, *, at: datetime, now: datetime
) -> tuple[Departure, bool]:
    """Write that a guest left; where somebody was quicker, return what they wrote and False."""
    try:
        with transaction.atomic():
            made = Departure.objects.create(
                event_id=guest.event_id,
                guest=guest,
                desk=desk,
                scan_id=leaving.id,
                way=leaving.way,
                left_at=at,
                changed_at=now,
                returned_at=_seen_since(guest, at) if leaving.let_out else None,
            )
    except IntegrityError:
        return Departure.objects.filter(guest=guest).latest("pk"), False
    return made, True


def _seen_since(guest: Guest, left_at: datetime) -> datetime | None:
    """Return when a guest was at a door after a moment at which an exit, told late, let them out.

    That door had not heard of it, and said they were in. On a list for clearing the house they are.
    """
    standing = guest.sign_ins.standing()
    seen = standing.aggregate(came=Max("signed_in_at"), seen=Max("seen_at"))
    since = [moment for moment in seen.values() if moment and moment > left_at]
    return max(since, default=None)


def _tell_automatic(
    gone: Departure, desk: Desk, leaving: Leaving, *, at: datetime, now: datetime
) -> Departure:
    """Put the moment a guest left in place of the one at which the house gave up waiting for it."""
    assumed = gone.left_at
    gone.desk, gone.scan_id, gone.way = desk, leaving.id, leaving.way
    gone.left_at, gone.changed_at = min(at, assumed), now
    gone.save(update_fields=["desk", "scan_id", "way", "left_at", "changed_at"])
    log(gone.guest, "foyer.guest.tell_departure", data={"assumed": assumed.isoformat()})
    return gone


def _guest(leaving: Leaving, gone: Departure | None) -> GuestFacts | None:
    guest = leaving.guest
    if guest is None:
        return None
    came = leaving.let_out or guest.sign_ins.standing().exists()
    return GuestFacts(
        guest.event_id,
        struck_off=guest.cancelled_at is not None,
        signed_in=came,
        left=gone is not None,
    )


def _facts(event: Event) -> EventFacts:
    opens_at = event.opens_at(HousePolicy.load())
    return EventFacts(event.pk, event.status, opens_at, event.ends_at)


def _repeated(kept: Departure, leaving: Leaving, now: datetime) -> Arrival:
    if leaving.guest is None or kept.guest_id != leaving.guest.pk:
        raise ScanIdReused
    person = person_of(leaving.guest)
    return farewell(person, leaving.id, Verdict.GOODBYE, left_at=kept.left_at, now=now)
