"""All the house holds about one person, to read and to take away. (PRV-06)"""

from __future__ import annotations

import json
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from tempfile import SpooledTemporaryFile
from typing import IO, Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from foyer.core.fields import SearchTextField
from foyer.core.models import User
from foyer.core.spreadsheets.writer import table_pieces
from foyer.privacy.declarations import PersonalData
from foyer.privacy.enums import ViewPlace
from foyer.privacy.fields import BlindIndexField, KeyedHashField
from foyer.privacy.models import PrivacyPolicy
from foyer.privacy.people import Person, records_of
from foyer.privacy.registry import registrations, stores

from .view_log import note_view

_DERIVED = (BlindIndexField, KeyedHashField, SearchTextField, models.GeneratedField)
_MOST_COLUMNS = 7
_IN_MEMORY = 8 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Cell:
    """One value of a record: its column for machines and people, the value for both."""

    column: str
    label: str
    value: Any
    shown: str


@dataclass(frozen=True, slots=True)
class Section:
    """The records of one kind that are about the person; `left_out` says what its reader may not know of."""

    key: str
    title: str
    purpose: str
    records: Sequence[tuple[Any, Sequence[Cell]]]
    left_out: str = ""

    @property
    def is_wide(self) -> bool:
        """Whether one record is better read from top to bottom than as a row of a table."""
        return len(self.records) == 1 or len(self.table[0]) > _MOST_COLUMNS

    @property
    def table(self) -> list[list[str]]:
        """The section as rows under a head; a column without any value is left out."""
        labels: dict[str, str] = {}
        for _pk, cells in self.records:
            labels |= {cell.column: cell.label for cell in cells if cell.shown}
        rows = [
            [{cell.column: cell.shown for cell in cells}.get(column, "") for column in labels]
            for _pk, cells in self.records
        ]
        return [list(labels.values()), *rows]


@dataclass(frozen=True, slots=True)
class Dossier:
    """All that is held about one person."""

    title: str
    made_at: datetime
    sections: Sequence[Section]
    files: Sequence[tuple[str, Any]]

    def as_json(self) -> dict[str, Any]:
        """Return the dossier for machines."""
        return {
            "person": self.title,
            "made_at": self.made_at,
            "sections": [
                {
                    "kind": section.key,
                    "title": section.title,
                    "purpose": section.purpose,
                    "left_out": section.left_out,
                    "records": [
                        {
                            "id": pk,
                            "values": [
                                {"column": cell.column, "label": cell.label, "value": cell.value}
                                for cell in cells
                            ],
                        }
                        for pk, cells in section.records
                    ],
                }
                for section in self.sections
            ],
            "files": [name for name, _file in self.files],
        }


def make_dossier(*, person: Person, title: str, by: User | None = None, at: datetime) -> Dossier:
    """Return all that is held about a person in any room, in the active language.

    Args:
        person: whose.
        title: the person's name as it heads the dossier.
        by: who reads it; None: nobody in particular, who may know of nothing that is closed to some.
        at: the moment.
    """
    policy, sections, files = PrivacyPolicy.load(), [], []
    latest_first = registrations()[::-1]  # of equal weight, the rooms above come first
    for entry in sorted(latest_first, key=_importance):
        theirs, left_out = records_of(person, entry), ""
        if entry.shown:
            theirs, left_out = entry.shown(theirs, by)
        records = list(_with_related(theirs).order_by("pk"))
        if records or left_out:
            rows = [(record.pk, list(_cells(entry, record))) for record in records]
            purpose = _purpose(entry, policy)
            sections.append(Section(entry.label, _title(entry), purpose, rows, left_out))
            files += [file for record in records for file in _files(entry, record)]
    for store in stores():
        rows = [(None, _told(row)) for row in store.rows(person)]
        if rows:
            sections.append(Section(store.key, str(store.title), "", rows))
    return Dossier(title, at, sections, files)


