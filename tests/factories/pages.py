"""Pages about events, and their pictures."""

from typing import Any

import factory
from factory.django import DjangoModelFactory, ImageField
from wagtail.images.models import Image

from foyer.events.enums import Visibility
from foyer.events.models import EventIndexPage, EventPage
from tests.factories.events import EventFactory


class EventPageFactory(DjangoModelFactory[EventPage]):
    """A published page in Simplified Chinese; `language="en"` puts it into another tree.

    Traits: `unlisted`, `invitation`.
    """

    class Meta:
        model = EventPage

    class Params:
        unlisted = factory.Trait(visibility=Visibility.UNLISTED)
        invitation = factory.Trait(visibility=Visibility.INVITATION)

    event = factory.SubFactory(EventFactory)
    title = factory.LazyAttribute(lambda page: page.event.title)
    slug = factory.Sequence(lambda n: f"evening-{n}")
    summary = "席间有茶，有琴，有一湖秋色。"

    @classmethod
    def _create(cls, model_class: type[EventPage], *args: Any, **kwargs: Any) -> EventPage:
        language = kwargs.pop("language", "zh-hans")
        parent = EventIndexPage.objects.get(locale__language_code=language)
        page = parent.add_child(instance=model_class(*args, **kwargs))
        page.save_revision().publish()
        return EventPage.objects.get(pk=page.pk)


class PictureFactory(DjangoModelFactory[Image]):
    """A picture in the library."""

    class Meta:
        model = Image

    title = factory.Sequence(lambda n: f"山居图{n}")
    file = ImageField(width=1200, height=900, color="seagreen")
