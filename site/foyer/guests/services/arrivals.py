"""The words a desk answers with, in the guest's own language. (KIOSK 2, 004-13)"""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import get_language, gettext

from foyer.core.addressing import greeting_here
from foyer.events.enums import EventStatus
from foyer.guests.door_queries import ScanFacts
from foyer.guests.enums import Verdict


@dataclass(frozen=True, slots=True)
class GuestCard:
    """What the screen shows of a guest."""

    greeting: str
    title: str
    table: str
    seat: str
    language: str
    party_limit: int


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


def guest_card(facts: ScanFacts) -> GuestCard | None:
    """Return the guest of a scan as a screen shows them, or None; call it in the guest's language."""
    person = facts.person
    if person is None:
        return None
    return GuestCard(
        greeting=greeting_here(name=person.name, form=person.form_of_address),
        title=person.title,
        table=person.table,
        seat=person.seat,
        language=person.language,
        party_limit=person.party_limit,
    )


def answer(facts: ScanFacts, scan_id: UUID, verdict: Verdict, at: datetime) -> Arrival:
    """Return the words for a verdict: to a known guest in their language, else in the active one. (KIOSK 2)"""
    language = facts.person.language if facts.person else get_language() or settings.LANGUAGE_CODE
    with translation.override(language):
        if verdict in (Verdict.WELCOME, Verdict.ALREADY):
            return _met(facts, scan_id, verdict, at)
        return Arrival(scan_id, verdict, _turned_away(facts, verdict, at), language)


def _turned_away(facts: ScanFacts, verdict: Verdict, at: datetime) -> str:
    match verdict:
        case Verdict.UNKNOWN:
            return gettext("We do not know this code. Try your name instead, or ask our staff.")
        case Verdict.OTHER_EVENT:
            return gettext("This invitation is for another event. Our staff will show you the way.")
        case Verdict.CANCELLED:
            return gettext("This invitation is no longer valid. Please speak to our staff.")
        case _:
            return _closed(facts, at)


def _closed(facts: ScanFacts, at: datetime) -> str:
    assert facts.event is not None  # noqa: S101  refused before
    if at < facts.event.opens_at and facts.event.status != EventStatus.CLOSED:
        opens = _clock(facts.event.opens_at, at)
        return gettext("Sign-in opens at %(time)s. Please take a seat until then.") % {
            "time": opens
        }
    return gettext("This event is over. Please speak to our staff.")


def _met(facts: ScanFacts, scan_id: UUID, verdict: Verdict, at: datetime) -> Arrival:
    card = guest_card(facts)
    assert card is not None  # noqa: S101  only a known guest is welcome
    after = _next_step(card)
    if verdict == Verdict.WELCOME:
        sentence = gettext("Welcome, %(guest)s.") % {"guest": card.greeting}
        return Arrival(scan_id, verdict, sentence, card.language, card, at, facts.desk_name, after)
    first = facts.signed_in_at or at
    values = {"time": _clock(first, at), "desk": facts.signed_in_desk}
    if facts.signed_in_desk:
        sentence = gettext("Already signed in at %(time)s at %(desk)s.") % values
    else:
        sentence = gettext("Already signed in at %(time)s.") % values
    desk = facts.signed_in_desk
    return Arrival(scan_id, verdict, sentence, card.language, card, first, desk, after)


def _next_step(card: GuestCard) -> str:
    values = {"table": card.table, "seat": card.seat}
    if card.table and card.seat:
        return gettext("Your place is at table %(table)s, seat %(seat)s.") % values
    if card.table:
        return gettext("Your place is at table %(table)s.") % values
    if card.seat:
        return gettext("Your seat is %(seat)s.") % values
    return gettext("Please come in; we will show you to your place.")


def _clock(moment: datetime, now: datetime) -> str:
    local = timezone.localtime(moment)
    if local.date() == timezone.localtime(now).date():
        return f"{local:%H:%M}"
    return date_format(local, "DATETIME_FORMAT")
