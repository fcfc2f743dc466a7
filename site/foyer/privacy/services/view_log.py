"""Writing down who saw sensitive columns plain. (001-29, security 12)"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.contrib.contenttypes.models import ContentType
from django.db import models

from foyer.core.models import User
from foyer.privacy.declarations import PersonalData
from foyer.privacy.enums import ViewPlace
from foyer.privacy.models import ViewLogEntry
from foyer.privacy.registry import registration_of


def note_view(*, record: models.Model, place: ViewPlace, by: User, at: datetime) -> None:
    """Write down that somebody saw a record's sensitive columns plain; nothing when they did not.

    Nothing is written when the record has none filled in, or they are masked for `by`: a dossier masks
    nothing.

    Args:
        record: whose columns were shown.
        place: where.
        by: to whom.
        at: when.
    """
    entry = registration_of(type(record))
    filled = [name for name in (entry.sensitive if entry else ()) if _is_filled(record, name)]
    if entry and filled and (place is ViewPlace.DOSSIER or _is_plain(entry, record, by)):
        columns = ", ".join(filled)
        ViewLogEntry.objects.create(by=by, at=at, place=place, record=record, columns=columns)


def note_views(
    *,
    kind: type[models.Model],
    people: int,
    place: ViewPlace,
    by: User,
    at: datetime,
    columns: Sequence[str] = (),
) -> None:
    """Write down that somebody saw or took away the sensitive columns of many people at once.

    Args:
        kind: the kind of record.
        people: how many of them were plain; nothing is written for none.
        place: where: a list or a file.
        by: to whom.
        at: when.
        columns: which; all of them unless said.
    """
    entry = registration_of(kind)
    if entry and people and _may_see(entry, by):
        ViewLogEntry.objects.create(
            by=by,
            at=at,
            place=place,
            record_type=ContentType.objects.get_for_model(kind),
            columns=", ".join(columns or entry.sensitive),
            people=people,
        )


def columns_in_words(entry: ViewLogEntry) -> str:
    """Return the columns that were seen by the names people know."""
    kind = entry.record_type.model_class()
    known = registration_of(kind) if kind else None
    names = entry.columns.split(", ")
    return ", ".join(known.label_of(name) if known else name for name in names)


def _is_filled(record: models.Model, name: str) -> bool:
    value = getattr(record, name)
    return bool(value.exists() if isinstance(value, models.Manager) else value)


def _is_plain(entry: PersonalData, record: models.Model, by: User) -> bool:
    is_plain_to = getattr(record, "is_plain_to", None)
    return _may_see(entry, by) and (is_plain_to is None or is_plain_to(by))


def _may_see(entry: PersonalData, by: User) -> bool:
    return not entry.sees or by.has_perm(entry.sees)
