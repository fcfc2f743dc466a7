"""Who has come and has a host, and how it stands with them: reckoned from the sign-ins at every read. (000-14)

Nothing is written when a guest arrives (decision 0006), so nothing can be missed, and what is undone is
undone here as well. Kept is only what was done about it: `Welcome`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef, QuerySet

from foyer.core.models import User
from foyer.events.enums import EventStatus
from foyer.events.models import Event

from .enums import ReplyState, WelcomeState
from .models import ArrivalPolicy, Departure, Guest, SignIn, Welcome

BEFORE = timedelta(hours=12)  # an event is near so long before it starts
AFTER = timedelta(hours=3)  # and so long after it has ended
BELATED_FROM = timedelta(minutes=5)  # heard of so long after it happened: the tablet was alone


@dataclass(frozen=True, slots=True)
class HostedArrival:
    """A guest who has come and has a host.

    Attributes:
        sign_in: the first of those that stand, with guest, host, event and checkpoint.
        state: how it stands.
        welcome: what was done about any of the guest's sign-ins, if anything.
    """

    sign_in: SignIn
    state: WelcomeState
    welcome: Welcome | None

    @property
    def guest(self) -> Guest:
        """Who has come."""
        return self.sign_in.guest

    @property
    def waits(self) -> bool:
        """Whether the host is still to meet the guest."""
        return self.state not in (WelcomeState.MET, WelcomeState.LEFT)

    @property
    def mark(self) -> tuple[object, ...]:
        """What changes when anything changes that is shown of it."""
        kept = (self.welcome.met_at, self.welcome.met_by_id) if self.welcome else None
        shown = (self.sign_in.pk, self.sign_in.signed_in_at, self.sign_in.guest.updated_at)
        return (*shown, str(self.state), kept)


def near_events(*, at: datetime) -> QuerySet[Event]:
    """Return the events whose guests may be arriving: soon to start, running, or just over."""
    near = Event.objects.filter(ends_at__gte=at - AFTER, starts_at__lte=at + BEFORE)
    return near.exclude(status=EventStatus.CANCELLED).order_by("starts_at", "pk")


def hosted_arrivals(
    events: Iterable[Event] | QuerySet[Event],
    *,
    policy: ArrivalPolicy,
    at: datetime,
    host: User | None = None,
) -> list[HostedArrival]:
    """Return the guests of some events who have come and have a host, who waits longest first, in one query.

    Args:
        host: only the guests of this member of staff.
    """
    rows = (
        SignIn.objects.standing()
        .filter(event__in=events, guest__host__isnull=False)
        .select_related(
            "guest__host", "guest__contact__client", "event", "checkpoint", "welcome__met_by"
        )
        .annotate(gone=Exists(_gone()))
        .order_by("signed_in_at", "pk")
    )
    if host is not None:
        rows = rows.filter(guest__host=host)
    of_guest: dict[int, list[SignIn]] = {}
    for row in rows:
        of_guest.setdefault(row.guest_id, []).append(row)
    found = [_arrival(signed, policy, at) for signed in of_guest.values()]
    return sorted(found, key=lambda one: (not one.waits, one.state == WelcomeState.BELATED))


def _gone() -> QuerySet[Departure]:
    """Return the departures of a sign-in's guest from which they have not come back."""
    return Departure.objects.filter(guest=OuterRef("guest"), returned_at=None)


def _arrival(signed: list[SignIn], policy: ArrivalPolicy, at: datetime) -> HostedArrival:
    first = signed[0]
    kept = [row.welcome for row in signed if hasattr(row, "welcome")]
    met = next((one for one in kept if one.met_at), None)
    welcome = met or (kept[0] if kept else None)
    if met:
        return HostedArrival(first, WelcomeState.MET, welcome)
    if first.gone:  # type: ignore[attr-defined]  # asked for with the rows
        return HostedArrival(first, WelcomeState.LEFT, welcome)
    if is_belated(first):
        return HostedArrival(first, WelcomeState.BELATED, welcome)
    unmet = at >= first.signed_in_at + timedelta(minutes=policy.host_minutes)
    state = WelcomeState.UNMET if unmet else WelcomeState.WAITING
    return HostedArrival(first, state, welcome)


def is_belated(sign_in: SignIn) -> bool:
    """Tell whether the house heard of an arrival long after it happened. (KIOSK 5)"""
    return sign_in.heard_at - sign_in.signed_in_at > BELATED_FROM


def expected_of(host: User, events: Iterable[Event] | QuerySet[Event]) -> list[Guest]:
    """Return a host's guests who may come to some events and have not signed in."""
    came = SignIn.objects.standing().filter(event__in=events).values("guest")
    theirs = Guest.objects.filter(host=host, event__in=events, cancelled_at=None)
    coming = theirs.exclude(reply=ReplyState.NO).exclude(pk__in=came)
    return list(
        coming.select_related("event", "contact__client").order_by("event__starts_at", "name", "pk")
    )
