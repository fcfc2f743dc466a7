"""Which design an event's cards have: its own, that of its type, the house's usual one, or the standard."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, Q

from foyer.events.models import Event
from foyer.guests.models import CardDesign, EventCards

from .standard import standard_design


def design_for(event: Event, kind: str) -> CardDesign:
    """Return the design of an event's cards of one kind."""
    chosen = EventCards.objects.filter(event=event).select_related(kind).first()
    own: CardDesign | None = getattr(chosen, kind) if chosen else None
    if own is not None and own.kind == kind:
        return own
    types = CardDesign.event_types.through.objects
    of_type = Exists(types.filter(carddesign=OuterRef("pk"), eventtype=event.type_id))
    common = CardDesign.objects.filter(of_type | Q(is_usual=True), kind=kind)
    found = common.annotate(is_of_type=of_type).order_by("-is_of_type", "pk").first()
    return found or standard_design(kind)
