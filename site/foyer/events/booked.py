"""A booking that becomes an event: the act, and the page that asks which kind. (000-01, 004-06)

Not among the room's other acts: the tablets' own process knows events and no bookings.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any, ClassVar

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from foyer.bookings.models import Booking
from foyer.core.models import User
from foyer.core.refusals import Refusal
from foyer.core.views import StaffPage

from .models import Event, EventType
from .services import create_event


class NotBooked(Refusal):
    """There is no room an event could take place in, or it does already."""

    code = "event_not_booked"
    message = _(
        "Only a booking whose offer was accepted becomes an event, and only once. Load the page again to see how "
        "it stands."
    )


@transaction.atomic
def make_event_of_booking(*, booking: Booking, kind: EventType, by: User, at: datetime) -> Event:
    """Make a planned event of an agreed booking; it takes place in its room, which is held once. (000-01, 004-06)

    An offer is none: unanswered it lapses, and the room with it.

    Raises:
        NotBooked: the booking has not taken its room for good, or is an event already.
    """
    kept = (
        Booking.objects.select_for_update(of=("self",))
        .select_related("room__venue")
        .get(pk=booking.pk)
    )
    held = kept.occupation
    if held is None or held.lapses_at or Event.objects.filter(occupation=held).exists():
        raise NotBooked
    event = Event(
        type=kind,
        title=kept.theme or kept.asker_company or kept.number,
        starts_at=kept.starts_at,
        ends_at=kept.ends_at,
        venue=kept.room.venue,
        room=kept.room,
        capacity=kept.heads,
        occupation=held,
        host=kept.owner,
    )
    return create_event(event=event, by=by, at=at)


class KindForm(forms.Form):
    """Of which kind the event is."""

    kind = forms.ModelChoiceField(label=_("Type"), queryset=EventType.objects.all())


class EventOfBookingPage(StaffPage):
    """Asks which kind of event a booking becomes, and makes it."""

    right = "events.add_event"
    template_name: ClassVar = "events_admin/of_booking.html"
    page_title: ClassVar = _("Make an event of this booking")
    header_icon: ClassVar = "calendar-alt"

    def look_up(self, **kwargs: Any) -> None:
        """Find a booking the member of staff may see."""
        self.booking = Booking.objects.visible_to(self.staff).filter(pk=kwargs["pk"]).first()
        if self.booking is None or not self.staff.has_perm("bookings.view_booking"):
            raise Http404
        self.form = KindForm(self.request.POST or None)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Return what is asked."""
        return super().get_context_data(booking=self.booking, form=self.form, **kwargs)

    def post(self, request: HttpRequest, **_kwargs: Any) -> HttpResponseBase:
        """Make the event and lead to its form."""
        if self.booking is None or not self.form.is_valid():
            return self.get(request)
        try:
            event = make_event_of_booking(
                booking=self.booking,
                kind=self.form.cleaned_data["kind"],
                by=self.staff,
                at=timezone.now(),
            )
        except Refusal as refusal:
            messages.error(request, str(refusal))
            return self.get(request)
        messages.success(request, gettext("Here is the event. It takes place in the booked room."))
        return redirect(reverse(Event.snippet_viewset.get_url_name("edit"), args=[event.pk]))  # type: ignore[attr-defined]  # set by register_snippet
