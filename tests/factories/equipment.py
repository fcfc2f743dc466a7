"""Equipment, and what is done with it."""

from datetime import date

import factory
from factory.django import DjangoModelFactory

from foyer.venues.models import EquipmentItem, EquipmentKind


class EquipmentKindFactory(DjangoModelFactory[EquipmentKind]):
    """Projectors."""

    class Meta:
        model = EquipmentKind

    name = factory.Sequence(lambda n: f"投影机{n}")
    name_zh_hant = factory.LazyAttribute(lambda kind: kind.name.replace("投影机", "投影機"))
    name_en = factory.Sequence(lambda n: f"Projector {n}")
    category = "projection"


class EquipmentItemFactory(DjangoModelFactory[EquipmentItem]):
    """One projector in store."""

    class Meta:
        model = EquipmentItem

    number = factory.Sequence(lambda n: f"Q{90000 + n}")
    kind = factory.SubFactory(EquipmentKindFactory)
    name = "爱普生 CB-L200F"
    added_on = date(2026, 1, 5)
