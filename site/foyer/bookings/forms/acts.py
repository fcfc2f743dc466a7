"""What the acts upon a booking ask of staff."""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import Any

from django import forms
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext, pgettext
from django.utils.translation import gettext_lazy as _

from foyer.bookings.enums import Repeats
from foyer.bookings.models import Booking
from foyer.bookings.models.booking import LONGEST_TEXT
from foyer.bookings.services.changing import Change
from foyer.bookings.services.linking import contacts_to_link
from foyer.bookings.services.offering import latest_answer, rivals_of
from foyer.clients.models import Contact
from foyer.core.days import house_day
from foyer.core.models import User
from foyer.core.staff_field import StaffField
from foyer.fees.extra_fields import EXTRA, add_extras
from foyer.venues.models import Room

from .extras import discounts_of, extras_of, tariffs_between
from .sought import DatedForm, DayInput, SoughtForm, TimesForm, times_of

_LONGEST_REASON = 500


class ActForm(DatedForm):
    """What every act carries: the version of the booking its actor saw."""

    seen = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, booking: Booking, by: User, **kwargs: Any) -> None:
        self.booking, self.by = booking, by
        super().__init__(*args, **kwargs)
        self.ready()

    def ready(self) -> None:
        """Offer what this booking offers."""


def reason_field(label: Any = None, **kwargs: Any) -> forms.CharField:
    """Return a field for a reason whoever asked will read."""
    area = forms.Textarea(attrs={"rows": 2})
    hint = _("Whoever asked for the room reads it.")
    words: dict[str, Any] = {"label": label or _("Reason"), "help_text": hint} | kwargs
    return forms.CharField(max_length=_LONGEST_REASON, widget=area, **words)


class ReasonForm(ActForm):
    """An act that says why."""

    reason = reason_field()


class AssignForm(ActForm):
    """Who is answerable."""

    owner = StaffField(label=_("Answerable"), right="bookings.change_booking")

    def ready(self) -> None:
        """Begin with whoever is answerable now."""
        self.fields["owner"].initial = self.booking.owner_id


class LinkForm(ActForm):
    """Which of the contacts with this phone or e-mail asks."""

    contact = forms.ModelChoiceField(queryset=Contact.objects.none())

    def ready(self) -> None:
        """Take nobody else."""
        found = contacts_to_link(self.booking, by=self.by)
        asked: Any = self.fields["contact"]
        asked.queryset = Contact.objects.filter(pk__in=[one.pk for one in found])


class DeclineForm(ActForm):
    """What the client said."""

    reason = reason_field(_("What the client said"), required=False, help_text="")


class OfferForm(ActForm):
    """Until when the room is held, at which discount, and what becomes of the others who asked. (004-03, 004-04)"""

    reply_by = forms.DateTimeField(label=_("Reply by"), help_text=_("The room is held until then."))
    discount = forms.ChoiceField(
        label=_("Discount"), required=False, help_text=_("It is noted that you granted it.")
    )
    turn_down = forms.ModelMultipleChoiceField(
        label=_("Turn down with it"),
        queryset=Booking.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("They asked for the same room at a time that meets this one."),
    )
    reason = reason_field(_("Reason for those turned down"), required=False)

    def ready(self) -> None:
        """Propose the deadline of the policy; name discounts and rivals."""
        booking, fields = self.booking, self.fields
        fields["reply_by"].widget = forms.DateTimeInput(
            format="%Y-%m-%dT%H:%M", attrs={"type": "datetime-local"}
        )
        until = latest_answer(booking, at=self.at)
        fields["reply_by"].initial = until.replace(second=0, microsecond=0)
        tariffs = tariffs_between(house_day(booking.starts_at), house_day(booking.ends_at))
        none = ("", pgettext("fee discount", "none"))
        fields["discount"].choices = [none, *discounts_of(tariffs)]  # type: ignore[attr-defined]  # a choice field
        if any(booking.discount == key for key, _label in fields["discount"].choices):  # type: ignore[attr-defined]  # as above
            fields["discount"].initial = booking.discount
        rivals = [one.pk for one in rivals_of(booking, at=self.at)]
        if not rivals:
            del fields["turn_down"], fields["reason"]
            return
        asked: Any = fields["turn_down"]
        asked.queryset = Booking.objects.filter(pk__in=rivals).order_by("requested_at", "pk")
        asked.label_from_instance = _rival


def _rival(booking: Booking) -> str:
    """Name somebody else who asked."""
    begins = date_format(localtime(booking.starts_at), "SHORT_DATETIME_FORMAT")
    return gettext("%(title)s · %(moment)s · %(heads)s people") % {
        "title": booking.title,
        "moment": begins,
        "heads": booking.heads,
    }


class SignForm(ActForm):
    """Who signed the contract, and on which day. (004-05)"""

    signed_by = forms.CharField(label=_("Signed by"), max_length=100)
    signed_on = forms.DateField(label=_("Signed on"), widget=DayInput())

    def ready(self) -> None:
        """Propose today."""
        self.fields["signed_on"].initial = house_day(self.at)


