"""What the list of bookings is narrowed down by."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from foyer.bookings.enums import BookingStatus
from foyer.venues.models import Room

from .sought import DayInput

_LONGEST_QUERY = 100
_EVERYTHING = ("", _("All"))


class BookingFilterForm(forms.Form):
    """Words, room, step, client, period; a value it does not know narrows nothing, and is named."""

    q = forms.CharField(
        label=_("Search"),
        required=False,
        max_length=_LONGEST_QUERY,
        widget=forms.SearchInput(
            attrs={
                "placeholder": _("Number, name, client, last four digits"),
                "autocomplete": "off",
            }
        ),
    )
    room = forms.ChoiceField(label=_("Room"), required=False)
    step = forms.ChoiceField(
        label=_("Step"), required=False, choices=[_EVERYTHING, *BookingStatus.choices]
    )
    client = forms.CharField(
        label=_("Client"),
        required=False,
        max_length=_LONGEST_QUERY,
        widget=forms.TextInput(attrs={"placeholder": _("Name or number"), "autocomplete": "off"}),
    )
    first = forms.DateField(label=_("Used from"), required=False, widget=DayInput())
    last = forms.DateField(label=_("Until"), required=False, widget=DayInput())

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rooms = [(str(room.pk), str(room)) for room in Room.objects.select_related("venue")]
        self.fields["room"].choices = [_EVERYTHING, *rooms]  # type: ignore[attr-defined]  # a choice field

    @property
    def wanted(self) -> dict[str, Any]:
        """The values that narrow the list down."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}
