"""Who the main contact of a client is after an import, and how that is taken back. (001-04)"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.utils.translation import gettext as _

from foyer.clients.models import Client, Contact
from foyer.core.imports.sets import Among
from foyer.core.imports.targets import Planned, Refused, Written

from .client_import_forming import client_of
from .client_import_work import Work
from .import_fields import MAIN


def refuse_other_mains(work: Work, rows: Sequence[Planned]) -> None:
    """Refuse rows about the main contact of a client for whom somebody has chosen another meanwhile."""
    rows = _about_mains(rows)
    clients = _clients_of(work, rows)
    mains, at = _mains(clients.values()), _whereabouts(rows)
    for row in rows:
        plan, contact = row.plan["person"][MAIN], row.plan["person"].get("pk")
        there = mains.get(clients.get(row.number, 0))
        if contact and (not at.get(contact) or at[contact] != clients.get(row.number)):
            work.refuse(row, _("Somebody changed this contact after the file was checked."))
        elif plan["is"] and there not in (None, plan["was"], contact):
            work.refuse(row, _("Somebody changed this client after the file was checked."))


def write_mains(work: Work, rows: Sequence[Planned]) -> None:
    """Make contacts the main ones of their clients, or no longer, as their rows say."""
    rows = _about_mains(rows)
    if not rows:
        return
    made = {entry.number: entry.pk for entry in work.written if entry.kind == "contact"}
    clients = _clients_of(work, rows)
    mains = _mains(clients.values())
    entries, changed = [], dict[int, int | None]()
    for row in rows:
        contact = row.plan["person"].get("pk") or made[row.number]
        client = clients[row.number]
        before = mains.get(client)
        if row.plan["person"][MAIN]["is"]:
            mains[client] = changed[client] = contact
        elif before == contact:
            mains[client] = changed[client] = None
        after = mains.get(client)
        entries.append(Written(row.number, client, {MAIN: before}, str(after or ""), MAIN))
    _keep(changed)
    work.written[:0] = entries  # what a row is about stands last among what was written for it


def take_back_mains(entries: Sequence[Written]) -> list[Refused]:
    """Give clients back the main contacts they had; name those for whom another was chosen since."""
    mains = _mains({entry.pk for entry in entries})
    if not entries:
        return []
    wanted = {pk for entry in entries if (pk := (entry.before or {})[MAIN])}
    there = set(Contact.objects.filter(pk__in=wanted).values_list("pk", flat=True))
    changed, refused = dict[int, int | None](), []
    for entry in reversed(entries):
        before = (entry.before or {})[MAIN]
        if str(mains.get(entry.pk) or "") == entry.mark:
            mains[entry.pk] = changed[entry.pk] = before if before in there else None
        elif entry.pk in mains:
            words = _("Another main contact was chosen for this client after the import.")
            refused.append(Refused(entry.number, words))
    _keep(changed)
    return refused


def _about_mains(rows: Iterable[Planned]) -> list[Planned]:
    return [row for row in rows if row.plan["person"] and MAIN in row.plan["person"]]


def _clients_of(work: Work, rows: Sequence[Planned]) -> dict[int, int]:
    """Return the clients rows are about, by row: as they say, or that of the contact they name."""
    known = {row.number: pk for row in rows if (pk := client_of(work.of, row))}
    at = _whereabouts([row for row in rows if not row.plan["client"]])
    by_contact = {row.number: at.get(row.plan["person"].get("pk")) for row in rows}
    return {number: pk for number, pk in by_contact.items() if pk} | known


def _whereabouts(rows: Iterable[Planned]) -> dict[int, int | None]:
    """Return the clients of the contacts rows name, by their keys."""
    pks = {pk for row in rows if (pk := row.plan["person"].get("pk"))}
    if not pks:
        return {}
    return dict(Contact.objects.filter(Among("pk", pks)).values_list("pk", "client"))


def _mains(clients: Iterable[int]) -> dict[int, int | None]:
    """Lock clients; return their main contacts by their keys."""
    pks = set(clients)
    if not pks:
        return {}
    locked = Client.objects.select_for_update(of=("self",)).filter(Among("pk", pks)).order_by("pk")
    return dict(locked.values_list("pk", "main_contact"))


def _keep(changed: dict[int, int | None]) -> None:
    clients = [Client(pk=pk, main_contact_id=contact) for pk, contact in changed.items()]
    Client.objects.bulk_update(clients, ["main_contact"], batch_size=500)
