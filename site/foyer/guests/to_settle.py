"""What tablets told after time without a network that the house could not keep as it is: how much waits for staff."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from foyer.events.models import Event

from .models import SignInConflict, StepAnswer

_MOST = 20


@dataclass(frozen=True, slots=True)
class ToSettle:
    """An event, and how many sign-ins and answers of it wait for staff."""

    event: Event
    number: int


def count_to_settle(event: Event) -> int:
    """Return how many of an event wait."""
    conflicts = SignInConflict.objects.open().filter(event=event)
    return conflicts.count() + StepAnswer.objects.stuck().filter(event=event).count()


def events_to_settle() -> list[ToSettle]:
    """Return the events of which anything waits, whether they are over or not; the latest first."""
    waiting = Counter(SignInConflict.objects.open().values_list("event", flat=True).order_by())
    waiting.update(StepAnswer.objects.stuck().values_list("event", flat=True).order_by())
    events = Event.objects.filter(pk__in=waiting).order_by("-starts_at", "-pk")[:_MOST]
    return [ToSettle(event, waiting[event.pk]) for event in events]
