"""Fee schedules, drafted and approved."""

from datetime import date
from decimal import Decimal
from typing import Any

import factory
from factory.django import DjangoModelFactory

from foyer.fees.enums import FeeKind, FeeUnit
from foyer.fees.models import FeeDiscount, FeeItem, FeeSchedule
from tests.factories.venues import RoomFactory


class FeeItemFactory(DjangoModelFactory[FeeItem]):
    """A room by the hour; `schedule=` says whose."""

    class Meta:
        model = FeeItem

    schedule = factory.SubFactory("tests.factories.fees.FeeScheduleFactory", items=[])
    kind = FeeKind.ROOM
    room = factory.Maybe("is_room", factory.SubFactory(RoomFactory), None)
    name = factory.Maybe("is_room", "", "投影机")
    unit = FeeUnit.HOUR
    amount = Decimal(300)

    class Params:
        is_room = factory.LazyAttribute(lambda item: item.kind == FeeKind.ROOM)


class FeeDiscountFactory(DjangoModelFactory[FeeDiscount]):
    """A tenth off the rooms, for whoever asks by name."""

    class Meta:
        model = FeeDiscount

    schedule = factory.SubFactory("tests.factories.fees.FeeScheduleFactory", items=[])
    name = "公益活动"
    name_zh_hant = "公益活動"
    name_en = "Good causes"
    percent = Decimal(10)


class FeeScheduleFactory(DjangoModelFactory[FeeSchedule]):
    """A drafted schedule for a hall by the hour; `items` and `discounts` are what its lines say.

    `approved=True` approves it as the workflow does, `by=` whom it names.
    """

    class Meta:
        model = FeeSchedule

    name = factory.Sequence(lambda n: f"场地收费标准{n}")
    name_zh_hant = factory.LazyAttribute(
        lambda one: one.name.replace("场地收费标准", "場地收費標準")
    )
    name_en = factory.LazyAttribute(lambda one: one.name.replace("场地收费标准", "Room fees "))
    valid_from = date(2026, 1, 1)
    reason = "场地翻新"
    reason_zh_hant = "場地翻新"
    reason_en = "The rooms were renewed"
    live = False

    @classmethod
    def _create(cls, model_class: type[FeeSchedule], *args: Any, **kwargs: Any) -> FeeSchedule:
        items = kwargs.pop("items", [{}])
        discounts = kwargs.pop("discounts", [])
        approved, by = kwargs.pop("approved", False), kwargs.pop("by", None)
        schedule: FeeSchedule = super()._create(model_class, *args, **kwargs)
        # In the order in which they are told, as the editor writes it: PostgreSQL keeps none of its own.
        schedule.items = [
            FeeItemFactory.build(schedule=None, sort_order=n, **_with_room(one))
            for n, one in enumerate(items)
        ]
        schedule.discounts = [
            FeeDiscountFactory.build(schedule=None, sort_order=n, **one)
            for n, one in enumerate(discounts)
        ]
        schedule.save()
        schedule = FeeSchedule.objects.get(pk=schedule.pk)
        revision = schedule.save_revision()
        if approved:
            revision.publish(user=by, skip_permission_checks=True)
        return FeeSchedule.objects.get(pk=schedule.pk)


def _with_room(item: dict[str, Any]) -> dict[str, Any]:
    """A room that is kept, where an item needs one and names none."""
    if item.get("kind", FeeKind.ROOM) != FeeKind.ROOM:
        return {"room": None} | item
    return item if "room" in item else item | {"room": RoomFactory()}
