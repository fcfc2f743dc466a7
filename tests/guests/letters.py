"""Letters for tests of the guests room."""

from django.utils import timezone

from foyer.guests.enums import InvitationStatus
from foyer.guests.models import Guest, Invitation


def letter(guest: Guest, status: str = InvitationStatus.SENT, **fields: object) -> Invitation:
    """Return a letter to a guest."""
    at = timezone.now()
    sent_at = at if status == InvitationStatus.SENT else None
    return Invitation.objects.create(
        guest=guest, status=status, queued_at=at, sent_at=sent_at, **fields
    )
