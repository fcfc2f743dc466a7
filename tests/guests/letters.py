"""Letters for tests of the guests room: made, queued, carried on, and read."""

from datetime import datetime
from email.message import EmailMessage
from io import BytesIO
from typing import Any

import zxingcpp
from django.utils import timezone
from PIL import Image

from foyer.core.jobs import carry
from foyer.core.models import User
from foyer.guests.enums import InvitationStatus
from foyer.guests.models import Guest, Invitation
from foyer.guests.services.invitations import Queued, queue_invitations


def letter(guest: Guest, status: str = InvitationStatus.SENT, **fields: object) -> Invitation:
    """Return a letter to a guest."""
    at = timezone.now()
    sent_at = at if status == InvitationStatus.SENT else None
    return Invitation.objects.create(
        guest=guest, status=status, queued_at=at, sent_at=sent_at, **fields
    )


def carry_on(queued: Queued, at: datetime) -> None:
    assert queued.job is not None
    carry(pk=queued.job.pk, clock=lambda: at)
    queued.job.refresh_from_db()


def send(*guests: Guest, by: User, at: datetime, again: bool = False) -> Queued:
    queued = queue_invitations(guests=guests, by=by, at=at, again=again)
    carry_on(queued, at)
    return queued


def states(guest: Guest) -> list[str]:
    return list(guest.invitations.order_by("pk").values_list("status", flat=True))


def body(letter: EmailMessage, kind: str) -> str:
    part: Any = letter.get_body((kind,))
    return str(part.get_content())


def picture(letter: EmailMessage) -> Any:
    return next(part for part in letter.walk() if part.get_content_type() == "image/png")


def picture_text(letter: EmailMessage) -> str:
    image = Image.open(BytesIO(picture(letter).get_content()))
    return zxingcpp.read_barcodes(image)[0].text
