"""Clients and contacts that come from files: writing rows in sets. (IMPORT 8, 9)"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime

from django.db.models import Max, Q
from django.utils.translation import gettext as _

from foyer.clients.company_names import folded_company
from foyer.clients.models import Client, Contact
from foyer.core.imports.sets import (
    Among,
    Mould,
    change_rows,
    columns_of,
    insert_rows,
    reserve_keys,
)
from foyer.core.imports.targets import Planned, Refused, Step, Written
from foyer.core.numbers import take_numbers

from .client_import_addresses import refuse_moved, write_addresses
from .client_import_contacts import add_contacts, change_contacts
from .client_import_forming import client_of, is_new, is_new_person
from .client_import_histories import note_managers, note_tiers
from .client_import_mains import refuse_other_mains, write_mains
from .client_import_work import Formed, Import, Prepared, Values, Work
from .import_fields import (
    as_held,
    as_kept,
    columns_with,
    mark_of,
    mark_of_new,
    merged_custom,
    person_key,
    watched,
)
from .moves import refresh_companies

_UNIQUE = ("number", "credit_code", "business_number")
_FOUND_BY_NUMBER = columns_with(Client, ("number",))


def write_rows(*, of: Import, prepared: Prepared, horizon: int, at: datetime) -> Step:
    """Write clients and their contacts; refuse rows the world has changed for.

    Called inside a transaction.

    Args:
        of: the file.
        prepared: what is to be done.
        horizon: the newest client the file was compared with.
        at: the moment.
    """
    rows = prepared.rows
    work = Work(of, at, prepared)
    _lock_clients(work, rows)
    refuse_moved(work, rows)
    _lock_contacts(work, rows)
    refuse_other_mains(work, rows)
    made = _add_clients(work, [row for row in work.left(rows) if is_new(row)], horizon)
    _change_clients(work, [row for row in work.left(rows) if _seen(row, "client")])
    _note_places(work, work.left(rows))
    persons = [row for row in work.left(rows) if row.plan["person"]]
    change_contacts(work, [row for row in persons if _seen(row, "person")])
    add_contacts(work, [row for row in persons if is_new_person(row)])
    write_mains(work, work.left(persons))
    newest = max(made, default=horizon)
    refused = [Refused(number, reason) for number, reason in sorted(work.refused.items())]
    return Step(work.written, refused, {"client": max(newest, horizon)})


def _seen(row: Planned, side: str) -> str:
    return str((row.plan[side] or {}).get("seen", ""))


def _lock_clients(work: Work, rows: Sequence[Planned]) -> None:
    """Lock the clients rows are about; refuse those that have gone, or to somebody else."""
    pks = {pk for row in rows if (pk := client_of(work.of, row))}
    changed = {row.plan["client"]["pk"] for row in rows if _seen(row, "client")}
    if not pks:
        return
    locked = Client.objects.select_for_update(of=("self",)).filter(Among("pk", pks)).order_by("pk")
    held = {pk: (name, by) for pk, name, by in locked.values_list("pk", "name", "account_manager")}
    work.names = {pk: name for pk, (name, _by) in held.items()}
    if changed:
        there = (
            Client.objects.filter(Among("pk", changed)).order_by().values("pk", *watched(Client))
        )
        work.clients = {values.pop("pk"): values for values in there}
    for row in rows:
        plan = row.plan["client"] or {}
        if "pk" not in plan:
            continue
        if plan["pk"] not in held:
            work.refuse(row, _("This client is no longer there."))
        elif held[plan["pk"]][1] != plan["manager"]:
            reason = _("This client went to another account manager after the file was checked.")
            work.refuse(row, reason)


def _lock_contacts(work: Work, rows: Sequence[Planned]) -> None:
    """Lock the contacts rows change; refuse those changed since, and new ones that came otherwise meanwhile."""
    if pks := [row.plan["person"]["pk"] for row in rows if _seen(row, "person")]:
        locked = Contact.objects.select_for_update(of=("self",)).filter(Among("pk", pks))
        there = locked.order_by("pk").values("pk", "client__name", *watched(Contact))
        work.contacts = {values.pop("pk"): values for values in there}
    named = _named(work, [row for row in rows if is_new_person(row)])
    for row in rows:
        plan = row.plan["person"] or {}
        if seen := plan.get("seen"):
            contact = work.contacts.get(plan["pk"])
            if contact is None or _mark(Contact, contact) != seen:
                work.refuse(row, _("Somebody changed this contact after the file was checked."))
        elif (
            named
            and is_new_person(row)
            and not plan.get("namesake")
            and (client_of(work.of, row), person_key(plan["values"]["name"])) in named
        ):
            work.refuse(row, _("A contact of this name came to this client meanwhile."))


def _named(work: Work, rows: Sequence[Planned]) -> Collection[tuple[int | None, str]]:
    """Return the names of the contacts that clients have to which rows bring others."""
    clients = {pk for row in rows if (pk := client_of(work.of, row))}
    if not clients:
        return ()
    there = Contact.objects.filter(Among("client_id", clients)).order_by()
    return {(pk, person_key(name)) for pk, name in there.values_list("client_id", "name")}


def _mark(model: type[Client | Contact], values: Values) -> str:
    return mark_of(values, watched(model))


def _add_clients(work: Work, rows: Sequence[Planned], horizon: int) -> Sequence[int]:
    """Add new clients; return their keys."""
    if not rows:
        return ()
    _refuse_taken(work, rows, horizon)
    rows = work.left(rows)
    formed = _numbered([work.prepared.clients[row.number] for row in rows], work)
    keys = reserve_keys(Client, len(rows))
    for one, pk in zip(formed, keys, strict=True):
        one.row[0] = pk
    insert_rows(Client, ("id", *columns_of(Client)), [one.row for one in formed])
    moves: list[tuple[int, int, int | None, int | None]] = []
    for row, pk, one in zip(rows, keys, formed, strict=True):
        work.of.made[row.number] = pk
        work.names[pk] = one.values["name"]
        work.written.append(Written(row.number, pk, None, one.mark, "client"))
        if manager := one.values["account_manager_id"]:
            moves.append((row.number, pk, None, manager))
    write_addresses(work, zip(rows, keys, strict=True))
    note_managers(work, moves)
    return keys


def _refuse_taken(work: Work, rows: Sequence[Planned], horizon: int) -> None:
    """Refuse rows whose numbers or names have been taken since the file was checked."""
    # Asked on its own: nearly always nobody else has added a client, and an OR with it reads them all.
    newest = Client.objects.aggregate(newest=Max("pk"))["newest"] or 0
    taken = Q(pk__gt=horizon) if newest > horizon else Q()
    for kind in _UNIQUE:
        wanted = {row.plan["client"]["values"].get(kind) for row in rows} - {None, ""}
        if wanted:
            taken |= Q(Among(kind, wanted))
    if not taken:
        return
    # In the order of names SQLite would look at every client there is.
    kept = list(Client.objects.filter(taken).order_by().values_list("pk", "name", *_UNIQUE))
    if not kept:
        return
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
        elif names and folded_company(values["name"]) in names:
            work.refuse(row, _("A client of this name was added after the file was checked."))


def _numbered(formed: Sequence[Formed], work: Work) -> list[Formed]:
    """Return new clients with the numbers of the house's series where the file gives none."""
    unnumbered = [n for n, one in enumerate(formed) if not one.values.get("number")]
    given = {one.values.get("number", "") for one in formed} - {""}
    numbers = take_numbers(
        key="client", count=len(unnumbered), at=work.at, among=Client.objects.all(), passing=given
    )
    if not numbers:
        return list(formed)
    found = list(formed)
    for n, number in zip(unnumbered, numbers, strict=True):
        values = found[n].values | {"number": number}
        found[n] = Formed(values, found[n].row, mark_of_new(Client, values))
    mould = Mould(Client(), ("number",))
    places = [columns_of(Client).index(column) + 1 for column in _FOUND_BY_NUMBER]
    written = mould.rows([found[n].values for n in unnumbered], _FOUND_BY_NUMBER)
    for n, columns in zip(unnumbered, written, strict=True):
        for place, value in zip(places, columns, strict=True):
            found[n].row[place] = value
    return found


