"""What one thing due is, and the key by which it is found again. (001-12)"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Self

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from foyer.clients.care_enums import DueGroup, DueKind
from foyer.core.refusals import Refusal

SOON = timedelta(days=7)
_KEY = re.compile(r"([a-z]{1,10})\.(\d{1,18})\.(\d{1,18})\.([\w-]{1,40})\.(\d{8})", re.ASCII)
_KINDS, _GROUPS = list(DueKind), list(DueGroup)


class NotDue(Refusal):
    """There is no such thing to be done, or not any more."""

    code = "not_due"
    message = _("This is not due any more: somebody has done it, or the client has changed.")


@dataclass(frozen=True, slots=True)
class DueKey:
    """What makes a thing due this one and no other: why, for whom, and on what occasion."""

    kind: DueKind
    client: int  # 0 for greetings, which follow their contact
    contact: int
    source: str  # "v7": visit 7; "e7": event 7; a festival's code; "-"
    occasion_on: date

    def __str__(self) -> str:
        return f"{self.kind}.{self.client}.{self.contact}.{self.source}.{self.occasion_on:%Y%m%d}"

    @classmethod
    def read(cls, text: str) -> Self:
        """Return the key a text stands for.

        Raises:
            NotDue: none.
        """
        found = _KEY.fullmatch(text)
        if found is None or found[1] not in DueKind.values:
            raise NotDue
        try:
            day = datetime.strptime(found[5], "%Y%m%d").date()  # noqa: DTZ007  a day has no zone
        except ValueError as reason:
            raise NotDue from reason
        return cls(DueKind(found[1]), int(found[2]), int(found[3]), found[4], day)

    @property
    def visit(self) -> int | None:
        """The visit that made it due, if one did."""
        return int(self.source[1:]) if re.fullmatch(r"v\d+", self.source) else None


@dataclass(frozen=True, slots=True)
class DueItem:
    """One thing to be done for a client: why, from when, and by when. (001-12, 001-15)"""

    key: DueKey
    client: int | None
    contact: int | None
    manager: int | None
    tier: str
    due_on: date
    from_on: date
    since: date | None = None  # the contact, event or reception it follows
    title: str = ""  # the event's or festival's name
    people: int = 0  # how many of the client attended
    months: int = 0
    lunar: bool = False
    postponed: bool = False

    @property
    def kind(self) -> DueKind:
        """Why it is due."""
        return self.key.kind

    def group(self, today: date) -> DueGroup | None:
        """Return when it is to be done, seen from a day; None when not within a week."""
        if self.due_on < today:
            return DueGroup.OVERDUE
        if self.from_on <= today:
            return DueGroup.TODAY
        return DueGroup.SOON if self.from_on <= today + SOON else None

    def decided(self, postponed_to: date | None, assignee: int | None) -> DueItem:
        """Return the item as a decision left it."""
        item = replace(self, manager=assignee) if assignee else self
        if postponed_to is None:
            return item
        return replace(item, due_on=postponed_to, from_on=postponed_to, postponed=True)

    def order(self, today: date) -> tuple[int, date, int, int, int, str]:
        """Return what it is sorted by: what waits longest comes first."""
        group = self.group(today)
        return (
            _GROUPS.index(group) if group else len(_GROUPS),
            self.due_on,
            _KINDS.index(self.kind),
            self.client or 0,
            self.contact or 0,
            self.key.source,
        )


@dataclass(frozen=True, slots=True)
class DueScope:
    """Whose clients are looked at: everybody's, one member of staff's, nobody's, one client, or some."""

    manager: int | None = None
    client: int | None = None
    among: frozenset[int] | None = None  # some clients, whoever looks after them
    nobody: bool = False
    also: frozenset[int] = frozenset()  # clients of which something was handed to the manager

    def of(self, client: str = "") -> Q:
        """Return the condition for records of these clients.

        Args:
            client: the way from the record to its client, such as "contact__client"; "" for clients.
        """
        way = f"{client}__" if client else ""
        if self.client is not None:
            return Q(**{client or "pk": self.client})
        if self.among is not None:
            return Q(**{f"{client or 'pk'}__in": self.among})
        if self.nobody:
            return Q(**{f"{way}account_manager": None})
        if self.manager is None:
            return Q()
        theirs = Q(**{f"{way}account_manager": self.manager})
        return theirs | Q(**{f"{client or 'pk'}__in": self.also}) if self.also else theirs
