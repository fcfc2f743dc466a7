"""How each tablet is: the desks' page, cheap when nothing changed. (KIOSK 4)"""

import hashlib
from collections.abc import Callable
from dataclasses import astuple, dataclass
from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext, ngettext

from foyer.core.languages import wording
from foyer.events.models import Event

from .enums import DeskMode, DeskState
from .models import Desk

ONLINE_WITHIN = timedelta(seconds=75)
LOW_BATTERY = 20
OLD_LIST = timedelta(minutes=10)
CLOCK_OFF = 60  # seconds
_app_version: list[Callable[[], str]] = []


@dataclass(frozen=True, slots=True)
class DeskCard:
    """One desk as its card shows it; what is worth a warning is in `troubles`, by the name of the field."""

    pk: int
    name: str
    event: str
    room: str
    mode: str
    state: str
    state_label: str
    seen: str
    battery: str
    waiting: int
    answers: int
    list_age: str
    version: str
    clock: str
    message: str
    message_state: str
    wipe: str
    has_tablet: bool
    has_pin: bool
    locked: bool
    troubles: tuple[str, ...]


def expect_app(version: Callable[[], str]) -> None:
    """Say which version of the tablets' app the house gives out now; the app itself does."""
    _app_version[:] = [version]


def read_fleet(*, at: datetime) -> list[DeskCard]:
    """Return the card of every desk in the active language, by name, in one query."""
    desks = Desk.objects.select_related("event", "room__venue").order_by("name")
    newest = _app_version[0]() if _app_version else ""
    return [_card(desk, at, newest) for desk in desks]


def fleet_stamp(cards: list[DeskCard]) -> str:
    """Return a stamp that changes with anything the cards show."""
    return hashlib.sha256(repr([astuple(card) for card in cards]).encode()).hexdigest()[:24]


def state_of(desk: Desk, *, at: datetime) -> DeskState:
    """Return how a desk is now, what needs somebody first."""
    if desk.token_hash is None:
        return DeskState.REVOKED if desk.revoked_at else DeskState.UNPAIRED
    if desk.last_seen_at is None or at - desk.last_seen_at > ONLINE_WITHIN:
        return DeskState.SILENT
    return DeskState.LOCKED if desk.locked_at else DeskState.ONLINE


def _card(desk: Desk, at: datetime, newest: str) -> DeskCard:
    state = state_of(desk, at=at)
    paired = desk.token_hash is not None
    return DeskCard(
        pk=desk.pk,
        name=desk.name_text,
        event=_event(desk.event),
        room=wording(desk.room, "name") if desk.room else "",
        mode="" if desk.mode == DeskMode.SELF_SERVICE else desk.get_mode_display(),
        state=state.value,
        state_label=str(state.label),
        seen=_ago(desk.last_seen_at, at) if state == DeskState.SILENT else "",
        battery=_battery(desk) if paired else "",
        waiting=desk.waiting,
        answers=desk.answers_waiting,
        list_age=_ago(desk.list_at, at) if paired else "",
        version=_version(desk, newest) if paired else "",
        clock=_clock(desk.clock_ahead) if paired else "",
        message=desk.message,
        message_state=_message_state(desk),
        wipe=_wipe(desk),
        has_tablet=paired,
        has_pin=bool(desk.pin_hash),
        locked=desk.locked_at is not None,
        troubles=tuple(_troubles(desk, state, at, newest)) if paired else (),
    )


def _troubles(desk: Desk, state: DeskState, at: datetime, newest: str) -> list[str]:
    found = {
        "seen": state == DeskState.SILENT,
        "battery": not desk.charging and desk.battery is not None and desk.battery <= LOW_BATTERY,
        "waiting": desk.waiting > 0 or desk.answers_waiting > 0,
        "list_age": bool(desk.list_at) and at - (desk.list_at or at) > OLD_LIST,
        "version": bool(newest and desk.app_version) and desk.app_version != newest,
        "pin": not desk.pin_hash,
        "clock": abs(desk.clock_ahead or 0) > CLOCK_OFF,
    }
    return [name for name, holds in found.items() if holds]


def _event(event: Event) -> str:
    day = date_format(timezone.localtime(event.starts_at), "SHORT_DATETIME_FORMAT")
    return f"{event.title_text} · {day}"


def _ago(moment: datetime | None, at: datetime) -> str:
    """Return how long ago something was, in whole minutes so that a card stays the same for a while."""
    if moment is None:
        return ""
    minutes = max(0, int((at - moment).total_seconds() // 60))
    if minutes == 0:
        return gettext("less than a minute ago")
    if minutes < 60:
        said = ngettext("%(n)s minute ago", "%(n)s minutes ago", minutes)
        return said % {"n": minutes}
    return date_format(timezone.localtime(moment), "SHORT_DATETIME_FORMAT")


def _battery(desk: Desk) -> str:
    if desk.battery is None:
        return ""
    said = gettext("%(n)s%%, charging") if desk.charging else gettext("%(n)s%%")
    return said % {"n": desk.battery}


def _version(desk: Desk, newest: str) -> str:
    if not desk.app_version or not newest:
        return desk.app_version
    said = gettext("current") if desk.app_version == newest else gettext("older than the house’s")
    return f"{desk.app_version} · {said}"


def _clock(ahead: int | None) -> str:
    if ahead is None:
        return ""
    if abs(ahead) <= 2:
        return gettext("exact")
    said = (
        ngettext("%(n)s second fast", "%(n)s seconds fast", ahead)
        if ahead > 0
        else ngettext("%(n)s second slow", "%(n)s seconds slow", -ahead)
    )
    return said % {"n": abs(ahead)}


def _message_state(desk: Desk) -> str:
    if not desk.message_at:
        return ""
    if desk.message_read_at is None:
        return gettext("not read yet")
    return gettext("read at %(time)s") % {"time": _time(desk.message_read_at)}


def _wipe(desk: Desk) -> str:
    if desk.wipe_asked_at:
        return gettext("waits for the tablet")
    return gettext("done at %(time)s") % {"time": _time(desk.wiped_at)} if desk.wiped_at else ""


def _time(moment: datetime) -> str:
    return date_format(timezone.localtime(moment), "TIME_FORMAT")
