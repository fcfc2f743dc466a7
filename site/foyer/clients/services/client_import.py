"""Clients and contacts that come from files: writing rows in sets. (IMPORT 8, 9)"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from foyer.clients.company_names import folded_company
from foyer.clients.models import Client, Contact
from foyer.core.imports.sets import Mould, change_rows, insert_rows, reserve_keys
from foyer.core.imports.targets import Planned, Refused, Step, Written
from foyer.core.numbers import take_numbers

from .client_import_addresses import refuse_moved, write_addresses
from .client_import_contacts import add_contacts, change_contacts
from .client_import_histories import note_managers, note_tiers
from .client_import_work import Import, Work
from .import_fields import (
    CLIENT_FIELDS,
    as_held,
    as_kept,
    mark_of,
    merged_custom,
    person_key,
    values_of,
    watched,
)
from .moves import refresh_companies

CLIENT = (*CLIENT_FIELDS, "custom", "custom_sealed")
CLIENT_COLUMNS = (*CLIENT, "search_text")
_UNIQUE = ("number", "credit_code", "business_number")


def write_rows(*, of: Import, rows: Sequence[Planned], horizon: int, at: datetime) -> Step:
    """Write clients and their contacts; refuse rows the world has changed for.

    Called inside a transaction.

    Args:
        of: the file.
        rows: what is to be done.
        horizon: the newest client the file was compared with.
        at: the moment.
    """
    work = Work(of, at)
    _lock_clients(work, rows)
    refuse_moved(work, rows)
    _lock_contacts(work, rows)
    new = [row for row in work.left(rows) if _is_new(row)]
    made = _add_clients(work, new, horizon)
    _change_clients(
        work, [row for row in work.left(rows) if (row.plan["client"] or {}).get("seen")]
    )
    _note_places(work, work.left(rows))
    persons = [row for row in work.left(rows) if row.plan["person"]]
    change_contacts(work, [row for row in persons if row.plan["person"].get("seen")])
    add_contacts(work, [row for row in persons if "pk" not in row.plan["person"]])
    newest = max(made.values(), default=horizon)
    refused = [Refused(number, reason) for number, reason in sorted(work.refused.items())]
    return Step(work.written, refused, {"client": max(newest, horizon)})


def _is_new(row: Planned) -> bool:
    client = row.plan["client"]
    return bool(client) and "pk" not in client and "row" not in client


def _lock_clients(work: Work, rows: Sequence[Planned]) -> None:
    """Lock the clients rows are about; refuse those that have gone, or to somebody else."""
    plans = {row.number: row.plan["client"] for row in rows if row.plan["client"]}
    pks = {plan["pk"] for plan in plans.values() if "pk" in plan}
    pks |= {work.of.made[plan["row"]] for plan in plans.values() if _earlier(work, plan)}
    locked = Client.objects.select_for_update(of=("self",)).filter(pk__in=pks)
    work.clients = {client.pk: client for client in locked.order_by("pk")}
    for row in rows:
        plan = row.plan["client"] or {}
        if "pk" not in plan:
            continue
        client = work.clients.get(plan["pk"])
        if client is None:
            work.refuse(row, _("This client is no longer there."))
        elif client.account_manager_id != plan["manager"]:
            reason = _("This client went to another account manager after the file was checked.")
            work.refuse(row, reason)


def _lock_contacts(work: Work, rows: Sequence[Planned]) -> None:
    """Lock the contacts rows change; refuse those changed since, and new ones that came otherwise meanwhile."""
    pks = [row.plan["person"]["pk"] for row in rows if "pk" in (row.plan["person"] or {})]
    locked = Contact.objects.select_for_update(of=("self",)).select_related("client")
    work.contacts = locked.order_by("pk").in_bulk(pks) if pks else {}
    there = Contact.objects.filter(client_id__in=work.clients).values_list("client_id", "name")
    named = {(pk, person_key(name)) for pk, name in there}
    for row in rows:
        plan, at = row.plan["person"] or {}, row.plan["client"] or {}
        if seen := plan.get("seen"):
            contact = work.contacts.get(plan["pk"])
            if contact is None or mark_of(values_of(contact)) != seen:
                work.refuse(row, _("Somebody changed this contact after the file was checked."))
        elif plan and "pk" not in plan and not plan.get("namesake"):
            client = at.get("pk") or work.of.made.get(at.get("row", 0))
            if (client, person_key(plan["values"]["name"])) in named:
                work.refuse(row, _("A contact of this name came to this client meanwhile."))


def _earlier(work: Work, plan: Mapping[str, Any]) -> bool:
    return "pk" not in plan and plan.get("row") in work.of.made


def _add_clients(work: Work, rows: Sequence[Planned], horizon: int) -> dict[int, int]:
    """Add new clients; return their keys by row."""
    if not rows:
        return {}
    _refuse_taken(work, rows, horizon)
    rows = work.left(rows)
    blank = Client()
    mould = Mould(blank, CLIENT)
    records = []
    for row in rows:
        plan = row.plan["client"]
        custom = merged_custom(blank, plan.get("custom", {}), plan.get("sealed", {}))
        records.append(mould.filled(as_held(Client, plan["values"]) | custom))
    _number(records, work.at)
    keys = reserve_keys(Client, len(records))
    formed = mould.rows(records)
    insert_rows(
        Client,
        ("id", *mould.columns),
        ([pk, *row] for pk, row in zip(keys, formed, strict=True)),
    )
    made = {row.number: pk for row, pk in zip(rows, keys, strict=True)}
    work.of.made |= made
    for row, pk, record in zip(rows, keys, records, strict=True):
        watched_values = {name: record[name] for name in watched(Client)}
        work.clients[pk] = Client(pk=pk, **watched_values)
        work.written.append(Written(row.number, pk, None, mark_of(watched_values), "client"))
    moves = [
        (row.number, pk, None, record["account_manager_id"])
        for row, pk, record in zip(rows, keys, records, strict=True)
        if record["account_manager_id"]
    ]
    write_addresses(work, zip(rows, keys, strict=True))
    note_managers(work, moves)
    return made


def _refuse_taken(work: Work, rows: Sequence[Planned], horizon: int) -> None:
    """Refuse rows whose numbers or names have been taken since the file was checked."""
    taken = Q(pk__gt=horizon)
    for kind in _UNIQUE:
        wanted = {row.plan["client"]["values"].get(kind) for row in rows} - {None, ""}
        taken |= Q(**{f"{kind}__in": wanted})
    kept = Client.objects.filter(taken).values_list("pk", "name", *_UNIQUE)
    numbers: set[tuple[str, str]] = set()
    names: set[str] = set()
    for pk, name, *found in kept:
        numbers |= {(kind, value) for kind, value in zip(_UNIQUE, found, strict=True) if value}
        if pk > horizon:
            names.add(folded_company(name))
    for row in rows:
        values = row.plan["client"]["values"]
        mine = {(kind, values[kind]) for kind in _UNIQUE if values.get(kind)}
        if not mine.isdisjoint(numbers):
            work.refuse(row, _("Another client has been given this number meanwhile."))
        elif folded_company(values["name"]) in names:
            work.refuse(row, _("A client of this name was added after the file was checked."))


def _number(records: Sequence[dict[str, Any]], at: datetime) -> None:
    unnumbered = [record for record in records if not record["number"]]
    given = {record["number"] for record in records} - {""}
    numbers = take_numbers(
        key="client", count=len(unnumbered), at=at, among=Client.objects.all(), passing=given
    )
    for record, number in zip(unnumbered, numbers, strict=True):
        record["number"] = number


def _change_clients(work: Work, rows: Sequence[Planned]) -> None:
    if not rows:
        return
    mould = Mould(Client(), CLIENT)
    changed: list[tuple[Planned, Client, dict[str, Any]]] = []
    for row in rows:
        client, plan = work.clients[row.plan["client"]["pk"]], row.plan["client"]
        if mark_of(values_of(client)) != plan["seen"]:
            work.refuse(row, _("Somebody changed this client after the file was checked."))
            continue
        custom = merged_custom(client, plan.get("custom", {}), plan.get("sealed", {}))
        changed.append((row, client, as_held(Client, plan["values"]) | custom))
    changed = _without_taken(work, changed)
    records = [mould.filled(values_of(client) | values) for _row, client, values in changed]
    formed = mould.rows(records, CLIENT_COLUMNS)
    pks = [client.pk for _row, client, _values in changed]
    change_rows(Client, CLIENT_COLUMNS, zip(formed, pks, strict=True))
    tiers, managers, renamed = [], [], []
    for (row, client, values), record in zip(changed, records, strict=True):
        before = {name: as_kept(value) for name, value in values_of(client).items()}
        after = {name: record[name] for name in watched(Client)}
        work.written.append(Written(row.number, client.pk, before, mark_of(after), "client"))
        if after["tier"] != client.tier:
            tiers.append((row.number, client.pk, client.tier, after["tier"]))
        if after["account_manager_id"] != client.account_manager_id:
            old, new = client.account_manager_id, after["account_manager_id"]
            managers.append((row.number, client.pk, old, new))
        if after["name"] != client.name:
            renamed.append(client.pk)
        for name, value in values.items():
            setattr(client, name, value)
    write_addresses(work, ((row, client.pk) for row, client, _values in changed))
    note_tiers(work, tiers)
    note_managers(work, managers)
    refresh_companies(pks=renamed)


def _without_taken(
    work: Work, changed: Sequence[tuple[Planned, Client, dict[str, Any]]]
) -> list[tuple[Planned, Client, dict[str, Any]]]:
    """Leave out changes of a number to one that another client has."""
    taken = Q(pk__in=[])
    for kind in _UNIQUE:
        taken |= Q(**{f"{kind}__in": {values.get(kind) for _r, _c, values in changed} - {None, ""}})
    holders = {
        (kind, value): pk
        for pk, *found in Client.objects.filter(taken).values_list("pk", *_UNIQUE)
        for kind, value in zip(_UNIQUE, found, strict=True)
    }
    left = []
    for row, client, values in changed:
        mine = {holders.get((kind, values[kind])) for kind in _UNIQUE if values.get(kind)}
        if mine - {None, client.pk}:
            work.refuse(row, _("Another client has been given this number meanwhile."))
        else:
            left.append((row, client, values))
    return left


def _note_places(work: Work, rows: Sequence[Planned]) -> None:
    """Note at which known client a row stands, for the rows below that add contacts to it."""
    done = {entry.number for entry in work.written if entry.kind == "client"}
    for row in rows:
        plan = row.plan["client"] or {}
        if "pk" in plan and "row" not in plan:
            work.of.made[row.number] = plan["pk"]
            if row.number not in done:
                work.written.append(Written(row.number, plan["pk"], {}, "", "at"))
