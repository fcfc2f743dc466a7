"""The floor of an import: a stage table and one insert for all, in plain SQL; no seals, no words, no undo.

Run by `bench_imports.py`; prints what it measured as JSON.
"""

import csv
import io
import json
import os
import resource
import sqlite3
import sys
import time
from pathlib import Path
from typing import Any

import psycopg
from import_lists import HEADERS

COLUMNS = ", ".join(f'"{name}" TEXT' for name in HEADERS)
NAMES = ", ".join(f'"{name}"' for name in HEADERS)
# What is new, what is known and differs, what is the same: the least an import must tell.
VERDICTS = """
UPDATE stage SET verdict = CASE
  WHEN NOT EXISTS (SELECT 1 FROM person WHERE person.phone = stage.phone) THEN 'new'
  WHEN EXISTS (SELECT 1 FROM person WHERE person.phone = stage.phone AND person.name = stage.name) THEN 'same'
  ELSE 'update' END
"""
APPLY = f"INSERT INTO person ({NAMES}) SELECT {NAMES} FROM stage WHERE verdict = 'new'"
TABLES = (
    f"CREATE TABLE person (id {{key}}, {COLUMNS})",
    f"CREATE TABLE stage (row_number INTEGER, verdict TEXT, {COLUMNS})",
    *(f"CREATE INDEX person_{name} ON person ({name})" for name in ("phone", "email", "name")),
)


def main(path: str) -> None:
    """Import the file and say what it took."""
    data = Path(path).read_bytes()
    address = os.environ["DATABASE_URL"]
    (_sqlite if address.startswith("sqlite") else _postgres)(address, data)


def _sqlite(address: str, data: bytes) -> None:
    database = sqlite3.connect(address.removeprefix("sqlite:///"), isolation_level=None)
    database.execute("PRAGMA journal_mode=WAL")
    database.execute("PRAGMA synchronous=FULL")
    for statement in TABLES:
        database.execute(statement.format(key="INTEGER PRIMARY KEY AUTOINCREMENT"))
    since = time.monotonic(), time.process_time()
    places = ", ".join("?" * len(HEADERS))
    rows = list(csv.reader(io.StringIO(data.decode())))[1:]
    database.execute("BEGIN IMMEDIATE")
    database.executemany(
        f"INSERT INTO stage (row_number, {NAMES}) VALUES (?, {places})",
        ([number, *row] for number, row in enumerate(rows)),
    )
    database.execute("COMMIT")
    for statement in (VERDICTS, APPLY):
        database.execute(statement)
    _say(since, database.execute("SELECT COUNT(*) FROM person").fetchone())


def _postgres(address: str, data: bytes) -> None:
    with psycopg.connect(address, autocommit=True) as database, database.cursor() as cursor:
        for statement in TABLES:
            cursor.execute(statement.format(key="BIGSERIAL PRIMARY KEY").encode())
        since = time.monotonic(), time.process_time()
        rows = list(csv.reader(io.StringIO(data.decode())))[1:]
        with cursor.copy(f"COPY stage (row_number, {NAMES}) FROM STDIN".encode()) as copy:
            for number, row in enumerate(rows):
                copy.write_row([number, *row])
        cursor.execute(b"ANALYZE stage")
        for statement in (VERDICTS, APPLY):
            cursor.execute(statement.encode())
        cursor.execute(b"SELECT COUNT(*) FROM person")
        _say(since, cursor.fetchone())


def _say(since: tuple[float, float], found: Any) -> None:
    told = {
        "rows": found[0],
        "wall": time.monotonic() - since[0],
        "cpu": time.process_time() - since[1],
        "rss": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    }
    print(json.dumps(told))


if __name__ == "__main__":
    main(sys.argv[1])
