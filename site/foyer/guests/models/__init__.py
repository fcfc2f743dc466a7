"""Records of the guests room."""

from .door import Checkpoint, Desk, PairingCode, SignIn
from .guest import Guest
from .invitation import DeliveryAttempt, Invitation, InvitationWording

__all__ = [
    "Checkpoint",
    "DeliveryAttempt",
    "Desk",
    "Guest",
    "Invitation",
    "InvitationWording",
    "PairingCode",
    "SignIn",
]
