"""Copies of the data that still hold what was erased since, and when they go. (PRV-07)"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from foyer.core.backups.enums import BackupStatus
from foyer.core.backups.runs import backups_shown
from foyer.privacy.longest_kept import longest_kept


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
        known: those in the house's folder; copies kept elsewhere are not known to the house.
        days: how long the house keeps copies.
        last_goes_at: when the last of all copies must be gone.
    """

    known: Sequence[Backup]
    days: int
    last_goes_at: datetime


def backups_holding(*, until: datetime) -> Backups:
    """Return the copies made until a moment, and when the last of them goes."""
    days = longest_kept()
    lying = (one for one in backups_shown() if one.run.status in BackupStatus.LYING)
    known = [
        Backup(one.run.name, one.run.made_at, one.kept_until)
        for one in lying
        if one.kept_until and one.run.made_at <= until
    ]
    return Backups(known[::-1], days, until + timedelta(days=days))
