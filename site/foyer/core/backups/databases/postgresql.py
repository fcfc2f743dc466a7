"""PostgreSQL: dumped by pg_dump in one snapshot, restored beside the old one, swapped by renaming. (security 25)"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any, Self

import psycopg
from psycopg import sql
from psycopg.conninfo import make_conninfo

from foyer.core.backups.refusals import HouseRuns, MayNotMakeDatabase

from . import Beat, Move
from .sqlite import said_pulse
from .tools import found, output_of, run, version_of

_MOST_JOBS = 4
_LONGEST_NAME = 63
_PLAIN = ("--no-owner", "--no-privileges")
_FAST = "-c synchronous_commit=off -c maintenance_work_mem=256MB -c statement_timeout=0"
_TABLES = """
    SELECT c.relname FROM pg_class c WHERE c.relkind = 'r' AND c.relnamespace = current_schema()::regnamespace
    ORDER BY 1
"""


@dataclass(slots=True)
class PostgresContents:
    """A database in one moment: held by a transaction, dumped by pg_dump in the same."""

    connection: psycopg.Connection[Any]
    line: Sequence[str] = ()
    environment: Mapping[str, str] = field(default_factory=dict)
    migrations: Sequence[str] = ()
    counts: dict[str, int] = field(default_factory=dict)
    size: int = 0
    is_packed: bool = True
    tool: str = ""

    def blocks(self) -> Iterator[bytes]:
        """Yield the dump."""
        yield from output_of(self.line, self.environment)

    def rows(self, table: str, columns: Sequence[str], order: str) -> Iterator[tuple[Any, ...]]:
        """Yield a table's rows in order."""
        yield from rows_of(self.connection, table, columns, order)


