"""Visits that come from files: filed and corrected as by hand, and taken back. (003-15, IMPORT 8)"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from foyer.clients.models import Client, Contact, DueDecision, Visit
from foyer.core.imports.enums import RowVerdict
from foyer.core.imports.targets import Planned, Refused, Step, Written
from foyer.core.models import User
from foyer.core.refusals import Refusal

from .visits import FIELDS, change_visit, file_visit

_HELD = ("client", "staff")
_BACKEND = "django.contrib.auth.backends.ModelBackend"


def visiting_staff() -> QuerySet[User]:
    """Return the members of staff who may file visits."""
    found: QuerySet[User] = User.objects.with_perm("clients.add_visit", backend=_BACKEND)
    return found.order_by("pk")


def values_of(visit: Visit) -> dict[str, Any]:
    """Return everything that is watched of a visit, as JSON keeps it."""
    kept = {name: as_kept(getattr(visit, name)) for name in FIELDS if name not in _HELD}
    return kept | {
        "client": visit.client_id,
        "staff": visit.staff_id,
        "external_id": visit.external_id,
        "struck_out_at": as_kept(visit.struck_out_at),
        "contacts": sorted(contact.pk for contact in visit.contacts.all()),
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


def write_rows(*, rows: Sequence[Planned], by: User | None, at: datetime) -> Step:
    """File new visits and correct known ones, each as a person would; refuse those the world has changed for.

    Called inside a transaction. What a visit fulfils is closed, as when it is filed by hand.
    """
    written: list[Written] = []
    refused: list[Refused] = []
    for row in rows:
        try:
            with transaction.atomic():
                written.append(_write(row, by=by, at=at))
        except Refusal as refusal:
            refused.append(Refused(row.number, str(refusal)))
        except IntegrityError:
            reason = _("A visit with this number of another program was filed meanwhile.")
            refused.append(Refused(row.number, reason))
    return Step(written, refused)


class _Changed(Refusal):
    """The world is not as it was when the file was checked."""

    code = "visit_changed_meanwhile"
    message = gettext_lazy("Somebody changed this visit or its client after the file was checked.")


def _write(row: Planned, *, by: User | None, at: datetime) -> Written:
    if by is None:
        raise _Changed
    held = _held(row.plan["values"])
    people = row.plan["contacts"]
    contacts = list(Contact.objects.filter(pk__in=people or ()).order_by("pk"))
    if row.act == RowVerdict.NEW:
        client = Client.objects.filter(pk=row.plan["client"]).first()
        if client is None or _is_there(client, held):
            raise _Changed
        visit = file_visit(visit=Visit(client=client, **held), contacts=contacts, by=by, at=at)
        return Written(row.number, visit.pk, None, mark_of(values_of(visit)))
    found = Visit.objects.select_for_update().filter(pk=row.plan["pk"]).first()
    if found is None or mark_of(before := values_of(found)) != row.plan["mark"]:
        raise _Changed
    external_id = held.pop("external_id", found.external_id)
    change_visit(
        visit=found,
        changes=held,
        contacts=contacts if people is not None else None,
        seen=found.changed_at,
        by=by,
        at=at,
    )
    Visit.objects.filter(pk=found.pk).update(external_id=external_id)
    now = Visit.objects.get(pk=found.pk)
    return Written(row.number, found.pk, before, mark_of(values_of(now)))


def _is_there(client: Client, held: Mapping[str, Any]) -> bool:
    """Tell whether the same contact was filed by hand since the file was checked."""
    if held.get("external_id"):
        return False  # the database tells
    same = client.visits.filter(happened_at=held["happened_at"], direction=held["direction"])
    return same.exists()


def _held(values: Mapping[str, Any]) -> dict[str, Any]:
    """Return values as a visit holds them in Python."""
    held: dict[str, Any] = {}
    for name, value in values.items():
        if name == "staff":
            held["staff"] = User.objects.filter(pk=value).first() if value else None
        else:
            field: Any = Visit._meta.get_field(name)
            held[name] = field.to_python(value)
    return held


def take_back_rows(entries: Sequence[Written], *, at: datetime) -> list[Refused]:
    """Restore what visits were before an import; those it filed go while nothing hangs on them.

    Called inside a transaction. Visits corrected, struck out or used since are left as they are and named.
    """
    pks = [entry.pk for entry in entries]
    visits = Visit.objects.select_for_update().order_by("pk").in_bulk(pks)
    closing = DueDecision.objects.filter(closed_by_visit__in=pks)
    used = set(closing.values_list("closed_by_visit", flat=True))
    refused, gone = [], []
    for entry in entries:
        visit = visits.get(entry.pk)
        if visit is None:
            refused.append(Refused(entry.number, _("This visit is no longer there.")))
        elif mark_of(values_of(visit)) != entry.mark:
            refused.append(Refused(entry.number, _("This visit was changed after the import.")))
        elif entry.before is not None:
            _restore(visit, entry.before, at=at)
        elif entry.pk in used:
            reason = _("Something due was closed with this visit by now.")
            refused.append(Refused(entry.number, reason))
        else:
            gone.append(entry.pk)
    Visit.objects.filter(pk__in=gone).delete()
    return refused


def _restore(visit: Visit, before: Mapping[str, Any], *, at: datetime) -> None:
    names = [name for name in (*FIELDS, "external_id") if name != "staff"]
    for name in names:
        field: Any = Visit._meta.get_field(name)
        setattr(visit, name, field.to_python(before[name]))
    visit.staff_id = before["staff"]
    visit.changed_at = at
    visit.save()
    visit.contacts.set(before["contacts"])
