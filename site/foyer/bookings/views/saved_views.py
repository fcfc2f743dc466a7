"""The saved views of the list of bookings."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any, Final

from django.db.models import Count, Exists, OuterRef, Q, Subquery
from django.utils.translation import gettext_lazy

from foyer.bookings.enums import BookingStatus, MessageKind
from foyer.bookings.models import Booking, BookingMessage, BookingQuerySet, BookingStep
from foyer.core.days import house_day, start_of
from foyer.core.models import User
from foyer.core.text import search_needle

VIEWS = {
    "new": gettext_lazy("New requests"),
    "changed": gettext_lazy("Changed, to be offered anew"),
    "lapsing": gettext_lazy("Offers that lapse next"),
    "near": gettext_lazy("Today and tomorrow"),
    "contract": gettext_lazy("Contract missing"),
    "over": gettext_lazy("Over, not marked as used"),
    "lapsed": gettext_lazy("Lapsed offers"),
    "waiting": gettext_lazy("Waiting list"),
    "written": gettext_lazy("The client wrote last"),
    "mine": gettext_lazy("My bookings"),
    "all": gettext_lazy("All bookings"),
}
_TAKES_PLACE = ("offered", *BookingStatus.AGREED)


def chosen_view(staff: User, view: str, wanted: dict[str, Any], *, at: datetime) -> BookingQuerySet:
    """Return the bookings of a saved view that somebody may see, narrowed down as they wish."""
    found = _view(staff, view, at)
    if "q" in wanted:
        found = found.matching(wanted["q"])
    if "room" in wanted:
        found = found.filter(room=int(wanted["room"]))
    if "step" in wanted:
        found = found.in_step(wanted["step"], at=at)
    if "client" in wanted:
        found = found.filter(client__search_text__contains=search_needle(wanted["client"]))
    if "first" in wanted:
        found = found.filter(ends_at__gt=start_of(wanted["first"]))
    if "last" in wanted:
        found = found.filter(starts_at__lt=start_of(wanted["last"] + timedelta(days=1)))
    return found


def _view(staff: User, view: str, at: datetime) -> BookingQuerySet:
    seen = Booking.objects.visible_to(staff)
    chosen = _CHOSEN.get(view)
    return chosen(seen, staff, at) if chosen else seen.order_by("-starts_at", "-pk")


def counted(staff: User, *, at: datetime) -> dict[str, int]:
    """Return how many bookings the views of the first page hold, in one query."""
    today = _days(at, 1)
    lapses = Q(status=BookingStatus.OFFERED, reply_by__gt=at, reply_by__lt=today[1])
    written = Q(pk__in=_unanswered(Booking.objects.all()).order_by().values("pk"))
    used = Q(pk__in=_standing(Booking.objects.all(), at).meeting(*today).order_by().values("pk"))
    over = Q(pk__in=Booking.objects.unmarked(at=at).order_by().values("pk"))
    found: dict[str, int] = (
        Booking.objects.visible_to(staff)
        .order_by()
        .aggregate(
            new=Count("pk", filter=Q(status=BookingStatus.REQUESTED, waits=False)),
            lapsing=Count("pk", filter=lapses),
            written=Count("pk", filter=written),
            near=Count("pk", filter=used),
            contract=Count("pk", filter=Q(status=BookingStatus.CONFIRMED, needs_contract=True)),
            over=Count("pk", filter=over),
        )
    )
    return found


def uses_of(staff: User, *, at: datetime) -> BookingQuerySet:
    """Return what takes place today, room by room."""
    seen = _standing(Booking.objects.visible_to(staff), at).meeting(*_days(at, 1))
    return seen.select_related("room__venue", "client").order_by(
        "room__venue__name", "room__name", "starts_at", "pk"
    )


def _new(seen: BookingQuerySet) -> BookingQuerySet:
    return seen.filter(status=BookingStatus.REQUESTED, waits=False)


def _unanswered(seen: BookingQuerySet) -> BookingQuerySet:
    """Those whose client wrote last: nobody wrote back, and no step of the staff followed."""
    said = BookingMessage.objects.filter(booking=OuterRef("pk"))
    last = said.filter(kind=MessageKind.CLIENT).order_by("-at").values("at")[:1]
    answers = said.filter(kind=MessageKind.HOUSE, at__gte=OuterRef("written_at"))
    steps = BookingStep.objects.filter(
        booking=OuterRef("pk"), by__isnull=False, at__gte=OuterRef("written_at")
    )
    written = seen.annotate(written_at=Subquery(last)).filter(written_at__isnull=False)
    unanswered = written.exclude(Exists(answers)).exclude(Exists(steps))
    return unanswered.order_by("written_at", "pk")


def _unsigned(seen: BookingQuerySet) -> BookingQuerySet:
    return seen.filter(status=BookingStatus.CONFIRMED, needs_contract=True)


def _standing(seen: BookingQuerySet, at: datetime) -> BookingQuerySet:
    """Those that take place unless something happens: no request, nothing over, no lapsed offer."""
    lapsed = Q(status=BookingStatus.OFFERED, reply_by__lte=at)
    return seen.filter(status__in=_TAKES_PLACE).exclude(lapsed)


def _days(at: datetime, count: int) -> tuple[datetime, datetime]:
    today = house_day(at)
    return start_of(today), start_of(today + timedelta(days=count))


def _own(seen: BookingQuerySet, staff: User, at: datetime) -> BookingQuerySet:
    mine = Q(owner=staff) | Q(client__account_manager=staff)
    return seen.open(at=at).filter(mine)


_CHOSEN: Final[dict[str, Callable[[BookingQuerySet, User, datetime], BookingQuerySet]]] = {
    "new": lambda seen, _by, _at: _new(seen).order_by("requested_at", "pk"),
    "changed": lambda seen, _by, _at: (
        _new(seen).filter(occupation__isnull=False).order_by("starts_at", "pk")
    ),
    "lapsing": lambda seen, _by, at: seen.in_step(BookingStatus.OFFERED, at=at).order_by(
        "reply_by", "pk"
    ),
    "near": lambda seen, _by, at: (
        _standing(seen, at).meeting(*_days(at, 2)).order_by("starts_at", "pk")
    ),
    "contract": lambda seen, _by, _at: _unsigned(seen).order_by("starts_at", "pk"),
    "over": lambda seen, _by, at: seen.unmarked(at=at).order_by("ends_at", "pk"),
    "lapsed": lambda seen, _by, at: seen.lapsed(at=at).order_by("-reply_by", "-pk"),
    "waiting": lambda seen, _by, _at: seen.waiting(),
    "written": lambda seen, _by, _at: _unanswered(seen),
    "mine": lambda seen, by, at: _own(seen, by, at).order_by("starts_at", "pk"),
}
