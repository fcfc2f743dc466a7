"""Whose bookings a calendar link shows."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from foyer.core.models import User
from foyer.venues.models import Room


class FeedForm(forms.Form):
    """One's own bookings, or a room's where one keeps the rooms."""

    room = forms.ModelChoiceField(
        label=_("What it shows"),
        queryset=Room.objects.none(),
        required=False,
        empty_label=_("My bookings and those of my clients"),
    )

    def __init__(self, *args: Any, by: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if by.has_perm("bookings.offer_booking"):
            room: Any = self.fields["room"]
            room.queryset = Room.objects.select_related("venue")
