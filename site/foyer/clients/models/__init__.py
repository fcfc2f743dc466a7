"""Records of the clients room."""

from .client import Client
from .contact import Contact

__all__ = ["Client", "Contact"]
