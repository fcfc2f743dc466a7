"""Wagtail's search over the database, taught to find Chinese in the middle of a sentence.

The databases' own word breakers take a run of Chinese characters for one word, so that 答谢 is not
found in 年度答谢晚宴. Here every character stands for itself, in the index and in the query alike, and a
run of them is looked for as a phrase; Traditional characters are folded to Simplified. (stack 8)
"""

from __future__ import annotations

import copy
import re
from collections.abc import Sequence
from typing import Any

from django.db import connection, models
from modelsearch.index import RelatedFields
from modelsearch.query import And, Not, Or, Phrase, PlainText

from .text import fold

if connection.vendor == "postgresql":
    from modelsearch.backends.database.postgres import postgres as database

    DatabaseBackend, DatabaseIndex = database.PostgresSearchBackend, database.PostgresIndex
else:
    from modelsearch.backends.database.sqlite import sqlite as database

    DatabaseBackend, DatabaseIndex = database.SQLiteSearchBackend, database.SQLiteIndex

# A comma parts words for SQLite and PostgreSQL in every locale, and does not part the terms of a query.
_HAN = re.compile(
    r"(?<=[\u3400-\u9fff\U00020000-\U000323af])(?=\w)|(?<=\w)(?=[\u3400-\u9fff\U00020000-\U000323af])"
)
_LONG = 1000
_SIGNS = re.compile(r"[^\w\s,.@-]+")  # a lone quotation mark is a broken query to SQLite


def split_han(text: str) -> str:
    """Return a text folded, with every Chinese character a word of its own: 秋会 2026 gives 秋,会 2026."""
    folded = fold(text) if len(text) < _LONG else fold.__wrapped__(text)  # pages are not remembered
    return _HAN.sub(",", folded)


def split_query(query: Any) -> Any:
    """Return a search query, given as text or built from parts, in the same form."""
    match query:
        case str():
            return split_han(_SIGNS.sub(" ", query))
        case PlainText():
            return PlainText(split_query(query.query_string), operator=query.operator)
        case Phrase():
            return Phrase(split_query(query.query_string))
        case And() | Or():
            return type(query)([split_query(part) for part in query.subqueries])
        case Not():
            return Not(split_query(query.subquery))
        case _:
            return query


class SplitRecord:
    """A record whose search fields give their text with every Chinese character a word of its own."""

    def __init__(self, record: models.Model) -> None:
        self.record = record
        self.pk = record.pk

    def get_search_fields(self) -> list[Any]:
        """Return the record's search fields, each giving split text."""
        fields = self.record.get_search_fields()  # type: ignore[attr-defined]  # of Wagtail's Indexed
        return [_split_field(field) for field in fields]


def _split_field(field: Any) -> Any:
    split = copy.copy(field)
    if isinstance(field, RelatedFields):
        split.fields = [_split_field(part) for part in field.fields]
        split.get_value = lambda owner: field.get_value(_plain(owner))
    else:
        split.get_value = lambda owner: _split_value(field.get_value(_plain(owner)))
    return split


def _plain(owner: Any) -> Any:
    return owner.record if isinstance(owner, SplitRecord) else owner


def _split_value(value: Any) -> Any:
    match value:
        case str():
            return split_han(value)
        case list():
            return [_split_value(part) for part in value]
        case dict():
            return {key: _split_value(part) for key, part in value.items()}
        case _:
            return value


class HanIndex(DatabaseIndex):  # type: ignore[misc,valid-type]  # modelsearch ships no types
    """The database's index, fed with split text."""

    def add_items(self, model: type[models.Model], objs: Sequence[models.Model]) -> None:
        """Put records into the index."""
        super().add_items(model, [SplitRecord(record) for record in objs])


class SearchBackend(DatabaseBackend):  # type: ignore[misc,valid-type]  # modelsearch ships no types
    """The database's search, asked with split text."""

    index_class = HanIndex

    def search(self, query: Any, *args: Any, **kwargs: Any) -> Any:
        """Find whole words, and Chinese anywhere."""
        return super().search(split_query(query), *args, **kwargs)

    def autocomplete(self, query: Any, *args: Any, **kwargs: Any) -> Any:
        """Find the beginnings of words, and Chinese anywhere."""
        return super().autocomplete(split_query(query), *args, **kwargs)
