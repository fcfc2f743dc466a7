"""Records and pages of the events room."""

from .event import Event, EventType
from .event_page import EventPage
from .pages import EventIndexPage, HomePage, StandardPage

__all__ = ["Event", "EventIndexPage", "EventPage", "EventType", "HomePage", "StandardPage"]
