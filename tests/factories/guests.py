"""Who is asked, and the door they come through."""

import secrets
import uuid
from datetime import timedelta
from typing import Any

import factory
from django.contrib.auth.hashers import make_password
from django.utils import timezone
from factory.django import DjangoModelFactory

from foyer.core.enums import FormOfAddress
from foyer.guests.cards.compiling import compile_design, publish_design
from foyer.guests.cards.standard import as_stream
from foyer.guests.enums import CardKind, ConflictReason, ReplyState, SignInWay
from foyer.guests.models import CardDesign, Checkpoint, Desk, Guest, Ride, SignIn, SignInConflict
from foyer.guests.services.codes import set_new_code
from foyer.privacy.sealing import keyed_hash
from tests.factories import names
from tests.factories.events import EventFactory

PIN = "2468"


class GuestFactory(DjangoModelFactory[Guest]):
    """A guest who has not replied; `guest.code_sealed` reads as the plain code.

    Traits: `cancelled` (struck off), `replied_yes`, `replied_no`.
    """

    class Meta:
        model = Guest

    class Params:
        cancelled = factory.Trait(cancelled_at=factory.LazyFunction(timezone.now))
        replied_yes = factory.Trait(
            reply=ReplyState.YES, reply_party=1, replied_at=factory.LazyFunction(timezone.now)
        )
        replied_no = factory.Trait(
            reply=ReplyState.NO, replied_at=factory.LazyFunction(timezone.now)
        )

    event = factory.SubFactory(EventFactory)
    name = factory.Sequence(names.person)
    form_of_address = FormOfAddress.MS
    company = factory.Sequence(names.company)
    title = "董事"
    phone = factory.Sequence(lambda n: names.phone(50_000_000 + n))
    email = factory.Sequence(lambda n: f"guest{n}@example.com")

    @classmethod
    def _build(cls, model_class: type[Guest], *args: Any, **kwargs: Any) -> Guest:
        guest = model_class(*args, **kwargs)
        if not guest.code_hash:
            set_new_code(guest, at=timezone.now())
        return guest

    @classmethod
    def _create(cls, model_class: type[Guest], *args: Any, **kwargs: Any) -> Guest:
        guest = cls._build(model_class, *args, **kwargs)
        guest.save(force_insert=True)
        return guest


class CheckpointFactory(DjangoModelFactory[Checkpoint]):
    """A door of an event."""

    class Meta:
        model = Checkpoint

    event = factory.SubFactory(EventFactory)
    name = factory.Sequence(lambda n: f"正门签到{n}")
    name_zh_hant = factory.LazyAttribute(lambda point: point.name.replace("门签", "門簽"))
    name_en = factory.Sequence(lambda n: f"Main door {n}")


class DeskFactory(DjangoModelFactory[Desk]):
    """A tablet open for an event, with one checkpoint of that event and the staff PIN 2468.

    `DeskFactory(paired=True).token` is the tablet's token; `checkpoints=[…]` replaces the checkpoint.
    """

    class Meta:
        model = Desk
        skip_postgeneration_save = True

    event = factory.SubFactory(EventFactory, running=True)
    name = factory.Sequence(lambda n: f"{n}号签到台")
    pin_hash = factory.LazyFunction(lambda: make_password(PIN))

    @factory.post_generation
    def checkpoints(self: Desk, create: bool, extracted: Any, **_kwargs: Any) -> None:  # type: ignore[misc]  # factory_boy hands in the desk made
        """Give the desk its lists."""
        self.checkpoints.set(extracted or [CheckpointFactory(event=self.event)])

    @factory.post_generation
    def paired(self: Desk, create: bool, extracted: bool, **_kwargs: Any) -> None:  # type: ignore[misc]  # factory_boy hands in the desk made
        """Pair a tablet and leave its token on the desk."""
        if extracted:
            token = secrets.token_urlsafe(32)
            self.token_hash = keyed_hash(token, purpose="desk-token")
            self.paired_at = timezone.now()
            self.save(update_fields=["token_hash", "paired_at"])
            self.token = token  # type: ignore[attr-defined]  # known only to the tablet and the test


class SignInConflictFactory(DjangoModelFactory[SignInConflict]):
    """A guest whom a tablet let in offline though they had signed in before."""

    class Meta:
        model = SignInConflict

    guest = factory.SubFactory(GuestFactory)
    event = factory.LazyAttribute(lambda conflict: conflict.guest.event)
    checkpoint = factory.SubFactory(CheckpointFactory, event=factory.SelfAttribute("..guest.event"))
    scan_id = factory.LazyFunction(uuid.uuid4)
    reason = ConflictReason.ALREADY
    scanned_at = factory.LazyFunction(timezone.now)
    received_at = factory.LazyFunction(timezone.now)


class SignInFactory(DjangoModelFactory[SignIn]):
    """A guest who arrived at a checkpoint of their event just now."""

    class Meta:
        model = SignIn

    class Params:
        undone = factory.Trait(undone_at=factory.LazyFunction(timezone.now), undo_reason="扫错了人")

    guest = factory.SubFactory(GuestFactory)
    event = factory.LazyAttribute(lambda sign_in: sign_in.guest.event)
    checkpoint = factory.SubFactory(CheckpointFactory, event=factory.SelfAttribute("..guest.event"))
    scan_id = factory.LazyFunction(uuid.uuid4)
    way = SignInWay.CODE
    signed_in_at = factory.LazyFunction(lambda: timezone.now() - timedelta(minutes=1))
    heard_at = factory.LazyAttribute(lambda sign_in: sign_in.signed_in_at)
    changed_at = factory.LazyAttribute(lambda sign_in: sign_in.heard_at)


class CardDesignFactory(DjangoModelFactory[CardDesign]):
    """A badge 90 × 60 mm: the name, the company, and the code at the right edge; `blocks=[(kind, value), …]`."""

    class Meta:
        model = CardDesign
        skip_postgeneration_save = True

    name = factory.Sequence(lambda n: f"晚宴胸牌{n}")
    kind = CardKind.BADGE

    @classmethod
    def _adjust_kwargs(cls, **kwargs: Any) -> dict[str, Any]:
        blocks = kwargs.pop("blocks", None) or [
            ("code", {"place": "right"}),
            ("name", {"points": 24, "bold": True}),
            ("company", {}),
        ]
        return kwargs | {"blocks": as_stream(blocks)}

    @factory.post_generation
    def event_types(self, create: bool, extracted: Any, **_kwargs: object) -> None:
        """Serve these types."""
        if create and extracted:
            self.event_types.set(extracted)

    @factory.post_generation
    def shown(self, create: bool, _extracted: object, **_kwargs: object) -> None:
        """Put together what cards are drawn from."""
        if create:
            publish_design(self)
        else:
            self.shown = compile_design(self)


class RideFactory(DjangoModelFactory[Ride]):
    """A car ordered for a guest, from the airport."""

    class Meta:
        model = Ride

    guest = factory.SubFactory(GuestFactory)
    event = factory.LazyAttribute(lambda ride: ride.guest.event)
    place = "虹桥机场 2 号航站楼"
    number = "CA1501"
    due_at = factory.LazyFunction(timezone.now)
    car = "沪A·12345 黑色"
    driver = "老周"
    driver_phone = "13900001234"
