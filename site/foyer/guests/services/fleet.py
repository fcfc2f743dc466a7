"""A house full of desks: what each tablet says of itself, and what staff ask of it from afar. (KIOSK 4)"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import log

from foyer.core.models import User
from foyer.core.refusals import Refusal
from foyer.events.models import Event
from foyer.guests.models import Desk

NOTED_EVERY = timedelta(seconds=30)
_SANE_CLOCK = timedelta(days=366)


class EventNotAllowed(Refusal):
    """The desk has no checkpoint at this event."""

    code, status = "event_not_allowed", 403
    message = _("This tablet has no checkpoint at that event. Add one in the admin first.")


class NoCheckpoint(Refusal):
    """An event without a list has nowhere to sign in to."""

    code, status = "no_checkpoint", 422
    message = _("This event has no checkpoint yet. Add one on its guest list first.")


class MessageMissing(Refusal):
    """An empty message tells a tablet nothing."""

    code, status = "message_missing", 422
    message = _("Write what the tablet should show.")


class NotPaired(Refusal):
    """Nobody holds this desk's token: there is no tablet to hear of anything."""

    code = "not_paired"
    message = _("No tablet is paired with this desk.")


@dataclass(frozen=True, slots=True)
class TabletReport:
    """What a tablet says of itself.

    Attributes:
        battery: in per cent, where the browser tells it.
        version: of the app it runs.
        waiting: sign-ins it has not handed in yet.
        answers: answers of guests it has not handed in yet.
        list_at: how fresh its list of guests is.
        tablet_time: its own clock when it said so.
        read_at: the moment of the message that was read on it.
        wiped_at: the moment of the request to wipe itself that it has done.
    """

    battery: int | None = None
    charging: bool | None = None
    version: str = ""
    waiting: int = 0
    answers: int = 0
    list_at: datetime | None = None
    tablet_time: datetime | None = None
    read_at: datetime | None = None
    wiped_at: datetime | None = None


def note_report(*, desk: Desk, report: TabletReport, at: datetime) -> None:
    """Keep what a tablet says of itself: one row at most every half minute, and at once what was asked for."""
    news = _obeyed(desk, report, at)
    due = desk.last_seen_at is None or at - desk.last_seen_at >= NOTED_EVERY
    if not (due or news):
        return
    values = news | {
        "last_seen_at": at,
        "battery": report.battery,
        "charging": report.charging,
        "app_version": report.version,
        "waiting": report.waiting,
        "answers_waiting": report.answers,
        "list_at": report.list_at,
        "clock_ahead": _clock_ahead(report, at),
    }
    Desk.objects.filter(pk=desk.pk, token_hash=desk.token_hash).update(**values)
    for name, value in values.items():
        setattr(desk, name, value)


def _obeyed(desk: Desk, report: TabletReport, at: datetime) -> dict[str, datetime | None]:
    """Return what is now known of a message read and a tablet wiped."""
    news: dict[str, datetime | None] = {}
    if desk.message_at and desk.message_read_at is None and report.read_at == desk.message_at:
        news["message_read_at"] = at
    if desk.wipe_asked_at and report.wiped_at == desk.wipe_asked_at:
        news |= {"wipe_asked_at": None, "wiped_at": at}
    return news


def _clock_ahead(report: TabletReport, at: datetime) -> int | None:
    told = report.tablet_time
    if told is None or abs(told - at) > _SANE_CLOCK:
        return None
    return round((told - at).total_seconds())


@transaction.atomic
def send_message(*, desk: Desk, text: str, by: User, at: datetime) -> None:
    """Show a message on a tablet until somebody there has read it; a new one takes its place.

    Raises:
        MessageMissing: there are no words.
        NotPaired: there is no tablet to show it.
    """
    text = text.strip()
    if not text:
        raise MessageMissing
    _require_tablet(desk)
    desk.message, desk.message_at, desk.message_read_at = text[:200], _as_told(at), None
    desk.save(update_fields=["message", "message_at", "message_read_at"])
    log(desk, "foyer.desk.message", user=by)


@transaction.atomic
def lock_desk(*, desk: Desk, by: User, at: datetime) -> None:
    """Close a desk: nobody signs in there until it is opened again; a repeat changes nothing.

    Raises:
        NotPaired: there is no tablet to close.
    """
    _require_tablet(desk)
    if Desk.objects.filter(pk=desk.pk, locked_at=None).update(locked_at=at):
        log(desk, "foyer.desk.lock", user=by)


@transaction.atomic
def unlock_desk(*, desk: Desk, by: User | None = None) -> None:
    """Open a desk again, from the admin or with its staff PIN; a repeat changes nothing."""
    if Desk.objects.filter(pk=desk.pk, locked_at__isnull=False).update(locked_at=None):
        log(desk, "foyer.desk.unlock", user=by)
    desk.locked_at = None


@transaction.atomic
def ask_to_wipe(*, desk: Desk, by: User, at: datetime) -> None:
    """Ask a tablet to forget its list and its settings, and to fetch the list anew.

    What it has not handed in yet it hands in first; it stays paired. (decision 0011)

    Raises:
        NotPaired: there is no tablet to wipe.
    """
    _require_tablet(desk)
    desk.wipe_asked_at, desk.wiped_at = _as_told(at), None
    desk.save(update_fields=["wipe_asked_at", "wiped_at"])
    log(desk, "foyer.desk.wipe", user=by)


def _as_told(at: datetime) -> datetime:
    """Return a moment as the API tells it, to the millisecond: a tablet names the request by it."""
    return at.replace(microsecond=at.microsecond // 1000 * 1000)


def _require_tablet(desk: Desk) -> None:
    if desk.token_hash is None:
        raise NotPaired


def switch_event(*, desk: Desk, number: str) -> Desk:
    """Open a desk for another event at which it has a checkpoint.

    Raises:
        EventNotAllowed: it has none there.
    """
    event = Event.objects.filter(number=number, checkpoints__desks=desk).distinct().first()
    if event is None:
        raise EventNotAllowed
    desk.event = event
    desk.save(update_fields=["event"])
    return desk


@transaction.atomic
def move_desk(*, desk: Desk, event: Event, by: User | None = None) -> bool:
    """Open a desk for another event, at the checkpoints called as those it serves now, else at the first.

    What it may write to at earlier events it keeps, for it may still have to hand in who came there.

    Args:
        by: who moves it; None when it follows its room's schedule.

    Returns:
        Whether it was moved: not, when it stands there already or somebody else was quicker.

    Raises:
        NoCheckpoint: the event has none.
    """
    lists = list(event.checkpoints.all())
    if not lists:
        raise NoCheckpoint
    names = set(desk.checkpoints.filter(event=desk.event_id).values_list("name", flat=True))
    stands = Desk.objects.filter(pk=desk.pk, event=desk.event_id).exclude(event=event)
    if not stands.update(event=event):
        return False
    if not desk.checkpoints.filter(event=event).exists():
        desk.checkpoints.add(*([point for point in lists if point.name in names] or lists[:1]))
    desk.event = event
    log(desk, "foyer.desk.move", user=by, data={"event": event.number})
    return True
