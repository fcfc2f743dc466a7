"""Filing, correcting and striking out visits. (003-15, 001-08)"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from django.db import IntegrityError, models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy, pgettext
from wagtail.log_actions import log

from foyer.clients.care_enums import Direction, VisitMode
from foyer.clients.models import Contact, Visit
from foyer.core.days import house_day
from foyer.core.models import User
from foyer.core.refusals import Refusal

from .due_decisions import close_due, close_fulfilled, open_again
from .fulfilling import fulfilled_by, open_items, reckon_anew
from .visit_places import Places

# What a person may write; everything else is kept by the acts below.
FIELDS = (
    "mode",
    "direction",
    "happened_at",
    "met",
    "staff",
    "written_on",
    "address",
    "place",
    "situation",
    "discussion",
    "concerns",
    "next_visit_on",
    "other",
    "solved",
    "to_watch",
)
CLOSING = {"mode", "happened_at"}  # what decides which things due a visit closes
_CLOCKS_DIFFER = timedelta(minutes=15)
_LONGEST_MET = 300


class VisitAhead(Refusal):
    """The visit has not taken place yet."""

    code = "visit_ahead"
    message = gettext_lazy(
        "This moment has not come yet. A visit is filed when it has taken place; write a date to come "
        "under Next visit."
    )


class NextVisitNotLater(Refusal):
    """The next visit would come before this one."""

    code = "next_visit_not_later"
    message = gettext_lazy("The next visit comes after this one: choose a later day.")


class ContactElsewhere(Refusal):
    """Somebody met belongs to another client."""

    code = "contact_elsewhere"
    message = gettext_lazy(
        "%(contact)s is not a contact of this client. Write them under People met instead."
    )


class VisitStruckOut(Refusal):
    """The visit was struck out."""

    code = "visit_struck_out"
    message = gettext_lazy("This visit has been struck out and is kept as it is.")


class VisitChanged(Refusal):
    """Somebody else was faster."""

    code = "visit_changed"
    message = gettext_lazy(
        "Somebody else has changed this visit while you were writing. Copy what you wrote, open the "
        "visit again and add it."
    )


class ReasonMissing(Refusal):
    """No reason was given."""

    code = "reason_missing"
    message = gettext_lazy("Say in a few words why.")


@transaction.atomic
def file_visit(
    *,
    visit: Visit,
    contacts: Sequence[Contact],
    by: User,
    at: datetime,
    fulfils: Iterable[str] = (),
    once: str = "",
) -> Visit:
    """Keep a visit that has taken place, and close what it fulfils. (003-15, 001-12)

    Regular contact, agreed visits and return visits are closed by themselves when the visit counts for
    them; greetings only when they are named. The nth contact is counted at every read, never kept.

    Args:
        visit: not kept yet, with client, mode and moment; what is empty is filled in where it is known.
        contacts: whom of the client's contacts it was with.
        by: who files it; also the member of staff concerned where none is named.
        at: now.
        fulfils: keys of things due that are done with it, whatever the rules say.
        once: what the sender calls this visit: a second one of that name files nothing.

    Raises:
        VisitAhead, NextVisitNotLater, ContactElsewhere.
    """
    if kept := filed_as(once, by=by):
        return kept
    visit.once = _name(once, by)
    begin_visit(visit=visit, contacts=contacts, by=by, at=at, places=Places([visit.client]))
    before = open_items({visit.client_id}, at=at)
    try:
        with transaction.atomic():
            visit.save(force_insert=True)
    except IntegrityError:
        if kept := filed_as(once, by=by):  # the other half of a double tap was faster
            return kept
        raise
    visit.contacts.set(contacts)
    log(visit, "foyer.visit.file", user=by, data={"client": visit.client_id, "mode": visit.mode})
    close_due(keys=fulfils, by=by, at=at, visit=visit)
    gone = fulfilled_by({visit.client_id: [visit]}, before=before, at=at)
    close_fulfilled(closings=gone, by=by, at=at)
    return visit


def begin_visit(
    *, visit: Visit, contacts: Sequence[Contact], by: User, at: datetime, places: Places
) -> None:
    """Fill in what is known of a visit that is about to be kept, and see whether it can have been.

    Raises:
        VisitAhead, NextVisitNotLater, ContactElsewhere.
    """
    visit.staff = visit.staff or by
    visit.filed_by, visit.filed_at, visit.changed_at = by, at, at
    visit.written_on = visit.written_on or house_day(at)
    visit.happened_on = house_day(visit.happened_at)
    _complete(visit, contacts, places)
    _check(visit, contacts, at=at)


def filed_as(once: str, *, by: User) -> Visit | None:
    """Return the visit somebody has filed under a name of the sender's; None: there is none yet."""
    return Visit.objects.filter(once=_name(once, by)).first() if once else None


