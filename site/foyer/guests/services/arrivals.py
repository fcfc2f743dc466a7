"""The words a desk answers with, in the guest's own language. (KIOSK 2, 004-13)"""

from dataclasses import dataclass, fields
from datetime import datetime
from functools import lru_cache
from uuid import UUID

from django.conf import settings
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import get_language, gettext, gettext_noop

from foyer.core.addressing import greeting
from foyer.events.enums import EventStatus
from foyer.guests.door_queries import DeskNames, Person, ScanFacts
from foyer.guests.enums import Verdict
from foyer.guests.models import Guest

_WELCOME = gettext_noop("Welcome, %(guest)s.")
# Also the tablet's own words while it answers by itself, in every language at once.
SENTENCES = {
    "already": gettext_noop("Already signed in at %(time)s."),
    "already_desk": gettext_noop("Already signed in at %(time)s at %(desk)s."),
    "unknown": gettext_noop(
        "This code is damaged or has been replaced. Try your name instead, or ask our staff."
    ),
    "other_event": gettext_noop("Please wait a moment: our staff will help you find your event."),
    "cancelled": gettext_noop("This invitation is no longer valid. Please speak to our staff."),
    "not_yet": gettext_noop("Sign-in opens at %(time)s. Please take a seat until then."),
    "over": gettext_noop("This event is over. Please speak to our staff."),
    "back": gettext_noop("Welcome back, %(guest)s."),
    "not_in": gettext_noop("You have not signed in here. Please speak to our staff."),
    "gone": gettext_noop("Already signed out at %(time)s."),
    "goodbye": gettext_noop("Thank you for coming, %(guest)s. Have a safe journey."),
}
_PERSON = ("pk", *(field.name for field in fields(Person) if field.name != "id"))
# By whether the guest has a table, and a seat.
_NEXT = {
    (True, True): gettext_noop("Your place is at table %(table)s, seat %(seat)s."),
    (True, False): gettext_noop("Your place is at table %(table)s."),
    (False, True): gettext_noop("Your seat is %(seat)s."),
    (False, False): gettext_noop("Please come in; we will show you to your place."),
}


@dataclass(frozen=True, slots=True)
class GuestCard:
    """What the screen shows of a guest."""

    greeting: str
    title: str
    table: str
    seat: str
    language: str
    party_limit: int
    kind: str


@dataclass(frozen=True, slots=True)
class Arrival:
    """The desk's answer to one scan."""

    id: UUID
    result: Verdict
    message: str
    language: str
    guest: GuestCard | None = None
    signed_in_at: datetime | None = None
    desk: str = ""
    next: str = ""


def answer(facts: ScanFacts, scan_id: UUID, verdict: Verdict, at: datetime) -> Arrival:
    """Return the words for a verdict: to a known guest in their language, else in the active one. (KIOSK 2)"""
    person = facts.person
    if person and verdict == Verdict.WELCOME:
        return welcome(person, scan_id, at, facts.desk_names)
    if person and verdict == Verdict.BACK:
        return _back(person, scan_id, at, facts.desk_names)
    if person and verdict == Verdict.ALREADY:
        return _already(person, scan_id, at, facts)
    language = person.language if person else get_language() or settings.LANGUAGE_CODE
    sentence = _turned_away(facts, verdict, at, language)
    return Arrival(scan_id, verdict, sentence, language)


def welcome(person: Person, scan_id: UUID, at: datetime, desk: DeskNames | None) -> Arrival:
    """Return the words for a guest who has just been signed in."""
    card = _card(person)
    sentence = _say(person.language, _WELCOME, guest=card.greeting)
    return _met(scan_id, Verdict.WELCOME, sentence, card, at, desk)


def _back(person: Person, scan_id: UUID, at: datetime, desk: DeskNames) -> Arrival:
    card = _card(person)
    sentence = _say(person.language, SENTENCES["back"], guest=card.greeting)
    return _met(scan_id, Verdict.BACK, sentence, card, at, desk)


def farewell(
    person: Person, scan_id: UUID, verdict: Verdict, *, left_at: datetime, now: datetime
) -> Arrival:
    """Return the words at the exit for a guest of the event: goodbye, gone already, or never in."""
    card = _card(person)
    time = _clock(left_at, now, person.language)
    sentence = _say(person.language, SENTENCES[verdict.value], guest=card.greeting, time=time)
    shown = card if verdict == Verdict.GOODBYE else None
    return Arrival(scan_id, verdict, sentence, person.language, shown)


def turned_back(scan_id: UUID, verdict: Verdict, language: str) -> Arrival:
    """Return the words at the exit for a code the house does not know there."""
    return Arrival(scan_id, verdict, _say(language, SENTENCES[verdict.value]), language)


def person_of(guest: Guest) -> Person:
    """Return a guest as the desk may show them."""
    return Person(*(getattr(guest, name) for name in _PERSON))


def _already(person: Person, scan_id: UUID, at: datetime, facts: ScanFacts) -> Arrival:
    first, desk = facts.signed_in_at or at, facts.signed_in_desk
    desk_name = desk.text(person.language) if desk else ""
    sentence = _say(
        person.language,
        SENTENCES["already_desk" if desk else "already"],
        time=_clock(first, at, person.language),
        desk=desk_name,
    )
    return _met(scan_id, Verdict.ALREADY, sentence, _card(person), first, desk)


def _turned_away(facts: ScanFacts, verdict: Verdict, at: datetime, language: str) -> str:
    if verdict != Verdict.NOT_OPEN:
        return _say(language, SENTENCES[verdict.value])
    assert facts.event is not None  # noqa: S101  refused before
    opens_at = facts.event.opens_at
    if at < opens_at and facts.event.status != EventStatus.CLOSED:
        return _say(language, SENTENCES["not_yet"], time=_clock(opens_at, at, language))
    return _say(language, SENTENCES["over"])


def _card(person: Person) -> GuestCard:
    return GuestCard(
        greeting=greeting(name=person.name, form=person.form_of_address, language=person.language),
        title=person.title,
        table=person.table,
        seat=person.seat,
        language=person.language,
        party_limit=person.party_limit,
        kind=person.kind,
    )


def _met(
    scan_id: UUID,
    verdict: Verdict,
    sentence: str,
    card: GuestCard,
    moment: datetime,
    desk: DeskNames | None,
) -> Arrival:
    after = _NEXT[bool(card.table), bool(card.seat)]
    next_step = _say(card.language, after, table=card.table, seat=card.seat)
    desk_name = desk.text(card.language) if desk else ""
    return Arrival(scan_id, verdict, sentence, card.language, card, moment, desk_name, next_step)


def _say(language: str, sentence: str, **values: str) -> str:
    return _translated(language, sentence) % values


@lru_cache(maxsize=64)
def _translated(language: str, sentence: str) -> str:
    with translation.override(language):
        return gettext(sentence)


def _clock(moment: datetime, now: datetime, language: str) -> str:
    local = timezone.localtime(moment)
    if local.date() == timezone.localtime(now).date():
        return f"{local:%H:%M}"
    with translation.override(language):
        return date_format(local, "DATETIME_FORMAT")
