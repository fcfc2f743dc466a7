"""Meetings and calls with clients."""

from datetime import timedelta
from typing import Any

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from foyer.clients.care_enums import Direction, VisitMode
from foyer.clients.models import Visit
from foyer.core.days import house_day
from tests.factories.clients import ClientFactory


class VisitFactory(DjangoModelFactory[Visit]):
    """A phone call of yesterday, filed at once.

    Traits: `struck_out`; `reception` (they came); `visit` (we went). `contacts=[…]`: whom it was with.
    """

    class Meta:
        model = Visit
        skip_postgeneration_save = True

    class Params:
        struck_out = factory.Trait(
            struck_out_at=factory.LazyAttribute(lambda visit: visit.filed_at),
            strike_out_reason="记错了客户",
        )
        reception = factory.Trait(mode=VisitMode.RECEPTION, direction=Direction.THEY_CAME)
        visit = factory.Trait(mode=VisitMode.VISIT, direction=Direction.WE_WENT)

    client = factory.SubFactory(ClientFactory)
    mode = VisitMode.PHONE
    direction = Direction.WE_WENT
    happened_at = factory.LazyFunction(lambda: timezone.now() - timedelta(days=1))
    written_on = factory.LazyAttribute(lambda visit: house_day(visit.happened_at))
    filed_at = factory.LazyAttribute(lambda visit: visit.happened_at)
    changed_at = factory.LazyAttribute(lambda visit: visit.filed_at)
    discussion = "谈及秋季品鉴会的席位安排。"

    @factory.post_generation
    def contacts(self: Visit, create: bool, extracted: Any, **_kwargs: Any) -> None:  # type: ignore[misc]  # factory_boy hands in the visit made
        """Say whom it was with."""
        if extracted:
            self.contacts.set(extracted)
