"""What this room keeps about people: only what the house publishes."""

from django.utils.translation import gettext_lazy as _

from foyer.privacy.registry import holds_none

from .models import (
    ComplaintChannelsPage,
    Event,
    EventIndexPage,
    EventPage,
    EventSlides,
    EventType,
    HomePage,
    StandardPage,
    TabletScreen,
)

holds_none(
    Event,
    EventType,
    because=_(
        "What is put on, and which of the staff answers for it; guests hang on it elsewhere."
    ),
)
holds_none(
    EventSlides,
    TabletScreen,
    because=_("What tablets at the door show to everybody: pictures, words, the programme."),
)
holds_none(
    ComplaintChannelsPage,
    EventPage,
    EventIndexPage,
    HomePage,
    StandardPage,
    because=_("What the house publishes: its editors change it; an erasure names the places."),
)