def _change_clients(work: Work, rows: Sequence[Planned]) -> None:
    changed: list[tuple[Planned, Values, Values]] = []
    for row in rows:
        client, plan = work.clients[row.plan["client"]["pk"]], row.plan["client"]
        if _mark(Client, client) != plan["seen"]:
            work.refuse(row, _("Somebody changed this client after the file was checked."))
            continue
        custom = merged_custom(client, plan.get("custom", {}), plan.get("sealed", {}))
        changed.append((row, client, as_held(Client, plan["values"]) | custom))
    changed = _without_taken(work, changed)
    if not changed:
        return
    names = {name for _row, _client, values in changed for name in values}
    records = [client | values for _row, client, values in changed]
    pks = [row.plan["client"]["pk"] for row, _client, _values in changed]
    if columns := columns_with(Client, names):
        formed = Mould(Client(), names).rows(records, columns)
        change_rows(Client, columns, zip(formed, pks, strict=True))
    tiers, managers, renamed = [], [], []
    for (row, client, values), pk, record in zip(changed, pks, records, strict=True):
        before = {name: as_kept(client[name]) for name in values}
        work.written.append(Written(row.number, pk, before, _mark(Client, record), "client"))
        if record["tier"] != client["tier"]:
            tiers.append((row.number, pk, client["tier"], record["tier"]))
        if record["account_manager_id"] != client["account_manager_id"]:
            old, new = client["account_manager_id"], record["account_manager_id"]
            managers.append((row.number, pk, old, new))
        if record["name"] != client["name"]:
            renamed.append(pk)
            work.names[pk] = record["name"]
        work.clients[pk] = record
    write_addresses(work, ((row, pk) for (row, _c, _v), pk in zip(changed, pks, strict=True)))
    note_tiers(work, tiers)
    note_managers(work, managers)
    refresh_companies(pks=renamed)


def _without_taken(
    work: Work, changed: Sequence[tuple[Planned, Values, Values]]
) -> list[tuple[Planned, Values, Values]]:
    """Leave out changes of a number to one that another client has."""
    wanted = {
        kind: {values[kind] for _row, _client, values in changed if values.get(kind)}
        for kind in _UNIQUE
    }
    if not any(wanted.values()):
        return list(changed)
    taken = Q()
    for kind, numbers in wanted.items():
        taken |= Q(Among(kind, numbers)) if numbers else Q()
    holders = {
        (kind, value): pk
        for pk, *found in Client.objects.filter(taken).order_by().values_list("pk", *_UNIQUE)
        for kind, value in zip(_UNIQUE, found, strict=True)
    }
    left = []
    for row, client, values in changed:
        mine = {holders.get((kind, values[kind])) for kind in _UNIQUE if values.get(kind)}
        if mine - {None, row.plan["client"]["pk"]}:
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
