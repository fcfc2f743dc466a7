"""What this room keeps about people: nothing."""

from django.utils.translation import gettext_lazy as _

from foyer.privacy.registry import holds_none

from .models import (
    CheckLine,
    Closure,
    EquipmentCheck,
    EquipmentFault,
    EquipmentHire,
    EquipmentItem,
    EquipmentKind,
    FaultPhoto,
    FaultStep,
    HireReturn,
    Maintenance,
    Occupation,
    Room,
    RoomHours,
    RoomLayout,
    Venue,
)

holds_none(
    Venue,
    Room,
    RoomHours,
    RoomLayout,
    Occupation,
    Closure,
    because=_("Places, not people; who takes a room is told by what takes it."),
)
holds_none(
    EquipmentKind,
    EquipmentItem,
    EquipmentHire,
    HireReturn,
    EquipmentCheck,
    CheckLine,
    EquipmentFault,
    FaultStep,
    FaultPhoto,
    Maintenance,
    because=_(
        "Things, not people: what the house lends and mends, and which colleague or firm saw to it."
    ),
)
