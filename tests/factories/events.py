"""What is put on."""

from datetime import timedelta

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from foyer.events.enums import EventStatus
from foyer.events.models import Event, EventType
from tests.factories.venues import RoomFactory


class EventTypeFactory(DjangoModelFactory[EventType]):
    """A kind of event."""

    class Meta:
        model = EventType
        django_get_or_create = ("code",)

    code = factory.Sequence(lambda n: f"evening-{n}")
    name = factory.Sequence(lambda n: f"雅集{n}")
    name_zh_hant = factory.LazyAttribute(lambda kind: kind.name)
    name_en = factory.Sequence(lambda n: f"Salon {n}")
    position = 90


class EventFactory(DjangoModelFactory[Event]):
    """An announced event a fortnight from now.

    Traits: `running` (doors are open, it began an hour ago), `past` (held a month ago), `cancelled`.
    """

    class Meta:
        model = Event

    class Params:
        running = factory.Trait(
            status=EventStatus.RUNNING,
            starts_at=factory.LazyFunction(lambda: timezone.now() - timedelta(hours=1)),
        )
        past = factory.Trait(
            status=EventStatus.HELD,
            starts_at=factory.LazyFunction(lambda: timezone.now() - timedelta(days=30)),
        )
        cancelled = factory.Trait(status=EventStatus.CANCELLED)

    number = factory.Sequence(lambda n: f"E2026-9{n:04d}")
    type = factory.SubFactory(EventTypeFactory)
    title = factory.Sequence(lambda n: f"秋日品鉴晚宴{n}")
    title_zh_hant = factory.Sequence(lambda n: f"秋日品鑑晚宴{n}")
    title_en = factory.Sequence(lambda n: f"Autumn tasting dinner {n}")
    theme = "一山一水一席"
    starts_at = factory.LazyFunction(lambda: timezone.now() + timedelta(days=14))
    ends_at = factory.LazyAttribute(lambda event: event.starts_at + timedelta(hours=4))
    room = factory.SubFactory(RoomFactory)
    venue = factory.LazyAttribute(lambda event: event.room.venue if event.room else None)
    capacity = 200
    status = EventStatus.ANNOUNCED
