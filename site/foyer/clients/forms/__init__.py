"""Forms of the clients room."""

from .client import ClientForm
from .contact import ContactForm
from .reaching import ReachableForm

__all__ = ["ClientForm", "ContactForm", "ReachableForm"]
