"""The house starts only on a database and with settings that keep its promises. (security 6, SEC-19)"""

import os
import secrets
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from django.conf import settings
from django.db import connection, connections
from django.db.backends.sqlite3.base import DatabaseWrapper

from foyer.core.checks import UnsafeDatabase

SAFE = {
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;",
}


def told(*command: str, **environment: str) -> tuple[int, str]:
    """Run a command with the shipped settings; return its code and all it says."""
    run = subprocess.run(
        [sys.executable, "-m", "foyer", *command],
        env={
            "PATH": os.environ["PATH"],
            "PYTHONPATH": os.pathsep.join(
                (str(settings.SOURCE_DIR.parent), str(settings.PROJECT_DIR))
            ),
            "DJANGO_SETTINGS_MODULE": "foyer.settings.base",
            "FOYER_SECRET_KEY": secrets.token_urlsafe(50),
        }
        | environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    return run.returncode, run.stdout + run.stderr


class TestSqlite:
    @pytest.fixture
    def other(self, tmp_path: Path) -> Iterator[DatabaseWrapper]:
        """Another SQLite, whose options a test chooses before it opens it."""
        mine = connections["default"].settings_dict
        name = {"NAME": tmp_path / "other.sqlite3", "OPTIONS": dict(SAFE)}
        other = DatabaseWrapper(mine | name, "other")
        yield other
        other.close()

    def test_is_taken_as_the_house_sets_it(self, other):
        with other.cursor() as cursor:
            cursor.execute("PRAGMA journal_mode")

            assert cursor.fetchone() == ("wal",)

    @pytest.mark.parametrize(
        ("options", "sentence"),
        [
            ({"init_command": "PRAGMA synchronous=FULL"}, "its journal is 'delete' instead of WAL"),
            (
                {"init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL"},
                "synchronous is NORMAL instead of FULL",
            ),
            (
                {"init_command": SAFE["init_command"] + "PRAGMA foreign_keys=OFF"},
                "foreign keys are not enforced",
            ),
            ({"timeout": 5}, "a writer waits 5000 ms for its turn instead of 20000"),
            ({"transaction_mode": None}, "transactions begin DEFERRED instead of IMMEDIATE"),
        ],
    )
    def test_is_refused_in_words_when_it_could_lose_something(self, other, options, sentence):
        other.settings_dict["OPTIONS"] = SAFE | options

        with pytest.raises(UnsafeDatabase) as refusal:
            other.ensure_connection()

        assert sentence in str(refusal.value)
        assert "FOYER_DATA_DIR" in str(refusal.value)

    def test_is_refused_to_whoever_asks_next_as_well(self, other):
        other.settings_dict["OPTIONS"] = SAFE | {"timeout": 5}
        for _attempt in range(2):
            with pytest.raises(UnsafeDatabase):
                other.ensure_connection()

    @pytest.mark.django_db
    @pytest.mark.skipif("connection.vendor != 'sqlite'", reason="this suite runs on PostgreSQL")
    def test_of_the_house_itself_runs_so(self):
        with connection.cursor() as cursor:
            values = [
                cursor.execute(f"PRAGMA {name}").fetchone()[0]
                for name in ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
            ]

        assert values == ["wal", 2, 1, 20_000]
        assert connection.transaction_mode == "IMMEDIATE"


class TestWhereNoWalCanBe:
    """As on a network share: whoever opens the file there cannot share memory with the others."""

    @pytest.fixture
    def share(self, tmp_path: Path) -> dict[str, str]:
        place = quote(f"file:{tmp_path}/foyer.sqlite3?vfs=unix-dotfile", safe="")
        return {"FOYER_DATA_DIR": str(tmp_path), "DATABASE_URL": f"sqlite:///{place}"}

    @pytest.mark.parametrize(
        "command", [("serve", "--port", "0"), ("migrate",), ("check", "--database", "default")]
    )
    def test_nothing_starts_and_the_sentence_says_what_to_do(self, share, command):
        code, said = told(*command, **share)

        assert code == 1
        assert "its journal is 'delete' instead of WAL" in said
        assert "Keep FOYER_DATA_DIR on a disk of this machine" in said


class TestServe:
    def test_says_what_to_do_first_where_the_database_is_empty(self, tmp_path: Path):
        code, said = told("serve", "--port", "0", FOYER_DATA_DIR=str(tmp_path))

        assert code == 1
        assert "manage.py migrate" in said


class TestDeployCheck:
    def test_finds_nothing_in_the_shipped_settings(self, tmp_path: Path):
        code, said = told(
            "check",
            "--deploy",
            "--fail-level",
            "WARNING",
            FOYER_DATA_DIR=str(tmp_path),
            FOYER_PUBLIC_URL="https://club.example",
            FOYER_ALLOWED_HOSTS="club.example",
        )

        assert (code, "no issues" in said) == (0, True), said

    def test_finds_what_is_unsafe_without_https(self, tmp_path: Path):
        code, said = told(
            "check", "--deploy", "--fail-level", "WARNING", FOYER_DATA_DIR=str(tmp_path)
        )

        assert (code, "security.W" in said) == (1, True)
