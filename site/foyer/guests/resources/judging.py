"""What an import would do with each row: new, update, same, duplicate or error. (IMPORT 6)"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import Q
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from foyer.clients.models import Contact
from foyer.core.enums import FormOfAddress, Language
from foyer.core.imports.enums import RowVerdict
from foyer.core.imports.targets import Change, Given, Judge, Judged
from foyer.core.models import User
from foyer.events.models import Event
from foyer.guests.models import Guest
from foyer.guests.services.guest_import import Keys, KnownGuests, keys_of, name_key, snapshot
from foyer.guests.services.list_columns import COLUMNS
from foyer.privacy.identifiers import plain_email, plain_phone

from .cells import GuestListResource, plain_words

_MASKED = re.compile(r"\*{3} ?\d{0,4}|.?\*{3}@.*")


class GuestJudge(Judge):
    """Compares the rows of a file with each other, with the event's guests and with the contacts."""

    def __init__(self, event: Event, *, reader: User | None) -> None:
        self._event = event
        self._reader = reader  # None: may not see contacts
        self._known = KnownGuests(event.guests.all())
        self._seen: dict[tuple[str, str], tuple[int, str]] = {}
        self._contacts_seen: dict[int, int] = {}
        self._resource = GuestListResource()

    def judge(self, rows: Sequence[Given]) -> list[Judged]:
        """Return what is to become of each row."""
        cells = [(row, *_unmasked(row.values)) for row in rows]
        contacts = _Contacts([values for _row, values, _masked in cells])
        return [self._judge_row(row, values, masked, contacts) for row, values, masked in cells]

    def _judge_row(
        self, row: Given, values: dict[str, str], masked: list[str], contacts: _Contacts
    ) -> Judged:
        guest = Guest(event=self._event)
        problems = [*row.problems, *_sentences(self._resource.read_row(guest, values))]
        if problems:
            return Judged(row.number, RowVerdict.ERROR, reasons=tuple(problems))
        given = {key: getattr(guest, key) for key in values}
        keys = keys_of(given)
        if repeated := self._repeated(keys, row.number, guest.name):
            return Judged(row.number, RowVerdict.DUPLICATE, reasons=(repeated,))
        found = self._known.matches(keys)
        if found:
            return self._judge_known(row, found, given)
        if masked:
            reason = gettext(
                "The phone number or e-mail address is masked (***). Enter it in full or leave it out."
            )
            return Judged(row.number, RowVerdict.ERROR, reasons=(reason,))
        return self._judge_new(row, given, keys, contacts)

    def _repeated(self, keys: Keys, number: int, name: str) -> str:
        """Return the sentence that names the earlier row with the same person, and remember this one."""
        for kind, sentence in _REPEATED.items():
            key = getattr(keys, kind)
            if key and (kind, key) in self._seen:
                earlier, other = self._seen[(kind, key)]
                return str(sentence) % {"row": earlier, "guest": other}
        for kind in _REPEATED:
            if key := getattr(keys, kind):
                self._seen[(kind, key)] = (number, name)
        return ""

    def _judge_known(self, row: Given, found: list[Guest], given: dict[str, Any]) -> Judged:
        guest = found[0]
        if len(found) > 1:
            sentence = gettext(
                "The phone number is that of %(guest)s on the list, the e-mail address that of %(other)s."
            )
            reason = sentence % {"guest": guest.name, "other": found[1].name}
            return Judged(row.number, RowVerdict.ERROR, reasons=(reason,))
        if guest.cancelled_at:
            sentence = gettext(
                "%(guest)s was struck off this list. Put the guest back in the guest list first."
            )
            return Judged(
                row.number, RowVerdict.DUPLICATE, reasons=(sentence % {"guest": guest.name},)
            )
        if name_key(guest.name) != name_key(given["name"]):
            sentence = gettext("%(guest)s on the list has the same phone number or e-mail address.")
            return Judged(
                row.number, RowVerdict.DUPLICATE, reasons=(sentence % {"guest": guest.name},)
            )
        changed = {
            key: value for key, value in given.items() if _differs(key, getattr(guest, key), value)
        }
        if not changed:
            return Judged(row.number, RowVerdict.SAME)
        changes = tuple(
            Change(key, _shown(key, getattr(guest, key)), _shown(key, value))
            for key, value in changed.items()
        )
        plan = {"pk": guest.pk, "before": snapshot(guest), "values": changed}
        return Judged(row.number, RowVerdict.UPDATE, changes=changes, plan=plan)

    def _judge_new(
        self, row: Given, given: dict[str, Any], keys: Keys, contacts: _Contacts
    ) -> Judged:
        contact = contacts.of(keys, given["name"])
        if contact and (listed := self._known.contacts.get(contact.pk)):
            sentence = gettext("This contact is on the list already, as %(guest)s.")
            return Judged(
                row.number, RowVerdict.DUPLICATE, reasons=(sentence % {"guest": listed.name},)
            )
        if (
            contact
            and (earlier := self._contacts_seen.setdefault(contact.pk, row.number)) != row.number
        ):
            sentence = gettext("The same contact as row %(row)s.")
            return Judged(row.number, RowVerdict.DUPLICATE, reasons=(sentence % {"row": earlier},))
        values = _from_contact(contact) | given if contact else given
        plan = {"contact": contact.pk if contact else None, "values": values}
        return Judged(
            row.number, RowVerdict.NEW, notes=self._notes(contact, keys, contacts), plan=plan
        )

    def _notes(self, contact: Contact | None, keys: Keys, contacts: _Contacts) -> tuple[str, ...]:
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


