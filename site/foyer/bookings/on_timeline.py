"""The bookings of a client, on the client's timeline. (001-04)"""

from __future__ import annotations

from collections.abc import Iterator

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from foyer.clients.models import Client
from foyer.clients.queries.timeline import Moment, tells_of
from foyer.core.models import User

from .models import Booking


@tells_of("bookings.view_booking")
def bookings(client: Client, user: User, most: int) -> Iterator[Moment]:
    """Yield the rooms a client asked for, at the moments they did."""
    seen = Booking.objects.visible_to(user).filter(client=client).select_related("room__venue")
    now = timezone.now()
    for booking in seen.order_by("-requested_at", "-pk")[:most]:
        begins = date_format(localtime(booking.starts_at), "SHORT_DATETIME_FORMAT")
        yield Moment(
            at=booking.requested_at,
            what=_("Booking"),
            about=f"{booking.room.name_text} · {begins} · {booking.theme}".rstrip(" ·"),
            detail=f"{booking.number} {booking.step_at(now).label}",
            page="bookings:booking",
            key=booking.pk,
        )
