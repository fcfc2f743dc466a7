"""Which design an event's cards have: its own, that of its type, the house's usual one, or the standard."""

from __future__ import annotations

from django.db.models import Q

from foyer.events.models import Event
from foyer.guests.models import CardDesign, EventCards

from .standard import standard_design


def design_for(event: Event, kind: str) -> CardDesign:
    """Return the design of an event's cards of one kind."""
    chosen = EventCards.objects.filter(event=event).select_related(kind).first()
    own: CardDesign | None = getattr(chosen, kind) if chosen else None
    if own is not None and own.kind == kind:
        return own
    common = CardDesign.objects.filter(kind=kind)
    found = list(common.filter(Q(event_type=event.type_id) | Q(is_usual=True)))
    found.sort(key=lambda design: design.event_type_id != event.type_id)
    return found[0] if found else standard_design(kind)
