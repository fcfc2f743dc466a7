"""What is typed into a fee schedule, judged where it was typed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _
from wagtail.admin.forms import WagtailAdminModelForm

from .enums import Currency, FeeKind, FeeUnit
from .models import FeeSchedule
from .showing import money

_BEYOND = (FeeUnit.HALF_DAY, FeeUnit.DAY, FeeUnit.EVENING)


class FeeScheduleForm(WagtailAdminModelForm):
    """A draft; what makes no sense is said beside the line it stands in."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if replaces := self.fields.get("replaces"):
            replaces.queryset = FeeSchedule.objects.published()

    def is_valid(self) -> bool:
        """Judge the lines once they and the schedule have been read."""
        valid: bool = super().is_valid()
        items = self.formsets.get("items")
        if items is None or not items.is_bound:
            return valid
        return self._judge([form for form in items.forms if _is_kept(form)]) and valid

    def _judge(self, forms: list[Any]) -> bool:
        taken: set[tuple[Any, ...]] = set()
        right = True
        for form in forms:
            for field, fault in self._faults(form.cleaned_data, taken):
                if not form.has_error(field):
                    form.add_error(field, fault)
                right = False
        return right

    def _faults(
        self, line: dict[str, Any], taken: set[tuple[Any, ...]]
    ) -> Iterator[tuple[str, str]]:
        kind, unit, room = line.get("kind"), line.get("unit"), line.get("room")
        if kind and unit and unit not in FeeUnit.OF_KIND[kind]:
            fitting = ", ".join(str(FeeUnit(one).label) for one in FeeUnit.OF_KIND[kind])
            yield "unit", _("Choose one of: %(units)s.") % {"units": fitting}
        if kind == FeeKind.ROOM and not room:
            yield "room", _("Choose the room the price is for.")
        if kind != FeeKind.ROOM and not line.get("name"):
            yield "name", _("Say what the price is for.")
        if line.get("overtime") is not None and unit not in _BEYOND:
            yield "overtime", _("Overtime goes with half days, days and evenings.")
        told: dict[str, Any] = self.cleaned_data or {}
        currency = told.get("currency", "")
        least = Currency.LEAST.get(currency)
        for field in ("amount", "overtime"):
            if least and (price := line.get(field)) and price % least:
                shown = money(least, currency)
                yield field, _("Round it to %(least)s.") % {"least": shown}
        if kind == FeeKind.ROOM and room:
            price = (room.pk, unit, line.get("days"), line.get("tier"))
            if price in taken:
                yield (
                    "unit",
                    _(
                        "This room already has such a price: change that line, or choose other days, "
                        "clients or another unit."
                    ),
                )
            taken.add(price)


def _is_kept(form: Any) -> bool:
    told: dict[str, Any] = getattr(form, "cleaned_data", None) or {}
    return bool(told) and not told.get("DELETE")
