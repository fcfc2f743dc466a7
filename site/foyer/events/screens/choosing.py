"""Which screen a tablet shows: the event's own, its type's, the house's usual one, or the standard look."""

from __future__ import annotations

from django.db.models import Case, IntegerField, Q, Value, When

from foyer.events.models import Event, TabletScreen


def screen_of(event: Event) -> TabletScreen | None:
    """Return the screen of the tablets at an event, in one query; None is the standard look."""
    by_type = Q(event_types__events=event)
    nearness = Case(
        When(pk=event.screen_id, then=Value(0)),
        When(by_type, then=Value(1)),
        default=Value(2),
        output_field=IntegerField(),
    )
    named = TabletScreen.objects.filter(Q(pk=event.screen_id) | by_type | Q(is_default=True))
    return named.annotate(nearness=nearness).order_by("nearness", "pk").first()
