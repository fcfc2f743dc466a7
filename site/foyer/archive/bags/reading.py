"""What stands in the records of a bag: read closely, and compared with what the house has. (000-28)"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import PurePosixPath
from typing import Any, Final
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.dateparse import parse_datetime

from foyer.archive.enums import DestructionStatus
from foyer.archive.models import (
    ArchiveRecord,
    DestructionItem,
    ExpectedPaper,
    LegalHold,
    RecordClass,
    RecordFile,
)
from foyer.archive.models.file import LONGEST_NAME
from foyer.archive.models.keeping import LONGEST_REASON
from foyer.archive.services.keeping import due_day
from foyer.archive.subjects import kind_named
from foyer.core.models import User
from foyer.staff.models import Department

from .described import BEFORE, CARD, DAYS, FACTS, FORMAT, describe, with_everything
from .packing import PAYLOAD
from .unpacking import MOST_CARD, OpenedBag
from .words import Fault

_SHA256: Final = re.compile(r"[0-9a-f]{64}")
_DEPTH: Final = 2  # data/<record>/<file>
_LONGEST_TYPE: Final = 100
_MOST_VERSION: Final = 32_767


class NotUnderstood(Exception):
    """A card says something no record can be; the message names what."""


@dataclass(frozen=True, slots=True)
class Carried:
    """A record as a bag carries it: its folder, what its card says, and the row it would become."""

    folder: str
    said: dict[str, Any]
    row: ArchiveRecord
    files: list[RecordFile]
    holds: list[LegalHold]

    @property
    def is_brief(self) -> bool:
        """Whether its card is of a form that told neither of holds nor of what a review came to."""
        return bool(self.said["format"] == BEFORE)


@dataclass(slots=True)
class Planned:
    """What would be done with a record of a bag.

    Attributes:
        state: new, same, differs, destroyed or refused.
        why: reasons, as reports keep them.
        subjects: what it would be tied to: those of its links that are here.
    """

    state: str
    why: list[dict[str, str]] = field(default_factory=list)
    subjects: list[models.Model] = field(default_factory=list)


def carried_in(bag: OpenedBag) -> list[Carried]:
    """Return the records of a verified bag; what is wrong with their cards is added to its faults."""
    found, numbers = [], set()
    cards = [name for name in bag.names if PurePosixPath(name).name == CARD and _is_record(name)]
    for name in cards:
        try:
            one = _carried(bag, name)
        except NotUnderstood as reason:
            bag.faults.append(Fault("bad_record", name, {"what": str(reason)}))
            continue
        if one.row.number in numbers:
            bag.faults.append(Fault("number_twice", name, {"number": one.row.number}))
        numbers.add(one.row.number)
        found.append(one)
    if not cards:
        bag.faults.append(Fault("foreign"))
    known = {f"{one.folder}{file['path']}" for one in found for file in one.said["files"]}
    strays = {name for name in bag.names if _is_record(name)} - known - set(cards)
    if found and not bag.faults:
        bag.faults += [Fault("unknown", name) for name in sorted(strays)]
    return found


def _is_record(name: str) -> bool:
    return name.startswith(PAYLOAD) and name.count("/") >= _DEPTH


def _carried(bag: OpenedBag, name: str) -> Carried:
    said = _card(bag.read(name, MOST_CARD))
    folder = name.removesuffix(CARD)
    row = ArchiveRecord(**{one: said.get(one) for one in ("number", *FACTS)})
    try:
        for one in DAYS:
            setattr(row, one, said.get(one) and date.fromisoformat(said[one]))
        row.filed_at, row.changed_at = _moment(said["filed_at"]), _moment(said["changed_at"])
        row.clean_fields(exclude=["record_class", "answers", "keeper", "department"])
    except ValidationError as reason:
        raise NotUnderstood(", ".join(sorted(reason.message_dict))) from reason
    except (KeyError, TypeError, ValueError) as reason:
        raise NotUnderstood(_NOT_A_DAY) from reason
    _names(said)
    files = [_file(bag, folder, one) for one in _list(said, "files")]
    lines = [(file.line, file.version) for file in files]
    newest = [file.line for file in files if file.is_current]
    if len(set(lines)) != len(lines) or sorted(newest) != sorted({line for line, _v in lines}):
        raise NotUnderstood("files")
    holds = [] if said["format"] == BEFORE else [_hold(one) for one in _list(said, "holds")]
    if sum(hold.lifted_at is None for hold in holds) > 1:
        raise NotUnderstood("holds")
    return Carried(folder, said, row, files, holds)


_NOT_A_DAY: Final = "dated_on, ended_on, kept_on_until, due_on, filed_at, changed_at"


def _card(data: bytes) -> dict[str, Any]:
    try:
        said = json.loads(data)
    except (ValueError, RecursionError) as reason:
        raise NotUnderstood("JSON") from reason
    if not isinstance(said, dict) or said.get("format") not in (FORMAT, BEFORE):
        raise NotUnderstood("format")
    if "\\u0000" in data.decode(errors="replace") or not isinstance(said.get("number"), str):
        raise NotUnderstood("number")
    for name in (*FACTS, "number"):
        kind = int if name == "secrecy" else str
        if type(said.get(name)) is not kind:
            raise NotUnderstood(name)
    return said


def _names(said: dict[str, Any]) -> None:
    """Make sure that what a card names is named as it should be."""
    rule = said.get("class")
    if not isinstance(rule, dict) or not isinstance(rule.get("code"), str):
        raise NotUnderstood("class")
    if not isinstance(said.get("department"), str):
        raise NotUnderstood("department")
    if not isinstance(said.get("answers"), str | None):
        raise NotUnderstood("answers")
    for who in (said.get("keeper"), said.get("filed_by")):
        if who is not None and not (isinstance(who, dict) and isinstance(who.get("username"), str)):
            raise NotUnderstood("keeper, filed_by")
    for link in _list(said, "links"):
        if not (isinstance(link.get("kind"), str) and isinstance(link.get("number"), str)):
            raise NotUnderstood("links")


def _list(said: dict[str, Any], name: str) -> list[dict[str, Any]]:
    found = said.get(name)
    if not isinstance(found, list) or not all(isinstance(one, dict) for one in found):
        raise NotUnderstood(name)
    return found


def _file(bag: OpenedBag, folder: str, said: dict[str, Any]) -> RecordFile:
    try:
        path, by = said["path"], said.get("added_by")
        file = RecordFile(
            line=UUID(said["line"]),
            version=said["version"],
            is_current=said["is_current"],
            name=said["name"],
            size=said["size"],
            sha256=said["sha256"],
            content_type=said["content_type"],
            added_at=_moment(said["added_at"]),
        )
        fits = (
            isinstance(path, str)
            and type(file.version) is int
            and 0 < file.version <= _MOST_VERSION
            and type(file.is_current) is bool
            and 0 < len(file.name) <= LONGEST_NAME
            and file.name.isprintable()
            and "/" not in file.name
            and type(file.size) is int
            and bool(_SHA256.fullmatch(file.sha256))
            and 0 < len(file.content_type) <= _LONGEST_TYPE
            and file.content_type.isprintable()
            and (by is None or isinstance(by["username"], str))
        )
    except (KeyError, TypeError, ValueError, AttributeError) as reason:
        raise NotUnderstood("files") from reason
    if not fits:
        raise NotUnderstood("files")
    lies = bag.hashes.get(folder + path)
    if lies != (file.sha256, file.size) and not bag.faults:
        bag.faults.append(Fault("missing" if lies is None else "differs", folder + path))
    return file


def _hold(said: dict[str, Any]) -> LegalHold:
    try:
        hold = LegalHold(
            reason=said["reason"],
            placed_at=_moment(said["placed_at"]),
            lifted_at=_moment(said["lifted_at"]) if said["lifted_at"] else None,
            why_lifted=said["why_lifted"],
        )
        fits = (
            isinstance(hold.reason, str)
            and 0 < len(hold.reason) <= LONGEST_REASON
            and isinstance(hold.why_lifted, str)
            and len(hold.why_lifted) <= LONGEST_REASON
            and all(
                said[who] is None or isinstance(said[who]["username"], str)
                for who in ("placed_by", "lifted_by")
            )
        )
    except (KeyError, TypeError, ValueError, AttributeError) as reason:
        raise NotUnderstood("holds") from reason
    if not fits:
        raise NotUnderstood("holds")
    return hold


def _moment(text: Any) -> datetime:
    moment = parse_datetime(text)
    if moment is None or moment.tzinfo is None:
        raise ValueError(text)
    return moment


def plan(one: Carried, *, by: User) -> Planned:
    """Compare a record of a bag with ours, and fill in what it would become here.

    Whoever kept or filed it and has no account here: `by` keeps it, and nobody is said to have filed it.
    """
    said, row = one.said, one.row
    lacks = _resolve(one, by)
    subjects = [subject for link in said["links"] if (subject := _subject(link)) is not None]
    ours = with_everything(ArchiveRecord.objects.filter(number=row.number)).first()
    if ours is None and (certificate := _certificate(row.number)):
        why = [{"code": "destroyed", "name": certificate}]
        return Planned("destroyed", why, subjects)
    if ours is None:
        lines = RecordFile.objects.filter(line__in=[file.line for file in one.files])
        if not lacks and lines.exists():
            lacks.append({"code": "line_taken"})
        return Planned("refused" if lacks else "new", lacks, subjects)
    differs = _differing(one, ours, subjects)
    why = [{"code": "field", "name": name} for name in differs]
    return Planned("differs" if why else "same", why, subjects)


def _certificate(number: str) -> str:
    """Return the number of the certificate that says a record is destroyed; nothing where none does."""
    done = DestructionItem.objects.filter(
        record_number=number, destruction__status=DestructionStatus.DONE
    )
    return done.values_list("destruction__number", flat=True).first() or ""


def _resolve(one: Carried, by: User) -> list[dict[str, str]]:
    """Fill in class, department and people; return what is missing here."""
    said, row, lacks = one.said, one.row, []
    rule = RecordClass.objects.filter(code=said["class"]["code"]).first()
    department = Department.objects.filter(name=said["department"]).first()
    if rule is None:
        lacks.append({"code": "no_class", "name": said["class"]["code"]})
    else:
        row.record_class = rule
        if said["answers"]:
            papers = ExpectedPaper.objects.filter(record_class=rule, name=said["answers"])
            row.answers = papers.first()
    if department is None:
        lacks.append({"code": "no_department", "name": said["department"]})
    else:
        row.department = department
    row.keeper = _person(said["keeper"]) or by
    row.filed_by = _person(said["filed_by"])
    for hold, told in zip(one.holds, said.get("holds", ()), strict=False):
        hold.placed_by, hold.lifted_by = _person(told["placed_by"]), _person(told["lifted_by"])
    if rule is not None and one.is_brief:
        _keep_on(row)
    for file, told in zip(one.files, said["files"], strict=True):
        file.added_by = _person(told.get("added_by"))
    return lacks


def _keep_on(row: ArchiveRecord) -> None:
    """Fill in that a review kept a record on, where its day is later than its class alone says."""
    day = due_day(row)
    if row.due_on and day and row.due_on > day:
        row.kept_on_until = row.due_on


def _person(said: dict[str, str] | None) -> User | None:
    return said and User.objects.filter(username=said["username"]).first()  # type: ignore[return-value]  # None of None


def _subject(link: dict[str, str]) -> models.Model | None:
    kind = kind_named(link["kind"])
    if kind is None:
        return None
    every = kind.model._default_manager
    if link["number"].startswith("#"):
        key = link["number"][1:]
        return every.filter(pk=key).first() if key.isascii() and key.isdecimal() else None
    return every.filter(number=link["number"]).first()


def _differing(one: Carried, ours: ArchiveRecord, subjects: list[models.Model]) -> list[str]:
    """Return by what a record of a bag is another than ours; what the house lacks is no difference."""
    said, here = one.said, describe(ours)
    told = (*FACTS, *(name for name in DAYS if name != "kept_on_until" or not one.is_brief))
    names = [name for name in told if said.get(name) != here[name]]
    names += [] if one.row.filed_at == ours.filed_at else ["filed_at"]
    names += [] if said["class"]["code"] == here["class"]["code"] else ["record_class"]
    names += [] if said["department"] == here["department"] else ["department"]
    if one.row.answers is not None and one.row.answers != ours.answers:
        names.append("answers")
    if _person(said["keeper"]) not in (None, ours.keeper):
        names.append("keeper")
    if _person(said["filed_by"]) not in (None, ours.filed_by):
        names.append("filed_by")
    theirs = {(type(subject), subject.pk) for subject in subjects}
    if theirs != {
        (type(link.subject), link.subject_id) for link in ours.links.all() if link.subject
    }:
        names.append("links")
    if not one.is_brief and _holds(one.holds) != _holds(list(ours.holds.all())):
        names.append("holds")
    if _versions(one.files) != _versions(list(ours.files.all())):
        names.append("files")
    return names


def _holds(holds: list[LegalHold]) -> set[tuple[Any, ...]]:
    return {(one.reason, one.placed_at, one.lifted_at, one.why_lifted) for one in holds}


def _versions(files: list[RecordFile]) -> set[tuple[Any, ...]]:
    return {
        (one.line, one.version, one.is_current, one.name, one.size, one.sha256, one.content_type)
        for one in files
    }
