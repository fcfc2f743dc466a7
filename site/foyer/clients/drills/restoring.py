"""A backup made while the house is written to is restored elsewhere, compared, and damaged. (001-30)"""

from __future__ import annotations

import hashlib
import os
import random
import secrets
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import psycopg
from django.db import connection, connections
from django.utils import timezone
from psycopg import sql

from foyer.clients.models import Client
from foyer.core.backups.databases import Database, Snapshot
from foyer.core.backups.databases.postgresql import PostgresDatabase
from foyer.core.backups.databases.sqlite import SqliteDatabase
from foyer.core.backups.house import House, this_house
from foyer.core.backups.keys import BackupKey
from foyer.core.backups.making import make_backup
from foyer.core.backups.restoring import migrations_here, restore_backup
from foyer.core.drill_houses import own_house
from foyer.core.drills import Say, drill

from .damage import damage, require
from .writing import Writer, writing

_LONGEST = 60.0  # seconds a restore may take
_MEGABYTE = 1024 * 1024
_FILE = 256 * 1024
_BATCH = 2000
_FOLDERS = ("media", "private")
_OWN = "drill"
Hashes = dict[str, str]


@drill("restore", house=own_house, earnest={"rows": 100_000, "megabytes": 1024})
def drill_restore(
    say: Say, rows: int = 2000, megabytes: int = 16, slack: int = 1, seed: int = 0
) -> None:
    """Back the house up while it is written to, restore that elsewhere, and compare; then damage the backup.

    Args:
        say: told the figures.
        rows: how many clients.
        megabytes: how large their files are together.
        slack: how often the promised seconds it may take.
        seed: of the places that are damaged.

    Raises:
        PromiseBroken: something is not as it was, took too long, or was damaged and not named.
    """
    seed = seed or random.SystemRandom().randrange(1, 1_000_000)
    house, key = this_house(), BackupKey(secrets.token_bytes(32))
    require(not Client.objects.exists(), "This house has clients: run the drill without --here.")
    known = migrations_here()
    with (
        _furnished(house, rows, megabytes, say),
        tempfile.TemporaryDirectory(prefix="foyer-drill-") as place,
        _scratch(house, place) as there,
    ):
        backup = Path(place) / "house.backup"
        with writing(house.folders["private"] / _OWN) as writer:
            meant = _back_up(house, backup, key, writer, say)
            since = time.monotonic()
            restored = restore_backup(
                path=backup, house=there, keys=[key], migrations=known, at=timezone.now()
            )
            took = time.monotonic() - since
            writer.require_alive()
        figures = f"{restored.known.rows} rows, {restored.known.files} files, {restored.known.size / _MEGABYTE:.0f} MB"
        say(f"restored {figures} in {took:.1f} s, {writer.kept} pairs written meanwhile")
        _compare(there, meant, writer, say)
        require(took <= _LONGEST * slack, f"It took longer than {_LONGEST * slack:.0f} s.")
        damage(backup, house, key, random.Random(seed), say)  # noqa: S311  places, no secrets
    say(f"seed {seed}")


@dataclass(slots=True)
class _Meant:
    """What was in the house in the moment of the backup."""

    rows: Hashes
    files: Hashes
    least: int  # pairs promised before it began
    most: int = 0  # pairs begun before it ended


@contextmanager
def _furnished(house: House, rows: int, megabytes: int, say: Say) -> Iterator[None]:
    """Put clients and files into the house, and take them out again."""
    _furnish(house, rows, megabytes, say)
    connections.close_all()
    try:
        yield
    finally:
        clients = Client.objects.all()
        clients._raw_delete(clients.db)
        for name in _FOLDERS:
            shutil.rmtree(house.folders[name] / _OWN, ignore_errors=True)


