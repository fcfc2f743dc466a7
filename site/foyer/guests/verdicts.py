"""What a desk answers to a scan: pure rules over facts, asked in a fixed order. (000-12, KIOSK 2)"""

from dataclasses import dataclass
from datetime import datetime

from foyer.events.enums import EventStatus

from .enums import Verdict


@dataclass(frozen=True, slots=True)
class EventFacts:
    """What the rules need to know of the event at whose checkpoint the desk stands."""

    id: int
    status: str
    opens_at: datetime
    ends_at: datetime


@dataclass(frozen=True, slots=True)
class GuestFacts:
    """What the rules need to know of the guest who carries the code."""

    event_id: int
    struck_off: bool
    signed_in: bool
    left: bool = False


def judge(*, event: EventFacts, guest: GuestFacts | None, at: datetime) -> Verdict:
    """Return the verdict on a scan; validity comes before duplicate.

    A cancelled event is cancelled whoever asks; a guest's reply of no does not bar the door, for
    people change their minds.

    Args:
        event: the event of the checkpoint.
        guest: the guest found by the code, or None.
        at: the moment of the scan.
    """
    if guest is None:
        return Verdict.UNKNOWN
    if guest.event_id != event.id:
        return Verdict.OTHER_EVENT
    if guest.struck_off or event.status == EventStatus.CANCELLED:
        return Verdict.CANCELLED
    if not event.opens_at <= at <= event.ends_at or event.status == EventStatus.CLOSED:
        return Verdict.NOT_OPEN
    if not guest.signed_in:
        return Verdict.WELCOME
    return Verdict.BACK if guest.left else Verdict.ALREADY


def judge_leaving(*, event: EventFacts, guest: GuestFacts | None) -> Verdict:
    """Return the verdict on a scan at the exit: whoever is in may go, at any hour, struck off or not.

    Args:
        event: the event of the desk.
        guest: the guest found by the code, or None.
    """
    if guest is None:
        return Verdict.UNKNOWN
    if guest.event_id != event.id:
        return Verdict.OTHER_EVENT
    if not guest.signed_in:
        return Verdict.NOT_IN
    return Verdict.GONE if guest.left else Verdict.GOODBYE
