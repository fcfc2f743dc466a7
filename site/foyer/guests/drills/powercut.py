"""The power fails while tablets sign guests in. (security 4)

The house lies on a disk of its own: a file of this machine, with a file system in it. A power cut is a copy of
that file, taken while the house stands still for a moment: it holds what had reached the disk, and nothing of
what only lay in memory. The copy is mounted, as after a restart, and its database opened.
"""

from __future__ import annotations

import os
import random
import shutil
import signal
import sqlite3
import subprocess
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path

from django.conf import settings
from django.db import connection

from foyer.core.drill_houses import furnished
from foyer.core.drills import Environment, NotHere, PromiseBroken, Say, drill

from .stage import Server, Stage, count
from .tablets import Evening, shared_out, tablets_of

_DISK = "FOYER_DRILL_DISK"  # the file that is the disk, for the process inside
_SIZE = "128M"
_INTO_THE_MIDDLE = 0.02  # seconds at most between reaching a cut's place and the cut
_TURNS = 200
_PAUSE = 0.05  # seconds between two turns: the system writes out old pages in its own time


@contextmanager
def house_on_own_disk(say: Say) -> Iterator[Environment]:
    """Make a house on a disk of its own.

    Raises:
        NotHere: this machine does not let us mount one.
    """
    if connection.vendor != "sqlite":
        message = "PostgreSQL keeps its own promise (fsync, full_page_writes); this is SQLite's"
        raise NotHere(message)
    with (
        tempfile.TemporaryDirectory(prefix="foyer-drill-") as name,
        disk_with_files(Path(name)) as (disk, place),
    ):
        yield furnished(place, say) | {_DISK: str(disk)}


@contextmanager
def disk_with_files(folder: Path) -> Iterator[tuple[Path, Path]]:
    """Make a disk in a folder; gives the file that is the disk, and where its files are.

    Raises:
        NotHere: this machine does not let us mount one.
    """
    disk, place = folder / "disk", folder / "house"
    _tool("truncate", "-s", _SIZE, str(disk))
    # Made whole at once: what the system would go on writing by itself keeps the disk from standing still.
    _tool("mkfs.ext4", "-q", "-E", "lazy_itable_init=0,lazy_journal_init=0", str(disk))
    with _mounted(disk, place):
        yield disk, place


@contextmanager
def _mounted(disk: Path, place: Path) -> Iterator[None]:
    place.mkdir()
    _tool("mount", "-o", "loop", str(disk), str(place))
    try:
        yield
    finally:
        _tool("umount", str(place))
        place.rmdir()


def _tool(program: str, *arguments: str) -> None:
    """Run a program of the system.

    Raises:
        NotHere: it is missing, or not allowed.
    """
    try:
        subprocess.run([program, *arguments], check=True, capture_output=True)  # noqa: S603  as named here
    except (OSError, subprocess.CalledProcessError) as reason:
        message = f"{program} is missing or not allowed; it needs Linux and the rights of root"
        raise NotHere(message) from reason


@drill("powercut", house=house_on_own_disk, earnest={"cuts": 30, "guests": 3000})
def drill_powercut(
    say: Say, cuts: int = 3, guests: int = 150, tablets: int = 4, seed: int = 0
) -> None:
    """Cut the power at random moments, and look for every sign-in a tablet had been told of by then.

    Raises:
        PromiseBroken: a sign-in is missing after a cut, the database is damaged, or the cut was none.
        NotHere: this machine does not let us make a disk.
    """
    if _DISK not in os.environ:
        message = "it only runs on a disk of its own: leave --here out"
        raise NotHere(message)
    disk = Path(os.environ[_DISK])
    seed = seed or random.SystemRandom().randrange(1, 1_000_000)
    pick = random.Random(seed)  # noqa: S311  moments, no secrets
    stage, lost, damaged = Stage.made(guests=guests, tablets=tablets), 0, 0
    with Server() as server, tempfile.TemporaryDirectory() as name:
        evening = Evening(tablets_of(stage, server.port), shared_out(stage.guests, tablets)).begin()
        for cut in range(cuts):
            place = (cut + 1) * guests // (cuts + 1)
            evening.wait_until(lambda place=place: len(evening.told) >= place)  # type: ignore[misc]  # bound at once
            time.sleep(pick.uniform(0, _INTO_THE_MIDDLE))
            promised = {one.scan_id: one.guest for one in list(evening.told)}
            copy = Path(name) / f"cut{cut}"
            _cut(disk, copy, server, control=cut)
            kept, sound = _after_restart(copy, control=cut)
            lost += sum(kept.get(scan) != guest for scan, guest in promised.items())
            damaged += not sound
            copy.unlink()
        told = evening.end()
    say(f"seed {seed}; {cuts} power cuts: {lost} promised sign-ins missing, {damaged} damaged")
    count(stage, told, say)
    if lost or damaged:
        message = "A power cut lost what tablets had been told of."
        raise PromiseBroken(message)


def _cut(disk: Path, copy: Path, server: Server, *, control: int) -> None:
    """Copy what is on the disk while the server stands still; twice, until nothing moves on it."""
    (settings.DATA_DIR / f"unsynced-{control}").write_bytes(os.urandom(4096))
    server.send(signal.SIGSTOP)
    try:
        for _turn in range(_TURNS):
            shutil.copyfile(disk, copy)
            again = copy.with_suffix(".again")
            shutil.copyfile(disk, again)
            same = subprocess.run(["cmp", "-s", str(copy), str(again)], check=False)  # noqa: S603, S607
            again.unlink()
            if same.returncode == 0:
                return
            time.sleep(_PAUSE)
    finally:
        server.send(signal.SIGCONT)
    message = "The disk was never still."
    raise PromiseBroken(message)


def _after_restart(copy: Path, *, control: int) -> tuple[Mapping[str, int], bool]:
    """Mount the copy; return the sign-ins by scan, and whether the database is sound.

    Raises:
        PromiseBroken: even what was never synced is there, so that the cut proves nothing.
    """
    place = copy.with_suffix(".mounted")
    with _mounted(copy, place):
        unsynced = place / f"unsynced-{control}"
        if unsynced.exists() and unsynced.stat().st_size:
            message = "What was never synced has outlived the cut: it proves nothing."
            raise PromiseBroken(message)
        with closing(sqlite3.connect(place / "foyer.sqlite3")) as database:
            sound = database.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
            rows = database.execute("SELECT scan_id, guest_id FROM guests_signin").fetchall()
    return {_uuid(scan): guest for scan, guest in rows}, sound


def _uuid(plain: str) -> str:
    return f"{plain[:8]}-{plain[8:12]}-{plain[12:16]}-{plain[16:20]}-{plain[20:]}"
