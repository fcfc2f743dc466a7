"""What the rooms below the archive have papers about: clients and bookings. Rooms above say so themselves. (000-26)"""

from __future__ import annotations

from datetime import datetime

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone

from foyer.bookings.enums import BookingStatus
from foyer.bookings.models import Booking
from foyer.clients.models import Client

from .enums import Subject
from .subjects import Facts, SubjectKind, register


def _client(client: Client) -> Facts:
    return Facts(
        name=f"{client.number} {client.name}".strip(),
        url=reverse("wagtailsnippets_clients_client:inspect", args=[client.pk]),
        source=client.name,
    )


def _clients(clients: QuerySet[Client], typed: str) -> QuerySet[Client]:
    return clients.matching(typed)  # type: ignore[attr-defined,no-any-return]  # ClientQuerySet


def _booking(booking: Booking) -> Facts:
    return Facts(
        name=booking.title,
        day=timezone.localdate(booking.starts_at),
        ended_on=timezone.localdate(booking.ends_at),
        url=reverse("bookings:booking", args=[booking.pk]),
        source=booking.asker_company,
    )


def _bookings(bookings: QuerySet[Booking], typed: str) -> QuerySet[Booking]:
    return bookings.matching(typed)  # type: ignore[attr-defined,no-any-return]  # BookingQuerySet


def _bookings_over(bookings: QuerySet[Booking], at: datetime) -> QuerySet[Booking]:
    return bookings.filter(ends_at__lt=at, status__in=BookingStatus.AGREED)


register(SubjectKind(Client, Subject.CLIENT, _client, _clients, "clients.view_client"))
register(
    SubjectKind(
        Booking,
        Subject.CONTRACT,
        _booking,
        _bookings,
        "bookings.view_booking",
        over=_bookings_over,
    )
)
