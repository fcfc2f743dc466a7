"""The contacts of an import of clients."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from foyer.clients.models import Client, Contact, ContactPoint
from foyer.core.imports.sets import Mould, change_rows, insert_rows, reserve_keys
from foyer.core.imports.targets import Planned, Written

from .client_import_work import Work
from .import_fields import (
    CONTACT_FIELDS,
    as_held,
    as_kept,
    mark_of,
    merged_custom,
    values_of,
    watched,
)

CONTACT = (*CONTACT_FIELDS, "custom", "custom_sealed")
CONTACT_COLUMNS = (
    *CONTACT,
    *("phone_index", "phone_last_four_index", "email_index", "wechat_index"),
    *("birthday_index", "lunar_birthday_index", "search_text"),
)
_POINT = ("contact_id", "kind", "value", "phone", "email")


def add_contacts(work: Work, rows: Sequence[Planned]) -> None:
    """Add contacts to the clients of their rows, or of the rows that brought those in."""
    placed: list[tuple[Planned, Client | None]] = []
    for row in rows:
        plan = row.plan["client"]
        if not plan:
            placed.append((row, None))
        elif pk := plan.get("pk") or work.of.made.get(plan.get("row", row.number)):
            placed.append((row, work.clients[pk]))
        else:
            reason = _("Row %(row)s, which brings the client, was not imported.")
            work.refuse(row, reason % {"row": plan["row"]})
    if not placed:
        return
    blank = Contact()
    mould = Mould(blank, ("client_id", *CONTACT))
    records = []
    for row, client in placed:
        plan = row.plan["person"]
        values = as_held(Contact, plan["values"])
        values |= merged_custom(blank, plan.get("custom", {}), plan.get("sealed", {}))
        records.append(contact_record(mould, values, client))
    keys = reserve_keys(Contact, len(records))
    formed = mould.rows(records)
    insert_rows(
        Contact,
        ("id", *mould.columns),
        ([pk, *row] for pk, row in zip(keys, formed, strict=True)),
    )
    points = []
    for (row, _client), pk, record in zip(placed, keys, records, strict=True):
        points += [(row, pk, kind, value) for kind, value in row.plan["person"]["points"]]
        mark = mark_of({name: record[name] for name in watched(Contact)})
        work.written.append(Written(row.number, pk, None, mark, "contact"))
    _add_points(work, points)


def contact_record(
    mould: Mould, values: Mapping[str, Any], client: Client | None
) -> dict[str, Any]:
    """Return all the values of a contact, those that others are worked out from among them."""
    record = mould.filled(dict(values))
    born, lunar = record["birthday"], record["lunar_birthday"]
    return record | {
        "client_id": client.pk if client else None,
        "company": client.name if client else "",
        "solar_day": f"{born:%m-%d}" if born and not lunar else "",
    }


def change_contacts(work: Work, rows: Sequence[Planned]) -> None:
    """Change contacts that were locked."""
    if not rows:
        return
    mould = Mould(Contact(), CONTACT)
    changed, records, points = [], [], []
    for row in rows:
        plan = row.plan["person"]
        contact = work.contacts[plan["pk"]]
        values = values_of(contact) | as_held(Contact, plan["values"])
        values |= merged_custom(contact, plan.get("custom", {}), plan.get("sealed", {}))
        changed.append((row, contact))
        records.append(contact_record(mould, values, contact.client))
        points += [(row, contact.pk, kind, value) for kind, value in plan.get("points", [])]
    formed = mould.rows(records, CONTACT_COLUMNS)
    pks = [contact.pk for _row, contact in changed]
    change_rows(Contact, CONTACT_COLUMNS, zip(formed, pks, strict=True))
    for (row, contact), record in zip(changed, records, strict=True):
        before = {name: as_kept(value) for name, value in values_of(contact).items()}
        mark = mark_of({name: record[name] for name in watched(Contact)})
        work.written.append(Written(row.number, contact.pk, before, mark, "contact"))
    _add_points(work, points)


def _add_points(work: Work, points: Sequence[tuple[Planned, int, str, str]]) -> None:
    if not points:
        return
    mould = Mould(ContactPoint(), _POINT)
    records = [
        mould.filled(
            {
                "contact_id": pk,
                "kind": kind,
                "value": value,
                "phone": value if kind == "phone" else "",
                "email": value if kind == "email" else "",
            }
        )
        for _row, pk, kind, value in points
    ]
    keys = reserve_keys(ContactPoint, len(records))
    formed = mould.rows(records)
    insert_rows(
        ContactPoint,
        ("id", *mould.columns),
        ([pk, *row] for pk, row in zip(keys, formed, strict=True)),
    )
    entries = [
        Written(row.number, pk, None, "", "point")
        for (row, *_rest), pk in zip(points, keys, strict=True)
    ]
    work.written[:0] = entries  # a row's contact stands last among what was written for it
