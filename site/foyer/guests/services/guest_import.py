"""Guest lists that come from files: writing rows in sets, and taking them back. (IMPORT 8)"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from operator import itemgetter
from typing import Any, NamedTuple

from django.utils.translation import gettext as _

from foyer.core.imports.enums import RowVerdict
from foyer.core.imports.sets import Mould, change_rows, columns_of, insert_rows, reserve_keys
from foyer.core.imports.targets import Planned, Refused, Step, Written
from foyer.core.secret_codes import new_code
from foyer.events.enums import EventStatus
from foyer.events.models import Event
from foyer.guests.enums import GuestSource
from foyer.guests.models import Guest, Invitation, SignIn

from .checkpoints import ensure_door_checkpoint
from .codes import hash_code
from .guest_list import ListClosed
from .known_guests import FIELDS, WATCHED, NearGuests, keys_of

_CHANGED = (
    *FIELDS,
    "phone_index",
    "phone_last_four_index",
    "email_index",
    "search_text",
    "updated_at",
)
_NEW = (*FIELDS, "contact_id", "code_hash", "code_sealed", "phone_index", "email_index")
_watched = itemgetter(*WATCHED)


def require_open_list(event: Event) -> None:
    """Refuse to put anybody on the list of an event that will not take place any more.

    Raises:
        ListClosed: the event is cancelled or closed.
    """
    if event.status in (EventStatus.CANCELLED, EventStatus.CLOSED):
        raise ListClosed(status=event.status_label)


def mark_of(values: Mapping[str, Any]) -> str:
    """Return a short mark of everything that is watched of a guest: it changes when any of it does."""
    told = "\0".join(map(str, _watched(values)))
    return hashlib.blake2b(told.encode(), digest_size=12).hexdigest()


def values_of(guest: Guest) -> dict[str, Any]:
    """Return everything that is watched of a guest."""
    return {name: getattr(guest, name) for name in WATCHED}


class NewGuest(NamedTuple):
    """A guest ready to be inserted."""

    number: int
    values: Mapping[str, Any]
    row: tuple[Any, ...]
    mark: str


class ChangedGuest(NamedTuple):
    """A guest ready to be changed; `seen` is the mark of what was there when the file was checked."""

    number: int
    pk: int
    seen: str
    row: tuple[Any, ...]
    mark: str


@dataclass(frozen=True, slots=True)
class Prepared:
    """Some rows, formed as the database takes them."""

    columns: tuple[str, ...]
    new: list[NewGuest]
    changed: list[ChangedGuest]


def prepare_rows(*, event_pk: int, rows: Sequence[Planned], at: datetime) -> Prepared:
    """Form guests from planned rows: codes, seals, indexes and sounds, all that needs no lock."""
    blank = Guest(event_id=event_pk, source=GuestSource.IMPORT, code_issued_at=at)
    mould = Mould(blank, _NEW)
    new = _new(mould, [row for row in rows if row.act == RowVerdict.NEW])
    changed = _changed(blank, [row for row in rows if row.act == RowVerdict.UPDATE])
    return Prepared(columns_of(Guest), new, changed)


def _new(mould: Mould, planned: Sequence[Planned]) -> list[NewGuest]:
    records = []
    for row in planned:
        code = new_code()
        made = {
            "contact_id": row.plan["contact"],
            "phone_index": row.plan["phone_index"],
            "email_index": row.plan["email_index"],
            "code_hash": hash_code(code),
            "code_sealed": code,
        }
        records.append(mould.filled(row.values | row.plan["values"] | made))
    return [
        NewGuest(row.number, record, formed, mark_of(record))
        for row, record, formed in zip(planned, records, mould.rows(records), strict=True)
    ]


def _changed(blank: Guest, planned: Sequence[Planned]) -> list[ChangedGuest]:
    if not planned:
        return []
    mould = Mould(blank, FIELDS)
    pks = [row.plan["pk"] for row in planned]
    guests = Guest.objects.filter(event=blank.event_id).only(*WATCHED).in_bulk(pks)
    there = [row for row in planned if row.plan["pk"] in guests]
    records = [
        mould.filled(values_of(guests[row.plan["pk"]]) | row.plan["values"]) for row in there
    ]
    formed = mould.rows(records, _CHANGED)
    gone = [row for row in planned if row.plan["pk"] not in guests]
    return [
        ChangedGuest(row.number, row.plan["pk"], row.plan["mark"], row_formed, mark_of(record))
        for row, record, row_formed in zip(there, records, formed, strict=True)
    ] + [ChangedGuest(row.number, row.plan["pk"], row.plan["mark"], (), "") for row in gone]


def write_rows(*, event_pk: int, prepared: Prepared, horizon: int) -> Step:
    """Put new guests on the list and change known ones; refuse rows the list has changed for.

    Called inside a transaction, with the event locked until its end.

    Args:
        event_pk: whose list.
        prepared: the rows.
        horizon: the newest guest the file was compared with; whoever is newer is compared now.

    Raises:
        ListClosed: the event was cancelled or closed meanwhile.
    """
    # No key lock: sign-ins, which point at the event, go on meanwhile.
    event = Event.objects.select_for_update(of=("self",), no_key=True).get(pk=event_pk)
    require_open_list(event)
    if not event.checkpoints.exists():
        ensure_door_checkpoint(event=event)
    changed, lost = _change(event, prepared.changed)
    added, late = _add(event, prepared, horizon)
    newest = max((entry.pk for entry in added), default=horizon)
    return Step(added + changed, late + lost, {"guest": newest})


def _add(event: Event, prepared: Prepared, horizon: int) -> tuple[list[Written], list[Refused]]:
    if not prepared.new:
        return [], []
    columns = ("name", "company", "phone_index", "email_index", "contact_id", "cancelled_at")
    newcomers = list(event.guests.filter(pk__gt=horizon).only(*columns))
    near = NearGuests(newcomers)
    contacts = {guest.values["contact_id"] for guest in prepared.new} - {None}
    listed = event.guests.filter(contact_id__in=contacts, cancelled_at=None)
    taken = set(listed.values_list("contact_id", flat=True)) if contacts else set()
    late = {
        guest.number
        for guest in prepared.new
        if guest.values["contact_id"] in taken
        or (newcomers and near.matches(keys_of(guest.values)))
    }
    added = [guest for guest in prepared.new if guest.number not in late]
    keys = reserve_keys(Guest, len(added))
    rows = ([pk, *guest.row] for pk, guest in zip(keys, added, strict=True))
    insert_rows(Guest, ("id", *prepared.columns), rows)
    reason = _("This person was put on the list after the file was checked.")
    return (
        [
            Written(guest.number, pk, None, guest.mark)
            for pk, guest in zip(keys, added, strict=True)
        ],
        [Refused(number, reason) for number in sorted(late)],
    )


def _change(event: Event, changes: Sequence[ChangedGuest]) -> tuple[list[Written], list[Refused]]:
    if not changes:
        return [], []
    guests = _locked(event, [change.pk for change in changes])
    kept = [
        change
        for change in changes
        if change.pk in guests and mark_of(values_of(guests[change.pk])) == change.seen
    ]
    change_rows(Guest, _CHANGED, [(change.row, change.pk) for change in kept])
    written = [
        Written(change.number, change.pk, _fields(guests[change.pk]), change.mark)
        for change in kept
    ]
    done = {change.number for change in kept}
    reason = _("Somebody changed this guest after the file was checked.")
    return written, [Refused(one.number, reason) for one in changes if one.number not in done]


def _locked(event: Event, pks: Iterable[int]) -> dict[int, Guest]:
    guests = event.guests.select_for_update(no_key=True).only(*WATCHED).order_by("pk")
    return guests.in_bulk(list(pks))


def _fields(guest: Guest) -> dict[str, Any]:
    return {name: getattr(guest, name) for name in FIELDS}


def take_back_rows(*, event: Event, entries: Sequence[Written]) -> list[Refused]:
    """Restore what guests were before an import; guests it added are deleted while nothing hangs on them.

    Called inside a transaction. Guests changed since, invited or signed in are left as they are and named.
    """
    guests = _locked(event, [entry.pk for entry in entries])
    used = set(Invitation.objects.filter(guest__in=guests).values_list("guest_id", flat=True))
    used |= set(SignIn.objects.filter(guest__in=guests).values_list("guest_id", flat=True))
    refused, gone, restored = [], [], []
    for entry in entries:
        guest = guests.get(entry.pk)
        if guest is None:
            refused.append(Refused(entry.number, _("This guest is no longer on the list.")))
        elif mark_of(values_of(guest)) != entry.mark:
            refused.append(Refused(entry.number, _("This guest was changed after the import.")))
        elif entry.before is not None:
            restored.append((guest.pk, values_of(guest) | dict(entry.before)))
        elif guest.pk in used:
            refused.append(
                Refused(entry.number, _("This guest has been invited or has signed in already."))
            )
        else:
            gone.append(guest.pk)
    mould = Mould(Guest(event=event), FIELDS)
    rows = mould.rows([values for _pk, values in restored], _CHANGED)
    change_rows(Guest, _CHANGED, zip(rows, (pk for pk, _values in restored), strict=True))
    event.guests.filter(pk__in=gone).delete()
    return refused