@dataclass(frozen=True, slots=True)
class PostgresDatabase:
    """A database of a server, and how it is reached."""

    name: str
    login: Mapping[str, str]  # as libpq calls it: host, port, user, password, sslmode …
    kind: str = "PostgreSQL"

    @classmethod
    def of(cls, told: Mapping[str, Any]) -> Self:
        """Return the database of Django's settings."""
        names = {"host": "HOST", "port": "PORT", "user": "USER", "password": "PASSWORD"}
        login = {name: str(told[key]) for name, key in names.items() if told.get(key)}
        options = told.get("OPTIONS") or {}
        kept = ("sslmode", "sslrootcert", "sslcert", "sslkey", "passfile", "service")
        return cls(
            str(told["NAME"]), login | {key: str(options[key]) for key in kept if key in options}
        )

    def files(self) -> Sequence[Path]:
        """It has none in the house's folders."""
        return []

    @contextmanager
    def snapshot(self, scratch: Path, beat: Beat) -> Iterator[PostgresContents]:
        """Hold it as it is now; nobody who writes waits for that."""
        with self._connect(self.name) as there:
            tool = found("pg_dump", server=there.info.server_version // 10_000)
            there.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
            there.read_only = True
            there.execute("SET LOCAL statement_timeout = 0")
            there.execute("SET LOCAL idle_in_transaction_session_timeout = 0")
            (token,) = _one(there, "SELECT pg_export_snapshot()")
            (size,) = _one(there, "SELECT pg_database_size(current_database())")
            migrations, counts = _contents(there)
            line = [tool, "--format=custom", "--compress=1", f"--snapshot={token}", *_PLAIN]
            environment = self._environment(self.name)
            yield PostgresContents(
                there, line, environment, migrations, counts, size, tool=version_of(tool)
            )

    def trouble(self, now: datetime) -> str:
        """Return the sign of life of a worker, or how many others are connected."""
        with self._connect(self.name) as there:
            try:
                (newest,) = _one(there, "SELECT max(beat_at) FROM core_workerpulse")
            except psycopg.errors.UndefinedTable:
                there.rollback()
                newest = None
            if newest and (said := said_pulse(newest, now)):
                return said
            others = """
                SELECT count(*) FROM pg_stat_activity
                WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_type = 'client backend'
            """
            (count,) = _one(there, others)
        return f"{count} other programs are connected to the database" if count else ""

    def check_replaceable(self) -> None:
        """See that its account may make a database, or that this one is empty.

        Raises:
            MayNotMakeDatabase: neither.
            ToolMissing: there is no pg_restore.
            ToolTooOld: pg_restore is older than the server.
        """
        with self._connect(self.name) as there:
            found("pg_restore", server=there.info.server_version // 10_000)
            if not self._may_make(there) and not self._is_empty(there):
                raise MayNotMakeDatabase(user=there.info.user)

    def place_for_dump(self, stamp: str, data: Path) -> Path:
        """Return where the dump is unpacked; it goes when it was restored."""
        return data / f"database.restoring-{stamp}"

    def make_ready(self, dump: Path, stamp: str) -> PostgresContents:
        """Restore the dump into a database beside this one; into this one at the end where it is empty."""
        line = [found("pg_restore"), "--exit-on-error", *_PLAIN]
        with self._connect(self.name) as there:
            if not self._may_make(there):  # hence empty
                run(
                    [*line, "--single-transaction", f"--dbname={self.name}", str(dump)],
                    self._environment(self.name),
                )
                return PostgresContents(there, (), {}, *_contents(there))
            about = "SELECT pg_encoding_to_char(encoding), datcollate, datctype FROM pg_database WHERE datname = %s"
            encoding, collation, kinds = _one(there, about, self.name)
        fresh = self._beside("restoring", stamp)
        with self._maintenance() as server:
            server.execute(
                sql.SQL(
                    "CREATE DATABASE {} TEMPLATE template0 ENCODING {} LC_COLLATE {} LC_CTYPE {}"
                ).format(sql.Identifier(fresh), encoding, collation, kinds)
            )
        jobs = min(os.cpu_count() or 1, _MOST_JOBS)
        environment = self._environment(fresh) | {"PGOPTIONS": _FAST}
        run([*line, f"--jobs={jobs}", f"--dbname={fresh}", str(dump)], environment)
        dump.unlink()
        with self._connect(fresh) as there:
            there.autocommit = True
            there.execute("ANALYZE")
            return PostgresContents(there, (), {}, *_contents(there))

    def moves(self, stamp: str) -> Sequence[Move]:
        """No file is renamed."""
        return []

    def settle(self, *, by_force: bool) -> None:
        """The server keeps it at rest: a database somebody is connected to is not renamed."""

    def replace(self, stamp: str, *, by_force: bool) -> None:
        """Rename both databases in one transaction.

        Raises:
            HouseRuns: somebody is connected.
        """
        fresh, old = self._beside("restoring", stamp), self._beside("before", stamp)
        with self._maintenance() as server:
            if not _exists(server, fresh):
                return  # it was empty, and filled where it is
            if by_force:
                server.execute(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s",
                    [self.name],
                )
            try:
                with server.transaction():
                    _rename(server, self.name, old)
                    _rename(server, fresh, self.name)
            except psycopg.errors.ObjectInUse as reason:
                raise HouseRuns(why="other programs are connected to the database") from reason

    def was_replaced(self, stamp: str) -> bool:
        """Tell whether both were renamed."""
        with self._maintenance() as server:
            return _exists(server, self._beside("before", stamp))

    def discard(self, stamp: str) -> None:
        """Delete the database made beside this one."""
        with self._maintenance() as server:
            fresh = sql.Identifier(self._beside("restoring", stamp))
            server.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(fresh))

    def kept_as(self, stamp: str) -> str:
        """Return what the replaced one is called."""
        return self._beside("before", stamp)

    def connect(self) -> psycopg.Connection[Any]:
        """Return a connection to it, for whoever looks at it from outside."""
        return self._connect(self.name)

    def _connect(self, name: str) -> psycopg.Connection[Any]:
        return psycopg.connect(make_conninfo(dbname=name, connect_timeout=10, **self.login))

    @contextmanager
    def _maintenance(self) -> Iterator[psycopg.Connection[Any]]:
        with self._connect("postgres") as server:
            server.autocommit = True
            yield server

    def _environment(self, name: str) -> dict[str, str]:
        """Return what libpq reads: a password never stands on a command line."""
        return {f"PG{key.upper()}": value for key, value in self.login.items()} | {
            "PGDATABASE": name
        }

    def _beside(self, what: str, stamp: str) -> str:
        end = f"_{what}_{stamp.lower()}"
        return self.name[: _LONGEST_NAME - len(end)] + end

    def _may_make(self, there: psycopg.Connection[Any]) -> bool:
        may = """
            SELECT rolsuper OR (rolcreatedb AND pg_has_role(current_user, datdba, 'USAGE'))
            FROM pg_roles, pg_database WHERE rolname = current_user AND datname = %s
        """
        return bool(_one(there, may, self.name)[0])

    def _is_empty(self, there: psycopg.Connection[Any]) -> bool:
        return not there.execute(_TABLES).fetchall()


def rows_of(
    there: psycopg.Connection[Any], table: str, columns: Sequence[str], order: str
) -> Iterator[tuple[Any, ...]]:
    """Yield a table's rows in order, a thousand at a time."""
    asked = sql.SQL("SELECT {} FROM {} ORDER BY {}").format(
        sql.SQL(", ").join(map(sql.Identifier, columns)),
        sql.Identifier(table),
        sql.Identifier(order),
    )
    with there.cursor(name="foyer_rows") as cursor:
        cursor.itersize = 1000
        cursor.execute(asked)
        yield from cursor


def _contents(there: psycopg.Connection[Any]) -> tuple[list[str], dict[str, int]]:
    counts = {}
    for (name,) in there.execute(_TABLES).fetchall():
        counted = sql.SQL("SELECT count(*) FROM {}").format(sql.Identifier(name))
        counts[name] = there.execute(counted).fetchone()[0]  # type: ignore[index]  # a count is one row
    applied = there.execute("SELECT app, name FROM django_migrations ORDER BY app, name").fetchall()
    return [f"{app}.{name}" for app, name in applied], counts


def _one(there: psycopg.Connection[Any], question: str, *values: Any) -> tuple[Any, ...]:
    row: tuple[Any, ...] | None = there.execute(question, values or None).fetchone()
    assert row is not None  # noqa: S101  each of them has one row
    return row


def _exists(server: psycopg.Connection[Any], name: str) -> bool:
    return bool(server.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone())


def _rename(server: psycopg.Connection[Any], name: str, other: str) -> None:
    server.execute(
        sql.SQL("ALTER DATABASE {} RENAME TO {}").format(
            sql.Identifier(name), sql.Identifier(other)
        )
    )
