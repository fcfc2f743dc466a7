"""Records of the guests room."""

from .answer import GuestSignature, StepAnswer
from .card import CardDesign, EventCards, Printing
from .conflict import SignInConflict
from .door import Checkpoint, Companion, Desk, FormerToken, PairingCode, SignIn
from .gift import Gift
from .guest import Guest
from .invitation import DeliveryAttempt, Invitation, InvitationWording
from .leaving import Departure
from .ride import Ride
from .welcome import ArrivalPolicy, Welcome, WelcomeNotice

__all__ = [
    "ArrivalPolicy",
    "CardDesign",
    "Checkpoint",
    "Companion",
    "DeliveryAttempt",
    "Departure",
    "Desk",
    "EventCards",
    "FormerToken",
    "Gift",
    "Guest",
    "GuestSignature",
    "Invitation",
    "InvitationWording",
    "PairingCode",
    "Printing",
    "Ride",
    "SignIn",
    "SignInConflict",
    "StepAnswer",
    "Welcome",
    "WelcomeNotice",
]
