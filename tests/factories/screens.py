"""What tablets show, and the gifts guests choose from."""

import uuid
from typing import Any

import factory
from django.core.files.base import ContentFile
from django.utils import timezone
from factory.django import DjangoModelFactory

from foyer.core.uploads.kinds import FileKind
from foyer.events.enums import StepKind
from foyer.events.models import TabletScreen
from foyer.events.screens.compiling import publish_screen
from foyer.guests.enums import AnswerState, StuckReason
from foyer.guests.models import Gift, GuestSignature, StepAnswer
from tests.factories.events import EventFactory
from tests.factories.guests import GuestFactory


class TabletScreenFactory(DjangoModelFactory[TabletScreen]):
    """A dark screen with brass buttons; `asks=["party", …]` are its steps, in this order."""

    class Meta:
        model = TabletScreen

    name = factory.Sequence(lambda n: f"晚宴画面{n}")
    ground, ink, accent, on_accent = "#14110f", "#f4ead6", "#d8ba7c", "#241a08"
    greet_key = "恭迎贵宾莅临"
    greet_key_en = "An honour to welcome you"
    end_title, end_title_en = "祝您今晚愉快", "Enjoy the evening"

    @classmethod
    def _create(cls, model_class: type[TabletScreen], *args: Any, **kwargs: Any) -> TabletScreen:
        asks = kwargs.pop("asks", [])
        steps = [one if isinstance(one, tuple) else (one, {}) for one in asks]
        kwargs["steps"] = [{"type": kind, "value": value} for kind, value in steps]
        screen = super()._create(model_class, *args, **kwargs)
        screen.refresh_from_db()
        publish_screen(screen=screen, at=timezone.now())
        return screen


class GiftFactory(DjangoModelFactory[Gift]):
    """A gift of which there are ten."""

    class Meta:
        model = Gift

    event = factory.SubFactory(EventFactory)
    name = factory.Sequence(lambda n: f"龙井礼盒{n}")
    stock = 10


class StepAnswerFactory(DjangoModelFactory[StepAnswer]):
    """A guest's new title, which waits for staff."""

    class Meta:
        model = StepAnswer

    guest = factory.SubFactory(GuestFactory)
    event = factory.LazyAttribute(lambda answer: answer.guest.event)
    kind = StepKind.CONTACT
    words = '{"title": "总监"}'
    state = AnswerState.OPEN
    answer_id = factory.LazyFunction(uuid.uuid4)
    scan_id = factory.LazyFunction(uuid.uuid4)
    answered_at = factory.LazyFunction(timezone.now)
    received_at = factory.LazyFunction(timezone.now)


class SignatureFactory(DjangoModelFactory[GuestSignature]):
    """A guest's signature."""

    class Meta:
        model = GuestSignature

    answer = factory.SubFactory(
        StepAnswerFactory,
        kind=StepKind.SIGNATURE,
        state=AnswerState.STUCK,
        reason=StuckReason.UNDONE,
        words="",
    )
    file = factory.LazyFunction(lambda: ContentFile(b"\x89PNG", name="signature.png"))
    file_name, file_kind, size = "signature.png", FileKind.PNG, 4
    added_at = factory.LazyFunction(timezone.now)
