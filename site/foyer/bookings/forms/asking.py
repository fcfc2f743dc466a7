"""What the website asks of whoever wants a room. (004-02)"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from django import forms
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext_lazy as _

from foyer.bookings.models.booking import LONGEST_TEXT
from foyer.bookings.queries.free import Sought
from foyer.bookings.searching import SearchForm
from foyer.bookings.services.asking import Asker, Wanted
from foyer.core.days import house_day
from foyer.core.languages import known_language
from foyer.core.refusals import Refusal
from foyer.fees.extra_fields import WithExtras
from foyer.fees.models import FeeSchedule
from foyer.fees.pricing.refusals import QuoteRefusal
from foyer.fees.quoting import tariffs_of
from foyer.venues.models import Room

_PHONE: Final = set("0123456789+-() .#x")


class RequestForm(WithExtras, SearchForm):
    """The time again, what else is wanted, and who asks."""

    name = forms.CharField(label=_("Your name"), max_length=100)
    company = forms.CharField(label=_("Company"), max_length=200, required=False)
    phone = forms.CharField(
        label=_("Phone"),
        max_length=40,
        required=False,
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel"}),
    )
    email = forms.EmailField(
        label=_("E-mail"),
        max_length=254,
        required=False,
        error_messages={"invalid": _("Please write an e-mail address, such as name@example.com.")},
    )
    theme = forms.CharField(label=_("What is it about?"), max_length=200, required=False)
    wishes = forms.CharField(
        label=_("Wishes"),
        max_length=LONGEST_TEXT,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    waits = forms.BooleanField(
        label=_("Put me on the waiting list: offer me the room if it is given back."),
        required=False,
    )
    once = forms.CharField(max_length=64, required=False, widget=forms.HiddenInput)
    # People leave it empty; programs fill whatever they find.
    website = forms.CharField(
        required=False,
        label=_("Leave this empty"),
        widget=forms.TextInput(attrs={"tabindex": "-1", "autocomplete": "off"}),
    )

    def __init__(
        self, data: Mapping[str, Any] | None = None, *, room: Room, at: datetime, **kwargs: Any
    ) -> None:
        today = house_day(at)
        schedules = FeeSchedule.objects.touching(today, None).with_lines()
        super().__init__(data, tariffs=tariffs_of(schedules), **kwargs)
        self.room = room
        names = {"name": "name", "company": "organization", "email": "email"}
        for field, known in names.items():
            self.fields[field].widget.attrs["autocomplete"] = known
        offered = {one.layout: one for one in room.layouts.all()}
        self.fields["layout"].choices = [  # type: ignore[attr-defined]  # a choice field
            ("", pgettext("room layout", "any")),
            *(
                (
                    key,
                    pgettext("room layout", "%(layout)s (up to %(seats)s people)")
                    % {"layout": one, "seats": one.capacity},
                )
                for key, one in offered.items()
            ),
        ]

    def clean_phone(self) -> str:
        """Ask for something that can be dialled."""
        text = unicodedata.normalize("NFKC", self.cleaned_data["phone"]).strip()
        digits = sum(sign.isdigit() for sign in text)
        if text and not (set(text) <= _PHONE and 5 <= digits <= 20):
            raise forms.ValidationError(
                _("Please write a phone number, such as 138 0013 8000 or +886 2 2345 6789.")
            )
        return text

    def clean(self) -> dict[str, Any]:
        """Ask for one way to answer."""
        told = super().clean()
        wrong = {"phone", "email"} & set(self.errors)
        if not told.get("phone") and not told.get("email") and not wrong:
            self.add_error(
                "phone",
                _("Leave a phone number or an e-mail address, so that the house can answer."),
            )
        return told

    @property
    def who_fields(self) -> list[Any]:
        """The fields that say who asks."""
        return [self[name] for name in ("name", "company", "phone", "email")]

    @property
    def when_fields(self) -> list[Any]:
        """The fields that say when, and for how many."""
        return [self[name] for name in ("from", "to", "heads", "layout")]

    def wanted(self) -> Wanted:
        """Return what is asked for."""
        told = self.cleaned_data
        return Wanted(
            room=self.room,
            starts_at=told["from"],
            ends_at=told["to"],
            heads=told["heads"],
            layout=told["layout"],
            theme=told["theme"],
            extras=self.wanted_extras(),
            wishes=told["wishes"],
        )

    def asker(self) -> Asker:
        """Return who asks, in the language they read."""
        told = self.cleaned_data
        return Asker(
            name=told["name"],
            company=told["company"],
            phone=told["phone"],
            email=told["email"],
            language=known_language(get_language()),
        )

    def when(self) -> Sought | None:
        """Return the time that is asked for, in a form that was sent or only opened; None: it makes no sense yet."""
        asked = self if self.is_bound else SearchForm(self.initial)
        asked.is_valid()
        told = asked.cleaned_data
        if any(told.get(name) is None for name in ("from", "to", "heads")):
            return None
        return Sought(told["from"], told["to"], told["heads"], told.get("layout", ""))

    def add_refusal(self, refusal: Refusal) -> None:
        """Say why it cannot be had beside the field that can be changed."""
        if isinstance(refusal, QuoteRefusal):
            self.name_extra(refusal)
        field = getattr(refusal, "field", None)
        self.add_error(field if field in self.fields else None, str(refusal))
