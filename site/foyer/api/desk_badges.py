"""Badges printed by the tablet's own browser: on arrival once, again when staff ask. (000-12, 004-09)"""

from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.utils import timezone
from ninja import Router, Schema

from foyer.events.models import Event
from foyer.guests.cards.choosing import design_for
from foyer.guests.cards.drawing import draw
from foyer.guests.cards.embedding import with_pictures
from foyer.guests.cards.saying import of_guest
from foyer.guests.enums import CardKind
from foyer.guests.models import CardDesign, Guest
from foyer.guests.services import pairing, printings

from .desk_attended import GuestIn, met

badge_router = Router(tags=["desk"])
reprint_router = Router(tags=["desk"])


class BadgeIn(Schema):
    """The tablet's own id of this printing, and the scan by which the guest was let in."""

    id: UUID
    sign_in: UUID


class ReprintIn(GuestIn):
    """The tablet's own id of this printing, and the guest staff have before them."""

    id: UUID


@badge_router.post("", response=Any)
def print_badge(request: HttpRequest, payload: BadgeIn) -> dict[str, Any]:
    """Hand out the badge of a guest this tablet has just let in, to be printed now; once a guest."""
    desk = pairing.find_desk(str(request.auth))  # type: ignore[attr-defined]  # put there by DeskToken
    design = design_for(desk.event, CardKind.BADGE)
    guest = printings.print_on_arrival(
        desk=desk,
        scan_id=payload.sign_in,
        print_id=payload.id,
        design=design,
        at=timezone.now(),
    )
    return _describe(design, guest, desk.event)


@reprint_router.post("/badge", response=Any)
def print_again(request: HttpRequest, payload: ReprintIn) -> dict[str, Any]:
    """Hand out a guest's badge because staff ask for it; nobody is signed in by it."""
    desk, guest = met(request, payload)
    design = design_for(desk.event, CardKind.BADGE)
    printings.print_at_attended_desk(
        desk=desk, guest=guest, print_id=payload.id, design=design, at=timezone.now()
    )
    return _describe(design, guest, desk.event)


def _describe(design: CardDesign, guest: Guest, event: Event) -> dict[str, Any]:
    drawing = draw(with_pictures(design), [of_guest(guest, event)])
    return {"css": drawing.css, "html": drawing.html}
