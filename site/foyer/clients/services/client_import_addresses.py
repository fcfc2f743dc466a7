"""The addresses of clients an import writes over, and how they are taken back. (001-04)"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from foyer.clients.models import ClientAddress
from foyer.core.imports.sets import Among, insert_rows
from foyer.core.imports.targets import Planned, Refused, Written

from .client_import_work import Work
from .import_fields import addresses_of, mark_of

ENTRY = "addresses"
_Kinds = Mapping[str, Sequence[str]]


def refuse_moved(work: Work, rows: Sequence[Planned]) -> None:
    """Refuse rows about clients whose addresses somebody changed after the file was checked."""
    rows = [row for row in rows if row.plan["client"] and row.plan["client"].get(ENTRY)]
    kept = _kept(row.plan["client"]["pk"] for row in rows if "pk" in row.plan["client"])
    for row in rows:
        client = row.plan["client"]
        there = addresses_of(kept.get(client.get("pk"), ()))
        if any(there.get(kind, []) != told["before"] for kind, told in client[ENTRY].items()):
            work.refuse(row, _("Somebody changed this client after the file was checked."))


def write_addresses(work: Work, rows: Iterable[tuple[Planned, int]]) -> None:
    """Write the addresses rows name over those of their clients, kind by kind."""
    wanted: dict[int, _Kinds] = {}
    entries = []
    for row, pk in rows:
        if told := row.plan["client"].get(ENTRY):
            wanted[pk] = {kind: one["after"] for kind, one in told.items()}
            before = {kind: one["before"] for kind, one in told.items()}
            entries.append(Written(row.number, pk, before, mark_of(wanted[pk]), ENTRY))
    work.written[:0] = entries  # a client's own entry comes last among what was written for a row
    if any(any(entry.before.values()) for entry in entries if entry.before):
        _replace(wanted)
    else:
        _add(wanted)


class TakenAddresses:
    """What can be taken back of the addresses an import wrote, and what was changed since."""

    def __init__(self, entries: Sequence[Written]) -> None:
        self.own: set[int] = set()
        self.refused: list[Refused] = []
        self._restored: dict[int, tuple[int, _Kinds]] = {}
        kept = _kept(entry.pk for entry in entries)
        for entry in entries:
            before: Mapping[str, Any] = entry.before or {}
            mine = [one for one in kept.get(entry.pk, ()) if one.kind in before]
            there = addresses_of(mine)
            if mark_of({kind: there.get(kind, []) for kind in before}) != entry.mark:
                words = _("The addresses of this client were changed after the import.")
                self.refused.append(Refused(entry.number, words))
            else:
                self.own |= {one.pk for one in mine}
                self._restored[entry.pk] = entry.number, before

    def restore(self, but: set[int]) -> None:
        """Put the former addresses back, those of some rows left out."""
        _replace({pk: kinds for pk, (row, kinds) in self._restored.items() if row not in but})


def _kept(clients: Iterable[int]) -> dict[int | None, list[ClientAddress]]:
    found: dict[int | None, list[ClientAddress]] = defaultdict(list)
    if pks := set(clients):
        for one in ClientAddress.objects.filter(Among("client_id", pks)).order_by("pk"):
            found[one.client_id].append(one)
    return found


def _replace(wanted: Mapping[int, _Kinds]) -> None:
    if not wanted:
        return
    there = ClientAddress.objects.filter(client_id__in=wanted).values_list("pk", "client", "kind")
    ClientAddress.objects.filter(
        pk__in=[pk for pk, client, kind in there if kind in wanted[client]]
    ).delete()
    _add(wanted)


def _add(wanted: Mapping[int, _Kinds]) -> None:
    rows = [
        (pk, str(kind), text)
        for pk, kinds in wanted.items()
        for kind, texts in kinds.items()
        for text in texts
    ]
    if rows:
        insert_rows(ClientAddress, ("client_id", "kind", "text"), rows)
