"""Putting a restored house in the place of the old one by renaming, all of it or nothing.

What is to be renamed is written down first. Where a power cut ends it in the middle, `take_back` undoes what was
done; the house does not start before.
"""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from pathlib import Path

from .databases import Move
from .house import House
from .making import sync_folder

JOURNAL = "restore.json"


def swap(house: House, stamp: str, moves: Sequence[Move], *, by_force: bool) -> None:
    """Rename everything, then the database in its server; undo it all when one of these fails."""
    journal = house.data / JOURNAL
    told = {"stamp": stamp, "moves": [[str(source), str(target)] for source, target in moves]}
    _write(journal, json.dumps(told))
    try:
        for source, target in moves:
            source.rename(target)
        for folder in {target.parent for _source, target in moves}:
            sync_folder(folder)
        house.database.replace(stamp, by_force=by_force)
    except BaseException:
        take_back(house)
        raise
    journal.unlink()
    sync_folder(house.data)


def is_unfinished(data: Path) -> bool:
    """Tell whether a restore was interrupted in the middle of renaming."""
    return (data / JOURNAL).exists()


def take_back(house: House) -> bool:
    """Undo a restore that was interrupted, and tell whether there was one.

    Where the server has replaced the database already, all was done but for saying so.
    """
    journal = house.data / JOURNAL
    if not journal.exists():
        return False
    told = json.loads(journal.read_text(encoding="utf-8"))
    if not house.database.was_replaced(told["stamp"]):
        for source, target in reversed([(Path(a), Path(b)) for a, b in told["moves"]]):
            if target.exists() and not source.exists():
                target.rename(source)
    journal.unlink()
    sync_folder(house.data)
    return True


def _write(path: Path, text: str) -> None:
    part = path.with_name(f"{path.name}.part")
    with part.open("w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    part.rename(path)
    sync_folder(path.parent)
