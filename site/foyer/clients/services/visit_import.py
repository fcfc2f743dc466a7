"""Visits that come from files: filed and corrected as by hand, and taken back. (003-15, IMPORT 8)"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from foyer.clients.models import Client, Contact, Visit
from foyer.core.imports.enums import RowVerdict
from foyer.core.imports.targets import Planned, Refused, Step, Written
from foyer.core.models import User
from foyer.core.refusals import Refusal

from .visit_batches import (
    Corrected,
    Filed,
    change_visits,
    decided_since,
    drop_visits,
    file_visits,
    restore_visits,
)
from .visit_places import Places
from .visits import CLOSING, FIELDS, VisitStruckOut, begin_visit, correct

_HELD = ("client", "staff")
_BACKEND = "django.contrib.auth.backends.ModelBackend"


def visiting_staff() -> QuerySet[User]:
    """Return the members of staff who may file visits."""
    found: QuerySet[User] = User.objects.with_perm("clients.add_visit", backend=_BACKEND)
    return found.order_by("pk")


def values_of(visit: Visit, contacts: Iterable[Contact] | None = None) -> dict[str, Any]:
    """Return everything that is watched of a visit, as JSON keeps it.

    Args:
        contacts: whom it was with, where that is known already.
    """
    met = visit.contacts.all() if contacts is None else contacts
    kept = {name: as_kept(getattr(visit, name)) for name in FIELDS if name not in _HELD}
    return kept | {
        "client": visit.client_id,
        "staff": visit.staff_id,
        "external_id": visit.external_id,
        "struck_out_at": as_kept(visit.struck_out_at),
        "contacts": sorted(contact.pk for contact in met),
    }


def mark_of(values: Mapping[str, Any]) -> str:
    """Return a short mark of everything that is watched: it changes when any of it does."""
    told = json.dumps(values, sort_keys=True)
    return hashlib.blake2b(told.encode(), digest_size=12).hexdigest()


def as_kept(value: Any) -> Any:
    """Return a value as JSON keeps it."""
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    return value.isoformat() if isinstance(value, date) else value


class _Changed(Refusal):
    """The world is not as it was when the file was checked."""

    code = "visit_changed_meanwhile"
    message = gettext_lazy("Somebody changed this visit or its client after the file was checked.")


class _Taken(Refusal):
    """Another program's number is another visit's by now."""

    code = "visit_number_taken"
    message = gettext_lazy("A visit with this number of another program was filed meanwhile.")


def write_rows(*, rows: Sequence[Planned], by: User | None, at: datetime) -> Step:
    """File new visits and correct known ones, each as a person would; refuse those the world has changed for.

    Called inside a transaction; the number of statements does not depend on that of the rows. What a visit
    fulfils is closed, as when it is filed by hand.
    """
    if by is None:
        return Step([], [Refused(row.number, str(_Changed.message)) for row in rows])
    for last in (False, True):
        try:
            with transaction.atomic():
                return _Writing(rows, by=by, at=at).written()
        except IntegrityError:
            if (
                last
            ):  # a number was taken between looking and writing: looked at once more, it is refused
                raise
    raise AssertionError


class _Writing:
    """Some rows that are written together."""

    def __init__(self, rows: Sequence[Planned], *, by: User, at: datetime) -> None:
        self._by, self._at = by, at
        self._rows = [(row, _held(row.plan["values"])) for row in rows]
        plans = [row.plan for row in rows]
        self._visits = self._known([plan["pk"] for plan in plans if "pk" in plan])
        clients = {plan["client"] for plan in plans if "client" in plan}
        offices = Client.objects.prefetch_related("addresses")
        self._clients = offices.in_bulk(
            clients | {visit.client_id for visit in self._visits.values()}
        )
        people = {pk for plan in plans for pk in plan["contacts"] or ()}
        self._contacts = Contact.objects.in_bulk(people)
        self._staff = User.objects.in_bulk(
            {held["staff"] for _row, held in self._rows if held.get("staff")}
        )
        self._places = Places(list(self._clients.values()))
        self._filed: list[tuple[int, Filed]] = []
        self._corrected: list[tuple[int, dict[str, Any], Corrected]] = []

    def written(self) -> Step:
        """Write what can be written."""
        refused = []
        for row, held in self._rows:
            try:
                self._look(row, held)
            except Refusal as refusal:
                refused.append(Refused(row.number, str(refusal)))
        file_visits([filed for _number, filed in self._filed], by=self._by, at=self._at)
        corrected = [one for _number, _before, one in self._corrected]
        change_visits(corrected, by=self._by, at=self._at)
        written = [
            Written(number, visit.pk, None, mark_of(values_of(visit, contacts)))
            for number, (visit, contacts) in self._filed
        ]
        written += [
            Written(number, visit.pk, before, mark_of(values_of(visit, contacts)))
            for number, before, (visit, contacts, _changed) in self._corrected
        ]
        return Step(sorted(written), refused)

    def _look(self, row: Planned, held: dict[str, Any]) -> None:
        if "staff" in held:
            held["staff"] = self._staff.get(held["staff"])
        met = row.plan["contacts"]
        contacts = [self._contacts[pk] for pk in sorted(met or ()) if pk in self._contacts]
        if row.act == RowVerdict.NEW:
            self._file(row, held, contacts)
        else:
            self._correct(row, held, None if met is None else contacts)

    def _file(self, row: Planned, held: dict[str, Any], contacts: list[Contact]) -> None:
        client = self._clients.get(row.plan["client"])
        if client is None or self._is_there(client, held):
            raise _Changed
        if held.get("external_id") in self._taken:
            raise _Taken
        visit = Visit(client=client, **held)
        begin_visit(visit=visit, contacts=contacts, by=self._by, at=self._at, places=self._places)
        self._places.note(visit)
        self._filed.append((row.number, Filed(visit, contacts)))

    def _correct(self, row: Planned, held: dict[str, Any], contacts: list[Contact] | None) -> None:
        visit = self._visits.get(row.plan["pk"])
        met = sorted(visit.contacts.all(), key=lambda one: one.pk) if visit else []
        if visit is None or mark_of(before := values_of(visit, met)) != row.plan["mark"]:
            raise _Changed
        if visit.struck_out_at:
            raise VisitStruckOut
        external_id = held.pop("external_id", visit.external_id)
        if external_id != visit.external_id and external_id in self._taken:
            raise _Taken
        now_met = met if contacts is None else contacts
        visit.client = self._clients[visit.client_id]
        changed = correct(visit, held, met=(met, now_met), at=self._at, places=self._places)
        visit.external_id = external_id
        self._corrected.append((row.number, before, Corrected(visit, now_met, changed)))

    @staticmethod
    def _known(pks: Sequence[int]) -> dict[int, Visit]:
        found = Visit.objects.select_for_update(of=("self",)).order_by("pk")
        return found.select_related("staff").prefetch_related("contacts").in_bulk(pks)

    @cached_property
    def _taken(self) -> set[str]:
        """Other programs' numbers that visits have by now."""
        said = {held.get("external_id") for _row, held in self._rows} - {None, ""}
        known = Visit.objects.filter(external_id__in=said)
        return set(known.values_list("external_id", flat=True))

    @cached_property
    def _moments(self) -> set[tuple[Any, ...]]:
        new = [held for row, held in self._rows if row.act == RowVerdict.NEW]
        filed = Visit.objects.filter(
            client__in=self._clients, happened_at__in={held["happened_at"] for held in new}
        )
        return set(filed.values_list("client", "happened_at", "direction"))

    def _is_there(self, client: Client, held: Mapping[str, Any]) -> bool:
        """Tell whether the same contact was filed by hand since the file was checked."""
        if held.get("external_id"):
            return False  # the database tells
        return (client.pk, held["happened_at"], held["direction"]) in self._moments


