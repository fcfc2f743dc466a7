"""Records of the clients room."""

from .client import Client
from .contact import Contact, ContactPoint
from .details import ClientAddress, ClientNeed, ResearchNote
from .policy import ClientPolicy

__all__ = [
    "Client",
    "ClientAddress",
    "ClientNeed",
    "ClientPolicy",
    "Contact",
    "ContactPoint",
    "ResearchNote",
]
