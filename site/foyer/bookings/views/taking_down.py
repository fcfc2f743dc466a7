"""Taking a request down while somebody is on the phone, in under a minute. (004-02, 004-03)"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, ClassVar, Final

from django.db import transaction
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages

from foyer.bookings.forms.sought import typed_again
from foyer.bookings.forms.taking_down import TakingDownForm
from foyer.bookings.models import Booking
from foyer.bookings.queries.free import NEAR, Fit, Looking
from foyer.bookings.refusals import BookingRefusal
from foyer.bookings.services.asking import ask_for_room
from foyer.bookings.services.offering import offer_room
from foyer.clients.models import Contact
from foyer.clients.services.known import known_contact
from foyer.core.days import house_day
from foyer.core.refusals import Refusal
from foyer.venues.models import Room

from .base import BookingsPage
from .prices import price_of

_MOST_FOUND: Final = 8
_BEGINS = ("day", "starts", "ends", "last_day", "heads", "layout", "room")


class TakingDownPage(BookingsPage):
    """Time and people first; then what fits, with prices; then who. Nothing typed is lost on the way."""

    right = "bookings.add_booking"
    template_name = "bookings_admin/taking_down.html"
    page_title: ClassVar = gettext_lazy("New booking")

    def look_up(self, **kwargs: Any) -> None:
        """Keep the moment."""
        self.now = timezone.now()

    def get_page_subtitle(self) -> str:
        """Say what the page is for, as the last stop of the way here."""
        return _("New booking")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Return the form, and what fits once it is known what is looked for."""
        form = kwargs.setdefault("form", self._blank())
        sought = form.sought(form.tier) if form.is_bound else None
        if sought and (form.errors.keys() & {"day", "starts", "ends", "last_day", "heads"}):
            sought = None
        fits = self._fits(sought) if sought else []
        context = super().get_context_data(**kwargs)
        return context | {
            "media": form.media,
            "fits": [(fit, price_of(fit)) for fit in fits],
            "instead": [(fit, price_of(fit)) for fit in kwargs.get("instead", [])],
            "room_chosen": str(form["room"].value() or ""),
            "found": self._found(form.words),
        }

    def _found(self, words: str) -> list[Contact]:
        """The contacts that are found by what was typed, among those one may see."""
        if not words:
            return []
        found = Contact.objects.visible_to(self.staff).matching(words)
        return list(found.select_related("client")[:_MOST_FOUND])

    def _fits(self, sought: Any) -> list[Fit]:
        """Every room of the house for that time, those not shown online too."""
        return Looking(sought, at=self.now, rooms=Room.objects.all()).fits()

    def _blank(self) -> TakingDownForm:
        """The form as it begins: tomorrow morning, or what the calendar was tapped at."""
        tomorrow = house_day(self.now) + timedelta(days=1)
        begins = {"day": tomorrow, "starts": "09:00", "ends": "12:00"}
        begins |= {name: text for name in _BEGINS if (text := self.request.GET.get(name))}
        return TakingDownForm(initial=begins, by=self.staff, at=self.now)

    def post(self, request: HttpRequest, *_args: Any, **_kwargs: Any) -> HttpResponseBase:
        """Show what fits, take another room or time, or take the request down."""
        data: Any = request.POST
        if instead := _chosen_instead(request.POST.get("instead", "")):
            room, starts_at, ends_at = instead
            data = typed_again(request.POST, starts_at, ends_at)
            data["room"] = room
        elif (chosen := request.POST.get("known", "")).isdecimal():
            data = request.POST.copy()
            data["contact"], data["find"] = chosen, ""
        takes = "take" in data
        form = TakingDownForm(data, by=self.staff, at=self.now, looks=not takes)
        others: list[Fit] = []
        if form.is_valid() and takes:
            booking, others = self._take_down(form)
            if booking is not None:
                return redirect("bookings:booking", booking.pk)
        context = self.get_context_data(form=form, instead=others)
        response: HttpResponseBase = self.render_to_response(context)
        return response

    def _take_down(self, form: TakingDownForm) -> tuple[Booking | None, list[Fit]]:
        """Take it down, and offer it where that is wished; else say what could be had instead."""
        values, wanted = form.cleaned_data, form.wanted
        looking = Looking(
            form.sought(form.tier),  # type: ignore[arg-type]  # a valid form says what is looked for
            at=self.now,
            rooms=Room.objects.all(),
            around=NEAR,
        )
        known = next(room for room in looking.rooms if room.pk == wanted.room.pk)
        fit = looking.fit(known, wanted.starts_at, wanted.ends_at)
        if fit.refusal is not None:
            form.refuse(fit.refusal)
        elif fit.is_taken and not values["waits"]:
            form.add_error(
                "room",
                _(
                    "“%(room)s” is taken then. Choose another room or time below, or put the request "
                    "on the waiting list."
                )
                % {"room": known.name_text},
            )
        if form.errors:
            return None, [*looking.other_rooms(known), *looking.other_times(known)]
        contact = known_contact(
            phone=values["asker_phone"],
            email=values["asker_email"],
            client=values.get("client"),
            by=self.staff,
        )
        try:
            booking = ask_for_room(
                wanted=wanted,
                asker=form.asker(contact),
                channel=values["channel"],
                at=self.now,
                by=self.staff,
                waits=fit.is_taken,
            )
        except BookingRefusal as refusal:
            form.refuse(refusal)
            return None, []
        messages.success(
            self.request,
            _("Booking %(number)s has been taken down.") % {"number": booking.number},
        )
        if values.get("offer") and not fit.is_taken:
            self._offer(booking)
        return booking, []

    def _offer(self, booking: Booking) -> None:
        """Offer it at once; where that cannot be, the request stands all the same."""
        try:
            with transaction.atomic():
                offer_room(booking=booking, by=self.staff, at=self.now)
        except Refusal as refusal:
            words = _("It could not be offered at once: %(why)s") % {"why": refusal}
            messages.warning(self.request, words)


def _chosen_instead(text: str) -> tuple[str, datetime, datetime] | None:
    """Return the room and the time a button of what could be had instead stands for."""
    room, _bar, times = text.partition("|")
    starts, _bar, ends = times.partition("|")
    try:
        starts_at, ends_at = parse_datetime(starts), parse_datetime(ends)
    except ValueError:
        return None
    if not room.isdecimal() or not starts_at or not ends_at:
        return None
    if timezone.is_naive(starts_at) or timezone.is_naive(ends_at):
        return None
    return room, starts_at, ends_at
