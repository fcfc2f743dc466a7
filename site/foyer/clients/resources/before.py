"""What earlier rows of a file have said: of which clients, and of which of their contacts."""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from typing import Any
from zlib import crc32

from django.utils.translation import gettext_lazy as _

from foyer.clients.company_names import closed_up
from foyer.clients.services.import_fields import ADDRESS_COLUMNS, CLIENT_COLUMNS, person_key

from .looks import Look, sentence

_SURE = ("number", "credit_code", "business_number")
_OTHERWISE = _("Row %(row)s says something else of the same client. Write the same in both.")
_NOT_THERE = _(
    "Say this in row %(row)s, the first row of this client; the rows below it add contacts."
)
_TOLD = (*CLIENT_COLUMNS, *ADDRESS_COLUMNS)
_NUMBER_OF = {key: place for place, key in enumerate(_TOLD)}


@dataclass(frozen=True, slots=True)
class Carrier:
    """The first row of a client in a file; it alone says what the client is like.

    `pk` is the client known to be meant, or 0; `told` are marks of what the row says, by column.
    """

    row: int
    pk: int
    told: tuple[int, ...]
    name: int = 0

    def is_called(self, look: Look) -> bool:
        """Tell whether a row calls the client the same, or one of the two leaves the kind of company out."""
        name, short = _name(look), crc32(look.folded.encode())
        return name == self.name or short in (name, self.name)


class RowsBefore:
    """Remembers the rows of a file that were judged, in some hundred bytes for each client."""

    def __init__(self) -> None:
        self._carriers: dict[int, Carrier] = {}
        self._persons: dict[int, tuple[int, int]] = {}

    def carrier(self, look: Look, pk: int = 0) -> tuple[Carrier | None, bool]:
        """Return the earlier row of the same client, and whether it certainly is the same.

        It is known by a number, by its name, or by who it is.
        """
        if pk and (known := self._carriers.get(hash(("pk", pk)))):
            return known, True
        for kind, key in look.keys:
            if known := self._carriers.get(hash((kind, key))):
                if kind != "company":
                    return known, True
                return known, not _speaks_against(_told(look), known.told) and known.is_called(look)
        return None, False

    def remember(self, look: Look, pk: int) -> None:
        """Remember the first row of a client."""
        carrier = Carrier(look.row.number, pk, _told(look), _name(look))
        keys: Iterable[tuple[str, Hashable]] = look.keys
        for key in (*keys, *([("pk", pk)] if pk else [])):
            self._carriers.setdefault(hash(key), carrier)

    def contradictions(self, look: Look, carrier: Carrier) -> list[str]:
        """Return what a row says of a client otherwise than the client's first row."""
        said = []
        for key, mark in zip(_TOLD, _told(look), strict=True):
            before = carrier.told[_NUMBER_OF[key]]
            if not mark or mark == before or (key in _SURE and not before and carrier.pk):
                continue
            words = _OTHERWISE if before else _NOT_THERE
            said.append(sentence(key, str(words) % {"row": carrier.row}))
        return said

    def person(self, look: Look, group: Hashable) -> tuple[int, bool]:
        """Return the earlier row with the same contact of the same client and whether that is certain; remember it."""
        key = hash((group, person_key(str(look.person.values["name"]))))
        reach = hash(look.phone or look.email) if look.phone or look.email else 0
        row, before = self._persons.setdefault(key, (look.row.number, reach))
        if row == look.row.number:
            return 0, False
        return row, not (reach and before) or reach == before


def _told(look: Look) -> tuple[int, ...]:
    values: dict[str, Any] = look.client.values
    marks = []
    for key in _TOLD:
        value = (
            look.folded if key == "company" else values.get(key) or look.client.addresses.get(key)
        )
        marks.append(crc32(str(value).encode()) or 1 if value not in (None, "") else 0)
    return tuple(marks)


def _name(look: Look) -> int:
    return crc32(closed_up(str(look.client.values.get("company", ""))).encode())


def _speaks_against(told: tuple[int, ...], before: tuple[int, ...]) -> bool:
    places = [_NUMBER_OF[kind] for kind in _SURE]
    return any(told[n] and before[n] and told[n] != before[n] for n in places)
