"""Which records of this room public pages show."""

from foyer.core.page_cache import show_on_pages, show_pages

from .models import (
    ComplaintChannelsPage,
    Event,
    EventIndexPage,
    EventPage,
    EventType,
    HomePage,
    StandardPage,
)

show_on_pages(Event, EventType)
show_pages(ComplaintChannelsPage, EventIndexPage, EventPage, HomePage, StandardPage)
