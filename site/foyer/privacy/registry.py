"""Where every room says what it keeps about people: how it is found, shown, erased, and how long it is kept.

A room registers each kind of record in its own `personal_data.py`, which is found by itself:

    register(
        PersonalData(
            Visit,
            links=("contact",),                      # records that lead to a person of ours
            erase=Anonymise(marked=("subject",), blank=("notes",)),
            purpose=VISITS, since="visited_at",      # kept for that purpose, counted from that moment
        )
    )
    holds_none(Room, because="Describes rooms, not people.")

A test fails when a model with words in it, or pointing at a person, is neither registered nor declared
to hold nothing; another when a text column is neither erased nor said to be harmless. (security 24)
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import models
from django.utils.module_loading import autodiscover_modules

from foyer.core.fields import SearchTextField

from .declarations import Anonymise, Delete, PersonalData, Purpose, Record, Rule, Store, Words
from .fields import BlindIndexField, KeyedHashField

_TEXTS = (models.CharField, models.TextField, models.JSONField, models.FileField)
_DERIVED = (BlindIndexField, KeyedHashField, SearchTextField)

_personal: dict[type[Record], PersonalData] = {}
_empty: dict[type[Record], Words] = {}
_stores: dict[str, Store] = {}


def register(*entries: PersonalData) -> None:
    """Say what is kept about people in some kinds of record; a second word replaces the first."""
    _personal.update({entry.model: entry for entry in entries})


def holds_none(*kinds: type[Record], because: Words) -> None:
    """Say that some kinds of record hold nothing about a person, and why."""
    _empty.update(dict.fromkeys(kinds, because))


def register_store(store: Store) -> None:
    """Have a place cleaned and shown that is no record of a person's own."""
    _stores[store.key] = store


def stores() -> list[Store]:
    """Return the places that hold something about people beside their records."""
    _discover()
    return list(_stores.values())


@cache
def _discover() -> None:
    autodiscover_modules("personal_data")


def registrations() -> list[PersonalData]:
    """Return what rooms have registered, each kind before those it leads to."""
    _discover()
    return sorted(_personal.values(), key=lambda entry: (-_depth(entry.model), entry.label))


def person_kinds() -> list[PersonalData]:
    """Return the kinds of record that are persons of their own."""
    return [entry for entry in registrations() if entry.is_person]


def registration_of(model: type[Record]) -> PersonalData | None:
    """Return what is registered of a kind of record, if anything."""
    _discover()
    return _personal.get(model)


def kind_labelled(label: str) -> PersonalData | None:
    """Return the kind of person with this name for machines, such as "clients.contact" in an address."""
    return next((one for one in person_kinds() if one.label.lower() == label.lower()), None)


def purposes() -> list[Purpose]:
    """Return every purpose something is kept for, each once."""
    found = {entry.purpose.key: entry.purpose for entry in registrations() if entry.purpose}
    return sorted(found.values(), key=lambda purpose: purpose.key)


def declared_empty() -> dict[type[Record], Words]:
    """Return the kinds of record said to hold nothing about people, with the reason."""
    _discover()
    return dict(_empty)


def models_of(app: str) -> list[type[Record]]:
    """Return the kinds of record of an app we build on, for `holds_none`."""
    return list(apps.get_app_config(app).get_models())


def text_fields(model: type[Record]) -> Iterator[models.Field[Any, Any]]:
    """Yield the columns of a kind of record into which people or programs write words."""
    for column in model._meta.concrete_fields:
        if column.primary_key or column.choices or isinstance(column, _DERIVED):
            continue
        if isinstance(column, _TEXTS) and not isinstance(column, models.UUIDField):
            yield column


def unregistered() -> list[str]:
    """Return the kinds of record with words in them, or pointing at a person, that nobody has spoken for."""
    answered = [model for store in stores() for model in store.models]
    spoken_for = {*_personal, *_empty, *answered}
    persons = {entry.model for entry in person_kinds()} | {apps.get_model(settings.AUTH_USER_MODEL)}
    return sorted(
        model._meta.label
        for model in apps.get_models()
        if model not in spoken_for and (_points_at(model, persons) or any(text_fields(model)))
    )


def uncovered() -> list[str]:
    """Return the text columns of registered kinds that erasing would leave as they are, unsaid."""
    return [
        f"{entry.label}.{column.name}"
        for entry in registrations()
        for rule in {_anonymising(rule) for rule in entry.rules}
        if rule
        for column in text_fields(entry.model)
        if column.name not in rule.covered
    ]


def _anonymising(rule: Rule) -> Anonymise | None:
    if isinstance(rule, Delete):
        return rule.instead
    return rule if isinstance(rule, Anonymise) else None


def _points_at(model: type[Record], persons: set[type[Record]]) -> bool:
    return any(column.related_model in persons for column in model._meta.concrete_fields)


def _is_way_back(column: Any) -> bool:
    """Tell whether a key only points back at what leads here, and is emptied when that goes: a main contact."""
    leads_here = any(
        other.related_model is column.model for other in column.related_model._meta.concrete_fields
    )
    return leads_here and column.remote_field.on_delete is models.SET_NULL


def _depth(model: type[Record], seen: frozenset[type[Record]] = frozenset()) -> int:
    """Return how many steps of foreign keys lead from a kind of record to others that are registered."""
    if model in seen:
        return 0
    above = [
        related
        for column in model._meta.concrete_fields
        if (related := column.related_model) in _personal
        and related is not model
        and not _is_way_back(column)
    ]
    return 1 + max((_depth(one, seen | {model}) for one in above), default=-1)
