"""How fast a sign-in could be without Django: a WSGI function, the database's own driver, one statement."""

from __future__ import annotations

import json
import os
import sqlite3
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from typing import Any

import psycopg

_ADDRESS = os.environ["BENCH_DATABASE"]
_STATEMENT = """
INSERT INTO raw_sign_in (guest_id, at) SELECT id, {at} FROM bare_guest WHERE code = {code}
ON CONFLICT DO NOTHING RETURNING guest_id
"""


def _connect() -> tuple[Any, str]:
    """Return a connection on which each statement is committed, and the statement as its driver takes it."""
    if _ADDRESS.startswith("sqlite"):
        file = sqlite3.connect(
            _ADDRESS.removeprefix("sqlite:///"), isolation_level=None, check_same_thread=False
        )
        for setting in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
            file.execute(f"PRAGMA {setting}")
        return file, _STATEMENT.format(at="?", code="?")
    server = psycopg.connect(_ADDRESS, autocommit=True, prepare_threshold=3)
    return server, _STATEMENT.format(at="%s", code="%s")


_connection, _statement = _connect()


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    """Sign in whoever has the code."""
    size = int(environ["CONTENT_LENGTH"])
    code = json.loads(environ["wsgi.input"].read(size))["code"]
    at = datetime.now(UTC).isoformat()
    guest = _connection.execute(_statement, [at, code]).fetchone()
    body = json.dumps({"result": "welcome", "guest": guest, "at": at}).encode()
    start_response("200 OK", [("Content-Length", str(len(body)))])
    return [body]