def _held(values: Mapping[str, Any]) -> dict[str, Any]:
    """Return values as a visit holds them in Python; who it was stays a key."""
    held: dict[str, Any] = {}
    for name, value in values.items():
        field: Any = Visit._meta.get_field(name)
        held[name] = value if name == "staff" else field.to_python(value)
    return held


def take_back_rows(entries: Sequence[Written], *, by: User | None, at: datetime) -> list[Refused]:
    """Restore what visits were before an import; those it filed go, and what they closed is due again.

    Called inside a transaction. Visits corrected, struck out or used since are left as they are and named.
    """
    pks = [entry.pk for entry in entries]
    found = Visit.objects.select_for_update().order_by("pk").prefetch_related("contacts")
    visits, used = found.in_bulk(pks), decided_since(pks)
    refused: list[Refused] = []
    gone: list[Visit] = []
    restored: list[Corrected] = []
    for entry in entries:
        visit = visits.get(entry.pk)
        if visit is None:
            refused.append(Refused(entry.number, _("This visit is no longer there.")))
        elif mark_of(values_of(visit)) != entry.mark:
            refused.append(Refused(entry.number, _("This visit was changed after the import.")))
        elif entry.before is not None:
            restored.append(_restored(visit, entry.before))
        elif entry.pk in used:
            reason = _("Somebody has decided by now about what became due through this visit.")
            refused.append(Refused(entry.number, reason))
        else:
            gone.append(visit)
    restore_visits(restored, by=by, at=at)
    drop_visits(gone, by=by, at=at)
    return refused


def _restored(visit: Visit, before: Mapping[str, Any]) -> Corrected:
    names = [name for name in (*FIELDS, "external_id") if name != "staff"]
    moved = {name for name in CLOSING if as_kept(getattr(visit, name)) != before[name]}
    for name in names:
        field: Any = Visit._meta.get_field(name)
        setattr(visit, name, field.to_python(before[name]))
    visit.staff_id = before["staff"]
    return Corrected(visit, [Contact(pk=pk) for pk in before["contacts"]], dict.fromkeys(moved))