def show_dossier(*, record: models.Model, person: Person, by: User | None, at: datetime) -> Dossier:
    """Return a person's dossier for a page, and note in the view log whose columns it shows plain."""
    shown = {type(record): record}  # one line for each kind of record
    for model, pks in person.keys.items():
        shown.setdefault(model, model._base_manager.filter(pk__in=pks).first() or record)
    if by:
        for one in shown.values():
            note_view(record=one, place=ViewPlace.DOSSIER, by=by, at=at)
    return make_dossier(person=person, title=str(record), by=by, at=at)


def take_dossier(
    *, record: models.Model, person: Person, by: User | None, at: datetime
) -> IO[bytes]:
    """Return a person's dossier as a ZIP of JSON, CSV and files, and log that it was taken away."""
    dossier = show_dossier(record=record, person=person, by=by, at=at)
    rows = sum(len(section.records) for section in dossier.sections)
    log(record, "foyer.privacy.dossier", user=by, data={"rows": rows})
    return pack(dossier)


def pack(dossier: Dossier) -> IO[bytes]:
    """Return a dossier as a ZIP file, opened at its beginning."""
    packed: IO[bytes] = SpooledTemporaryFile(max_size=_IN_MEMORY)  # noqa: SIM115  the answer closes it
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        told = json.dumps(dossier.as_json(), cls=DjangoJSONEncoder, ensure_ascii=False, indent=1)
        archive.writestr("dossier.json", told)
        for section in dossier.sections:
            table = b"".join(table_pieces(section.table, kind="csv", sheet=section.title))
            archive.writestr(f"{section.key}.csv", table)
        for name, file in dossier.files:
            with file.open("rb") as content:
                archive.writestr(name, content.read())
    packed.seek(0)
    return packed


def _with_related(records: models.QuerySet[Any]) -> models.QuerySet[Any]:
    columns = records.model._meta.concrete_fields
    related = [column.name for column in columns if column.related_model]
    return records.select_related(*related) if related else records


def _importance(entry: PersonalData) -> tuple[bool, bool]:
    """Return where a kind stands: who it is, then what hangs on them, then what was noted about both."""
    return not entry.is_person, not entry.links


def _title(entry: PersonalData) -> str:
    return capfirst(entry.title)


def _purpose(entry: PersonalData, policy: PrivacyPolicy) -> str:
    """Return what records of a kind are kept for, and how long, in a sentence."""
    if entry.purpose is None:
        return ""
    days = policy.days(entry.purpose)
    if days is None:
        return _("%(purpose)s; kept until it is erased") % {"purpose": entry.purpose.label}
    return _("%(purpose)s; kept %(days)s %(counted)s") % {
        "purpose": entry.purpose.label,
        "days": days,
        "counted": entry.purpose.counted,
    }


def _cells(entry: PersonalData, record: Any) -> Iterator[Cell]:
    """Yield the values of a record, without what is derived from others or left out."""
    for column in record._meta.concrete_fields:
        if column.primary_key or isinstance(column, _DERIVED) or column.name in entry.leave_out:
            continue
        value = getattr(record, column.name)
        if tell := entry.told.get(column.name):
            yield from _told(tell(record))
            continue
        plain = (
            str(value) if isinstance(value, models.Model | models.fields.files.FieldFile) else value
        )
        display = getattr(record, f"get_{column.name}_display", None)
        label = capfirst(entry.label_of(column.name))
        yield Cell(column.name, label, plain, _shown(display() if display and value else value))


def _shown(value: Any) -> str:
    match value:
        case None | "":
            return ""
        case bool():
            return _("Yes") if value else _("No")
        case datetime():
            return f"{timezone.localtime(value):%Y-%m-%d %H:%M}"
        case date():
            return value.isoformat()
        case list() | dict():
            return json.dumps(value, ensure_ascii=False) if value else ""
        case _:
            return str(value)


def _told(row: Mapping[str, Any]) -> list[Cell]:
    return [Cell(label, label, value, _shown(value)) for label, value in row.items()]


def _files(entry: PersonalData, record: Any) -> Iterator[tuple[str, Any]]:
    for column in record._meta.concrete_fields:
        file = getattr(record, column.name) if isinstance(column, models.FileField) else None
        if file and column.name not in entry.leave_out:
            name = file.name.rpartition("/")[2]
            yield f"files/{entry.label}/{record.pk}/{name}", file
