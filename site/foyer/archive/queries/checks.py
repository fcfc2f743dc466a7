"""What a check found, as far as whoever reads it may know of the records. (000-28)"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from foyer.archive.enums import FileHealth
from foyer.archive.models import ArchiveRecord, IntegrityCheck, RecordFile


@dataclass(frozen=True, slots=True)
class Named:
    """One file a check found damaged, missing or sound again."""

    number: str
    name: str
    version: int
    fault: dict[str, Any]

    @property
    def is_bad(self) -> bool:
        """Whether it is damaged or missing."""
        return self.fault["health"] in FileHealth.FAULTS

    @property
    def is_new(self) -> bool:
        """Whether the look before found otherwise."""
        return bool(self.fault["was"] != self.fault["health"])

    @property
    def state(self) -> str:
        """What was found, in a word."""
        return str(FileHealth(self.fault["health"]).label) if self.is_bad else _("Sound again")


@dataclass(frozen=True, slots=True)
class Told:
    """What of a check somebody may read.

    Attributes:
        named: files by name.
        hidden: how many more belong to records they may not know of.
        orphans: files no row knows.
        unnamed: how many were only counted, because there were too many to be named.
    """

    named: list[Named]
    hidden: int
    orphans: list[str]
    unnamed: int


def told_to(user: Any, check: IntegrityCheck) -> Told:
    """Return what a check found; of records somebody may not know of only how many files."""
    faults = [one for one in check.faults if "file" in one]
    seen = ArchiveRecord.objects.visible_to(user).order_by().values("pk")
    files = RecordFile.objects.filter(pk__in=[one["file"] for one in faults], record__in=seen)
    known = files.in_bulk()
    named = [
        Named(one["number"], known[one["file"]].name, known[one["file"]].version, one)
        for one in faults
        if one["file"] in known
    ]
    named.sort(key=lambda one: (not one.is_bad, one.number, one.name))
    orphans = [one["orphan"] for one in check.faults if "orphan" in one]
    bad = sum(one["health"] in FileHealth.FAULTS for one in faults)
    return Told(named, len(faults) - len(named), orphans, check.changed + check.missing - bad)


def rows_of(told: Told) -> list[list[str]]:
    """Return a report as the rows of a table."""
    head = [
        pgettext("archive", "Record"), _("File name"), _("Version"), _("Found"), _("Bytes expected"), _("Bytes found"),
        _("SHA-256 expected"), _("SHA-256 found"),
    ]  # fmt: skip
    rows = [
        [
            one.number,
            one.name,
            str(one.version),
            one.state,
            str(one.fault["expected_size"]),
            str(one.fault["size"]),
            one.fault["expected_sha256"],
            one.fault["sha256"],
        ]
        for one in told.named
    ]
    stray = _("Known to no record")
    return [head, *rows, *([["", name, "", stray, "", "", "", ""] for name in told.orphans])]


def figures() -> dict[str, int]:
    """Return how many files there are, and how many are not what they should be."""
    return RecordFile.objects.aggregate(
        files=Count("pk"),
        changed=Count("pk", filter=Q(health=FileHealth.CHANGED)),
        missing=Count("pk", filter=Q(health=FileHealth.MISSING)),
        unchecked=Count("pk", filter=Q(health=FileHealth.UNCHECKED)),
    )
