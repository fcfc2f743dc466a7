"""Taking a request down, whoever brings it. (004-02)"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction
from wagtail.log_actions import log

from foyer.bookings.enums import BookingChannel, BookingStatus, Occasion
from foyer.bookings.fitting import check_notice, check_room, check_time
from foyer.bookings.models import Booking, BookingPolicy
from foyer.bookings.queries.taken import is_taken
from foyer.bookings.refusals import NobodyToAnswer, NotOffered
from foyer.clients.models import Client, Contact
from foyer.core.enums import Language
from foyer.core.models import User
from foyer.core.numbers import take_number
from foyer.core.refusals import Refusal
from foyer.venues.models import Room

from .letters import queue_letter, tell_house
from .offering import offer_room
from .secrets import set_new_secret


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is asked for: a room, a time, how many people, and what else."""

    room: Room
    starts_at: datetime
    ends_at: datetime
    heads: int
    layout: str = ""
    theme: str = ""
    extras: Mapping[str, int] = field(default_factory=dict)
    wishes: str = ""


@dataclass(frozen=True, slots=True)
class Asker:
    """Who asks, and in which language they are answered."""

    name: str
    company: str = ""
    phone: str = ""
    email: str = ""
    language: str = Language.ZH_HANS
    client: Client | None = None
    contact: Contact | None = None


@transaction.atomic
def ask_for_room(
    *,
    wanted: Wanted,
    asker: Asker,
    channel: str,
    at: datetime,
    by: User | None = None,
    waits: bool = False,
    once: str = "",
    owner: User | None = None,
) -> Booking:
    """Take a request down: number, and a secret under which it is followed. Where the policy says so, offer at once.

    What a client asks for online is told to whoever is to answer it.

    A request takes no room: several may ask for one. Only an offer does. (BOOKING 3, 5)

    Args:
        wanted: what is asked for.
        asker: who asks.
        channel: how it came.
        at: the moment.
        by: who took it down; None where the client did.
        waits: whether they wait for the room to be given back, where it is taken.
        once: what the sender calls this request: the same one sent again under that name gives the first. Whoever
            else calls theirs so asks for something of their own.
        owner: who is answerable; None: who took it down.

    Raises:
        BookingRefusal: it cannot be had; the refusal says what to change.
    """
    name = _name(once, wanted, asker, channel=channel, waits=waits)
    if name and (former := Booking.objects.filter(once=name).first()):
        return former
    check_time(wanted.starts_at, wanted.ends_at, at=at)
    if by is None:
        if not wanted.room.is_bookable:
            raise NotOffered
        check_notice(wanted.starts_at, at=at)
    check_room(
        wanted.room,
        starts_at=wanted.starts_at,
        ends_at=wanted.ends_at,
        heads=wanted.heads,
        layout=wanted.layout,
    )
    if not asker.phone and not asker.email and asker.contact is None:
        raise NobodyToAnswer
    booking = Booking(
        channel=channel,
        room=wanted.room,
        starts_at=wanted.starts_at,
        ends_at=wanted.ends_at,
        heads=wanted.heads,
        layout=wanted.layout,
        theme=wanted.theme.strip(),
        extras=dict(wanted.extras),
        wishes=wanted.wishes.strip(),
        client=asker.client or (asker.contact.client if asker.contact else None),
        contact=asker.contact,
        asker_name=asker.name.strip(),
        asker_company=asker.company.strip(),
        asker_phone=asker.phone,
        asker_email=asker.email,
        language=asker.language,
        owner=owner or by,
        requested_at=at,
        requested_by=by,
        once=name,
        number=take_number(key="booking", at=at, among=Booking.objects.all()),
    )
    booking.waits = waits and is_taken(booking, at=at)  # for what is free nobody waits
    set_new_secret(booking)
    booking.save()
    booking.steps.create(after=BookingStatus.REQUESTED, at=at, by=by)
    log(booking, "foyer.booking.request", user=by)
    if not _offered_at_once(booking, by=by, at=at):
        queue_letter(booking, Occasion.RECEIVED, at=at)
        if by is None:
            tell_house(booking, Occasion.ASKED, at=at)
    return booking


def _name(once: str, wanted: Wanted, asker: Asker, *, channel: str, waits: bool) -> str:
    """Return under what a request is kept: what its sender calls it, with who asks and for what.

    Strangers may well call theirs the same, and what is given back leads to the client's own page. (security 4)
    """
    if not once:
        return ""
    told = [
        once,
        channel,
        waits,
        wanted.room.pk,
        wanted.starts_at.timestamp(),
        wanted.ends_at.timestamp(),
        wanted.heads,
        *(wanted.layout, wanted.theme, wanted.wishes, dict(wanted.extras)),
        *(asker.name, asker.company, asker.phone, asker.email, asker.language),
        asker.client and asker.client.pk,
        asker.contact and asker.contact.pk,
    ]
    written = json.dumps(told, sort_keys=True)
    return hashlib.sha256(written.encode()).hexdigest()


def _offered_at_once(booking: Booking, *, by: User | None, at: datetime) -> bool:
    """Offer what the website asks for where the policy says so; what is taken or has no price waits for the staff."""
    online = booking.channel in (BookingChannel.ONLINE, BookingChannel.API)
    if booking.waits or not online or not BookingPolicy.load().offers_at_once:
        return False
    offered: Any = None
    try:
        with transaction.atomic():
            offered = offer_room(booking=booking, by=by, at=at)
    except Refusal:
        return False
    booking.refresh_from_db()
    return offered is not None
