"""A backup in the place of a house: all of it or nothing, and never over one that works. (001-30, security 25)"""

import os
import signal
from collections.abc import Iterator
from datetime import timedelta
from io import StringIO
from multiprocessing import get_context
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from foyer.core.backups.house import House
from foyer.core.backups.making import make_backup
from foyer.core.backups.refusals import (
    BackupDamaged,
    CodeTooOld,
    HouseRuns,
    MayNotMakeDatabase,
    OtherDatabaseKind,
    OtherFieldKeys,
    RestoreRuns,
    ToolMissing,
)
from foyer.core.backups.restoring import Allowed, Restored, restore_backup
from foyer.core.backups.swapping import is_unfinished, take_back
from tests.scratch_house import KEY, KNOWN, MIGRATIONS, NOON, Rows, all_of, leftovers, scratch_house

KINDS = ("sqlite", "postgresql")


@pytest.fixture(params=KINDS)
def house(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[House]:
    """A small house on either database."""
    with scratch_house(request.param, tmp_path / "house") as made:
        yield made


@pytest.fixture
def small(tmp_path: Path) -> Iterator[House]:
    """A small house on SQLite."""
    with scratch_house("sqlite", tmp_path / "small") as made:
        yield made


@pytest.fixture
def postgres(tmp_path: Path) -> Iterator[House]:
    """A small house on PostgreSQL."""
    with scratch_house("postgresql", tmp_path / "postgres") as made:
        yield made


def changed_since_backup(house: House, folder: Path) -> tuple[Path, dict[str, str]]:
    """Back a house up and change all of it; return the backup, and what the house is now."""
    path = folder / "all.backup"
    make_backup(house=house, path=path, key=KEY, at=NOON)
    Rows(house).run("DELETE FROM note WHERE id > 3")
    (house.folders["media"] / "words.txt").write_text("other words")
    return path, all_of(house)


def restore(path: Path, house: House, **allowed: bool) -> Restored:
    return restore_backup(
        path=path,
        house=house,
        keys=[KEY],
        migrations=KNOWN,
        at=NOON,
        allowed=Allowed(**allowed),
    )


class TestRestore:
    def test_keeps_what_was_there_beside_it(self, house: House, tmp_path: Path):
        path, now = changed_since_backup(house, tmp_path)

        restored = restore(path, house)
        aside = {Path(place).name for place in restored.aside}

        assert {"media.before-20261206T040000Z", "private.before-20261206T040000Z"} < aside
        assert (
            house.data / "media.before-20261206T040000Z" / "words.txt"
        ).read_text() == "other words"
        assert all_of(house) != now
        assert not is_unfinished(house.data)

    def test_adds_those_erased_since_and_takes_nobody_out(self, house: House, tmp_path: Path):
        house.ledger.write_text('{"at": 1}\n')
        path, _now = changed_since_backup(house, tmp_path)
        house.ledger.write_text('{"at": 2}\n')

        restore(path, house)

        assert house.ledger.read_text() == '{"at": 2}\n{"at": 1}\n'

    def test_tells_when_the_code_is_newer(self, small: House, tmp_path: Path):
        path, _now = changed_since_backup(small, tmp_path)

        restored = restore_backup(
            path=path, house=small, keys=[KEY], migrations={**KNOWN, "core.0003_x": ()}, at=NOON
        )

        assert restored.behind is True

    def test_knows_migrations_that_were_written_anew_as_one(self, small: House, tmp_path: Path):
        path, _now = changed_since_backup(small, tmp_path)

        restored = restore_backup(
            path=path, house=small, keys=[KEY], migrations={"core.0001_tables": MIGRATIONS}, at=NOON
        )

        assert restored.behind is False


class TestRefusedRestore:
    """Leaves the house as it is."""

    def test_of_a_damaged_file(self, house: House, tmp_path: Path):
        path, now = changed_since_backup(house, tmp_path)
        data = bytearray(path.read_bytes())
        data[-1] ^= 1
        path.write_bytes(data)

        with pytest.raises(BackupDamaged):
            restore(path, house)

        assert (all_of(house), leftovers(house)) == (now, [])

    def test_while_a_worker_lives(self, house: House, tmp_path: Path):
        path, now = changed_since_backup(house, tmp_path)
        beat = (NOON - timedelta(seconds=30)).replace(tzinfo=None).isoformat(" ")
        Rows(house).run(
            "INSERT INTO core_workerpulse VALUES (?, ?)",
            ("w", f"{beat}+00" if not Rows(house).is_sqlite else beat),
        )

        with pytest.raises(HouseRuns, match="sign of life 30 s ago"):
            restore(path, house)

        assert (all_of(house), leftovers(house)) == (now, [])

    def test_while_another_program_has_the_database_open(self, house: House, tmp_path: Path):
        path, _now = changed_since_backup(house, tmp_path)

        with Rows(house)._open() as other:
            other.execute("SELECT count(*) FROM note").fetchall()
            with pytest.raises(HouseRuns):
                restore(path, house)

        assert leftovers(house) == []

    def test_unless_somebody_says_so(self, house: House, tmp_path: Path):
        path, now = changed_since_backup(house, tmp_path)

        with Rows(house)._open() as other:
            other.execute("SELECT count(*) FROM note").fetchall()
            other.rollback()
            restore(path, house, though_running=True)

        assert all_of(house) != now

    def test_by_older_code(self, house: House, tmp_path: Path):
        path, now = changed_since_backup(house, tmp_path)

        with pytest.raises(CodeTooOld, match=r"core\.0002_roles"):
            restore_backup(
                path=path, house=house, keys=[KEY], migrations={"core.0001_initial": ()}, at=NOON
            )

        assert (all_of(house), leftovers(house)) == (now, [])

    def test_without_the_keys_of_personal_data(self, small: House, tmp_path: Path, settings):
        path, now = changed_since_backup(small, tmp_path)
        settings.FIELD_KEYS = ["quite another key"]

        with pytest.raises(OtherFieldKeys):
            restore(path, small)

        assert all_of(small) == now
        assert restore(path, small, without_field_keys=True).known.files == 3

    def test_while_another_restore_runs(self, small: House, tmp_path: Path):
        path, now = changed_since_backup(small, tmp_path)
        import fcntl  # noqa: PLC0415

        with (small.data / "restore.lock").open("w") as held:
            fcntl.flock(held, fcntl.LOCK_EX)
            with pytest.raises(RestoreRuns):
                restore(path, small)

        assert all_of(small) == now

    def test_into_another_kind_of_database(self, small: House, postgres: House, tmp_path: Path):
        path, _now = changed_since_backup(small, tmp_path)
        before = all_of(postgres)

        with pytest.raises(OtherDatabaseKind):
            restore(path, postgres)

        assert (all_of(postgres), leftovers(postgres)) == (before, [])

    def test_by_an_account_that_may_make_no_database(self, postgres: House, tmp_path: Path):
        path, now = changed_since_backup(postgres, tmp_path)
        poor = _as_poor_account(postgres)

        with pytest.raises(MayNotMakeDatabase):
            restore(path, poor)

        assert (all_of(postgres), leftovers(postgres)) == (now, [])

    def test_without_the_programs_of_postgresql(self, postgres: House, tmp_path: Path, monkeypatch):
        path, now = changed_since_backup(postgres, tmp_path)
        monkeypatch.setenv("PATH", str(tmp_path))

        with pytest.raises(ToolMissing, match="pg_restore"):
            restore(path, postgres)

        assert all_of(postgres) == now

    @pytest.mark.parametrize("nth", range(8))
    def test_when_a_renaming_fails(self, nth: int, house: House, tmp_path: Path, monkeypatch):
        path, now = changed_since_backup(house, tmp_path)
        rename, count = Path.rename, iter(range(100))

        def fail(self: Path, target: Path) -> Path:
            if next(count) == nth:
                raise OSError(5, "Input/output error")
            return rename(self, target)

        monkeypatch.setattr(Path, "rename", fail)
        try:
            restore(path, house)
        except OSError:
            monkeypatch.undo()
            assert (all_of(house), [n for n in leftovers(house) if not n.endswith(".part")]) == (
                now,
                [],
            )
        else:
            assert all_of(house) != now

    @pytest.mark.parametrize("nth", range(1, 7))
    def test_when_the_machine_stops_in_the_middle(self, nth: int, house: House, tmp_path: Path):
        path, now = changed_since_backup(house, tmp_path)

        child = get_context("fork").Process(target=_die_at_renaming, args=(nth, path, house))
        child.start()
        child.join()
        is_over = child.exitcode == 0
        was_unfinished = is_unfinished(house.data)

        assert was_unfinished is not is_over
        assert take_back(house) is was_unfinished
        assert (all_of(house) == now) is not is_over


class TestCommands:
    def test_say_in_words_what_is_wrong(self, settings, tmp_path: Path):
        settings.BACKUP_KEYS = []

        with pytest.raises(CommandError, match="FOYER_BACKUP_KEY is missing"):
            call_command("backup", str(tmp_path / "x.backup"))

    def test_say_which_file_is_not_there(self, settings, tmp_path: Path):
        settings.BACKUP_KEYS = ["AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8"]

        with pytest.raises(CommandError, match=r"none\.backup: No such file"):
            call_command("verify", str(tmp_path / "none.backup"))

    def test_ask_before_they_replace_a_house(self, monkeypatch, tmp_path: Path):
        monkeypatch.setattr("builtins.input", lambda _words: "no")

        with pytest.raises(CommandError, match="Nothing was done"):
            call_command("restore", str(tmp_path / "x.backup"), stdout=StringIO())


def _as_poor_account(house: House) -> House:
    """Return the house as an account sees it that owns nothing."""
    from dataclasses import replace  # noqa: PLC0415

    role = "foyer_backup_poor"
    rows = Rows(house)
    rows.run(
        f"DO $$ BEGIN CREATE ROLE {role} LOGIN PASSWORD 'poor'; EXCEPTION WHEN duplicate_object THEN NULL; END $$"
    )
    rows.run(f"GRANT SELECT ON ALL TABLES IN SCHEMA public TO {role}")
    login = {**house.database.login, "user": role, "password": "poor"}  # type: ignore[union-attr]
    return replace(house, database=replace(house.database, login=login))  # type: ignore[type-var]


def _die_at_renaming(nth: int, path: Path, house: House) -> None:
    """Restore in this process, which the nth renaming of the house kills: the first writes the journal."""
    rename, count = Path.rename, iter(range(100))

    def die(self: Path, target: Path) -> Path:
        if next(count) == nth:
            os.kill(os.getpid(), signal.SIGKILL)
        return rename(self, target)

    Path.rename = die  # type: ignore[method-assign]
    restore(path, house)
    os._exit(0)
