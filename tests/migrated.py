"""A database migrated once and copied afterwards: a run of tests begins in seconds, not in a minute."""

import fcntl
import hashlib
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import pytest
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.base.creation import BaseDatabaseCreation

ROOT = Path(__file__).resolve().parent.parent
KEPT = ROOT / "var" / "migrated"


def _version() -> str:
    """Digest what a migrated database depends on: every migration of ours, and the packages' versions."""
    ours = (
        path
        for part in ("site", "kiosk", "forms_content")
        for path in (ROOT / part).rglob("migrations/*.py")
    )
    digest = hashlib.blake2b((ROOT / "uv.lock").read_bytes(), digest_size=6)
    for path in sorted(ours):
        digest.update(path.relative_to(ROOT).as_posix().encode() + path.read_bytes())
    return digest.hexdigest()


class _Copies:
    """Copies of one kind of database."""

    def __init__(self, connection: BaseDatabaseWrapper, version: str) -> None:
        self.connection, self.version = connection, version

    @property
    def _file(self) -> Path:
        return KEPT / f"{self.version}.sqlite3"

    def exists(self) -> bool:
        return self._file.exists()

    def fill(self, make: Any) -> Any:
        """Return what makes an empty test database, so that it makes a filled one."""

        def make_filled(*args: Any, **kwargs: Any) -> Any:
            name = make(*args, **kwargs)
            shutil.copy(self._file, name)
            return name

        return make_filled

    def keep(self) -> None:
        """Keep a copy of the test database just migrated."""
        name = str(self.connection.settings_dict["NAME"])
        self.connection.close()
        fresh = self._file.with_suffix(".new")
        fresh.unlink(missing_ok=True)
        with closing(sqlite3.connect(name)) as source, closing(sqlite3.connect(fresh)) as copy:
            source.backup(copy)
        fresh.replace(self._file)


class _PostgresCopies(_Copies):
    @property
    def _name(self) -> str:
        return f"foyer_migrated_{self.version}"

    def exists(self) -> bool:
        with self.connection._nodb_cursor() as cursor:
            cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [self._name])
            return cursor.fetchone() is not None

    def fill(self, make: Any) -> Any:
        self.connection.settings_dict["TEST"]["TEMPLATE"] = self._name
        return make

    def keep(self) -> None:
        name = self.connection.settings_dict["NAME"]
        self.connection.close()
        quoted = self.connection.ops.quote_name
        with self.connection._nodb_cursor() as cursor:
            cursor.execute(f"CREATE DATABASE {quoted(self._name)} TEMPLATE {quoted(name)}")


@contextmanager
def migrated_once() -> Iterator[None]:
    """Let Django's test databases be copies of one that was migrated before, here or in another process."""
    create = BaseDatabaseCreation.create_test_db

    def create_copy(creation: Any, *args: Any, **kwargs: Any) -> Any:
        connection = creation.connection
        kind = _PostgresCopies if connection.vendor == "postgresql" else _Copies
        copies = kind(connection, _version())
        KEPT.mkdir(parents=True, exist_ok=True)
        with (KEPT / "lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not copies.exists():
                made = create(creation, *args, **kwargs)
                copies.keep()
                return made
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(creation, "_create_test_db", copies.fill(creation._create_test_db))
            return create(creation, *args, **kwargs)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(BaseDatabaseCreation, "create_test_db", create_copy)
        yield
