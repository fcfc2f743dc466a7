"""Whom and what a case is about: chosen in a window that shows what one may see."""

from __future__ import annotations

import unicodedata
from typing import Any, Final

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from foyer.bookings.models import Booking
from foyer.core.models import User
from foyer.core.visible import visible

ABOUT: Final = {
    "client": "clients.view_client",
    "contact": "clients.view_contact",
    "event": "events.view_event",
}


class BookingField(forms.CharField):
    """The booking a case is about, named by its number, among those a member of staff may see."""

    by: User

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            label=_("Booking"),
            max_length=40,
            required=False,
            help_text=_("Its number, such as the confirmation shows it."),
            **kwargs,
        )

    def prepare_value(self, value: Any) -> Any:
        """Show a booking by its number."""
        return value.number if isinstance(value, Booking) else value

    def clean(self, value: Any) -> Booking | None:
        """Return the booking; refuse a number there is none of."""
        number = unicodedata.normalize("NFKC", super().clean(value)).strip().upper()
        if not number:
            return None
        seen = Booking.objects.visible_to(self.by)
        booking: Booking | None = seen.filter(number=number).first()
        if booking is None:
            raise forms.ValidationError(
                gettext("You see no booking of this number: look it up under “Bookings”.")
            )
        return booking

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Compare by number."""
        return super().has_changed(self.prepare_value(initial), data)


def offer_about(form: forms.BaseForm, by: User) -> None:
    """Let client, contact and event be searched among what a member of staff may see; take the others away."""
    booking: Any = form.fields.get("booking")
    if booking and by.has_perm("bookings.view_booking"):
        booking.by = by
    elif booking:
        del form.fields["booking"]
    for name, right in ABOUT.items():
        if not by.has_perm(right):
            del form.fields[name]  # who sees no client names none
            continue
        field: Any = form.fields[name]
        model = field.queryset.model
        field.widget = model.snippet_viewset.chooser_viewset.widget_class()
        field.widget.user = by
        field.queryset = visible(model, by)


def belong_together(client: Any, contact: Any) -> bool:
    """Tell whether a contact is the client's: the two may not contradict each other."""
    return not (client and contact and contact.client_id and contact.client_id != client.pk)
