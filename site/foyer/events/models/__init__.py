"""Records and pages of the events room; a process without screens has the records alone."""

from django.apps import apps

from .event import Event, EventType
from .screen import EventSlides, TabletScreen

if apps.is_installed("wagtail.admin"):
    from foyer.core.public_page import PublicPage

    from .channels_page import ComplaintChannelsPage
    from .event_page import EventPage
    from .pages import EventIndexPage, HomePage, StandardPage

__all__ = [
    "ComplaintChannelsPage",
    "Event",
    "EventIndexPage",
    "EventPage",
    "EventSlides",
    "EventType",
    "HomePage",
    "PublicPage",
    "StandardPage",
    "TabletScreen",
]
