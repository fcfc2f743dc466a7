"""Saying which of the contacts the house knows asks for a room; never guessed. (001-28, 004-02)"""

from __future__ import annotations

from django.db import transaction

from foyer.bookings.models import Booking
from foyer.bookings.refusals import ContactOfAnother
from foyer.clients.models import Contact
from foyer.clients.services.known import contacts_reached
from foyer.core.models import User

from .holding import hold, keep


def contacts_to_link(booking: Booking, *, by: User) -> list[Contact]:
    """Return the contacts a booking's phone or e-mail belongs to, where none is linked.

    As when a request is taken down, whoever works on bookings learns no more than a name: their phone is known.
    """
    if booking.contact_id:
        return []
    reached = contacts_reached(phone=booking.asker_phone, email=booking.asker_email, by=by)
    return [one for one in reached if _fits(booking, one)]


@transaction.atomic
def link_contact(
    *, booking: Booking, contact: Contact, by: User, seen: int | None = None
) -> Booking:
    """Link a booking with the contact who asks, and with their client.

    Args:
        booking: the booking.
        contact: who asks; whoever calls sees to it that the actor may see them.
        by: who says so.
        seen: the version the actor saw.

    Raises:
        BookingChanged: it is not what the actor saw.
        ContactOfAnother: the booking is another client's.
    """
    held = hold(booking, seen)
    if not _fits(held, contact):
        raise ContactOfAnother
    held.contact, held.client = contact, held.client or contact.client
    return keep(held, act="link", by=by)


@transaction.atomic
def unlink_contact(*, booking: Booking, by: User, seen: int | None = None) -> Booking:
    """Take a contact that was linked by mistake off a booking, and their client.

    Raises:
        BookingChanged: it is not what the actor saw.
    """
    held = hold(booking, seen)
    if held.contact and held.client_id == held.contact.client_id:
        held.client = None
    held.contact = None
    return keep(held, act="unlink", by=by)


def can_unlink(booking: Booking) -> bool:
    """Tell whether somebody can still be answered without the contact linked."""
    return booking.contact_id is not None and bool(booking.asker_phone or booking.asker_email)


def _fits(booking: Booking, contact: Contact) -> bool:
    return booking.client_id is None or contact.client_id in (None, booking.client_id)
