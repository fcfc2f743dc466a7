"""Forming the new clients and contacts of a file before anything is locked: seals, indexes, sounds. (performance 3)"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from foyer.clients.models import Client, Contact
from foyer.core.imports.sets import Among, Mould
from foyer.core.imports.targets import Planned

from .client_import_work import Formed, Import, Prepared, Values
from .import_fields import as_held, mark_of_new, merged_custom

_NAME, _COMPANY = "name", "company"


def prepare_rows(*, of: Import, rows: Sequence[Planned]) -> Prepared:
    """Form what is new in some rows; only the numbers of clients, and all keys, come when it is written."""
    new = {row.number: row.plan["client"] for row in rows if is_new(row)}
    clients = _form_clients(new)
    persons = {row.number: row for row in rows if is_new_person(row)}
    names = {number: formed.values[_NAME] for number, formed in clients.items()}
    contacts = _form_contacts(persons, _names(of, persons, names))
    return Prepared(list(rows), clients, contacts)


def is_new(row: Planned) -> bool:
    """Tell whether a row brings a client."""
    client = row.plan["client"]
    return bool(client) and "pk" not in client and "row" not in client


def is_new_person(row: Planned) -> bool:
    """Tell whether a row brings a contact."""
    person = row.plan["person"]
    return bool(person) and "pk" not in person


def client_of(of: Import, row: Planned) -> int | None:
    """Return the key of the client a row is about, when it is known already."""
    plan = row.plan["client"] or {}
    return plan.get("pk") or of.made.get(plan.get("row", row.number))


def _form_clients(plans: Mapping[int, Mapping[str, Any]]) -> dict[int, Formed]:
    records = {number: _record(Client, plan) for number, plan in plans.items()}
    formed = form(Client(), records.values())
    marked = [one._replace(mark=mark_of_new(Client, one.values)) for one in formed]
    return dict(zip(records, marked, strict=True))


def _record(model: type[Client | Contact], plan: Mapping[str, Any]) -> Values:
    custom = merged_custom(_NO_CUSTOM, plan.get("custom", {}), plan.get("sealed", {}))
    return as_held(model, plan["values"]) | custom


_NO_CUSTOM: Mapping[str, Any] = {"custom": {}, "custom_sealed": ""}


def form(blank: Client | Contact, given: Iterable[Values]) -> list[Formed]:
    """Return new records as the database takes them.

    Args:
        blank: an unsaved record.
        given: what each holds that a new record does not.
    """
    given = list(given)
    rows = Mould(blank, {name for values in given for name in values}).rows(given)
    return [Formed(values, [0, *row]) for values, row in zip(given, rows, strict=True)]


def _names(
    of: Import, persons: Mapping[int, Planned], names: Mapping[int, str]
) -> dict[int, str | None]:
    """Return the name of the client each new contact comes to; None where the row brings none."""
    pks = {pk for row in persons.values() if (pk := client_of(of, row))}
    known = (
        dict(Client.objects.filter(Among("pk", pks)).order_by().values_list("pk", _NAME))
        if pks
        else {}
    )
    found: dict[int, str | None] = {}
    for number, row in persons.items():
        plan = row.plan["client"] or {}
        pk = client_of(of, row)
        found[number] = known.get(pk) if pk else names.get(plan.get("row", number))
    return found


def _form_contacts(
    rows: Mapping[int, Planned], names: Mapping[int, str | None]
) -> dict[int, Formed]:
    records = [
        contact_record(_record(Contact, row.plan["person"]), None, names[number] or "")
        for number, row in rows.items()
    ]
    return dict(zip(rows, form(Contact(), records), strict=True))


def contact_record(values: Values, client_pk: int | None, company: str) -> Values:
    """Return what a contact holds, with what its search text and birthday's index are worked out from."""
    born, lunar = values.get("birthday"), values.get("lunar_birthday")
    return values | {
        "client_id": client_pk,
        _COMPANY: company,
        "solar_day": f"{born:%m-%d}" if born and not lunar else "",
    }
