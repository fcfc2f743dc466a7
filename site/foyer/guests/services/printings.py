"""Printing badges and other cards: the first once, further ones as often as staff ask; never a sign-in. (000-12)"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import log

from foyer.core.models import User
from foyer.core.refusals import Refusal
from foyer.events.models import Event
from foyer.guests.enums import CardKind
from foyer.guests.models import CardDesign, Desk, Guest, Printing, SignIn

_KEPT_AT_ONCE = 500


class PrintsNothing(Refusal):
    """The desk's setting says that it prints no badges."""

    code, status = "prints_nothing", 403
    message = _("This desk prints no badges.")


class ArrivalUnknown(Refusal):
    """Nobody was let in at this desk by a scan of this id, or the sign-in has been undone."""

    code, status = "arrival_unknown", 404
    message = _("Nobody has signed in at this desk by this scan.")


class PrintedAlready(Refusal):
    """A guest has a badge; another is printed only when staff ask for it."""

    code = "printed_already"
    message = _("This guest’s badge has been printed before. Our staff can print it again.")


@dataclass(frozen=True, slots=True)
class Noted:
    """How many cards were written down as first ones, and how many as printed again."""

    first: int
    again: int


@transaction.atomic
def print_on_arrival(
    *, desk: Desk, scan_id: UUID, print_id: UUID, design: CardDesign, at: datetime
) -> Guest:
    """Write down that a desk prints the badge of a guest it has just let in; return the guest.

    A repeat with the same `print_id` changes nothing: the answer before it was lost.

    Raises:
        PrintsNothing: the desk prints no badges.
        ArrivalUnknown: the desk let nobody in by this scan.
        PrintedAlready: the guest has a badge.
    """
    if not desk.prints_badges:
        raise PrintsNothing
    _hold(desk.event)
    arrivals = SignIn.objects.standing().filter(desk=desk, event=desk.event_id, scan_id=scan_id)
    arrival = arrivals.select_related("guest__contact__client", "guest__host").first()
    if arrival is None:
        raise ArrivalUnknown
    printed = Printing.objects.of_kind(CardKind.BADGE).filter(guest=arrival.guest)
    if not printed.filter(print_id=print_id, desk=desk).exists():
        if printed.exists():
            raise PrintedAlready
        _keep([arrival.guest], CardKind.BADGE, design, at=at, print_id=print_id, desk=desk)
    return arrival.guest


@transaction.atomic
def print_at_attended_desk(
    *, desk: Desk, guest: Guest, print_id: UUID, design: CardDesign, at: datetime
) -> None:
    """Write down that staff at a tablet print a guest's badge, be it the first or another one.

    Raises:
        PrintsNothing: the desk prints no badges.
    """
    if not desk.prints_badges:
        raise PrintsNothing
    _hold(desk.event)
    noted = _keep([guest], CardKind.BADGE, design, at=at, print_id=print_id, desk=desk)
    if noted.again:
        log(guest, "foyer.guest.print_again", data={"desk": desk.name})


@transaction.atomic
def note_printed(
    *,
    event: Event,
    kind: str,
    design: CardDesign,
    guests: Iterable[Guest] = (),
    tables: Iterable[str] = (),
    print_id: UUID,
    by: User,
    at: datetime,
) -> Noted:
    """Write down which cards left the printer: names on paper have left the house. (security 9)

    Args:
        guests: whose badges or place cards they are.
        tables: whose table cards; a card of a table belongs to no guest.
    """
    _hold(event)
    if kind == CardKind.TABLE_CARD:
        noted = _keep_tables(event, tables, design, at=at, print_id=print_id, by=by)
    else:
        told = [one for one in guests if one.event_id == event.pk]
        noted = _keep(told, kind, design, at=at, print_id=print_id, by=by)
    if noted.first or noted.again:
        data = {"kind": kind, "rows": noted.first + noted.again, "again": noted.again}
        log(event, "foyer.guest.print", user=by, data=data)
    return noted


def _hold(event: Event) -> None:
    """Let nobody else write printings of this event down meanwhile: who is first is decided here."""
    Event.objects.select_for_update(no_key=True).get(pk=event.pk)


def _keep(
    guests: list[Guest],
    kind: str,
    design: CardDesign,
    *,
    at: datetime,
    print_id: UUID,
    desk: Desk | None = None,
    by: User | None = None,
) -> Noted:
    kept = Printing.objects.of_kind(kind).filter(guest__in=[one.pk for one in guests])
    before = dict.fromkeys(kept.values_list("guest", flat=True))
    told = set(kept.filter(print_id=print_id).values_list("guest", flat=True))
    rows = [
        Printing(
            event_id=one.event_id,
            guest=one,
            kind=kind,
            design=design if design.pk else None,
            desk=desk,
            by=by,
            print_id=print_id,
            printed_at=at,
            is_reprint=one.pk in before,
        )
        for one in guests
        if one.pk not in told
    ]
    Printing.objects.bulk_create(rows, batch_size=_KEPT_AT_ONCE)
    again = sum(row.is_reprint for row in rows)
    return Noted(len(rows) - again, again)


def _keep_tables(
    event: Event,
    tables: Iterable[str],
    design: CardDesign,
    *,
    at: datetime,
    print_id: UUID,
    by: User,
) -> Noted:
    kept = Printing.objects.of_kind(CardKind.TABLE_CARD).filter(event=event)
    before = set(kept.values_list("table", flat=True))
    told = set(kept.filter(print_id=print_id).values_list("table", flat=True))
    rows = [
        Printing(
            event=event,
            table=name,
            kind=CardKind.TABLE_CARD,
            design=design if design.pk else None,
            by=by,
            print_id=print_id,
            printed_at=at,
            is_reprint=name in before,
        )
        for name in dict.fromkeys(tables)
        if name not in told
    ]
    Printing.objects.bulk_create(rows, batch_size=_KEPT_AT_ONCE)
    again = sum(row.is_reprint for row in rows)
    return Noted(len(rows) - again, again)
