"""Visits as lists and sheets. (003-15, 003-16)"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import batched
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext, pgettext_lazy

from foyer.clients.models import Contact, Visit
from foyer.clients.models.visit import VisitQuerySet
from foyer.core.models import User
from foyer.privacy.identifiers import mask_phone

ROWS_A_SHEET = 20
STATUS_COLUMNS = (
    ("number", _("No.")),
    ("client", _("Client name")),
    ("address", _("Address")),
    ("reach", _("How to reach them")),
    ("moment", _("Time")),
    ("place", pgettext_lazy("visit", "Place")),
    ("situation", _("Situation")),
    ("staff", _("Member of staff")),
)


def visits_on_list(user: User, wanted: dict[str, Any]) -> VisitQuerySet:
    """Return the visits a member of staff may read, narrowed down, the latest first, each with its number."""
    found = Visit.objects.visible_to(user).between(wanted.get("first"), wanted.get("last"))
    if query := wanted.get("q"):
        found = found.matching(query)
    names = {"staff": "staff", "mode": "mode", "tier": "client__tier", "client": "client"}
    given = {way: wanted[name] for name, way in names.items() if name in wanted}
    return found.filter(**given).numbered().select_related("client", "staff")


@dataclass(frozen=True, slots=True)
class StatusRow:
    """One row of the contact status table, in the order of its columns. (003-16)"""

    number: int
    client: str = ""
    address: str = ""
    reach: str = ""
    moment: str = ""
    place: str = ""
    situation: str = ""
    staff: str = ""
    plain: frozenset[int] = frozenset()  # whose phones stand there in full

    @property
    def cells(self) -> list[str]:
        """The row as texts."""
        return [
            str(self.number),
            self.client,
            self.address,
            self.reach,
            self.moment,
            self.place,
            self.situation,
            self.staff,
        ]


def status_head() -> list[str]:
    """Return the headings of the contact status table."""
    return [str(label) for _key, label in STATUS_COLUMNS]


def status_rows(visits: VisitQuerySet, *, reader: User) -> Iterator[StatusRow]:
    """Yield the standing visits as rows of the contact status table, the earliest first.

    Phones are plain to those who may see them, and masked for the others.
    """
    standing = in_order(visits).prefetch_related("contacts__client")
    for number, visit in enumerate(standing, 1):
        yield status_row(visit, number=number, reader=reader)


def in_order(visits: VisitQuerySet) -> VisitQuerySet:
    """Return the standing visits in the order of the contact status table."""
    return visits.standing().order_by("happened_at", "pk")


def status_row(visit: Visit, *, number: int, reader: User) -> StatusRow:
    """Return a visit as a row of the contact status table."""
    return StatusRow(
        number=number,
        client=visit.client.name,
        address=visit.address,
        reach=_reach(visit.contacts.all(), reader),
        moment=f"{timezone.localtime(visit.happened_at):%Y-%m-%d %H:%M}",
        place=visit.place or str(visit.get_mode_display()),
        situation=visit.discussion or visit.situation,
        staff=str(visit.staff or ""),
        plain=_plain(visit.contacts.all(), reader),
    )


def sheets(rows: Sequence[StatusRow]) -> list[list[StatusRow]]:
    """Return rows in sheets of twenty; the last is filled up with empty, numbered rows."""
    full = [list(sheet) for sheet in batched(rows, ROWS_A_SHEET)] or [[]]
    first = (len(full) - 1) * ROWS_A_SHEET + 1
    last = full[-1]
    last += [StatusRow(number=first + n) for n in range(len(last), ROWS_A_SHEET)]
    return full


def _plain(contacts: Iterable[Contact], reader: User) -> frozenset[int]:
    return frozenset(one.pk for one in contacts if one.phone and one.is_plain_to(reader))


def _reach(contacts: Iterable[Contact], reader: User) -> str:
    people = []
    for contact in contacts:
        phone = contact.phone if contact.is_plain_to(reader) else mask_phone(contact.phone)
        people.append(f"{contact.name} {phone}".strip())
    return pgettext("between names", ", ").join(people)
