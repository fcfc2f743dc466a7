"""The time, how many people, how the room is set out: what every form about a room begins with. (004-02)"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time
from typing import Any, ClassVar

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from foyer.bookings.fitting import check_time
from foyer.bookings.models.booking import MOST_HEADS
from foyer.bookings.queries.free import Sought
from foyer.bookings.refusals import BookingRefusal
from foyer.core.days import house_day
from foyer.venues.enums import Layout

# What a refusal calls the fields.
_FIELDS = {"from": "starts", "to": "ends", "heads": "heads", "room": "room", "phone": "asker_phone"}


class DayInput(forms.DateInput):
    """A day, typed or chosen."""

    input_type = "date"

    def __init__(self, **attrs: Any) -> None:
        # With a last day of four digits a browser goes on to the month by itself.
        super().__init__(format="%Y-%m-%d", attrs={"max": "2099-12-31"} | attrs)


class ClockInput(forms.TimeInput):
    """A time of day."""

    input_type = "time"

    def __init__(self, **attrs: Any) -> None:
        super().__init__(format="%H:%M", attrs={"step": 300} | attrs)


class DatedForm(forms.Form):
    """A form of a moment: what it refuses depends on when it is sent."""

    def __init__(self, *args: Any, at: datetime, **kwargs: Any) -> None:
        self.at = at
        super().__init__(*args, **kwargs)


class TimesForm(DatedForm):
    """From when to when a room is wanted; `starts_at` and `ends_at` are the moments."""

    checks_time: ClassVar[bool] = True

    day = forms.DateField(label=_("Day"), widget=DayInput())
    starts = forms.TimeField(label=pgettext_lazy("clock", "From"), widget=ClockInput())
    ends = forms.TimeField(label=pgettext_lazy("clock", "To"), widget=ClockInput())
    last_day = forms.DateField(
        label=_("Until the day"),
        required=False,
        widget=DayInput(),
        help_text=_("Only where it ends on another day."),
    )
    starts_at: datetime
    ends_at: datetime

    def clean(self) -> dict[str, Any]:
        """Refuse a time nobody can use, beside the field that is to be changed."""
        values = super().clean() or self.cleaned_data
        if any(values.get(name) is None for name in ("day", "starts", "ends")):
            return values
        self.starts_at = moment(values["day"], values["starts"])
        self.ends_at = moment(values.get("last_day") or values["day"], values["ends"])
        if self.checks_time:
            try:
                check_time(self.starts_at, self.ends_at, at=self.at)
            except BookingRefusal as refusal:
                self.refuse(refusal)
        return values

    def refuse(self, refusal: Exception) -> None:
        """Say why something cannot be had, beside the field that is to be changed where there is one."""
        field = _FIELDS.get(getattr(refusal, "field", ""), "")
        self.add_error(field if field in self.fields else None, str(refusal))


class SoughtForm(TimesForm):
    """The time, how many people, how the room is set out."""

    heads = forms.IntegerField(
        label=_("People"),
        min_value=1,
        max_value=MOST_HEADS,
        error_messages={"min_value": _("Say how many people come: one at least.")},
    )
    layout = forms.ChoiceField(
        label=_("Layout"),
        required=False,
        choices=[("", pgettext_lazy("room layout", "any")), *Layout.choices],
    )

    def sought(self, tier: str = "") -> Sought | None:
        """Return what is looked for, once it is said."""
        values = getattr(self, "cleaned_data", {})
        needed = ("day", "starts", "ends", "heads")
        if any(values.get(name) is None for name in needed):
            return None
        return Sought(self.starts_at, self.ends_at, values["heads"], values["layout"], tier)


def moment(day: date, clock: time) -> datetime:
    """Return a moment by the house's clock."""
    return timezone.make_aware(datetime.combine(day, clock), timezone.get_default_timezone())


def times_of(starts_at: datetime, ends_at: datetime) -> dict[str, Any]:
    """Return a stretch of time as the fields of a form have it."""
    zone = timezone.get_default_timezone()
    first, last = house_day(starts_at), house_day(ends_at)
    return {
        "day": first,
        "starts": timezone.localtime(starts_at, zone).time(),
        "ends": timezone.localtime(ends_at, zone).time(),
        "last_day": last if last != first else None,
    }


def typed_again(data: Mapping[str, Any], starts_at: datetime, ends_at: datetime) -> Any:
    """Return what was typed, with another time in it."""
    again: Any = data.copy()  # type: ignore[attr-defined]  # a QueryDict
    for name, value in times_of(starts_at, ends_at).items():
        clock = f"{value:%H:%M}" if isinstance(value, time) else None
        again[name] = clock or (value.isoformat() if value else "")
    return again
