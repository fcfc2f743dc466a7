"""Staff at an attended tablet: a guest's card, and what is set right at once. (KIOSK 7, KIOSK 8)"""

from dataclasses import asdict
from typing import Annotated, Any
from uuid import UUID

from django.http import HttpRequest
from django.utils import timezone
from ninja import Router, Schema
from pydantic import Field

from foyer.guests.models import Desk, Guest
from foyer.guests.services import attended, pairing

from .desk_scans import RecordId, Text, describe_arrival

router = Router(tags=["desk"])


class GuestIn(Schema):
    """The pass of a shift, and a guest by code or by a hit of the name search."""

    shift: Annotated[Text, Field(max_length=300)]
    checkpoint: RecordId
    ref: Annotated[Text, Field(max_length=300)] = ""
    code: Annotated[Text, Field(max_length=200)] = ""


class UndoIn(GuestIn):
    """Why a sign-in is undone."""

    reason: Annotated[Text, Field(max_length=200)] = ""


class CompanionIn(GuestIn):
    """One more person; the tablet's own id of the tap."""

    id: UUID


class SwapIn(GuestIn):
    """Who comes in a guest's place."""

    id: UUID
    name: Annotated[Text, Field(max_length=100)] = ""
    company: Annotated[Text, Field(max_length=200)] = ""


@router.post("", response=Any)
def show_guest(request: HttpRequest, payload: GuestIn) -> dict[str, Any]:
    """Return what staff at this desk may see of a guest."""
    desk, guest = met(request, payload)
    return _card(desk, guest, payload)


@router.post("/undo", response=Any)
def undo(request: HttpRequest, payload: UndoIn) -> dict[str, Any]:
    """Undo the guest's sign-in at this checkpoint, with a reason."""
    desk, guest = met(request, payload)
    attended.undo_at_desk(
        desk=desk,
        guest=guest,
        checkpoint_id=payload.checkpoint,
        reason=payload.reason,
        at=timezone.now(),
    )
    return _card(desk, guest, payload)


@router.post("/companion", response=Any)
def companion(request: HttpRequest, payload: CompanionIn) -> dict[str, Any]:
    """Let one more person in with the guest."""
    desk, guest = met(request, payload)
    attended.add_companion(
        desk=desk,
        guest=guest,
        checkpoint_id=payload.checkpoint,
        scan_id=payload.id,
        at=timezone.now(),
    )
    return _card(desk, guest, payload)


@router.post("/swap", response=Any)
def swap(request: HttpRequest, payload: SwapIn) -> dict[str, Any]:
    """Sign somebody in who comes in the guest's place."""
    desk, guest = met(request, payload)
    arrival = attended.swap_guest(
        desk=desk,
        token_hash=pairing.hash_token(str(request.auth)),  # type: ignore[attr-defined]  # put there by DeskToken
        guest=guest,
        substitute=attended.Substitute(
            payload.id, payload.checkpoint, payload.name, payload.company
        ),
        now=timezone.now(),
    )
    return describe_arrival(arrival)


def met(request: HttpRequest, payload: GuestIn) -> tuple[Desk, Guest]:
    """Return the desk and the guest staff there have before them.

    Raises:
        Refusal: the token is nobody's, the shift is over, the checkpoint is another's, the guest unknown.
    """
    desk = pairing.find_desk(str(request.auth))  # type: ignore[attr-defined]  # put there by DeskToken
    attended.require_shift(desk=desk, shift=payload.shift)
    attended.require_checkpoint(desk=desk, checkpoint_id=payload.checkpoint)
    return desk, attended.find_guest(desk=desk, ref=payload.ref, code=payload.code)


def _card(desk: Desk, guest: Guest, payload: GuestIn) -> dict[str, Any]:
    card = attended.read_card(desk=desk, guest=guest, checkpoint_id=payload.checkpoint)
    return asdict(card)
