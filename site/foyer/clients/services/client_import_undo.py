"""Taking back what a file of clients and contacts wrote. (IMPORT 8)"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import models, transaction
from django.utils.translation import gettext as _

from foyer.clients.models import (
    Client,
    ClientAddress,
    Contact,
    ContactPoint,
    ManagerChange,
    TierChange,
)
from foyer.core.imports.sets import Mould, change_rows
from foyer.core.imports.targets import Refused, Written
from foyer.core.models import User
from foyer.privacy.models import Consent

from .client_import_addresses import ENTRY, TakenAddresses
from .client_import_forming import contact_record
from .client_import_mains import take_back_mains
from .import_fields import MAIN, as_held, columns_with, mark_of, mark_of_point, values_of
from .moves import refresh_companies

_OWN = {"point": ContactPoint, "tier": TierChange, "manager": ManagerChange}


def take_back_rows(entries: Sequence[Written], *, by: User | None) -> list[Refused]:
    """Restore what clients and contacts were before an import; those it added go while nothing hangs on them.

    Called inside a transaction. A row is taken back whole or not at all: one with a record that was changed or
    used since, or that whoever undoes may see no more, is left as it is and named.

    Args:
        entries: what the import wrote, the rows of one step.
        by: who undoes it; None: nobody whose sight would count.
    """
    refused = _unseen(entries, by) if by else []
    while True:
        left = {one.number for one in refused}
        with transaction.atomic():
            more = _take_back([entry for entry in entries if entry.number not in left])
            if more:  # what these rows share with others is looked at again without them
                transaction.set_rollback(True)
        if not more:
            return refused
        refused += more


def _unseen(entries: Sequence[Written], by: User) -> list[Refused]:
    """Return the rows about clients and contacts a member of staff may see no more. (002-27)"""
    words = _("Somebody else looks after this record by now: ask them, or management.")
    found: dict[int, Refused] = {}
    for kind, model in (("client", Client), ("contact", Contact)):
        rows = {entry.pk: entry.number for entry in entries if entry.kind == kind}
        there = model.objects.filter(pk__in=rows)
        seen = set(there.visible_to(by).values_list("pk", flat=True))
        hidden = set(there.values_list("pk", flat=True)) - seen
        found |= {rows[pk]: Refused(rows[pk], words) for pk in hidden}
    return list(found.values())


def _take_back(entries: Sequence[Written]) -> list[Refused]:
    by_kind: dict[str, list[Written]] = {}
    for entry in entries:
        by_kind.setdefault(entry.kind, []).append(entry)
    own = {_OWN[kind]: {e.pk for e in found} for kind, found in by_kind.items() if kind in _OWN}
    others = take_back_mains(by_kind.get(MAIN, ()))
    points = _changed_points(by_kind.get("point", ()))
    corrected = {refused.number for refused in points}
    unspoilt = [one for one in by_kind.get("contact", ()) if one.number not in corrected]
    contacts = _Taken(Contact, unspoilt, own)
    kept = corrected | {refused.number for refused in contacts.refused}
    _delete(by_kind, ("point",), kept)
    _restore_contacts(contacts)
    Contact.objects.filter(pk__in=contacts.gone).delete()
    addresses = TakenAddresses(by_kind.get(ENTRY, ()))
    own[ClientAddress] = addresses.own
    moved = {refused.number for refused in addresses.refused}
    entries = [entry for entry in by_kind.get("client", ()) if entry.number not in moved]
    clients = _Taken(Client, entries, own)
    kept = moved | {refused.number for refused in clients.refused}
    addresses.restore(but=kept)
    _delete(by_kind, ("tier", "manager"), kept)
    _restore_clients(clients)
    Client.objects.filter(pk__in=clients.gone).delete()
    return [*others, *points, *contacts.refused, *clients.refused, *addresses.refused]


def _changed_points(entries: Sequence[Written]) -> list[Refused]:
    """Return the rows of which a further phone or e-mail was corrected since; one taken away is no loss."""
    locked = ContactPoint.objects.select_for_update(of=("self",)).order_by("pk")
    points = locked.in_bulk([entry.pk for entry in entries if entry.mark])
    words = _("A further phone or e-mail of this contact was changed after the import.")
    changed = {
        entry.number: Refused(entry.number, words)
        for entry in entries
        if (point := points.get(entry.pk))
        and mark_of_point(point.kind, point.value, point.label) != entry.mark
    }
    return list(changed.values())


def _delete(by_kind: Mapping[str, Sequence[Written]], kinds: Iterable[str], kept: set[int]) -> None:
    for kind in kinds:
        if found := [entry.pk for entry in by_kind.get(kind, ()) if entry.number not in kept]:
            _OWN[kind]._default_manager.filter(pk__in=found).delete()


@dataclass(frozen=True, slots=True)
class _Words:
    gone: str
    changed: str
    used: str


class _Taken:
    """What can be taken back of the records of one model, and what cannot.

    Args:
        model: clients or contacts.
        entries: what was written of them.
        own: what else the import wrote about them, by model.
    """

    def __init__(
        self,
        model: type[Client | Contact],
        entries: Sequence[Written],
        own: Mapping[type[models.Model], Collection[int]],
    ) -> None:
        self.restored: list[tuple[Any, Mapping[str, Any]]] = []
        self.gone: list[int] = []
        self.refused: list[Refused] = []
        if not entries:
            return
        locked: Any = model._default_manager.select_for_update(of=("self",)).order_by("pk")
        if model is Contact:
            locked = locked.select_related("client")
        records = locked.in_bulk([entry.pk for entry in entries])
        added = [entry.pk for entry in entries if entry.before is None]
        used = _used(model, added, own)
        words = _words(model)
        for entry in entries:
            record = records.get(entry.pk)
            if record is None:
                self.refused.append(Refused(entry.number, words.gone))
            elif mark_of(values_of(record)) != entry.mark:
                self.refused.append(Refused(entry.number, words.changed))
            elif entry.before is not None:
                self.restored.append((record, as_held(model, _columns_of(entry.before))))
            elif entry.pk in used:
                self.refused.append(Refused(entry.number, words.used))
            else:
                self.gone.append(entry.pk)


def _columns_of(before: Mapping[str, Any]) -> Mapping[str, Any]:
    return {name: value for name, value in before.items() if name != "client_id"}


def _words(model: type[Client | Contact]) -> _Words:
    if model is Client:
        return _Words(
            _("This client is no longer there."),
            _("This client was changed after the import."),
            _("This client has contacts, visits or other records by now."),
        )
    return _Words(
        _("This contact is no longer there."),
        _("This contact was changed after the import."),
        _("This contact has been invited, visited or otherwise used by now."),
    )


def _used(
    model: type[Client | Contact],
    pks: Sequence[int],
    own: Mapping[type[models.Model], Collection[int]],
) -> set[int]:
    """Return those of some records that others hang on, the import's own left out."""
    if not pks:
        return set()
    used: set[int] = set()
    for relation in model._meta.related_objects:
        name, holder = relation.field.name, relation.related_model
        hanging = holder._base_manager.filter(**{f"{name}__in": pks})
        hanging = hanging.exclude(pk__in=own.get(holder, ()))
        used |= set(hanging.values_list(name, flat=True))
    if (
        model is Contact
    ):  # hidden among the relations; what the import itself made of it is taken back
        chosen = Client.objects.filter(main_contact__in=pks)
        used |= set(chosen.values_list("main_contact", flat=True))
    kind = ContentType.objects.get_for_model(model)
    consents = Consent.objects.filter(person_type=kind, person_id__in=pks)
    return used | {pk for pk in consents.values_list("person_id", flat=True) if pk}


def _restore_contacts(taken: _Taken) -> None:
    records = [
        contact_record(values_of(contact) | dict(before), contact.client_id, contact.company)
        for contact, before in taken.restored
    ]
    _change(Contact, taken, records)


def _restore_clients(taken: _Taken) -> None:
    records = [values_of(client) | dict(before) for client, before in taken.restored]
    _change(Client, taken, records)
    renamed = [
        client.pk
        for client, before in taken.restored
        if before.get("name", client.name) != client.name
    ]
    refresh_companies(pks=renamed)


def _change(
    model: type[Client | Contact], taken: _Taken, records: Sequence[Mapping[str, Any]]
) -> None:
    """Write what was restored, the columns that were changed alone."""
    names = {name for _record, before in taken.restored for name in before}
    if columns := columns_with(model, names):
        formed = Mould(model(), names).rows(records, columns)
        pks = [record.pk for record, _before in taken.restored]
        change_rows(model, columns, zip(formed, pks, strict=True))
