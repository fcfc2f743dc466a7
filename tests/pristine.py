"""The database as the migrations left it, put back after each test that really commits.

Django empties every table then and writes the migrations' rows one by one, before and after: seconds for
each test, most of a run. Here SQLite gets its pages back, and PostgreSQL the rows of the tables that hold any.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import pytest
from django.db import connections
from django.test import TransactionTestCase


@contextmanager
def put_back_after_each_test(folder: Path) -> Iterator[None]:
    """Let tests that commit leave the database as it is now.

    Args:
        folder: where a copy may lie, one for each process.
    """
    restore = {
        connection.alias: _of_pages(connection, folder)
        if connection.vendor == "sqlite"
        else _of_rows(connection)
        for connection in connections.all()
    }

    def put_back(_case: TransactionTestCase) -> None:
        for alias, put in restore.items():
            put(connections[alias])

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", put_back)
        yield


def _of_pages(connection: Any, folder: Path) -> Callable[[Any], None]:
    """Keep a copy of a SQLite database; return what puts it back."""
    file = folder / "pristine.sqlite3"
    connection.ensure_connection()
    with closing(sqlite3.connect(file)) as copy:
        connection.connection.backup(copy)

    def put(there: Any) -> None:
        there.ensure_connection()
        with closing(sqlite3.connect(file)) as copy:
            copy.backup(there.connection)

    return put


def _of_rows(connection: Any) -> Callable[[Any], None]:
    """Keep the rows of a PostgreSQL database; return what puts them back."""
    quote = connection.ops.quote_name
    tables = connection.introspection.table_names()
    any_row = " UNION ALL ".join(
        f"SELECT '{table}' WHERE EXISTS (SELECT 1 FROM {quote(table)})" for table in tables
    )

    def filled(cursor: Any) -> list[str]:
        cursor.execute(any_row)
        return [row[0] for row in cursor.fetchall()]

    kept: dict[str, bytes] = {}
    with connection.cursor() as cursor:
        for table in filled(cursor):
            with cursor.copy(f"COPY {quote(table)} TO STDOUT") as copy:
                kept[table] = b"".join(bytes(piece) for piece in copy)

    def put(there: Any) -> None:
        with there.cursor() as cursor:
            cursor.execute(
                "SET session_replication_role = replica"
            )  # no keys are checked meanwhile
            for table in filled(cursor):
                cursor.execute(f"DELETE FROM {quote(table)}")
            for table, rows in kept.items():
                with cursor.copy(f"COPY {quote(table)} FROM STDIN") as copy:
                    copy.write(rows)

    return put
