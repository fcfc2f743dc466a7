"""Records of the guests room."""

from .conflict import SignInConflict
from .door import Checkpoint, Desk, FormerToken, PairingCode, SignIn
from .guest import Guest
from .invitation import DeliveryAttempt, Invitation, InvitationWording
from .leaving import Departure

__all__ = [
    "Checkpoint",
    "DeliveryAttempt",
    "Departure",
    "Desk",
    "FormerToken",
    "Guest",
    "Invitation",
    "InvitationWording",
    "PairingCode",
    "SignIn",
    "SignInConflict",
]
