"""Records of the guests room."""

from .conflict import SignInConflict
from .door import Checkpoint, Desk, FormerToken, PairingCode, SignIn
from .guest import Guest
from .invitation import DeliveryAttempt, Invitation, InvitationWording
from .leaving import Departure
from .ride import Ride
from .welcome import ArrivalPolicy, Welcome, WelcomeNotice

__all__ = [
    "ArrivalPolicy",
    "Checkpoint",
    "DeliveryAttempt",
    "Departure",
    "Desk",
    "FormerToken",
    "Guest",
    "Invitation",
    "InvitationWording",
    "PairingCode",
    "Ride",
    "SignIn",
    "SignInConflict",
    "Welcome",
    "WelcomeNotice",
]
