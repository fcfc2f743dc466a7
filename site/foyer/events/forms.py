"""Forms of the events room."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm, WagtailAdminPageForm
from wagtail.admin.widgets import AdminDateTimeInput

from foyer.core.refusals import Refusal
from foyer.venues.models import Room, Venue

from .models import Event, EventType
from .services import check_room, create_event

_NEW = ("title", "type", "starts_at", "ends_at", "venue", "room", "capacity")
_TYPED = ("title", "starts_at", "ends_at", "capacity")
_MOMENTS = ("starts_at", "ends_at", "doors_at", "reply_by")
_YEARS = range(1990, 2200)
# What Django says of a number out of bounds names a limit; this says what to do.
_NUMBER_WRONG = {
    "min_value": _("At least one person must be let in."),
    "max_value": _("Check the number: a house cannot let in so many."),
    "invalid": _("Type the number of people in digits, for example 80."),
}
# A broken rule of the database is said beside the field that people can mend.
_FIELD_OF_RULE = {
    "events_event_ends_after_start": "ends_at",
    "events_event_doors_before_end": "doors_at",
    "events_event_has_title": "title",
    "events_event_has_capacity": "capacity",
}


def broken_rules(event: Event, *, leave_out: set[str]) -> dict[str, list[forms.ValidationError]]:
    """Return what is wrong with an event's years and constraints, by the field that can be mended.

    Args:
        leave_out: names of fields that are wrong already.
    """
    found = {name: [forms.ValidationError(_("Check the year."))] for name in _strange_years(event)}
    for rule in Event._meta.constraints:
        try:
            rule.validate(Event, event, exclude=leave_out | set(found))
        except forms.ValidationError as error:
            found.setdefault(_FIELD_OF_RULE.get(rule.name, "__all__"), []).append(error)
    return found


def _strange_years(event: Event) -> list[str]:
    """Return the moments of an event in a year nobody means: a slip of the hand, or beyond what is kept."""
    moments = {name: getattr(event, name) for name in _MOMENTS}
    return [name for name, moment in moments.items() if moment and moment.year not in _YEARS]


def describes_new_event(typed: Mapping[str, Any]) -> bool:
    """Tell whether a new event was described, even in part, in the form of a page."""
    return any(str(typed.get(f"new_{name}", "")).strip() for name in _TYPED)


class EventForm(WagtailAdminModelForm):
    """The form of an event; an empty number is filled from the series when it is kept."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "capacity" in self.fields:
            self.fields["capacity"].error_messages.update(_NUMBER_WRONG)

    def clean(self) -> dict[str, Any]:
        """Refuse a room of another venue."""
        cleaned: dict[str, Any] = super().clean()
        room, venue = cleaned.get("room"), cleaned.get("venue")
        if room and venue and room.venue_id != venue.pk:
            self.add_error("room", _("This room is not in the venue chosen above."))
        return cleaned

    def validate_constraints(self) -> None:
        """Say each broken rule beside the field that can be mended."""
        for field, errors in broken_rules(self.instance, leave_out=set(self.errors)).items():
            for error in errors:
                self.add_error(field if field in self.fields else None, error)


class EventPageForm(WagtailAdminPageForm):
    """The form of an event's page, in which the event itself may be made too. (000-03)

    The event is made once, when a member of staff saves: never by a preview, and never by the editor
    saving a draft on its own (see `wagtail_hooks.wait_for_new_event`).
    """

    new_title = forms.CharField(label=_("Title of the event"), max_length=150, required=False)
    new_type = forms.ModelChoiceField(
        label=_("Type"), queryset=EventType.objects.all(), required=False
    )
    new_starts_at = forms.DateTimeField(
        label=_("Starts at"), required=False, widget=AdminDateTimeInput
    )
    new_ends_at = forms.DateTimeField(label=_("Ends at"), required=False, widget=AdminDateTimeInput)
    new_venue = forms.ModelChoiceField(
        label=_("Venue"), queryset=Venue.objects.all(), required=False
    )
    new_room = forms.ModelChoiceField(
        label=_("Room"), queryset=Room.objects.select_related("venue"), required=False
    )
    new_capacity = forms.IntegerField(
        label=_("Capacity"),
        min_value=1,
        max_value=1_000_000,
        required=False,
        error_messages=_NUMBER_WRONG,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        # Wagtail hands a subscription to the form that will be kept, not to the one of a preview.
        self.is_kept = kwargs.get("subscription") is not None
        self.new_event: Event | None = None
        super().__init__(*args, **kwargs)
        if "event" in self.fields:
            self.fields["event"].required = False

    def clean(self) -> dict[str, Any]:
        """Read the new event, or ask for one."""
        cleaned: dict[str, Any] = super().clean()
        chosen = cleaned.get("event")
        if "new_title" in self.fields and describes_new_event(self.data):
            if chosen:
                self.add_error(
                    "event",
                    _("Choose an event or describe a new one, not both: clear one of them."),
                )
            else:
                self._read_new_event(cleaned)
        elif not chosen and "event" in self.fields and "event" not in self.errors:
            self.add_error(
                "event", _("Choose the event this page is about, or describe a new one below.")
            )
        return cleaned

    def _post_clean(self) -> None:
        super()._post_clean()
        if self.new_event:
            self.instance.event = self.new_event

    def save(self, commit: bool = True) -> Any:
        """Keep the page, and the new event before it."""
        if self.new_event and self.is_kept:
            self.instance.event = self._make(self.new_event)
            self.new_event = None
        return super().save(commit)

    def _make(self, event: Event) -> Event:
        """Keep the new event; where its room was taken in this very moment, without a room."""
        try:
            return create_event(event=event, by=self.for_user, at=timezone.now())
        except Refusal:
            event.pk, event.room = None, None
            return create_event(event=event, by=self.for_user, at=timezone.now())

    def _read_new_event(self, cleaned: dict[str, Any]) -> None:
        """Build the event described in the form and say what is wrong with it, field by field."""
        for name in ("new_title", "new_type", "new_starts_at", "new_ends_at", "new_capacity"):
            if not cleaned.get(name) and name not in self.errors:
                self.add_error(name, self.fields[name].error_messages["required"])
        wrong = {name.removeprefix("new_") for name in self.errors if name.startswith("new_")}
        facts: dict[str, Any] = {name: cleaned.get(f"new_{name}") for name in _NEW}
        event = Event(**facts | {"title": facts["title"] or ""})
        for field, errors in broken_rules(event, leave_out=wrong).items():
            for error in errors:
                self.add_error(f"new_{field}" if field != "__all__" else None, error)
        if event.room and event.venue and event.room.venue_id != event.venue.pk:
            self.add_error("new_room", _("This room is not in the venue chosen above."))
        if not any(name.startswith("new_") for name in self.errors):
            self._refuse_twin(event)

    def _refuse_twin(self, event: Event) -> None:
        """A form sent twice must not make two events, nor two events take one room."""
        if Event.objects.filter(title=event.title, starts_at=event.starts_at).exists():
            self.add_error(
                "new_title",
                _("An event of this title at this time exists already: choose it above."),
            )
            return
        try:
            check_room(event=event, at=timezone.now())
        except Refusal as refusal:
            self.add_error("new_room", str(refusal))
        else:
            self.new_event = event
