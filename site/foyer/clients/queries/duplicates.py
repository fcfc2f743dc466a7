"""Which clients, and which contacts, may be one and the same. (001-04)

Two records are suspected when they agree in what one way names, and nobody said that they are not the
same. Nothing is told of records the reader may not see.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import product
from typing import Any

from django.db import models
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from foyer.clients.models import (
    Client,
    Contact,
    ContactPoint,
    DistinctClients,
    DistinctContacts,
)
from foyer.clients.models.visibility import seen_by
from foyer.core.models import User

Record = Client | Contact
_APART: dict[type[models.Model], type[models.Model]] = {
    Client: DistinctClients,
    Contact: DistinctContacts,
}


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands in which two records may agree.

    Attributes:
        of: the kind of record the columns belong to.
        columns: what is the same in both, and not empty.
        owner: the way from there to the record that may be a duplicate.
        client: the way from there to the client by which it is decided who sees it.
    """

    of: type[Any]
    columns: tuple[str, ...]
    owner: str = "pk"
    client: str = ""


@dataclass(frozen=True, slots=True)
class Way:
    """One way in which two records agree: what people read of it, and where it may stand in either."""

    said: Promise
    places: tuple[Place, ...]


def _reached(column: str, *, contact: str, point: str) -> tuple[Place, ...]:
    """Return where a phone or e-mail address stands: the first of a contact, and the further ones."""
    return (
        Place(Contact, (column,), contact, "client__"),
        Place(ContactPoint, (column,), point, "contact__client__"),
    )


_PHONES, _EMAILS = "phone_index", "email_index"
_WAYS: dict[type[models.Model], tuple[Way, ...]] = {
    Client: (
        Way(_("the same name"), (Place(Client, ("folded_name",)),)),
        Way(_("the same number, written otherwise"), (Place(Client, ("folded_number",)),)),
        Way(
            _("a contact with the same phone"),
            _reached(_PHONES, contact="client", point="contact__client"),
        ),
        Way(
            _("a contact with the same e-mail address"),
            _reached(_EMAILS, contact="client", point="contact__client"),
        ),
    ),
    Contact: (
        Way(_("the same phone"), _reached(_PHONES, contact="pk", point="contact")),
        Way(_("the same e-mail address"), _reached(_EMAILS, contact="pk", point="contact")),
        Way(
            _("the same name and company"),
            (Place(Contact, ("folded_name", "client__folded_name"), client="client__"),),
        ),
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
        for here, there in product(way.places, repeat=2):
            others = _filled(there, user).filter(
                **{
                    theirs: OuterRef(ours)
                    for ours, theirs in zip(here.columns, there.columns, strict=True)
                },
                **{f"{there.owner}__gt": OuterRef(here.owner)},
            )
            apart = _said_apart(kind, OuterRef(OuterRef(here.owner)), OuterRef(there.owner))
            elder = _filled(here, user).filter(Exists(others.exclude(Exists(apart)).order_by()))
            found |= Q(pk__in=elder.order_by().values(here.owner))
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
        owners = _owners(way, user, keys)
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


def _owners(way: Way, user: User, keys: Sequence[int]) -> dict[tuple[Any, ...], dict[int, None]]:
    """Return what some records hold in the places of a way, each with all records that hold the same."""
    ours = Q()
    for place in way.places:
        held = _filled(place, user).filter(**{f"{place.owner}__in": keys})
        ours |= Q(**{f"{way.places[0].columns[0]}__in": held.values(place.columns[0])})
    owners: dict[tuple[Any, ...], dict[int, None]] = {}
    for place in way.places:
        alike = _filled(place, user).filter(ours).order_by("pk")
        for owner, *values in alike.values_list(place.owner, *place.columns):
            owners.setdefault(tuple(values), {})[owner] = None
    return owners


def _filled(place: Place, user: User) -> QuerySet[Any]:
    """Return what a member of staff may see that is filled in a place."""
    seen: QuerySet[Any] = place.of._default_manager.filter(seen_by(user, of=place.client))
    for column in place.columns:
        seen = seen.exclude(**{column: ""}).filter(**{f"{column}__isnull": False})
    return seen.filter(**{f"{place.owner}__isnull": False})


def _said_apart(kind: type[Record], one: Any, other: Any) -> QuerySet[Any]:
    apart: QuerySet[Any] = _APART[kind]._default_manager.filter(
        Q(first=one, second=other) | Q(first=other, second=one)
    )
    return apart


def _pairs_apart(kind: type[Record], keys: Sequence[int]) -> set[tuple[int, int]]:
    said = _APART[kind]._default_manager.filter(Q(first__in=keys) | Q(second__in=keys))
    pairs = list(said.values_list("first", "second"))
    return {*pairs, *((second, first) for first, second in pairs)}
