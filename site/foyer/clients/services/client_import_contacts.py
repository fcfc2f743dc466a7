"""The contacts of an import of clients."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _

from foyer.clients.models import Contact, ContactPoint
from foyer.core.imports.sets import Mould, change_rows, columns_of, insert_rows, reserve_keys
from foyer.core.imports.targets import Planned, Written

from .client_import_forming import client_of, contact_record, form
from .client_import_work import Formed, Values, Work
from .import_fields import (
    as_held,
    as_kept,
    columns_with,
    mark_of,
    mark_of_new,
    mark_of_point,
    merged_custom,
    watched,
)

_POINT = ("contact_id", "kind", "value", "phone", "email")


def add_contacts(work: Work, rows: Sequence[Planned]) -> None:
    """Add contacts to the clients of their rows, or of the rows that brought those in."""
    placed: list[tuple[Planned, int | None]] = []
    for row in rows:
        plan = row.plan["client"]
        if not plan:
            placed.append((row, None))
        elif pk := client_of(work.of, row):
            placed.append((row, pk))
        else:
            reason = _("Row %(row)s, which brings the client, was not imported.")
            work.refuse(row, reason % {"row": plan["row"]})
    if not placed:
        return
    columns = columns_of(Contact)
    place = columns.index("client_id") + 1
    formed = [_formed(work, row, pk) for row, pk in placed]
    keys = reserve_keys(Contact, len(formed))
    for (_row, client), pk, one in zip(placed, keys, formed, strict=True):
        one.row[0], one.row[place] = pk, client
    insert_rows(Contact, ("id", *columns), [one.row for one in formed])
    points = []
    for (row, client), pk, one in zip(placed, keys, formed, strict=True):
        points += [(row, pk, kind, value) for kind, value in row.plan["person"]["points"]]
        mark = mark_of_new(Contact, one.values | {"client_id": client})
        work.written.append(Written(row.number, pk, None, mark, "contact"))
    _add_points(work, points)


def _formed(work: Work, row: Planned, client: int | None) -> Formed:
    """Return a contact as it was formed, or anew when its client has got another name meanwhile."""
    one = work.prepared.contacts[row.number]
    company = work.names[client] if client else ""
    if one.values["company"] == company:
        return one
    (anew,) = form(Contact(), [one.values | {"company": company}])
    return anew


def _mark(values: Values) -> str:
    return mark_of(values, watched(Contact))


def change_contacts(work: Work, rows: Sequence[Planned]) -> None:
    """Change contacts that were locked; only what a row says otherwise is sealed and indexed anew."""
    if not rows:
        return
    records, points, pks = [], [], []
    names: set[str] = set()
    for row in rows:
        plan = row.plan["person"]
        contact = work.contacts[plan["pk"]]
        values = as_held(Contact, plan["values"])
        values |= merged_custom(contact, plan.get("custom", {}), plan.get("sealed", {}))
        names |= values.keys()
        record = contact_record(
            contact | values, contact["client_id"], contact["client__name"] or ""
        )
        records.append(record)
        pks.append(plan["pk"])
        points += [(row, plan["pk"], kind, value) for kind, value in plan.get("points", [])]
        before = {name: as_kept(contact[name]) for name in values}
        entry = Written(row.number, plan["pk"], before, _mark(record), "contact")
        work.written.append(entry)
    if columns := columns_with(Contact, names):
        formed = Mould(Contact(), names).rows(records, columns)
        change_rows(Contact, columns, zip(formed, pks, strict=True))
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
        ("id", *columns_of(ContactPoint)),
        ([pk, *row] for pk, row in zip(keys, formed, strict=True)),
    )
    entries = [
        Written(row.number, pk, None, mark_of_point(kind, value, ""), "point")
        for (row, _contact, kind, value), pk in zip(points, keys, strict=True)
    ]
    work.written[:0] = entries  # a row's contact stands last among what was written for it
