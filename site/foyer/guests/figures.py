"""How an evening at the door went, or goes: arrivals over time, the pace, how full it is. (000-12, 004-12)"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from foyer.core.charts import Drawing, columns
from foyer.core.days import house_minute
from foyer.events.models import Event

from .board import Board, read_board
from .enums import GuestSource, Presence, WelcomeState
from .hosted import HostedArrival, hosted_arrivals, is_belated
from .models import ArrivalPolicy, SignIn
from .presence import read_presence

_STEPS = (5, 15, 60, 240, 1440)  # minutes of one column
_MOST_COLUMNS = 60
_PACE = timedelta(minutes=10)
_FULL = 100


@dataclass(frozen=True, slots=True)
class Forecast:
    """When the guests still missing would be in, if they went on coming as in the last minutes.

    Attributes:
        recent: guests who came in the last ten minutes.
        remaining: guests expected and not here.
        done_at: when the last of them would be in.
    """

    recent: int
    remaining: int
    done_at: datetime


@dataclass(frozen=True, slots=True)
class DoorFigures:
    """The arrivals at one checkpoint, span by span."""

    name: str
    minutes: int
    rows: tuple[tuple[datetime, int], ...]

    @property
    def drawing(self) -> Drawing:
        """The same as a chart."""
        told = [(f"{timezone.localtime(start):%H:%M}", float(count)) for start, count in self.rows]
        most = max((count for _start, count in self.rows), default=1)
        title = _("Arrivals at %(door)s, every %(minutes)d minutes")
        words = {"door": self.name, "minutes": self.minutes}
        return columns(title % words, told, least=0, most=most, line=False)


@dataclass(frozen=True, slots=True)
class SignInReport:
    """What the house keeps of an evening at the door: counts, and no names."""

    board: Board
    doors: tuple[DoorFigures, ...]
    ended: bool
    late: int
    missing: int
    walk_ins: int
    undone: int
    belated: int
    hosted: int
    met: int
    wait_minutes: int | None

    def rows(self) -> list[list[str]]:
        """Return the figures as rows of a table, then the arrivals of each door."""
        absent = _("Did not come") if self.ended else _("Not arrived yet")
        told: list[tuple[str, object]] = [
            (_("Invited"), self.board.invited),
            (_("Expected"), self.board.expected),
            (_("Arrived"), self.board.arrived),
            (_("People who came"), self.board.arrived_people),
            (_("Came late"), self.late),
            (absent, self.missing),
            (_("Walk-ins"), self.walk_ins),
            (_("Sign-ins undone"), self.undone),
            (_("Signed in without a network"), self.belated),
            (_("Guests with a host who came"), self.hosted),
            (_("Met by the house"), self.met),
        ]
        if self.wait_minutes is not None:
            told.append((_("Minutes until they were met, on average"), self.wait_minutes))
        return [[label, str(value)] for label, value in told]

    def table(self) -> list[list[str]]:
        """Return all of it as rows of a workbook."""
        spans = [
            [door.name, house_minute(start), str(count)]
            for door in self.doors
            for start, count in door.rows
        ]
        head = [_("Checkpoint"), _("From"), pgettext("count", "Arrivals")]
        return [*self.rows(), [], head, *spans]


def read_report(event: Event, *, policy: ArrivalPolicy, at: datetime) -> SignInReport:
    """Return the figures of an event's door as they stand, in a constant number of queries."""
    present = read_presence(event, policy=policy, at=at)
    late_from = event.starts_at + timedelta(minutes=policy.late_minutes)
    hosted = hosted_arrivals([event], policy=policy, at=at)
    signed = list(event.sign_ins.standing())
    counts = event.guests.filter(cancelled_at=None).aggregate(
        walk_ins=Count("pk", Q(source=GuestSource.WALK_IN))
    )
    return SignInReport(
        board=read_board(event),
        doors=_doors(event, signed),
        ended=event.has_ended(at),
        late=sum(one.at is not None and one.at >= late_from for one in present),
        missing=sum(one.state != Presence.ARRIVED for one in present),
        walk_ins=counts["walk_ins"],
        undone=event.sign_ins.exclude(undone_at=None).count(),
        belated=sum(map(is_belated, signed)),
        hosted=len(hosted),
        met=sum(one.state == WelcomeState.MET for one in hosted),
        wait_minutes=_mean_wait(hosted),
    )


def _mean_wait(hosted: Iterable[HostedArrival]) -> int | None:
    waits = [
        one.welcome.met_at - one.sign_in.signed_in_at
        for one in hosted
        if one.welcome and one.welcome.met_at
    ]
    if not waits:
        return None
    return round(sum(waits, timedelta()) / len(waits) / timedelta(minutes=1))


def _doors(event: Event, signed: list[SignIn]) -> tuple[DoorFigures, ...]:
    """Return the arrivals of each checkpoint somebody passed, over the same span of time."""
    if not signed:
        return ()
    moments = [row.signed_in_at for row in signed]
    first, last = min(moments), max(moments)
    minutes = next(
        (step for step in _STEPS if (last - first) / timedelta(minutes=step) < _MOST_COLUMNS),
        _STEPS[-1],
    )
    span = timedelta(minutes=minutes)
    start = _floor(first, span)
    spans = min(int((last - start) / span) + 1, _MOST_COLUMNS * 2)
    counts = Counter((row.checkpoint_id, int((row.signed_in_at - start) / span)) for row in signed)
    passed = {checkpoint for checkpoint, _nth in counts}
    return tuple(
        DoorFigures(
            door.name_text,
            minutes,
            tuple((start + nth * span, counts[door.pk, nth]) for nth in range(spans)),
        )
        for door in event.checkpoints.order_by("position", "pk")
        if door.pk in passed
    )


def _floor(moment: datetime, span: timedelta) -> datetime:
    past = moment.timestamp() % span.total_seconds()
    return (moment - timedelta(seconds=past)).replace(microsecond=0)


def forecast(event: Event, board: Board, *, at: datetime) -> Forecast | None:
    """Return when the missing guests would be in at the pace of the last ten minutes; None without a pace."""
    remaining = board.expected - board.arrived
    if remaining <= 0 or event.has_ended(at):
        return None
    lately = event.sign_ins.standing().filter(signed_in_at__gt=at - _PACE, signed_in_at__lte=at)
    recent = lately.order_by().values("guest").distinct().count()
    if not recent:
        return None
    return Forecast(recent, remaining, at + _PACE * remaining / recent)


def fullness(board: Board, *, policy: ArrivalPolicy) -> str:
    """Tell whether the people in the house are "full", "near" that, or neither."""
    share = _FULL * board.inside_people / board.capacity
    if share >= _FULL:
        return "full"
    return "near" if share >= policy.full_percent else ""