def _furnish(house: House, rows: int, megabytes: int, say: Say) -> None:
    since = time.monotonic()
    for start in range(0, rows, _BATCH):
        numbers = range(start, min(start + _BATCH, rows))
        Client.objects.bulk_create(
            Client(number=f"D{n:07}", name=f"演练{n}有限公司", industry=f"行业{n % 7}")
            for n in numbers
        )
    for number in range(megabytes * _MEGABYTE // _FILE):
        folder = house.folders[_FOLDERS[number % 2]] / _OWN / f"{number % 64:02}"
        folder.mkdir(parents=True, exist_ok=True)
        data = os.urandom(_FILE) if number % 4 else f"迎客 {number}\n".encode() * (_FILE // 16)
        (folder / f"{number}.bin").write_bytes(data)
    say(f"{rows} clients and {megabytes} MB of files made in {time.monotonic() - since:.1f} s")


@contextmanager
def _scratch(house: House, place: str) -> Iterator[House]:
    """Make an empty place for a house beside this one."""
    data = Path(place) / "there"
    data.mkdir()
    folders = {name: data / name for name in house.folders}
    with _scratch_database(house.database, data) as database:
        yield House(database, folders, data)


@contextmanager
def _scratch_database(database: Database, data: Path) -> Iterator[Database]:
    if not isinstance(database, PostgresDatabase):
        yield SqliteDatabase(data / "foyer.sqlite3")
        return
    there = replace(database, name=f"{database.name}_there")
    with _server(database) as server:
        server.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(there.name)))
        try:
            yield there
        finally:
            like = "SELECT datname FROM pg_database WHERE starts_with(datname, %s)"
            for (name,) in server.execute(like, [there.name]).fetchall():
                server.execute(
                    sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name))
                )


@contextmanager
def _server(database: PostgresDatabase) -> Iterator[psycopg.Connection[Any]]:
    with replace(database, name="postgres").connect() as server:
        server.autocommit = True
        yield server


def _back_up(house: House, backup: Path, key: BackupKey, writer: Writer, say: Say) -> _Meant:
    files = {name: _hash(path) for name, path in house.files() if name.endswith(".bin")}
    meant = _Meant({}, files, least=writer.kept)

    def look(snapshot: Snapshot) -> None:
        meant.most = writer.kept + 1
        meant.rows = _hashes(snapshot)

    since = time.monotonic()
    made = make_backup(house=house, path=backup, key=key, at=timezone.now(), look=look)
    took, size = time.monotonic() - since, backup.stat().st_size / _MEGABYTE
    require(not made.gone and not made.changing, "Files are missing from the backup.")
    say(
        f"backed up in {took:.1f} s, the rows' hashes included, {size:.0f} MB; {writer.kept} pairs written"
    )
    return meant


def _compare(there: House, meant: _Meant, writer: Writer, say: Say) -> None:
    with (
        tempfile.TemporaryDirectory(dir=there.data) as scratch,
        there.database.snapshot(Path(scratch), lambda: None) as snapshot,
    ):
        found = _hashes(snapshot)
        told = snapshot.rows("clients_client", ("number",), "id")
        written = sorted(number for (number,) in told if number.startswith("W"))
    differing = sorted(
        name for name in meant.rows | found if meant.rows.get(name) != found.get(name)
    )
    require(not differing, f"Not equal to the moment of the backup: {', '.join(differing)}")
    pairs = [f"W{pair:07}{half}" for pair in range(1, len(written) // 2 + 1) for half in "ab"]
    require(written == pairs, "A transaction came back in part.")
    require(
        meant.least <= len(written) // 2 <= meant.most,
        f"{len(written) // 2} pairs came back, of {meant.least} to {meant.most} there were then.",
    )
    files = {name: _hash(path) for name, path in there.files() if name.endswith(".bin")}
    require(files == meant.files, "Files came back otherwise than they were.")
    say(
        f"equal: {len(found)} tables, {len(files)} files; of what was written meanwhile "
        f"{len(written) // 2} pairs, none halved"
    )


def _hashes(snapshot: Snapshot) -> Hashes:
    """Return a hash of each table's rows as they are in a snapshot."""
    columns = {} if connection.vendor == "sqlite" else _columns()
    told: Hashes = {}
    for table in snapshot.counts:
        names, order = columns.get(table, (["*"], "1"))
        digest = hashlib.sha256()
        for row in snapshot.rows(table, names, order):
            digest.update(repr(row).encode())
        told[table] = digest.hexdigest()
    return told


def _columns() -> dict[str, tuple[list[str], str]]:
    """Return the columns of every table, and the one that orders its rows; SQLite's files are copied row by row."""
    told = {}
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            found = connection.introspection.get_table_description(cursor, table)
            names = [column.name for column in found]
            key = connection.introspection.get_primary_key_column(cursor, table)
            told[table] = names, key or names[0]
    connection.close()
    return told


def _hash(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
