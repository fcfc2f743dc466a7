"""The first question: when, for how many, and how the room is to be set out. (BOOKING 1)"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext, pgettext_lazy

from foyer.fees.extra_fields import MomentInput
from foyer.venues.enums import Layout

from .models.booking import MOST_HEADS
from .queries.free import Sought

YEARS: Final = range(2000, 9001)


class SearchForm(forms.Form):
    """When, for how many, and how the room is to be set out."""

    to = forms.DateTimeField(label=pgettext_lazy("booking", "To"), widget=MomentInput())
    heads = forms.IntegerField(
        label=_("People"),
        min_value=1,
        max_value=MOST_HEADS,
        error_messages={"min_value": _("Say how many people come: one at least.")},
    )
    layout = forms.ChoiceField(label=_("Layout"), required=False)
    field_order = ("from", "to", "heads", "layout")

    def __init__(self, data: Mapping[str, Any] | None = None, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        # "from" is a word of Python's own, and the name the API gives it.
        self.fields["from"] = forms.DateTimeField(
            label=pgettext_lazy("booking", "From"), widget=MomentInput()
        )
        choices = [("", pgettext("room layout", "any")), *Layout.choices]
        self.fields["layout"].choices = choices  # type: ignore[attr-defined]  # a choice field
        self.order_fields(self.field_order)

    def clean(self) -> dict[str, Any]:
        """Ask for times the right way round, in a year that can be meant."""
        told: dict[str, Any] = super().clean() or self.cleaned_data
        for name in ("from", "to"):
            if told.get(name) and told[name].year not in YEARS:
                self.add_error(name, _("Check the year."))
        starts_at, ends_at = told.get("from"), told.get("to")
        if starts_at and ends_at and ends_at <= starts_at:
            self.add_error("to", _("The end must come after the beginning: check both times."))
        elif starts_at and starts_at < timezone.now():
            self.add_error("from", _("That time has passed: choose one that is still to come."))
        return told

    def sought(self) -> Sought:
        """Return what is looked for."""
        told = self.cleaned_data
        return Sought(told["from"], told["to"], told["heads"], told["layout"])
