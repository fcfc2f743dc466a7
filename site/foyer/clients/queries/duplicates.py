"""Which clients, and which contacts, may be one and the same. (001-04)

Two records are suspected when they agree in what one way names, and nobody said that they are not the
same. Nothing is told of records the reader may not see.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import models
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from foyer.clients.models import Client, Contact, DistinctClients, DistinctContacts
from foyer.core.models import User

Record = Client | Contact
_APART: dict[type[models.Model], type[models.Model]] = {
    Client: DistinctClients,
    Contact: DistinctContacts,
}


@dataclass(frozen=True, slots=True)
class Way:
    """One way in which two records agree.

    Attributes:
        said: what people read of it.
        columns: what is the same in both, and not empty; of clients or contacts.
        of: the kind of record the columns belong to.
        owner: the way from there to the record that may be a duplicate.
    """

    said: Promise
    columns: tuple[str, ...]
    of: type[Any]
    owner: str = "pk"


_WAYS: dict[type[models.Model], tuple[Way, ...]] = {
    Client: (
        Way(_("the same name"), ("folded_name",), Client),
        Way(_("the same number, written otherwise"), ("folded_number",), Client),
        Way(_("a contact with the same phone"), ("phone_index",), Contact, "client"),
        Way(_("a contact with the same e-mail address"), ("email_index",), Contact, "client"),
    ),
    Contact: (
        Way(_("the same phone"), ("phone_index",), Contact),
        Way(_("the same e-mail address"), ("email_index",), Contact),
        Way(_("the same name and company"), ("folded_name", "client__folded_name"), Contact),
    ),
}


@dataclass(slots=True)
class Suspicion:
    """A record another one may be the same as, and why."""

    other: Any
    reasons: list[str] = field(default_factory=list)


def suspects(kind: type[Record], user: User) -> QuerySet[Any]:
    """Return the records a member of staff may see that agree with another, the elder one of each pair."""
    found = Q()
    for way in _WAYS[kind]:
        seen = _filled(way, user)
        others = seen.filter(
            **{column: OuterRef(column) for column in way.columns},
            **{f"{way.owner}__gt": OuterRef(way.owner)},
        ).exclude(Exists(_said_apart(kind, OuterRef(OuterRef(way.owner)), OuterRef(way.owner))))
        elder = seen.filter(Exists(others.order_by())).order_by()
        found |= Q(pk__in=elder.values(way.owner))
    return kind.objects.visible_to(user).filter(found).order_by("name", "pk")


def suspicions(
    kind: type[Record], user: User, records: Sequence[Any], *, younger: bool = False
) -> dict[int, list[Suspicion]]:
    """Return what each of some records may be the same as, by key, among what a member of staff may see.

    The number of queries does not depend on the number of records.

    Args:
        records: kept records.
        younger: leave out what was kept before the record, so that each pair is found once.
    """
    keys = [record.pk for record in records]
    wanted = set(keys)
    reasons: dict[tuple[int, int], list[str]] = {}
    for way in _WAYS[kind]:
        seen = _filled(way, user)
        ours = seen.filter(**{f"{way.owner}__in": keys}).values(way.columns[0])
        agreeing = seen.filter(**{f"{way.columns[0]}__in": ours}).order_by("pk")
        owners: dict[tuple[Any, ...], dict[int, None]] = {}
        for owner, *values in agreeing.values_list(way.owner, *way.columns):
            owners.setdefault(tuple(values), {})[owner] = None
        for alike in owners.values():
            for one in wanted.intersection(alike):
                for other in alike:
                    said = reasons.setdefault((one, other), [])
                    if str(way.said) not in said:
                        said.append(str(way.said))
    apart = _pairs_apart(kind, keys)
    pairs = {
        pair: said
        for pair, said in reasons.items()
        if pair[0] != pair[1] and pair not in apart and (pair[0] < pair[1] or not younger)
    }
    named = {
        0,
        *(other for _one, other in pairs),
    }  # asked for even if there is none: always one query
    others = readable(kind, user).in_bulk(named)
    found: dict[int, list[Suspicion]] = {key: [] for key in keys}
    for (one, other), said in sorted(pairs.items()):
        if other in others:
            found[one].append(Suspicion(others[other], said))
    return found


def resembling(client: Client, user: User, *, most: int = 5) -> list[Client]:
    """Return the clients a member of staff may see that one about to be kept may be the same as."""
    named, numbered = (
        client._meta.get_field(name).pre_save(client, True)  # type: ignore[union-attr]  # a column
        for name in ("folded_name", "folded_number")
    )
    same = Q(folded_name=named) if named else Q(pk__in=())
    if numbered:
        same |= Q(folded_number=numbered)
    for code in ("credit_code", "business_number"):
        if kept := getattr(client, code):
            same |= Q(**{code: kept})
    return list(Client.objects.visible_to(user).filter(same).order_by("name", "pk")[:most])


def readable(kind: type[Record], user: User) -> QuerySet[Any]:
    """Return the records a member of staff may see, with what a row names."""
    related = "account_manager" if kind is Client else "client"
    return kind.objects.visible_to(user).select_related(related)


def _filled(way: Way, user: User) -> QuerySet[Any]:
    """Return the records a member of staff may see that hold something in the columns of a way."""
    seen: QuerySet[Any] = way.of.objects.visible_to(user).order_by()
    for column in way.columns:
        seen = seen.exclude(**{column: ""}).filter(**{f"{column}__isnull": False})
    return seen.filter(client__isnull=False) if way.owner == "client" else seen


def _said_apart(kind: type[Record], one: Any, other: Any) -> QuerySet[Any]:
    apart: QuerySet[Any] = _APART[kind]._default_manager.filter(
        Q(first=one, second=other) | Q(first=other, second=one)
    )
    return apart


def _pairs_apart(kind: type[Record], keys: Sequence[int]) -> set[tuple[int, int]]:
    said = _APART[kind]._default_manager.filter(Q(first__in=keys) | Q(second__in=keys))
    pairs = list(said.values_list("first", "second"))
    return {*pairs, *((second, first) for first, second in pairs)}