@transaction.atomic
def change_visit(
    *,
    visit: Visit,
    changes: Mapping[str, Any],
    contacts: Sequence[Contact] | None = None,
    seen: datetime,
    by: User,
    at: datetime,
) -> Visit:
    """Correct a visit; what stood there before is kept in the log. (003-15)

    Args:
        visit: which.
        changes: new values of `FIELDS`.
        contacts: whom it was with; None leaves them.
        seen: when the visit had last been changed as the writer saw it.
        by: who corrects it.
        at: now.

    Raises:
        VisitStruckOut, VisitChanged, VisitAhead, NextVisitNotLater, ContactElsewhere.
    """
    kept = _locked(visit)
    if kept.changed_at != seen:
        raise VisitChanged
    met = sorted(kept.contacts.all(), key=lambda contact: contact.pk)
    now_met = met if contacts is None else sorted(contacts, key=lambda contact: contact.pk)
    changed = correct(kept, changes, met=(met, now_met), at=at, places=Places([kept.client]))
    closing = bool(CLOSING & changed.keys())
    due = open_items({kept.client_id}, at=at) if closing else []
    if changed:
        kept.changed_at = at
        kept.save()
        kept.contacts.set(now_met)
        log(kept, "foyer.visit.change", user=by, data={"changed": changed})
    if closing:
        reckon_anew(visits=[kept], before=due, by=by, at=at)
    return kept


def correct(
    kept: Visit,
    changes: Mapping[str, Any],
    *,
    met: tuple[Sequence[Contact], Sequence[Contact]],
    at: datetime,
    places: Places,
) -> dict[str, Any]:
    """Write changes into a visit that is not saved yet; return what stood there and what stands there now.

    Args:
        met: whom it was with before, and now; each in order.

    Raises:
        VisitAhead, NextVisitNotLater, ContactElsewhere.
    """
    before = {name: getattr(kept, name) for name in FIELDS}
    was_met, now_met = met
    for name, value in changes.items():
        setattr(kept, name, value)
    if kept.met == _people(was_met) != _people(now_met):
        kept.met = ""  # it was taken from the contacts, and follows them
    kept.happened_on = house_day(kept.happened_at)
    _complete(kept, now_met, places)
    _check(kept, now_met, at=at)
    changed = {
        name: {"before": _plain(old), "after": _plain(getattr(kept, name))}
        for name, old in before.items()
        if old != getattr(kept, name)
    }
    if was_met != now_met:
        changed["contacts"] = {"before": _plain(was_met), "after": _plain(now_met)}
    return changed


@transaction.atomic
def strike_out_visit(*, visit: Visit, reason: str, by: User, at: datetime) -> Visit:
    """Strike a visit out: the record stays, but counts for nothing, and what it closed is due again.

    Raises:
        VisitStruckOut, ReasonMissing.
    """
    kept = _locked(visit)
    if not reason.strip():
        raise ReasonMissing
    kept.struck_out_at, kept.struck_out_by, kept.changed_at = at, by, at
    kept.strike_out_reason = reason.strip()
    kept.save()
    open_again(visits=[kept], by=by, at=at)
    log(kept, "foyer.visit.strike_out", user=by, data={"reason": kept.strike_out_reason})
    return kept


def _name(once: str, by: User) -> str:
    return hashlib.sha256(f"{by.pk} {once}".encode()).hexdigest() if once else ""


def _locked(visit: Visit) -> Visit:
    kept = Visit.objects.select_for_update().get(pk=visit.pk)
    if kept.struck_out_at:
        raise VisitStruckOut
    return kept


def _complete(visit: Visit, contacts: Sequence[Contact], places: Places) -> None:
    """Fill in what follows from the rest."""
    fixed = VisitMode.DIRECTION.get(visit.mode)
    visit.direction = fixed or visit.direction or Direction.WE_WENT
    visit.met = visit.met.strip() or _people(contacts)
    visit.address = visit.address or places.of(visit.client)
    if not visit.place and visit.mode == VisitMode.RECEPTION:
        visit.place = places.house
    elif not visit.place and visit.mode == VisitMode.VISIT:
        visit.place = visit.address[:200]


def _people(contacts: Sequence[Contact]) -> str:
    people = pgettext("between names", ", ").join(
        f"{contact.name} {contact.title}".strip() for contact in contacts
    )
    return people if len(people) <= _LONGEST_MET else people[: _LONGEST_MET - 1] + "…"


def _check(visit: Visit, contacts: Sequence[Contact], *, at: datetime) -> None:
    if visit.happened_at > at + _CLOCKS_DIFFER:
        raise VisitAhead
    if visit.next_visit_on and visit.next_visit_on <= house_day(visit.happened_at):
        raise NextVisitNotLater
    for contact in contacts:
        if contact.client_id != visit.client_id:
            raise ContactElsewhere(contact=contact.name)


def _plain(value: Any) -> Any:
    """Return a value as the log can keep it."""
    if isinstance(value, (list, tuple)):
        return [contact.pk for contact in value]
    if isinstance(value, models.Model):
        return value.pk
    if isinstance(value, datetime):
        return timezone.localtime(value, timezone.get_default_timezone()).isoformat()
    return value.isoformat() if isinstance(value, date) else value
