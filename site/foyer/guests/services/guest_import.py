"""Guest lists that come from files: whom a row means, writing rows, and taking them back. (IMPORT 6, 8)"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from foyer.core.imports.enums import RowVerdict
from foyer.core.imports.targets import Planned, Refused, Written
from foyer.core.text import fold, has_han
from foyer.events.enums import EventStatus
from foyer.events.models import Event
from foyer.guests.enums import GuestSource
from foyer.guests.models import Guest, Invitation, SignIn
from foyer.privacy.identifiers import blind_index

from .checkpoints import ensure_door_checkpoint
from .codes import set_new_code
from .guest_list import ListClosed

FIELDS = (
    "name",
    "form_of_address",
    "company",
    "title",
    "phone",
    "email",
    "language",
    "party_limit",
    "table",
    "seat",
    "dietary_notes",
)
_ALSO_WATCHED = ("reply", "reply_party", "contact_id", "host_id", "code_hash")
_DERIVED = ("phone_index", "phone_last_four_index", "email_index", "search_text", "updated_at")


@dataclass(frozen=True, slots=True)
class Keys:
    """By what a person is known again: phone, e-mail, and name with company."""

    phone: str
    email: str
    person: str


def name_key(name: str) -> str:
    """Return a name in one comparable form; Chinese names are often spaced out to look even."""
    folded = fold(name)
    return folded.replace(" ", "") if has_han(folded) else folded


def keys_of(values: Mapping[str, Any]) -> Keys:
    """Return the keys of a person from a row's values or a guest's columns."""
    return Keys(
        phone=blind_index(values.get("phone") or "", kind="phone"),
        email=blind_index(values.get("email") or "", kind="email"),
        person=f"{name_key(values.get('name') or '')}\n{fold(values.get('company') or '')}",
    )


class KnownGuests:
    """The guests of a list by their keys; those struck off only count where nobody else matches."""

    def __init__(self, guests: Iterable[Guest]) -> None:
        self._by: dict[tuple[str, str], Guest] = {}
        self.contacts: dict[int, Guest] = {}
        for guest in sorted(guests, key=lambda one: (one.cancelled_at is None, -one.pk)):
            self._by[("phone", guest.phone_index)] = guest
            self._by[("email", guest.email_index)] = guest
            self._by[("person", keys_of({"name": guest.name, "company": guest.company}).person)] = (
                guest
            )
            if guest.contact_id and guest.cancelled_at is None:
                self.contacts[guest.contact_id] = guest

    def matches(self, keys: Keys) -> list[Guest]:
        """Return the guests a row may mean: by phone, then e-mail, else by name and company."""
        found = [
            self._by[(kind, key)]
            for kind, key in (("phone", keys.phone), ("email", keys.email))
            if key and (kind, key) in self._by
        ]
        if not found and ("person", keys.person) in self._by:
            found = [self._by[("person", keys.person)]]
        return list({guest.pk: guest for guest in found}.values())


def require_open_list(event: Event) -> None:
    """Refuse to put anybody on the list of an event that will not take place any more.

    Raises:
        ListClosed: the event is cancelled or closed.
    """
    if event.status in (EventStatus.CANCELLED, EventStatus.CLOSED):
        raise ListClosed(status=event.status_label)


def snapshot(guest: Guest) -> dict[str, Any]:
    """Return what is watched of a guest, as JSON holds it."""
    picture = {name: getattr(guest, name) for name in FIELDS + _ALSO_WATCHED}
    struck_off = guest.cancelled_at.isoformat() if guest.cancelled_at else None
    return picture | {"cancelled_at": struck_off}


def write_rows(
    *, event: Event, rows: Sequence[Planned], at: datetime
) -> tuple[list[Written], list[Refused]]:
    """Put new guests on the list and change known ones; refuse rows the list has changed for.

    Called inside a transaction, with the event locked until its end.

    Raises:
        ListClosed: the event was cancelled or closed meanwhile.
    """
    # No key lock: sign-ins, which point at the event, go on meanwhile.
    event = Event.objects.select_for_update(of=("self",), no_key=True).get(pk=event.pk)
    require_open_list(event)
    if not event.checkpoints.exists():
        ensure_door_checkpoint(event=event)
    new = [row for row in rows if row.verdict == RowVerdict.NEW]
    added, late = _add(event, new, at)
    changed, lost = _change(event, [row for row in rows if row.verdict == RowVerdict.UPDATE])
    return added + changed, late + lost


def _add(
    event: Event, rows: Sequence[Planned], at: datetime
) -> tuple[list[Written], list[Refused]]:
    known = _likely_known(event, rows)
    made: list[tuple[int, Guest]] = []
    refused = []
    for row in rows:
        contact = row.plan["contact"]
        if known.matches(keys_of(row.plan["values"])) or contact in known.contacts:
            refused.append(
                Refused(
                    row.number, _("This person was put on the list after the file was checked.")
                )
            )
            continue
        guest = Guest(
            event=event, contact_id=contact, source=GuestSource.IMPORT, **row.plan["values"]
        )
        set_new_code(guest, at=at)
        made.append((row.number, guest))
    Guest.objects.bulk_create([guest for _number, guest in made])
    return [Written(number, guest.pk, None, snapshot(guest)) for number, guest in made], refused


def _likely_known(event: Event, rows: Sequence[Planned]) -> KnownGuests:
    """Return the guests on the list now that any of these rows could mean."""
    keys = [keys_of(row.plan["values"]) for row in rows]
    likely = (
        Q(phone_index__in=[key.phone for key in keys if key.phone])
        | Q(email_index__in=[key.email for key in keys if key.email])
        | Q(name__in=[row.plan["values"]["name"] for row in rows])
        | Q(contact_id__in=[row.plan["contact"] for row in rows if row.plan["contact"]])
    )
    columns = ("name", "company", "phone_index", "email_index", "contact_id", "cancelled_at")
    return KnownGuests(event.guests.filter(likely).only(*columns))


def _change(event: Event, rows: Sequence[Planned]) -> tuple[list[Written], list[Refused]]:
    guests = _locked(event, [row.plan["pk"] for row in rows])
    written, refused = [], []
    for row in rows:
        guest = guests.get(row.plan["pk"])
        before = snapshot(guest) if guest else None
        if guest is None or before != row.plan["before"]:
            refused.append(
                Refused(row.number, _("Somebody changed this guest after the file was checked."))
            )
            continue
        _save(guest, row.plan["values"])
        written.append(Written(row.number, guest.pk, before, snapshot(guest)))
    return written, refused


def _locked(event: Event, pks: Iterable[int]) -> dict[int, Guest]:
    return {
        guest.pk: guest
        for guest in event.guests.select_for_update(no_key=True).filter(pk__in=list(pks))
    }


def _save(guest: Guest, values: Mapping[str, Any]) -> None:
    for name, value in values.items():
        setattr(guest, name, value)
    guest.save(update_fields=[*values, *_DERIVED])


def take_back_rows(*, event: Event, entries: Sequence[Written]) -> list[Refused]:
    """Restore what guests were before an import; guests it added are deleted while nothing hangs on them.

    Called inside a transaction. Guests changed since, invited or signed in are left as they are and named.
    """
    guests = _locked(event, [entry.pk for entry in entries])
    used = set(Invitation.objects.filter(guest__in=guests).values_list("guest_id", flat=True))
    used |= set(SignIn.objects.filter(guest__in=guests).values_list("guest_id", flat=True))
    refused, gone = [], []
    for entry in entries:
        guest = guests.get(entry.pk)
        if guest is None:
            refused.append(Refused(entry.number, _("This guest is no longer on the list.")))
        elif snapshot(guest) != entry.after:
            refused.append(Refused(entry.number, _("This guest was changed after the import.")))
        elif entry.before is not None:
            _save(
                guest,
                {n: v for n, v in entry.before.items() if n in FIELDS and v != entry.after[n]},
            )
        elif guest.pk in used:
            refused.append(
                Refused(entry.number, _("This guest has been invited or has signed in already."))
            )
        else:
            gone.append(guest.pk)
    event.guests.filter(pk__in=gone).delete()
    return refused
