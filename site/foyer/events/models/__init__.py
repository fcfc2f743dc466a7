"""Records and pages of the events room."""

from .event import Event, EventType
from .event_page import EventPage
from .pages import EventIndexPage, HomePage, StandardPage
from .public_page import PublicPage

__all__ = [
    "Event",
    "EventIndexPage",
    "EventPage",
    "EventType",
    "HomePage",
    "PublicPage",
    "StandardPage",
]
