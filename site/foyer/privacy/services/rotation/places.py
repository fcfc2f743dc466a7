"""Where sealed values lie besides the columns of records: imports, revisions, translations, files."""

from __future__ import annotations

import json
import re
from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.apps import apps
from django.db import models
from django.db.models import F, TextField
from django.db.models.functions import Cast
from wagtail.models import Revision
from wagtail_localize.models import TranslationSource

from foyer.privacy.fields import SealedTextField
from foyer.privacy.sealing import SealBroken, is_newest, seal, unseal

SEALED = re.compile(r"enc1:[0-9a-f]{8}:[A-Za-z0-9_-]+=*")


@dataclass(frozen=True, slots=True)
class Step:
    """What one step did: where it stopped (None: nothing was left), and how many it moved or could not open."""

    last: Any
    moved: int = 0
    broken: int = 0


class Place(ABC):
    """A kind of record that holds sealed values."""

    label: str

    @abstractmethod
    def behind(self) -> int:
        """Return how many records hold something that is not under the newest key."""

    @abstractmethod
    def move(self, *, after: Any, most: int) -> Step:
        """Move the next records, by key, beyond `after` (None: from the first), and at most `most` of them."""


_registered: list[Callable[[], Place]] = []


def register_place(made: Callable[[], Place]) -> None:
    """Have a place of a room's own moved as well, such as files it keeps sealed."""
    _registered.append(made)


def registered_places() -> list[Place]:
    """Return the places rooms have registered."""
    return [made() for made in _registered]


def beyond(rows: models.QuerySet[Any], after: Any) -> models.QuerySet[Any]:
    """Return the rows that follow a key, in the order of their keys."""
    return (rows if after is None else rows.filter(pk__gt=after)).order_by("pk")


@cache
def sealed_places() -> tuple[str, ...]:
    """Return the name of every sealed column of the house, as authenticated with its values."""
    return tuple(
        field.place
        for model in apps.get_models()
        for field in model._meta.local_concrete_fields
        if isinstance(field, SealedTextField)
    )


def open_anywhere(sealed: str, places: tuple[str, ...] = ()) -> tuple[str, str]:
    """Return the place a sealed value belongs to, and what it says.

    Raises:
        SealBroken: none of the house's keys opens it for any place.
    """
    for place in (*sealed_places(), *places):
        try:
            return place, unseal(sealed, place=place)
        except SealBroken:
            continue
    raise SealBroken(sealed[:13])


def reseal_text(text: str) -> str:
    """Return a text in which every sealed value is sealed with the newest key.

    Raises:
        SealBroken: one of them cannot be opened.
    """

    def again(found: re.Match[str]) -> str:
        if is_newest(found[0]):
            return found[0]
        place, plain = open_anywhere(found[0])
        return seal(plain, place=place)

    return SEALED.sub(again, text)


def is_behind(text: str) -> bool:
    """Tell whether a text holds a sealed value that is not under the newest key."""
    return any(not is_newest(found) for found in SEALED.findall(text))


class SealedInText(Place):
    """A column in which sealed values stand among other words: the content of revisions."""

    def __init__(self, model: type[models.Model], column: str) -> None:
        self.label = f"{model._meta.label}.{column}"
        self._model, self._column = model, column

    def _rows(self) -> models.QuerySet[Any]:
        text = Cast(F(self._column), TextField())
        return self._model._base_manager.annotate(text=text).filter(text__contains="enc1:")

    def behind(self) -> int:
        """Count the rows with an older seal in them."""
        texts = self._rows().values_list("text", flat=True)
        return sum(is_behind(text) for text in texts.iterator())

    def move(self, *, after: Any, most: int) -> Step:
        """Seal anew what stands in the next rows."""
        rows = beyond(self._rows(), after).values_list("pk", "text")[:most]
        last, moved, broken = None, 0, 0
        for last, text in rows:
            if not is_behind(text):
                continue
            try:
                fresh = reseal_text(text)
            except SealBroken:
                broken += 1
                continue
            moved += self._write(last, text, fresh)
        return Step(last, moved, broken)

    def _write(self, pk: Any, before: str, after: str) -> int:
        is_json = isinstance(self._model._meta.get_field(self._column), models.JSONField)
        kept = json.loads(after) if is_json else after
        return self._rows().filter(pk=pk, text=before).update(**{self._column: kept})


def sealed_texts() -> list[Place]:
    """Return the columns of Wagtail's that take in what our records hold."""
    return [SealedInText(Revision, "content"), SealedInText(TranslationSource, "content_json")]