class CancelForm(ReasonForm):
    """Why it is cancelled, and whether the house takes its fee. (004-22)"""

    waives_fee = forms.BooleanField(label=_("The house takes no fee"), required=False)

    def ready(self) -> None:
        """Only who offers rooms waives fees."""
        if not self.by.has_perm("bookings.offer_booking"):
            del self.fields["waives_fee"]


class WriteForm(ActForm):
    """What the client is written."""

    text = forms.CharField(
        label=_("To the client"), max_length=LONGEST_TEXT, widget=forms.Textarea(attrs={"rows": 3})
    )


class NoteForm(ActForm):
    """What staff note for each other."""

    text = forms.CharField(
        label=_("Note"), max_length=LONGEST_TEXT, widget=forms.Textarea(attrs={"rows": 3})
    )


class RepeatForm(ActForm):
    """How a request comes back, until when, and on which days it does not. (004-02)"""

    repeats = forms.ChoiceField(label=_("Repeats"), choices=Repeats.choices)
    until_on = forms.DateField(label=_("Last day"), widget=DayInput())
    skipped = forms.CharField(
        label=_("Not on"),
        max_length=1000,
        required=False,
        help_text=_("Days to leave out, such as 2026-05-01, parted by spaces or commas."),
    )

    def clean_skipped(self) -> list[date]:
        """Read the days."""
        found = re.split(r"[\s,，、;；]+", self.cleaned_data["skipped"].strip())
        try:
            return [date.fromisoformat(one) for one in found if one]
        except ValueError as wrong:
            raise forms.ValidationError(
                _("Write each day as year-month-day, such as 2026-05-01.")
            ) from wrong


class OfferAllForm(ActForm):
    """Until when the rooms of a series are held."""

    reply_by = forms.DateTimeField(
        label=_("Reply by"),
        help_text=_("The rooms are held until then."),
        widget=forms.DateTimeInput(format="%Y-%m-%dT%H:%M", attrs={"type": "datetime-local"}),
    )

    def ready(self) -> None:
        """Propose the deadline of the policy."""
        until = latest_answer(self.booking, at=self.at)
        self.fields["reply_by"].initial = until.replace(second=0, microsecond=0)


class _OfRoom(ActForm):
    """An act about a room and a time."""

    room = forms.ModelChoiceField(label=_("Room"), queryset=Room.objects.none())

    def ready(self) -> None:
        """Offer every room of the house, those not shown online too."""
        room: Any = self.fields["room"]
        room.queryset = Room.objects.select_related("venue")


class MoveForm(TimesForm, _OfRoom):
    """Where and when instead."""

    field_order = ("room", "day", "starts", "ends", "last_day")

    def __init__(self, *args: Any, booking: Booking, **kwargs: Any) -> None:
        begins = times_of(booking.starts_at, booking.ends_at) | {"room": booking.room_id}
        kwargs["initial"] = begins | kwargs.get("initial", {})
        super().__init__(*args, booking=booking, **kwargs)

    @property
    def change(self) -> Change:
        """What the booking is to be."""
        return Change(
            room=self.cleaned_data["room"], starts_at=self.starts_at, ends_at=self.ends_at
        )


class ChangeForm(SoughtForm, _OfRoom):
    """All that may change. (BOOKING 6)"""

    checks_time = False  # a time that stays as it is may have begun; the act checks another one
    theme = forms.CharField(label=_("Theme"), max_length=200, required=False)
    wishes = forms.CharField(
        label=_("Wishes"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    notes = forms.CharField(
        label=_("Notes of the house"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("The client does not see them."),
    )
    field_order = ("room", "day", "starts", "ends", "last_day", "heads", "layout", "theme")

    def __init__(self, *args: Any, booking: Booking, **kwargs: Any) -> None:
        names = ("heads", "layout", "theme", "wishes", "notes")
        begins = {name: getattr(booking, name) for name in names} | {"room": booking.room_id}
        times = times_of(booking.starts_at, booking.ends_at)
        kwargs["initial"] = begins | times | kwargs.get("initial", {})
        super().__init__(*args, booking=booking, **kwargs)

    def ready(self) -> None:
        """Offer rooms and extras."""
        super().ready()
        booking = self.booking
        tariffs = tariffs_between(house_day(booking.starts_at), house_day(booking.ends_at))
        add_extras(self, tariffs, booking.extras)

    @property
    def change(self) -> Change:
        """What is to be other than it is."""
        values, booking = self.cleaned_data, self.booking
        wanted = {name: values[name] for name in ("room", "heads", "layout", "theme", "wishes")}
        wanted |= {"notes": values["notes"], "starts_at": self.starts_at, "ends_at": self.ends_at}
        offered = {name.removeprefix(EXTRA) for name in self.fields if name.startswith(EXTRA)}
        kept = {key: count for key, count in booking.extras.items() if key not in offered}
        wanted["extras"] = kept | extras_of(values)
        return Change(
            **{name: value for name, value in wanted.items() if not _is_same(booking, name, value)}
        )


def _is_same(booking: Booking, name: str, value: Any) -> bool:
    """Tell whether something stays as it is; a form knows moments to the minute."""
    kept = getattr(booking, name)
    if isinstance(kept, datetime):
        kept = kept.replace(second=0, microsecond=0)
    return bool(kept == value)
