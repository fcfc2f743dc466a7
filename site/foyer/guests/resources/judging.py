"""What an import would do with each row: new, update, unchanged, duplicate or error. (IMPORT 6)"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from foyer.clients.models import Contact
from foyer.core.enums import FormOfAddress, Language
from foyer.core.imports.cells import CellReader
from foyer.core.imports.enums import RowVerdict
from foyer.core.imports.targets import Change, Given, Judge, Judged, Policy
from foyer.core.models import User
from foyer.events.models import Event
from foyer.guests.models import Guest
from foyer.guests.services.guest_import import mark_of, values_of
from foyer.guests.services.known_guests import (
    Keys,
    ListedGuests,
    NearGuests,
    keys_of_many,
    name_key,
)
from foyer.guests.services.list_columns import COLUMNS
from foyer.guests.services.staff_words import StaffWords
from foyer.privacy.identifiers import plain_email, plain_phone

from .cells import GuestListResource
from .contacts import KnownContacts, NearContacts, from_contact
from .repeated import RowsBefore

_MASKED = re.compile(r"\*{3} ?\d{0,4}|.?\*{3}@.*")
_THE_SAME = {
    "phone": _("The same phone number as row %(row)s."),
    "email": _("The same e-mail address as row %(row)s."),
    "person": _("The same name and company as row %(row)s."),
    "guest": _("The same guest on the list as row %(row)s."),
    "contact": _("The same contact as row %(row)s."),
}
_HELD = {"guest", "contact"}


class _Look(NamedTuple):
    """A row after its cells were read."""

    row: Given
    values: dict[str, Any]
    keys: Keys
    masked: bool
    problems: list[str]

    def judged(self, verdict: RowVerdict, *reasons: str, **more: Any) -> Judged:
        """Return the verdict on this row."""
        return Judged(self.row.number, verdict, reasons=reasons, **more)


class GuestJudge(Judge):
    """Compares the rows of a file with each other, with the event's guests and with the contacts."""

    def __init__(self, event: Event, policy: Policy, *, reader: User | None) -> None:
        super().__init__()
        self._policy = policy
        self._reader = reader  # None: may not see contacts
        self._listed = ListedGuests(event)
        self._contacts = KnownContacts(named=reader is not None)
        self._staff = StaffWords()
        self._cells = CellReader(GuestListResource(self._staff), COLUMNS)
        self._before = RowsBefore()

    def judge(self, rows: Sequence[Given]) -> list[Judged]:
        """Return what is to become of each row."""
        looks = self._looks(rows)
        keys = [look.keys for look in looks if not look.problems]
        near, contacts = self._listed.near(keys), self._contacts.near(keys)
        return [self._judge_row(look, near, contacts) for look in looks]

    def recall(self, rows: Sequence[tuple[Given, Mapping[str, Any]]]) -> None:
        """Remember rows that were judged by a worker that died, each with its memo; asks nobody."""
        looks = self._looks([row for row, _memo in rows])
        for look, (row, memo) in zip(looks, rows, strict=True):
            if not look.problems:
                self._before.like(row.number, look.keys)
            for kind in _HELD & memo.keys():
                self._before.holding(kind, memo[kind], row.number)
            self.totals["people"] += memo.get("people", 0)

    def _looks(self, rows: Sequence[Given]) -> list[_Look]:
        given = [_unmasked(row.values) for row in rows]
        read = [self._cells.read(values) for values, _masked in given]
        problems = [[*row.problems, *cells.problems] for row, cells in zip(rows, read, strict=True)]
        keys = keys_of_many(
            [{} if wrong else cells.values for cells, wrong in zip(read, problems, strict=True)]
        )
        return [
            _Look(row, cells.values, known_by, masked, wrong)
            for row, cells, known_by, (_values, masked), wrong in zip(
                rows, read, keys, given, problems, strict=True
            )
        ]

    def _judge_row(self, look: _Look, near: NearGuests, contacts: NearContacts) -> Judged:
        if look.problems:
            return look.judged(RowVerdict.ERROR, *look.problems)
        before = self._before.like(look.row.number, look.keys)
        if before and before.certain:
            return look.judged(RowVerdict.DUPLICATE, _as_row(before.kind, before.number))
        found = near.matches(look.keys)
        if reason := self._closed_account(look, found) or _still_masked(look, found):
            return look.judged(RowVerdict.ERROR, reason)
        if found:
            return self._judge_known(look, found, contacts)
        if namesake := near.namesake(look.keys):
            sentence = gettext("Perhaps %(guest)s on the list: the name is the same.")
            return self._possible(look, namesake, sentence % {"guest": namesake}, contacts)
        new = self._judge_new(look, contacts)
        if new.verdict != RowVerdict.NEW:
            return new
        if before:
            reason = _as_row(before.kind, before.number)
            return look.judged(RowVerdict.POSSIBLE, reason, notes=new.notes, plans=new.plans)
        self.totals["people"] += new.memo["people"]
        return new

    def _closed_account(self, look: _Look, found: Sequence[Guest]) -> str:
        """Return why the host in a row cannot be; whoever is the guest's host already may stay it."""
        host = look.values.get("host_id")
        if host not in self._staff.closed or host in {guest.host_id for guest in found}:
            return ""
        sentence = gettext(
            "The account of %(host)s is closed. Enter another host, or leave the cell empty."
        )
        return sentence % {"host": self._staff.name(host)}

    def _judge_known(self, look: _Look, found: list[Guest], contacts: NearContacts) -> Judged:
        guest = found[0]
        if guest.cancelled_at:
            sentence = gettext(
                "%(guest)s was struck off this list. Put the guest back in the guest list first."
            )
            return look.judged(RowVerdict.DUPLICATE, sentence % {"guest": guest.name})
        if len(found) > 1:
            sentence = gettext(
                "The phone number is that of %(guest)s on the list, the e-mail address that of %(other)s."
            )
            reason = sentence % {"guest": guest.name, "other": found[1].name}
            return self._possible(look, guest, reason, contacts)
        if name_key(guest.name) != look.keys.name:
            sentence = gettext("%(guest)s on the list has the same phone number or e-mail address.")
            return self._possible(look, guest, sentence % {"guest": guest.name}, contacts)
        if earlier := self._before.holding("guest", guest.pk, look.row.number):
            return look.judged(RowVerdict.DUPLICATE, _as_row("guest", earlier))
        changes, plan = self._changes(guest, look.values)
        memo = {"guest": guest.pk}
        if not changes:
            return look.judged(RowVerdict.SAME, memo=memo)
        plans = {RowVerdict.UPDATE: plan}
        return look.judged(RowVerdict.UPDATE, changes=changes, plans=plans, memo=memo)

    def _possible(self, look: _Look, guest: Guest, reason: str, contacts: NearContacts) -> Judged:
        """Leave it to a person whether this is the guest it looks like."""
        changes, update = self._changes(guest, look.values)
        new = self._judge_new(look, contacts)
        plans = ({RowVerdict.UPDATE: update} if changes else {}) | dict(new.plans)
        return look.judged(
            RowVerdict.POSSIBLE, reason, notes=new.notes, changes=changes, plans=plans
        )

    def _changes(
        self, guest: Guest, given: Mapping[str, Any]
    ) -> tuple[tuple[Change, ...], dict[str, Any]]:
        """Return what the file would change of a guest, and the plan that does it."""
        changed = {
            key: value
            for key, value in given.items()
            if _differs(key, before := getattr(guest, key), value)
            and self._policy.allows(key, before)
        }
        changes = tuple(
            Change(key, self._shown(key, getattr(guest, key)), self._shown(key, value))
            for key, value in changed.items()
        )
        return changes, {"pk": guest.pk, "mark": mark_of(values_of(guest)), "values": changed}

    def _shown(self, key: str, value: Any) -> str:
        """Return a value as a person reads it."""
        match key:
            case "host_id":
                return self._staff.name(value)
            case "form_of_address":
                return str(FormOfAddress(value).label) if value else ""
            case "language":
                return str(Language(value).label)
        return str(value)

    def _judge_new(self, look: _Look, contacts: NearContacts) -> Judged:
        contact = contacts.of(look.keys)
        if contact and contact.pk in self._listed.contacts:
            reason = gettext("This contact is on the list already, under another entry.")
            return look.judged(RowVerdict.DUPLICATE, reason)
        if contact and (earlier := self._before.holding("contact", contact.pk, look.row.number)):
            return look.judged(RowVerdict.DUPLICATE, _as_row("contact", earlier))
        values = from_contact(contact) | look.values if contact else look.values
        plan = {
            "contact": contact.pk if contact else None,
            "phone_index": look.keys.phone,
            "email_index": look.keys.email,
            "values": _besides(look.row.values, values),
        }
        memo = {"people": values.get("party_limit", 1)}
        memo |= {"contact": contact.pk} if contact else {}
        return look.judged(
            RowVerdict.NEW,
            notes=self._notes(contact, look.keys, contacts),
            plans={RowVerdict.NEW: plan},
            memo=memo,
        )

    def _notes(
        self, contact: Contact | None, keys: Keys, contacts: NearContacts
    ) -> tuple[str, ...]:
        """Return what is worth knowing of the contact found, for those who may see the contact."""
        if contact:
            known = gettext("Known contact: %(contact)s") % {"contact": contact}
            return (known,) if self._may_see(contact) else ()
        namesake = contacts.namesake(keys)
        if namesake and self._may_see(namesake):
            sentence = gettext(
                "Perhaps the contact %(contact)s: the name and company are the same."
            )
            return (sentence % {"contact": namesake},)
        return ()

    def _may_see(self, contact: Contact) -> bool:
        return self._reader is not None and contact.is_visible_to(self._reader)


