"""What records may be about: rooms register their kinds, those above the archive as well. (000-26)

    register(SubjectKind(Event, Subject.EVENT, facts=event_facts))

The archive asks nothing else of those rooms; they call down to it, and it knows none of them by name.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils.module_loading import autodiscover_modules

from foyer.core.visible import visible

from .enums import Subject


@dataclass(frozen=True, slots=True)
class Facts:
    """What the archive is told of a subject.

    Attributes:
        name: what people call it: number and title.
        day: its day, such as the first of an event; suggested as a record's date.
        ended_on: the day the matter ended, if it has.
        url: its page in the staff's tool, if it has one.
        source: who its papers come from, as a suggestion.
    """

    name: str
    day: date | None = None
    ended_on: date | None = None
    url: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True)
class SubjectKind:
    """A kind of record of another room that papers are filed about.

    Attributes:
        model: the kind; where people see it in part, `visible` says which.
        subject: which classes of records it belongs to.
        facts: tells the facts of one.
        found: narrows the visible ones down to what was typed: a number, or part of a name.
        right: the right to see such records at all.
        over: narrows them down to those that are over at a moment, whose file should be whole.
    """

    model: type[models.Model]
    subject: Subject
    facts: Callable[[Any], Facts]
    found: Callable[[models.QuerySet[Any], str], models.QuerySet[Any]]
    right: str
    over: Callable[[models.QuerySet[Any], datetime], models.QuerySet[Any]] | None = None

    @property
    def key(self) -> str:
        """Its name for machines: events.event."""
        return self.model._meta.label_lower

    @property
    def content_type(self) -> ContentType:
        """Its row among the kinds."""
        return ContentType.objects.get_for_model(self.model)

    def visible_to(self, user: Any) -> models.QuerySet[Any]:
        """Return those a member of staff may see."""
        if not user.has_perm(self.right):
            return self.model._default_manager.none()
        records: models.QuerySet[Any] = visible(self.model, user)
        return records


_kinds: dict[type[models.Model], SubjectKind] = {}


def register(kind: SubjectKind) -> None:
    """Let records be about another kind of thing."""
    _kinds[kind.model] = kind


@cache
def _discover() -> None:
    autodiscover_modules("archived")


def kinds() -> list[SubjectKind]:
    """Return the kinds records may be about."""
    _discover()
    return list(_kinds.values())


def kind_of(model: type[models.Model]) -> SubjectKind | None:
    """Return what is registered of a kind."""
    _discover()
    return _kinds.get(model)


def kind_named(key: str) -> SubjectKind | None:
    """Return the kind with a name for machines, such as events.event."""
    return next((one for one in kinds() if one.key == key), None)
