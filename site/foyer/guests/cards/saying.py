"""What each block of a card says of a guest, or of a table, in the guest's own language."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any

from django.conf import settings
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import pgettext

from foyer.clients.enums import Tier
from foyer.core.addressing import greeting
from foyer.core.languages import wording
from foyer.core.text import in_latin
from foyer.events.models import Event
from foyer.guests.card_parts import EventPart, NameForm, PlacePart, RibbonFor
from foyer.guests.enums import GuestSource
from foyer.guests.models import Guest


@dataclass(frozen=True, slots=True)
class Subject:
    """Whom or what one card is for: a guest, or a table with those who sit at it."""

    event: Event
    language: str
    guest: Guest | None = None
    table: str = ""
    guests: tuple[Guest, ...] = ()

    @property
    def label(self) -> str:
        """The guest's or the table's name."""
        return self.guest.name if self.guest else self.table


def of_guest(guest: Guest, event: Event) -> Subject:
    """Return the card of a guest."""
    return Subject(event, guest.language, guest=guest, table=guest.table)


def of_table(table: str, guests: tuple[Guest, ...], event: Event) -> Subject:
    """Return the card of a table, in the house's language."""
    return Subject(event, settings.LANGUAGE_CODE, table=table, guests=guests)


def say(block: str, value: Any, subject: Subject) -> str:
    """Return the words of a block, or nothing."""
    with translation.override(subject.language):
        return _SAYINGS[block](value, subject)


def named(guest: Guest, form: str) -> str:
    """Return a guest's name, alone or with the form of address."""
    if form != NameForm.ADDRESS:
        return guest.name
    return greeting(name=guest.name, form=guest.form_of_address, language=guest.language)


def ribbon_line(lines: Any, subject: Subject) -> tuple[int, str] | None:
    """Return the place and the word of the first line of a ribbon that fits a guest; None where none does."""
    if subject.guest is None:
        return None
    fits = _kinds(subject.guest)
    for place, line in enumerate(lines):
        if line["who"] in fits:
            return place, wording(SimpleNamespace(**line), "words", subject.language)
    return None


def latin_name_of(guest: Guest) -> str:
    """Return a guest's name in Latin letters: as it was given, as their contact has it, or as it is read."""
    known = guest.contact.latin_name if guest.contact else ""
    return guest.latin_name or known or in_latin(guest.name)


def _kinds(guest: Guest) -> set[str]:
    client = guest.contact.client if guest.contact else None
    kinds = {RibbonFor.ALL.value}
    if client:
        kinds.add(_TIERS[client.tier])
    if guest.host_id:
        kinds.add(RibbonFor.HOSTED.value)
    if guest.source == GuestSource.WALK_IN:
        kinds.add(RibbonFor.WALK_IN.value)
    return kinds


_TIERS: dict[str, str] = {
    Tier.KEY: RibbonFor.KEY,
    Tier.REGULAR: RibbonFor.REGULAR,
    Tier.PROSPECT: RibbonFor.PROSPECT,
}


def _place(value: Any, subject: Subject) -> str:
    seat = subject.guest.seat if subject.guest else ""
    parts = []
    if subject.table and value["part"] != PlacePart.SEAT:
        parts.append(pgettext("card", "Table %(table)s") % {"table": subject.table})
    if seat and value["part"] != PlacePart.TABLE:
        parts.append(pgettext("card", "Seat %(seat)s") % {"seat": seat})
    return " · ".join(parts)


def _event(value: Any, subject: Subject) -> str:
    event = subject.event
    if value["part"] == EventPart.PLACE:
        return " · ".join(filter(None, (event.venue_name, event.room_name)))
    day = date_format(timezone.localtime(event.starts_at), "DATE_FORMAT")
    said = {EventPart.TITLE: [event.title_text], EventPart.DATE: [day]}
    return " · ".join(said.get(value["part"], [event.title_text, day]))


def _of_guest(read: Callable[[Any, Guest], str]) -> Callable[[Any, Subject], str]:
    return lambda value, subject: read(value, subject.guest) if subject.guest else ""


_SAYINGS: dict[str, Callable[[Any, Subject], str]] = {
    "name": _of_guest(lambda value, guest: named(guest, value["form"])),
    "latin_name": _of_guest(lambda _value, guest: latin_name_of(guest)),
    "company": _of_guest(lambda _value, guest: guest.company),
    "title": _of_guest(lambda _value, guest: guest.title),
    "place": _place,
    "event": _event,
    "words": lambda value, subject: wording(SimpleNamespace(**value), "words", subject.language),
}
