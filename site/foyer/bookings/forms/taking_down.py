"""Taking a request down while somebody is on the phone. (004-02)"""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from foyer.bookings.enums import BookingChannel
from foyer.bookings.services.asking import Asker, Wanted
from foyer.clients.models import Client, Contact
from foyer.core.days import house_day
from foyer.core.enums import Language
from foyer.core.models import User
from foyer.core.visible import visible
from foyer.fees.extra_fields import EXTRA, add_extras
from foyer.venues.models import Room

from .extras import extras_of, tariffs_between
from .sought import SoughtForm

BY_HAND: Final = (BookingChannel.PHONE, BookingChannel.MAIL, BookingChannel.DESK)
_CHOSEN: Final = {"contact": "clients.view_contact", "client": "clients.view_client"}


class TakingDownForm(SoughtForm):
    """Time and people first, then the room, then who; nothing typed is lost on the way."""

    room = forms.ModelChoiceField(
        label=_("Room"),
        queryset=Room.objects.none(),
        required=False,
        error_messages={"invalid_choice": _("Choose one of the rooms below.")},
    )
    waits = forms.BooleanField(
        label=_("Put on the waiting list if the room is taken"), required=False
    )
    contact = forms.ModelChoiceField(
        label=_("Contact"), queryset=Contact.objects.none(), required=False
    )
    client = forms.ModelChoiceField(
        label=_("Client"), queryset=Client.objects.none(), required=False
    )
    find = forms.CharField(
        label=_("Find a contact"),
        max_length=200,
        required=False,
        help_text=_("Name, company, phone or e-mail."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    asker_name = forms.CharField(label=_("Who asks"), max_length=100, required=False)
    asker_phone = forms.CharField(
        label=_("Phone"),
        max_length=40,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "off"}),
    )
    asker_email = forms.EmailField(label=_("E-mail"), max_length=254, required=False)
    asker_company = forms.CharField(label=_("Company"), max_length=200, required=False)
    channel = forms.ChoiceField(
        label=_("Came by"), choices=[(one.value, one.label) for one in BY_HAND], required=False
    )
    language = forms.ChoiceField(label=_("Language"), choices=Language.choices, required=False)
    theme = forms.CharField(label=_("Theme"), max_length=200, required=False)
    wishes = forms.CharField(
        label=_("Wishes"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    offer = forms.BooleanField(label=_("Offer it at once"), required=False)

    def __init__(
        self, *args: Any, by: User, at: datetime, looks: bool = False, **kwargs: Any
    ) -> None:
        super().__init__(*args, at=at, **kwargs)
        self.looks = looks
        room: Any = self.fields["room"]
        room.queryset = Room.objects.select_related("venue")
        if not by.has_perm(_CHOSEN["contact"]):
            del self.fields["find"]
        for name, right in _CHOSEN.items():
            if by.has_perm(right):
                _choose(self.fields[name], by)
            else:
                del self.fields[name]  # a phone still finds the contact
        if not by.has_perm("bookings.offer_booking"):
            del self.fields["offer"]
        if self.is_bound:
            days = self._days()
            add_extras(self, tariffs_between(*days) if days else [])

    def _days(self) -> Any:
        """Return the first and the last day that were typed, if they are days."""
        try:
            first = self.fields["day"].clean(self.data.get("day"))
            last = self.fields["last_day"].clean(self.data.get("last_day")) or first
        except forms.ValidationError:
            return None
        return (first, last) if first <= last else (first, first)

    def clean(self) -> dict[str, Any]:
        """Ask for room and name where the request is to be taken down; a contact stands for both name and client."""
        values = super().clean()
        client, contact = values.get("client"), values.get("contact")
        if client and contact and contact.client_id and contact.client_id != client.pk:
            self.add_error("contact", gettext("This contact belongs to another client."))
        if contact and not values.get("asker_name"):
            values["asker_name"] = contact.name
        values["channel"] = values.get("channel") or BookingChannel.PHONE
        values["language"] = values.get("language") or Language.ZH_HANS
        if self.looks:
            return values
        if not values.get("room") and "room" not in self.errors:
            self.add_error("room", gettext("Choose a room."))
        if not values.get("asker_name") and "asker_name" not in self.errors:
            self.add_error("asker_name", gettext("Write down who asks, or choose a contact."))
        return values

    @property
    def tier(self) -> str:
        """The tier of whoever asks, for the price."""
        values = getattr(self, "cleaned_data", {})
        client, contact = values.get("client"), values.get("contact")
        known = client or (contact.client if contact else None)
        return known.tier if known else ""

    @property
    def time_fields(self) -> list[Any]:
        """What is asked first."""
        return [self[name] for name in ("day", "starts", "ends", "heads", "layout", "last_day")]

    @property
    def who_fields(self) -> list[Any]:
        """Who asks, and what for."""
        names = ("contact", "client", "asker_name", "asker_phone", "asker_email", "asker_company")
        more = ("theme", "channel", "language", "wishes")
        return [self[name] for name in (*names, *more) if name in self.fields]

    @property
    def words(self) -> str:
        """What a contact is to be found by."""
        return self["find"].data.strip() if self.is_bound and "find" in self.fields else ""

    @property
    def extra_fields(self) -> list[Any]:
        """What may be had beside the room."""
        return [self[name] for name in self.fields if name.startswith(EXTRA)]

    @property
    def wanted(self) -> Wanted:
        """What is asked for."""
        values = self.cleaned_data
        return Wanted(
            room=values["room"],
            starts_at=self.starts_at,
            ends_at=self.ends_at,
            heads=values["heads"],
            layout=values["layout"],
            theme=values["theme"],
            extras=extras_of(values),
            wishes=values["wishes"],
        )

    def asker(self, known: Contact | None) -> Asker:
        """Return who asks; `known` is the contact their phone or e-mail belongs to."""
        values = self.cleaned_data
        return Asker(
            name=values["asker_name"],
            company=values["asker_company"],
            phone=values["asker_phone"],
            email=values["asker_email"],
            language=values["language"],
            client=values.get("client"),
            contact=values.get("contact") or known,
        )

    @property
    def day_shown(self) -> str:
        """The day that is looked at."""
        return house_day(self.starts_at).isoformat()


def _choose(field: Any, by: User) -> None:
    """Let what a member of staff may see be searched and chosen in a window of its own; nothing else is named."""
    model = field.queryset.model
    field.widget = model.snippet_viewset.chooser_viewset.widget_class()
    field.widget.user = by
    field.queryset = visible(model, by)
