"""Copies of the data that still hold what was erased since, and when they go. (PRV-07)"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from django.conf import settings

from foyer.privacy.models import PrivacyPolicy

FOLDER = "backups"  # in the data folder


@dataclass(frozen=True, slots=True)
class Backup:
    """One copy of the data: where it lies, since when, and until when it may."""

    name: str
    made_at: datetime
    goes_on: datetime


@dataclass(frozen=True, slots=True)
class Backups:
    """The copies that hold a person erased at a moment.

    Attributes:
        known: those in the data folder; copies kept elsewhere are not known to the house.
        days: how long the house keeps copies.
        last_goes_at: when the last of all copies must be gone.
    """

    known: Sequence[Backup]
    days: int
    last_goes_at: datetime


def backups_holding(*, until: datetime) -> Backups:
    """Return the copies made until a moment, and when the last of them goes."""
    days = PrivacyPolicy.load().backup_days
    kept = timedelta(days=days)
    found = sorted((_made_at(path), path.name) for path in _files())
    known = [Backup(name, at, at + kept) for at, name in found if at <= until]
    return Backups(known, days, until + kept)


def _files() -> list[Path]:
    folder = Path(settings.DATA_DIR) / FOLDER
    return [path for path in folder.iterdir() if path.is_file()] if folder.is_dir() else []


def _made_at(path: Path) -> datetime:
    return datetime.fromtimestamp(path.stat().st_mtime, UTC)