_REPEATED = {
    "phone": _("The same phone number as row %(row)s (%(guest)s)."),
    "email": _("The same e-mail address as row %(row)s (%(guest)s)."),
    "person": _("The same name and company as row %(row)s (%(guest)s)."),
}


class _Contacts:
    """The contacts some rows may mean, in one query."""

    def __init__(self, rows: Sequence[Mapping[str, str]]) -> None:
        keys = [keys_of(values) for values in rows]
        likely = (
            Q(phone_index__in={key.phone for key in keys} - {""})
            | Q(email_index__in={key.email for key in keys} - {""})
            | Q(name__in={plain_words(values["name"]) for values in rows if values.get("name")})
        )
        self._by: dict[tuple[str, str], Contact] = {}
        for contact in Contact.objects.select_related("client").filter(likely).order_by("-pk"):
            person = keys_of({"name": contact.name, "company": contact.company}).person
            for kind, key in (
                ("phone", contact.phone_index),
                ("email", contact.email_index),
                ("person", person),
            ):
                self._by[(kind, key)] = contact

    def of(self, keys: Keys, name: str) -> Contact | None:
        """Return the contact with this phone or e-mail and this name."""
        for kind, key in (("phone", keys.phone), ("email", keys.email)):
            contact = self._by.get((kind, key)) if key else None
            if contact and name_key(contact.name) == name_key(name):
                return contact
        return None

    def namesake(self, keys: Keys) -> Contact | None:
        """Return a contact with the same name and company."""
        return self._by.get(("person", keys.person))


def _from_contact(contact: Contact) -> dict[str, Any]:
    """Return what is taken over from a contact where the file says nothing."""
    return {
        "form_of_address": contact.form_of_address,
        "language": contact.language,
        "dietary_notes": contact.taboos,
    }


def _unmasked(values: Mapping[str, str]) -> tuple[dict[str, str], list[str]]:
    """Return a row without phones and e-mails that were masked when the list went out, and which those were."""
    masked = [
        key
        for key in ("phone", "email")
        if key in values and _MASKED.fullmatch(values[key].strip())
    ]
    return {key: text for key, text in values.items() if key not in masked}, masked


def _differs(key: str, before: Any, after: Any) -> bool:
    """Tell whether a cell says something else than the list; how a number is spaced does not matter."""
    if key == "phone":
        return plain_phone(before) != plain_phone(after)
    if key == "email":
        return plain_email(before) != plain_email(after)
    return bool(before != after)


def _shown(key: str, value: Any) -> str:
    """Return a value as a person reads it."""
    if key == "form_of_address":
        return str(FormOfAddress(value).label) if value else ""
    return str(Language(value).label) if key == "language" else str(value)


def _sentences(errors: Mapping[str, Sequence[str]]) -> list[str]:
    if not errors:
        return []
    labels = {column.key: capfirst(str(column.label)) for column in COLUMNS}
    return [
        gettext("%(column)s: %(reason)s") % {"column": labels.get(key, key), "reason": reason}
        for key, reasons in errors.items()
        for reason in reasons
    ]
