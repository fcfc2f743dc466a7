"""A small house of a test's own: a database of three tables and some files, on SQLite or PostgreSQL."""

import hashlib
import secrets
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connection

from foyer.core.backups.databases.postgresql import PostgresDatabase
from foyer.core.backups.databases.sqlite import SqliteDatabase
from foyer.core.backups.house import House
from foyer.core.backups.keys import BackupKey

KEY = BackupKey(b"k" * 32)
MIGRATIONS = ("core.0001_initial", "core.0002_roles")
KNOWN: dict[str, tuple[str, ...]] = dict.fromkeys(MIGRATIONS, ())
NOON = datetime(2026, 12, 6, 4, tzinfo=UTC)
_TABLES = (
    "CREATE TABLE django_migrations (app varchar(40), name varchar(80))",
    "CREATE TABLE core_workerpulse (name varchar(80), beat_at {moment})",
    "CREATE TABLE note (id integer PRIMARY KEY, text varchar(400))",
)


class Rows:
    """Speaks to a scratch database as a program of its own."""

    def __init__(self, house: House) -> None:
        self.database = house.database

    def run(self, statement: str, *rows: Sequence[Any]) -> None:
        """Carry a statement out, once for each row, in one transaction."""
        with self._open() as there:
            cursor = there.cursor()
            mark = "?" if self.is_sqlite else "%s"
            for values in rows or ((),):
                cursor.execute(statement.replace("?", mark), values)
            there.commit()

    def ask(self, question: str) -> list[tuple[Any, ...]]:
        """Return what a question finds."""
        with self._open() as there:
            return list(there.cursor().execute(question).fetchall())

    @property
    def is_sqlite(self) -> bool:
        return isinstance(self.database, SqliteDatabase)

    @contextmanager
    def _open(self) -> Iterator[Any]:
        if isinstance(self.database, SqliteDatabase):
            with closing(sqlite3.connect(self.database.path, timeout=20)) as there:
                there.execute("PRAGMA journal_mode=WAL")
                yield there
        else:
            assert isinstance(self.database, PostgresDatabase)
            with self.database.connect() as there:
                yield there


@contextmanager
def scratch_house(kind: str, folder: Path, *, notes: int = 50) -> Iterator[House]:
    """Make a house with so many notes and three files."""
    if kind == "postgresql" and connection.vendor != "postgresql":
        pytest.skip("asks for PostgreSQL: DATABASE_URL names none")
    folder.mkdir()
    with _database(kind, folder) as database:
        folders = {name: folder / name for name in ("media", "private", "tls")}
        house = House(database, folders, folder)
        rows = Rows(house)
        moment = "text" if rows.is_sqlite else "timestamptz"
        for table in _TABLES:
            rows.run(table.format(moment=moment))
        applied = [name.split(".") for name in MIGRATIONS]
        rows.run("INSERT INTO django_migrations VALUES (?, ?)", *applied)
        texts = [(n, f"迎客 {n} " * 20) for n in range(notes)]
        rows.run("INSERT INTO note VALUES (?, ?)", *texts)
        (folder / "media" / "a").mkdir(parents=True)
        (folder / "private").mkdir()
        (folder / "media" / "a" / "picture.jpg").write_bytes(secrets.token_bytes(2_300_000))
        (folder / "media" / "words.txt").write_text("words " * 90_000)
        (folder / "private" / "信.pdf").write_bytes(b"paper")
        (folder / "private" / "信.pdf").chmod(0o640)
        yield house


@contextmanager
def _database(kind: str, folder: Path) -> Iterator[SqliteDatabase | PostgresDatabase]:
    if kind == "sqlite":
        yield SqliteDatabase(folder / "foyer.sqlite3")
        return
    name = f"foyer_backup_{secrets.token_hex(4)}"
    server = PostgresDatabase.of(settings.DATABASES["default"] | {"NAME": "postgres"})
    with server.connect() as there:
        there.autocommit = True
        there.execute(f"CREATE DATABASE {name}")  # type: ignore[arg-type]
        try:
            yield replace(server, name=name)
        finally:
            found = "SELECT datname FROM pg_database WHERE datname LIKE %s"
            for (left,) in there.execute(found, [f"{name}%"]).fetchall():
                there.execute(f"DROP DATABASE {left} WITH (FORCE)")  # type: ignore[arg-type]


def all_of(house: House) -> dict[str, str]:
    """Return hashes of everything in a house: each file and each table."""
    told = {name: hashlib.sha256(path.read_bytes()).hexdigest() for name, path in house.files()}
    rows = Rows(house)
    for table, order in (("note", "id"), ("django_migrations", "name")):
        found = repr(rows.ask(f"SELECT * FROM {table} ORDER BY {order}"))
        told[table] = hashlib.sha256(found.encode()).hexdigest()
    return told


def leftovers(house: House) -> list[str]:
    """Return what lies in a house's folder and belongs nowhere."""
    return [name for name in house.left_out() if name not in ("media", "private", "tls")]
