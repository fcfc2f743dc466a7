"""What tests make their data with: plain factories, one module a room; states are traits."""

from .clients import (
    ClientAddressFactory,
    ClientFactory,
    ClientNeedFactory,
    ContactFactory,
    ContactPointFactory,
    ResearchNoteFactory,
)
from .core import UserFactory
from .events import EventFactory, EventTypeFactory
from .guests import CheckpointFactory, DeskFactory, GuestFactory, SignInFactory
from .staff import SecondStepFactory
from .venues import RoomFactory, VenueFactory

__all__ = [
    "CheckpointFactory",
    "ClientAddressFactory",
    "ClientFactory",
    "ClientNeedFactory",
    "ContactFactory",
    "ContactPointFactory",
    "DeskFactory",
    "EventFactory",
    "EventTypeFactory",
    "GuestFactory",
    "ResearchNoteFactory",
    "RoomFactory",
    "SecondStepFactory",
    "SignInFactory",
    "UserFactory",
    "VenueFactory",
]
