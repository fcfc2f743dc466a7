"""Houses made for a drill: a folder, a database, and no guest of anybody's. They are gone when it ends."""

from __future__ import annotations

import os
import secrets
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.db import connection

from .drills import Environment, PromiseBroken, Say

_OF_THE_HOUSE = (
    "DATABASE_URL", "REDIS_URL", "FOYER_FIELD_KEYS", "FOYER_TLS", "FOYER_MAIL_URL", "FOYER_PROCESS",
    "FOYER_BACKUP_DIR", "FOYER_BACKUP_KEY",
)  # fmt: skip


@contextmanager
def own_house(say: Say) -> Iterator[Environment]:
    """Make a house beside this one: on SQLite a file, on PostgreSQL a database of the same server."""
    with tempfile.TemporaryDirectory(prefix="foyer-drill-") as folder, _own_database() as url:
        yield furnished(Path(folder), say, url)


def furnished(folder: Path, say: Say, database_url: str = "") -> Environment:
    """Return the environment of a house with an empty, migrated database; it sends no mail.

    Raises:
        PromiseBroken: the database could not be migrated.
    """
    kept = {name: value for name, value in os.environ.items() if name not in _OF_THE_HOUSE}
    environment = kept | {
        "DJANGO_SETTINGS_MODULE": "foyer.settings.development",
        "FOYER_DATA_DIR": str(folder),
        "FOYER_SECRET_KEY": secrets.token_urlsafe(48),
        "FOYER_PUBLIC_URL": "http://127.0.0.1",
        "FOYER_LOG_LEVEL": "ERROR",
        "PYTHONPATH": os.pathsep.join((str(settings.SOURCE_DIR.parent), str(settings.PROJECT_DIR))),
    }
    if database_url:
        environment["DATABASE_URL"] = database_url
    say("making a house for the drill")
    if run_in(environment, "migrate", "-v0"):
        message = "The database of the drill's house could not be migrated."
        raise PromiseBroken(message)
    return environment


def run_in(environment: Environment, *command: str) -> int:
    """Run a management command in a house; return how it ended."""
    line = [sys.executable, "-m", "foyer", *command]
    return subprocess.run(line, env=environment, check=False).returncode  # noqa: S603  a command of ours


def database_url(name: str = "") -> str:
    """Return the address of this house's database, or of another on the same server."""
    at = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{at['NAME']}"
    login = f"{at['USER']}:{at['PASSWORD']}" if at["PASSWORD"] else at["USER"]
    return f"postgres://{login}@{at['HOST']}:{at['PORT'] or 5432}/{name or at['NAME']}"


@contextmanager
def _own_database() -> Iterator[str]:
    """Make a database on this house's server for as long as it is needed; SQLite needs none."""
    if connection.vendor == "sqlite":
        yield ""
        return
    name = f"foyer_drill_{secrets.token_hex(4)}"
    quoted = connection.ops.quote_name(name)
    with connection._nodb_cursor() as cursor:  # as Django makes its test databases
        cursor.execute(f"CREATE DATABASE {quoted}")
    try:
        yield database_url(name)
    finally:
        with connection._nodb_cursor() as cursor:
            cursor.execute(f"DROP DATABASE {quoted} WITH (FORCE)")
