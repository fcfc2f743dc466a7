"""What may be asked for beside a room, as fields of a form; and the moment a use begins or ends. (004-21)"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final

from django import forms

from .enums import FeeKind, FeeUnit
from .pricing.quote import MOST_OF_IT
from .pricing.refusals import ExtraUnknown, QuoteRefusal
from .pricing.tariff import Price, Tariff
from .showing import price_name

EXTRA: Final = "x-"
_TICKED: Final = (FeeUnit.USE, FeeUnit.PERSON)  # there is one, or none


class MomentInput(forms.DateTimeInput):
    """A day and a time, in quarters of an hour."""

    input_type = "datetime-local"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%dT%H:%M", attrs={"step": 900})


def add_extras(
    form: forms.Form, tariffs: Iterable[Tariff], had: Mapping[str, int] | None = None
) -> dict[str, Price]:
    """Add to a form one field for each thing that may be asked for; return their prices by the fields' names.

    Args:
        form: the form.
        tariffs: the versions that offer it.
        had: how many were asked for before, by the keys of the prices; they are filled in.
    """
    offers: dict[Any, Price] = {}
    for tariff in tariffs:
        for price in tariff.prices:
            if price.kind in (FeeKind.EQUIPMENT, FeeKind.SERVICE):
                offers.setdefault(price.offer, price)
    extras = {f"{EXTRA}{price.key}": price for price in offers.values()}
    for name, price in extras.items():
        label = f"{price_name(price)} · {FeeUnit(price.unit).label}"
        count = (had or {}).get(price.key, 0)
        form.fields[name] = (
            forms.BooleanField(label=label, required=False, initial=bool(count))
            if price.unit in _TICKED
            else forms.IntegerField(
                label=label,
                required=False,
                min_value=0,
                max_value=MOST_OF_IT,
                initial=count or None,
            )
        )
    return extras


class WithExtras(forms.Form):
    """A form with one field for each thing the versions offer beside the rooms."""

    def __init__(self, data: Any = None, *, tariffs: Iterable[Tariff], **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.tariffs = tuple(tariffs)
        self.extras = add_extras(self, self.tariffs)

    @property
    def extra_fields(self) -> list[Any]:
        """The fields of what may be added."""
        return [self[name] for name in self.extras]

    def wanted_extras(self) -> dict[str, int]:
        """Return how many of what is wanted, by the keys of the prices."""
        told = self.cleaned_data
        wanted = {price.key: int(told.get(name) or 0) for name, price in self.extras.items()}
        return {key: count for key, count in wanted.items() if count}

    def field_of(self, key: str) -> str | None:
        """Return the field that asks for what a price is for; working days, rest days and tiers have one each."""
        prices = (price for tariff in self.tariffs for price in tariff.prices)
        named = next((price for price in prices if price.key == key), None)
        offers = {price.offer: name for name, price in self.extras.items()}
        return offers.get(named.offer) if named else None

    def name_extra(self, refusal: QuoteRefusal) -> None:
        """Let a refusal call an extra by its name instead of its key."""
        if isinstance(refusal, ExtraUnknown):
            named = self.extras.get(f"{EXTRA}{refusal.params['item']}")
            if named:
                refusal.params["item"] = price_name(named)
