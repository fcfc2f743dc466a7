"""One booking as a file: what was asked, what it costs, what comes next with its form in place."""

from __future__ import annotations

from typing import Any, ClassVar

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin import messages

from foyer.bookings.agreed import read_quote
from foyer.bookings.enums import BookingStatus
from foyer.bookings.forms.extras import extras_in_words, tariffs_between
from foyer.bookings.models import Booking
from foyer.bookings.parts import STAFF_PARTS
from foyer.bookings.queries.free import NEAR, Fit, Looking, Sought
from foyer.bookings.refusals import BookingChanged, BookingRefusal
from foyer.bookings.services.linking import contacts_to_link
from foyer.bookings.services.offering import quote_for, rivals_of
from foyer.bookings.services.secrets import booking_url
from foyer.bookings.services.series import others_of
from foyer.bookings.services.standing import cancellation_fee
from foyer.core.days import house_day
from foyer.core.refusals import Refusal
from foyer.fees.pricing.refusals import QuoteRefusal
from foyer.fees.showing import money
from foyer.privacy.enums import ViewPlace
from foyer.privacy.identifiers import mask_email, mask_phone
from foyer.privacy.services.view_log import note_view
from foyer.venues.services import RoomTaken, RoomTakenMeanwhile

from .acts import ACTS, NEXT_ACTS, OTHER_ACTS, Act
from .base import BookingsPage
from .prices import price_of, shown_quote

_OTHERS = 5
CLASHES = (RoomTaken, RoomTakenMeanwhile, BookingRefusal)


def instead_of(booking: Booking, sought: Sought, *, room: Any, at: Any) -> list[Fit]:
    """Return what could be had instead of a room at a time: other rooms first, then times near it. (004-03)"""
    looking = Looking(sought, at=at, around=NEAR, leave_out=booking.occupation)
    return [*looking.other_rooms(room), *looking.other_times(room)]


class OneBookingPage(BookingsPage):
    """A page about one booking."""

    page_title: ClassVar = gettext_lazy("Booking")

    def look_up(self, **kwargs: Any) -> None:
        """Find the booking among those one may see."""
        seen = Booking.objects.visible_to(self.staff).select_related(
            "room__venue",
            "client__account_manager",
            "contact",
            "owner",
            "requested_by",
            "discount_by",
            "occupation",
        )
        self.booking = get_object_or_404(seen, pk=kwargs["pk"])
        self.now = timezone.now()

    def get_page_subtitle(self) -> str:
        """Name the booking."""
        return self.booking.number

    def form_of(self, name: str, *args: Any, **kwargs: Any) -> Any:
        """Return the form of an act upon this booking."""
        return ACTS[name].form(
            *args,
            booking=self.booking,
            by=self.staff,
            at=self.now,
            auto_id=f"id_{name}_%s",
            **kwargs,
        )

    def carry_out(self, name: str, form: Any) -> tuple[Any, list[Fit]]:
        """Carry an act out; return None, or the form that says why not, and what could be had instead."""
        act = ACTS[name]
        if not form.is_valid():
            return form, []
        try:
            with transaction.atomic():
                act.do(self.booking, form.cleaned_data, form, self.staff, self.now)
        except BookingChanged as refusal:
            # Both versions are shown: the page as it is now, the form as it was typed.
            self.look_up(pk=self.booking.pk)
            again = form.data.copy()
            again["seen"] = str(self.booking.version)
            form = self.form_of(name, again)
            form.add_error(None, str(refusal))
        except CLASHES as refusal:
            _refuse(form, refusal)
            return form, self._instead(form)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            return None, []
        return form, []

    def _instead(self, form: Any) -> list[Fit]:
        """What else could be had, where another room or time would help."""
        booking, values = self.booking, form.cleaned_data
        tier = booking.client.tier if booking.client else ""
        sought = Sought(
            getattr(form, "starts_at", booking.starts_at),
            getattr(form, "ends_at", booking.ends_at),
            values.get("heads") or booking.heads,
            values.get("layout", booking.layout),
            tier,
        )
        if sought.ends_at <= sought.starts_at:
            return []
        return instead_of(booking, sought, room=values.get("room") or booking.room, at=self.now)


def _refuse(form: Any, refusal: Refusal) -> None:
    """Say why not, beside its field where there is one."""
    if isinstance(refusal, BookingRefusal) and hasattr(form, "refuse"):
        form.refuse(refusal)
    else:
        form.add_error(None, str(refusal))


