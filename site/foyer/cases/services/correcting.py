"""Setting right what a case is said to be: its kind, its severity, and whom and what it is about. (001-14, 001-19)"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from foyer.bookings.models import Booking
from foyer.cases.enums import MessageKind
from foyer.cases.models import Case
from foyer.clients.models import Client, Contact
from foyer.core.models import User

from .clocks import set_deadlines
from .holding import hold, keep
from .refusals import WrongStep


@dataclass(frozen=True, slots=True)
class Facts:
    """What a case is, and whom and what it is about; `event` is a record of the events room."""

    kind: str
    severity: str
    client: Client | None
    contact: Contact | None
    event: Any
    booking: Booking | None = None


@transaction.atomic
def correct_facts(
    *, case: Case, facts: Facts, by: User, at: datetime, seen: int | None = None
) -> Case:
    """Set the facts of an open case right; what is still promised follows its kind, severity and client.

    What changed is written down as a note nobody but staff reads.

    Raises:
        WrongStep: the case is closed.
        CaseChanged: it is not what the actor saw.
    """
    held = hold(case, seen)
    if not held.is_open:
        raise WrongStep
    before = _in_words(held)
    held.kind, held.severity = facts.kind, facts.severity
    held.contact, held.event, held.booking = facts.contact, facts.event, facts.booking
    held.client = facts.client or client_of(facts.contact, facts.booking)
    changed = [
        f"{label}: {old} → {new}"
        for (label, old), (_label, new) in zip(before, _in_words(held), strict=True)
        if old != new
    ]
    if not changed:
        return held
    set_deadlines(held)
    held.messages.create(kind=MessageKind.NOTE, text="\n".join(changed), by=by, at=at)
    return keep(held, act="facts", by=by, at=at)


def client_of(contact: Contact | None, booking: Booking | None) -> Client | None:
    """Return the client a contact or else a booking stands for."""
    return (contact and contact.client) or (booking and booking.client) or None


def _in_words(case: Case) -> list[tuple[str, str]]:
    """Return the facts with their names, as staff read them."""
    named = {name: Case._meta.get_field(name).verbose_name for name in Facts.__slots__}  # type: ignore[union-attr]
    shown = {"kind": case.get_kind_display(), "severity": case.get_severity_display()}
    return [
        (str(label), shown.get(name) or str(getattr(case, name) or "–"))
        for name, label in named.items()
    ]
