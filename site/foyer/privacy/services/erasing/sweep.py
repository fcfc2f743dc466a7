"""Looking for a person's words in every text of the house, and taking them out where that may be done."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db import models
from django.db.models import F, TextField
from django.db.models.functions import Cast
from django_tasks_db.models import DBTaskResult
from wagtail.models import ModelLogEntry, Page, Revision
from wagtail.search.models import IndexEntry

from foyer.core.models import Job, User
from foyer.privacy.fields import SealedTextField
from foyer.privacy.models import Erasure
from foyer.privacy.people import Person
from foyer.privacy.registry import registration_of, stores, text_fields
from foyer.privacy.words import Needles

_OF_PROGRAMS = {DBTaskResult, Job, ModelLogEntry, Revision}
_NOT_LOOKED_AT = {Erasure}  # it knows whom it is about until it is done


@dataclass(frozen=True, slots=True)
class Trace:
    """A text in which a person's words stand."""

    model: type[models.Model]
    pk: Any
    column: str

    @property
    def may_be_cleaned(self) -> bool:
        """Whether a program may take the words out.

        What the house publishes, names itself with or says of its staff is left to people.
        """
        if self.model is User:
            return False
        answered = {one for store in stores() for one in store.models}
        return registration_of(self.model) is not None or self.model in answered | _OF_PROGRAMS


def find_traces(person: Person, *, names: bool) -> Iterator[Trace]:
    """Yield every text in which a person's phones, addresses or names stand, in any table.

    Columns that name *other* people are left out: a namesake keeps their name, a family its phone. The
    search index is not looked at: it follows the records.

    Args:
        names: whether names are looked for too.
    """
    needles = Needles.of(person, names=names, hints=names)
    for model in apps.get_models() if needles.all else ():
        if model._meta.managed and not model._meta.proxy and not _is_index(model):
            yield from _traces_in(model, person, needles)


def clean(trace: Trace, person: Person, *, names: bool) -> bool:
    """Put a dash in place of a person's words in one text; tell whether none is left there."""
    if not trace.may_be_cleaned:
        return False
    record: Any = trace.model._base_manager.filter(pk=trace.pk).first()
    if record is None:
        return True
    if isinstance(record, Revision) and issubclass(_told_of(record) or Page, Page):
        return False  # the draft of a page
    value = getattr(record, trace.column)
    cleaned = Needles.of(person, names=names).taken_out_of(value)
    done = not Needles.of(person, hints=True).within(json.dumps(cleaned, ensure_ascii=False))
    if cleaned == value:
        return done
    if follows := _made_of_texts(trace.model):
        setattr(record, trace.column, cleaned)
        record.save(update_fields=[trace.column, *follows])
    else:
        trace.model._base_manager.filter(pk=trace.pk).update(**{trace.column: cleaned})
    return done


def _is_index(model: type[models.Model]) -> bool:
    return model in _NOT_LOOKED_AT or model._meta.app_label == IndexEntry._meta.app_label


def _traces_in(model: type[models.Model], person: Person, needles: Needles) -> Iterator[Trace]:
    for column in text_fields(model):
        if column.model is not model:
            continue  # found in the table it lies in
        look = _in_sealed if isinstance(column, SealedTextField) else _in_plain
        for pk in look(model, column, needles):
            if not _names_another(model, column.name, pk, person):
                yield Trace(model, pk, column.name)


def _in_plain(model: type[models.Model], column: Any, needles: Needles) -> list[Any]:
    """Return the keys of the records whose column holds one of the words."""
    asked = needles.standing_in("swept", in_json=isinstance(column, models.JSONField))
    rows = model._base_manager.alias(swept=Cast(F(column.name), TextField()))
    return list(rows.filter(asked).order_by().values_list("pk", flat=True))


def _in_sealed(model: type[models.Model], column: Any, needles: Needles) -> list[Any]:
    """Return the keys of the records whose sealed column holds one of the words."""
    rows = model._base_manager.order_by().values_list("pk", column.name)
    return [pk for pk, text in rows.iterator() if text and needles.within(str(text))]


def _names_another(model: type[models.Model], column: str, pk: Any, person: Person) -> bool:
    """Tell whether a column says by what another person is known, in a record or in what tells of it."""
    entry = registration_of(model)
    if entry and column in {
        *entry.names,
        *entry.spelt,
        *entry.phones,
        *entry.emails,
        *entry.handles,
    }:
        return not _is_theirs(model, pk, person)
    if not {"object_id", "content_type"} <= {one.name for one in model._meta.get_fields()}:
        return False
    line: Any = model._base_manager.get(pk=pk)
    told = _told_of(line)
    known = registration_of(told) if told else None
    if told is None or known is None or not known.is_person:
        return False
    standing = known.objects.filter(pk=line.object_id).exists()
    return standing and not _is_theirs(told, line.object_id, person)


def _told_of(line: Any) -> type[models.Model] | None:
    """Return the kind of record a log line or a revision tells of."""
    kind: type[models.Model] | None = line.content_type.model_class() if line.content_type else None
    return kind


def _is_theirs(model: type[models.Model], pk: Any, person: Person) -> bool:
    return str(pk) in {str(own) for own in person.keys.get(model, ())}


def _made_of_texts(model: type[models.Model]) -> list[str]:
    """Return the columns that are written anew at every save."""
    return [
        column.name
        for column in model._meta.concrete_fields
        if hasattr(column, "of") or getattr(column, "auto_now", False)
    ]