class BookingPage(OneBookingPage):
    """One booking as a file."""

    template_name = "bookings_admin/booking.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Return the booking with everything that belongs to it."""
        booking, now = self.booking, self.now
        sent, form = kwargs.pop("sent", ""), kwargs.pop("form", None)
        instead = kwargs.pop("instead", [])
        plain = booking.is_plain_to(self.staff)
        note_view(record=booking, place=ViewPlace.PAGE, by=self.staff, at=now)
        step = booking.step_at(now)
        others = Booking.objects.visible_to(self.staff).filter(client=booking.client_id or 0)
        tariffs = tariffs_between(house_day(booking.starts_at), house_day(booking.ends_at))
        return (
            super().get_context_data(**kwargs)
            | {
                "booking": booking,
                "step": step,
                "way": [(one.label, one == step) for one in map(BookingStatus, BookingStatus.WAY)],
                "phone": booking.asker_phone if plain else mask_phone(booking.asker_phone),
                "email": booking.asker_email if plain else mask_email(booking.asker_email),
                "client_url": booking_url(booking) if booking.secret_sealed and self._acts else "",
                "extras": extras_in_words(booking.extras, tariffs),
                "next_acts": self._forms(NEXT_ACTS, sent, form),
                "other_acts": self._forms(OTHER_ACTS, sent, form),
                "known": contacts_to_link(booking, by=self.staff) if self._acts else [],
                "rivals": rivals_of(booking, at=now) if step == BookingStatus.REQUESTED else [],
                "journal": booking.steps.select_related("by"),
                "letters": booking.letters.select_related("to"),
                "said": booking.messages.select_related("by", "wished_room"),
                "series": others_of(booking),
                "buttons": [
                    button
                    for offer in hooks.get_hooks("foyer_booking_buttons")
                    for button in offer(booking, self.staff)
                ],
                "parts": [
                    part
                    for parts_of in hooks.get_hooks(STAFF_PARTS)
                    for part in parts_of(booking, self.staff)
                ],
                "others": others.exclude(pk=booking.pk).select_related("room__venue")[:_OTHERS],
                "cancel_fee": self._fee(),
                "fee_taken": money(booking.cancel_fee, booking.currency)
                if booking.cancel_fee
                else "",
                "instead": [(fit, price_of(fit)) for fit in instead],
                "sent": sent,
            }
            | self._price(step)
        )

    @property
    def _acts(self) -> bool:
        return self.staff.has_perm("bookings.change_booking")

    def _fee(self) -> str:
        """What cancelling costs now, in words."""
        fee = cancellation_fee(self.booking, at=self.now)
        return money(fee, self.booking.currency) if fee else ""

    def _price(self, step: BookingStatus) -> dict[str, Any]:
        """What was agreed, word for word; a request's price now, or why there is none."""
        booking = self.booking
        if booking.agreed and step not in (BookingStatus.REQUESTED, BookingStatus.LAPSED):
            return {"is_agreed": True} | shown_quote(read_quote(booking.agreed))
        if step not in (BookingStatus.REQUESTED, BookingStatus.LAPSED):
            return {}
        try:
            return shown_quote(quote_for(booking))
        except QuoteRefusal as refusal:
            return {"no_price": str(refusal)}

    def _forms(self, acts: Any, sent: str, form: Any) -> list[Any]:
        """Return the acts offered now with their forms; one that was refused as it was sent."""
        return [
            (name, act, form if name == sent else self._blank(name))
            for name, act in acts.items()
            if name == sent or self._offers(act)
        ]

    def _offers(self, act: Act) -> bool:
        at_step = self.booking.step_at(self.now) in act.at
        return at_step and self.staff.has_perm(act.right) and act.fits(self.booking)

    def _blank(self, name: str) -> Any:
        return self.form_of(name, initial={"seen": self.booking.version})

    def post(self, request: HttpRequest, *_args: Any, **_kwargs: Any) -> HttpResponseBase:
        """Carry one act out, or show its form again with what was typed."""
        name = request.POST.get("act", "")
        act = ACTS.get(name)
        if act is None or not self.staff.has_perm(act.right):
            raise PermissionDenied
        form, instead = self.carry_out(name, self.form_of(name, request.POST))
        if form is None:
            messages.success(request, _("Written down."))
            return redirect("bookings:booking", self.booking.pk)
        if name == "link":
            messages.error(request, " ".join(form.non_field_errors() or [_("Choose again.")]))
            return redirect("bookings:booking", self.booking.pk)
        shown = "change" if name == "move" else name
        if shown != name:
            messages.error(request, " ".join(form.non_field_errors() or [_("Check the times.")]))
            form = self._blank(shown)
        context = self.get_context_data(sent=shown, form=form, instead=instead)
        response: HttpResponseBase = self.render_to_response(context)
        return response
