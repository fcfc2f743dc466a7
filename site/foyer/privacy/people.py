"""One person across all rooms: which records are theirs, and by what else they are known."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Q, QuerySet

from foyer.core.text import fold

from .declarations import ERASED, PersonalData
from .identifiers import blind_index, plain_email, plain_phone
from .registry import person_kinds, registration_of, registrations

_MOST_FOUND = 50


@dataclass(slots=True)
class Person:
    """A person as far as the house knows them.

    Attributes:
        keys: the records that are this person, by kind.
        names, phones, emails, handles, spelt: what is written there, as it is written.
    """

    keys: dict[type[models.Model], set[Any]] = field(default_factory=dict)
    names: set[str] = field(default_factory=set)
    phones: set[str] = field(default_factory=set)
    emails: set[str] = field(default_factory=set)
    handles: set[str] = field(default_factory=set)
    spelt: set[str] = field(default_factory=set)

    def holds(self, record: models.Model) -> bool:
        """Tell whether a record is this person."""
        return record.pk in self.keys.get(type(record), set())

    def take_in(self, entry: PersonalData, record: models.Model) -> None:
        """Learn the names, phones and addresses written in a record."""
        for known, columns in (
            (self.names, entry.names),
            (self.phones, entry.phones),
            (self.emails, entry.emails),
            (self.handles, entry.handles),
            (self.spelt, entry.spelt),
        ):
            texts = (str(getattr(record, column) or "").strip() for column in columns)
            known.update(text for text in texts if text and text != ERASED)

    def bears(self, name: str) -> bool:
        """Tell whether this is one of the person's names, however it is written."""
        return fold(name).replace(" ", "") in {fold(one).replace(" ", "") for one in self.names}

    def as_json(self) -> dict[str, Any]:
        """Return the person as it may be sealed and kept while an erasure is under way."""
        return {
            "keys": {model._meta.label: sorted(pks) for model, pks in self.keys.items()},
            "names": sorted(self.names),
            "phones": sorted(self.phones),
            "emails": sorted(self.emails),
            "handles": sorted(self.handles),
            "spelt": sorted(self.spelt),
        }

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> Person:
        """Return the person that was kept."""
        return cls(
            {apps.get_model(label): set(pks) for label, pks in kept["keys"].items()},
            *(
                set(kept.get(name, ()))
                for name in ("names", "phones", "emails", "handles", "spelt")
            ),
        )


def person_of(record: models.Model) -> Person:
    """Return the person a record is, with every other record that is the same person.

    The same are records linked with each other (a guest and their contact), and those with the same
    phone or e-mail *and* the same name: a family or an office may share a phone.
    """
    person, fresh = Person(), [record]
    while fresh:
        for found in fresh:
            person.keys.setdefault(type(found), set()).add(found.pk)
            if entry := registration_of(type(found)):
                person.take_in(entry, found)
        _take_in_what_hangs_on(person)
        fresh = [other for other in _same(person) if not person.holds(other)]
    return person


def _take_in_what_hangs_on(person: Person) -> None:
    """Learn the further phones and addresses kept beside the person's records."""
    for entry in registrations():
        if not entry.is_person and (entry.phones or entry.emails or entry.handles or entry.names):
            for own in records_of(person, entry):
                person.take_in(entry, own)


def records_of(person: Person, entry: PersonalData) -> QuerySet[Any]:
    """Return the records of one kind that are about a person."""
    theirs = Q(pk__in=person.keys.get(entry.model, ()))
    for link in entry.links:
        theirs |= Q(**{f"{link}__in": person.keys.get(led_to(entry.model, link), ())})
    if entry.found:
        theirs |= entry.found(person)
    found = entry.objects.filter(theirs)
    return (
        found.distinct() if any(_is_to_many(entry.model, link) for link in entry.links) else found
    )


def _is_to_many(model: type[models.Model], link: str) -> bool:
    return "__" in link or bool(model._meta.get_field(link).many_to_many)


def pointing_at(person: Person, *, kind: str, key: str) -> Q:
    """Return the condition for records that name a person by a kind of record and its key.

    Args:
        kind: the column with the content type.
        key: the column with the key.
    """
    found = Q(pk__in=())
    for model, pks in person.keys.items():
        found |= Q(**{kind: ContentType.objects.get_for_model(model), f"{key}__in": pks})
    return found


def find_people(query: str) -> list[models.Model]:
    """Return the records of persons found as people type: name, phone, e-mail, number."""
    found: list[models.Model] = []
    for entry in person_kinds():
        search = entry.search or _matching(entry)
        found += search(query)[:_MOST_FOUND]
    return found


def sharing_reach(person: Person) -> list[models.Model]:
    """Return the records with a phone or e-mail of this person's but another name: perhaps them, perhaps not."""
    return [
        record
        for entry in person_kinds()
        for record in _reached(entry, person)
        if not person.holds(record)
    ]


def _matching(entry: PersonalData) -> Any:
    return entry.model._default_manager.matching  # type: ignore[attr-defined]  # every person kind has it


def _same(person: Person) -> Iterator[models.Model]:
    """Yield the records of every kind of person that are this person."""
    for entry in person_kinds():
        yield from records_of(person, entry)
        yield from _led_from(person, entry)
        if entry.joined:
            yield from entry.joined(person)
        for record in _reached(entry, person):
            if any(person.bears(getattr(record, name)) for name in entry.names):
                yield record


def _reached(entry: PersonalData, person: Person) -> QuerySet[Any]:
    """Return the records of a kind that have a phone or an e-mail address of this person's."""
    columns = {column.name for column in entry.model._meta.concrete_fields}
    reach = Q(pk__in=())
    if "phone_index" in columns:
        reach |= Q(phone_index__in=_indexes(person.phones, "phone"))
    if "email_index" in columns:
        reach |= Q(email_index__in=_indexes(person.emails, "email"))
    return entry.with_names.filter(reach)


def _indexes(texts: Iterable[str], kind: str) -> list[str]:
    plain = plain_phone if kind == "phone" else plain_email
    return [blind_index(text, kind=kind) for text in texts if plain(text)]


def _led_from(person: Person, entry: PersonalData) -> Iterator[models.Model]:
    """Yield the persons this person's records lead to: a guest's contact."""
    for link in entry.links if person.keys.get(entry.model) else ():
        own = entry.objects.filter(pk__in=person.keys[entry.model])
        others = led_to(entry.model, link)._base_manager
        yield from others.filter(pk__in=own.exclude(**{link: None}).values(link))


def led_to(model: type[models.Model], link: str) -> Any:
    """Return the kind of record a link ends at."""
    for step in link.split("__"):
        model = model._meta.get_field(step).related_model  # type: ignore[assignment]  # a foreign key of ours
    return model
