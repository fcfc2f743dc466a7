"""The form of a ride."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.widgets import AdminDateTimeInput

from foyer.guests.models import Ride


class RideForm(WagtailAdminModelForm):
    """One ride for a guest of one event."""

    class Meta:
        model = Ride
        fields: ClassVar = [
            "guest",
            "direction",
            "place_kind",
            "place",
            "number",
            "due_at",
            "people",
            "car",
            "driver",
            "driver_phone",
            "note",
        ]
        widgets: ClassVar = {"due_at": AdminDateTimeInput}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        guests = self.instance.event.guests.filter(cancelled_at=None).order_by("name", "pk")
        choice: Any = self.fields["guest"]
        choice.queryset = guests
        self.fields["driver_phone"].widget = forms.TextInput(attrs={"autocomplete": "off"})
