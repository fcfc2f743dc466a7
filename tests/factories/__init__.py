"""What tests make their data with: plain factories, one module a room; states are traits."""

from .clients import ClientFactory, ContactFactory
from .core import UserFactory
from .events import EventFactory, EventTypeFactory
from .guests import CheckpointFactory, DeskFactory, GuestFactory, SignInFactory
from .venues import RoomFactory, VenueFactory

__all__ = [
    "CheckpointFactory",
    "ClientFactory",
    "ContactFactory",
    "DeskFactory",
    "EventFactory",
    "EventTypeFactory",
    "GuestFactory",
    "RoomFactory",
    "SignInFactory",
    "UserFactory",
    "VenueFactory",
]