def _besides(cells: Mapping[str, str], values: Mapping[str, Any]) -> dict[str, Any]:
    """Return the values that are not what the cells say: cleaned, taken over, or masked in the file."""
    besides = {key: value for key, value in values.items() if value != cells.get(key)}
    return besides | dict.fromkeys(cells.keys() - values.keys(), "")


def _as_row(kind: str, number: int) -> str:
    return str(_THE_SAME[kind]) % {"row": number}


def _unmasked(values: Mapping[str, str]) -> tuple[Mapping[str, str], bool]:
    """Return a row without phones and e-mails that were masked when the list went out, and whether any was."""
    masked = [
        key
        for key in ("phone", "email")
        if "***" in values.get(key, "") and _MASKED.fullmatch(values[key].strip())
    ]
    if not masked:
        return values, False
    return {key: text for key, text in values.items() if key not in masked}, True


def _still_masked(look: _Look, found: Sequence[Guest]) -> str:
    """Return why a masked row is no guest, where it is not one on the list."""
    if found or not look.masked:
        return ""
    return gettext(
        "The phone number or e-mail address is masked (***). Enter it in full or leave it out."
    )


def _differs(key: str, before: Any, after: Any) -> bool:
    """Tell whether a cell says something else than the list; how a number is spaced does not matter."""
    if before == after:
        return False
    if key == "phone":
        return plain_phone(before) != plain_phone(after)
    return key != "email" or plain_email(before) != plain_email(after)
