"""Where things happen, when it is taken, and what stands in it."""

from .check import CheckLine, EquipmentCheck
from .equipment import EquipmentItem, EquipmentKind
from .hire import EquipmentHire, HireReturn
from .occupation import Closure, Occupation
from .place import Room, RoomHours, RoomLayout, Venue
from .upkeep import EquipmentFault, FaultPhoto, FaultStep, Maintenance

__all__ = [
    "CheckLine",
    "Closure",
    "EquipmentCheck",
    "EquipmentFault",
    "EquipmentHire",
    "EquipmentItem",
    "EquipmentKind",
    "FaultPhoto",
    "FaultStep",
    "HireReturn",
    "Maintenance",
    "Occupation",
    "Room",
    "RoomHours",
    "RoomLayout",
    "Venue",
]
