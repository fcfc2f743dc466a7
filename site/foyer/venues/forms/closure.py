"""Forms of the venues room."""

from __future__ import annotations

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm

from foyer.venues.enums import OccupationPurpose
from foyer.venues.models import Occupation
from foyer.venues.services import occupy_room


class ClosureForm(WagtailAdminModelForm):
    """When a room is closed, and why."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["title"].required = True

    def clean(self) -> dict[str, Any]:
        """Ask for the times the right way round."""
        cleaned: dict[str, Any] = super().clean()
        starts_at, ends_at = cleaned.get("starts_at"), cleaned.get("ends_at")
        if starts_at and ends_at and ends_at <= starts_at:
            self.add_error("ends_at", _("It ends before it begins: check both times."))
        return cleaned

    def _get_validation_exclusions(self) -> set[str]:
        """Leave out what the act itself reckons."""
        reckoned = {"from_at", "until_at", "purpose"}
        return {*super()._get_validation_exclusions(), *reckoned}

    def save(self, commit: bool = True) -> Occupation:
        """Close the room.

        Raises:
            Refusal: something takes it at that time.
        """
        told = self.cleaned_data
        return occupy_room(
            room=told["room"],
            starts_at=told["starts_at"],
            ends_at=told["ends_at"],
            purpose=OccupationPurpose.CLOSED,
            title=told["title"],
            at=timezone.now(),
            held=self.instance if self.instance.pk else None,
        )
