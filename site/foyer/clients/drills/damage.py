"""A backup that is damaged: each damage is named, with its place. (000-28)"""

from __future__ import annotations

import os
import random
from pathlib import Path

from foyer.core.backups.house import House
from foyer.core.backups.keys import BackupKey
from foyer.core.backups.reading import read_backup
from foyer.core.backups.refusals import BackupDamaged, BackupTruncated
from foyer.core.backups.sealed_stream import HEADER_BYTES
from foyer.core.drills import PromiseBroken, Say
from foyer.core.refusals import Refusal

_CUTS, _FLIPS = 8, 16


def damage(backup: Path, house: House, key: BackupKey, pick: random.Random, say: Say) -> None:
    """Flip bits one after the other, then cut ever more off: each is named, with its place."""
    size = backup.stat().st_size
    for place in sorted(pick.sample(range(size), _FLIPS)):
        _flip(backup, place)
        refusal = _refusal(backup, house, key)
        _flip(backup, place)
        spans = refusal.params.get("start", 0), refusal.params.get("end", HEADER_BYTES)
        named = isinstance(refusal, BackupDamaged) and spans[0] <= place < spans[1]
        require(named or place < HEADER_BYTES, f"A flipped bit at {place} was answered: {refusal}")
    for cut in sorted(pick.sample(range(HEADER_BYTES, size), _CUTS), reverse=True):
        os.truncate(backup, cut)
        refusal = _refusal(backup, house, key)
        named = isinstance(refusal, BackupTruncated) and refusal.params["at"] == cut
        require(named, f"Cut at {cut}, it was answered: {refusal}")
    say(f"{_FLIPS} flipped bits and {_CUTS} cuts, each found and its place named")


def _flip(backup: Path, place: int) -> None:
    with backup.open("r+b") as file:
        file.seek(place)
        byte = file.read(1)[0]
        file.seek(place)
        file.write(bytes([byte ^ 0x04]))


def _refusal(backup: Path, house: House, key: BackupKey) -> Refusal:
    try:
        read_backup(path=backup, house=house, keys=[key])
    except Refusal as refusal:
        return refusal
    message = "A damaged backup was taken for whole."
    raise PromiseBroken(message)


def require(kept: bool, otherwise: str) -> None:
    """See that a promise is kept.

    Raises:
        PromiseBroken: it is not.
    """
    if not kept:
        raise PromiseBroken(otherwise)
