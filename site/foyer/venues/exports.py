"""Faults of equipment as a file, through the house's register of exports. (004-15, security 9)"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _

from foyer.core.days import house_minute
from foyer.core.exports.targets import ExportColumn, register
from foyer.core.models import User
from foyer.privacy.exported import OpenList

from .models import EquipmentFault


class FaultList(OpenList):
    """Faults of equipment."""

    key = "equipment"
    label = _("Faults")
    right = "venues.export_equipmentfault"
    sensitive_right = "venues.export_equipmentfault"

    def all_columns(self, by: User) -> list[ExportColumn]:
        """Return every column there is."""
        return [
            ExportColumn("number", _("Number"), lambda fault, _by: fault.item.number),
            ExportColumn("item", _("Equipment"), lambda fault, _by: fault.item.label),
            ExportColumn("kind", _("Kind"), lambda fault, _by: fault.item.kind.name_text),
            ExportColumn("place", _("Where"), lambda fault, _by: fault.item.place_text),
            _column("what", lambda fault: fault.what),
            _column("severity", lambda fault: fault.get_severity_display()),
            _column("quantity", lambda fault: str(fault.quantity)),
            _column("state", lambda fault: fault.get_state_display()),
            _column("reported_at", lambda fault: house_minute(fault.reported_at)),
            _column("reported_by", lambda fault: str(fault.reported_by or "")),
            _column(
                "settled_at",
                lambda fault: house_minute(fault.settled_at) if fault.settled_at else "",
            ),
        ]

    def records(self, keys: Sequence[int], by: User) -> list[Any]:
        """Return these faults, in this order."""
        faults = EquipmentFault.objects.select_related("item__kind", "item__home", "reported_by")
        found = faults.in_bulk(keys)
        return [found[key] for key in keys if key in found]


def _column(name: str, tell: Callable[[EquipmentFault], str]) -> ExportColumn:
    field: Any = EquipmentFault._meta.get_field(name)
    return ExportColumn(name, field.verbose_name, lambda fault, _by: tell(fault))


FAULT_LIST = FaultList()
register(FAULT_LIST)
