"""The whole house in one sealed file: made while it is written to, every byte of it known. (001-30, 000-28)"""

import os
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from foyer.core.backups.entries import write_entry, write_told
from foyer.core.backups.house import House
from foyer.core.backups.keys import BackupKey, backup_keys, house_key_ids
from foyer.core.backups.making import make_backup
from foyer.core.backups.reading import Known, read_backup
from foyer.core.backups.refusals import (
    BackupDamaged,
    BackupInconsistent,
    BackupTruncated,
    FileExists,
    NoBackupKey,
    NotABackup,
    OtherBackupKey,
    PathReserved,
    UnknownFormat,
)
from foyer.core.backups.restoring import restore_backup
from foyer.core.backups.sealed_stream import CHUNK, HEADER_BYTES, SealedWriter
from foyer.core.refusals import Refusal
from tests.scratch_house import KEY, KNOWN, NOON, Rows, all_of, leftovers, scratch_house

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


def backed_up(house: House, path: Path) -> Path:
    make_backup(house=house, path=path, key=KEY, at=NOON)
    return path


def read(path: Path, house: House, *keys: BackupKey) -> Known:
    return read_backup(path=path, house=house, keys=keys or (KEY,))


class TestBackup:
    def test_comes_back_as_it_was(self, house: House, tmp_path: Path):
        path, before = backed_up(house, tmp_path / "all.backup"), all_of(house)
        Rows(house).run("DELETE FROM note")
        (house.folders["media"] / "words.txt").write_text("other words")
        (house.folders["private"] / "later.txt").write_text("later")

        restored = restore_backup(path=path, house=house, keys=[KEY], migrations=KNOWN, at=NOON)

        assert all_of(house) == before
        assert (house.folders["private"] / "信.pdf").stat().st_mode & 0o777 == 0o640
        assert (restored.known.files, restored.behind) == (3, False)
        assert len(restored.aside) == 3

    def test_tells_what_is_in_it(self, house: House, tmp_path: Path):
        path = tmp_path / "all.backup"

        made = make_backup(house=house, path=path, key=KEY, at=NOON)
        known = read(path, house)

        assert (made.rows, made.files) == (known.rows, known.files) == (52, 3)
        assert known.head.counts == {"core_workerpulse": 0, "django_migrations": 2, "note": 50}
        assert (known.head.made_at, known.size) == (NOON, made.size)
        assert path.stat().st_mode & 0o777 == 0o600

    def test_holds_one_moment_while_others_write(self, house: House, tmp_path: Path):
        stop, rows, kept = threading.Event(), Rows(house), [100]

        def write() -> None:
            while not stop.is_set():
                pair = [(kept[0] + 1, "left"), (kept[0] + 2, "right")]
                rows.run("INSERT INTO note VALUES (?, ?)", *pair)
                (house.folders["media"] / f"{kept[0]}.txt").write_text(str(kept[0]))
                kept[0] += 2

        writer = threading.Thread(target=write)
        writer.start()
        while kept[0] < 110:
            os.sched_yield()
        promised = kept[0]
        path = backed_up(house, tmp_path / "all.backup")
        stop.set()
        writer.join()
        with scratch_house(
            "sqlite" if rows.is_sqlite else "postgresql", tmp_path / "other"
        ) as other:
            restore_backup(path=path, house=other, keys=[KEY], migrations=KNOWN, at=NOON)
            found = [
                n for (n,) in Rows(other).ask("SELECT id FROM note WHERE id > 100 ORDER BY id")
            ]

        assert found == list(range(101, 101 + len(found)))
        assert len(found) % 2 == 0
        assert promised - 100 <= len(found) <= kept[0] - 100

    def test_has_its_name_only_when_it_is_whole(self, small: House, tmp_path: Path):
        def fail(_done: int) -> None:
            raise OSError(28, "No space left on device")

        with pytest.raises(OSError, match="No space"):
            make_backup(house=small, path=tmp_path / "all.backup", key=KEY, at=NOON, done=fail)

        assert [path.name for path in tmp_path.iterdir()] == ["small"]
        assert leftovers(small) == []

    def test_overwrites_nothing(self, small: House, tmp_path: Path):
        path = tmp_path / "all.backup"
        path.write_text("something dear")

        with pytest.raises(FileExists):
            backed_up(small, path)

        assert path.read_text() == "something dear"

    def test_names_a_file_that_was_deleted_before_its_turn(self, small: House, tmp_path: Path):
        zebra = small.folders["media"] / "zebra.txt"
        zebra.write_text("here for a moment")

        def delete(_done: int) -> None:
            zebra.unlink(missing_ok=True)

        made = make_backup(
            house=small, path=tmp_path / "x", key=KEY, at=NOON, done=_in_the_first_file(delete)
        )

        assert made.gone == ["media/zebra.txt"] == list(read(tmp_path / "x", small).gone)

    def test_reads_a_file_again_that_changed_meanwhile(self, small: House, tmp_path: Path):
        words, changes = small.folders["media"] / "words.txt", iter(["changed once"])

        def change(_done: int) -> None:
            for text in changes:
                words.write_text(text)

        make_backup(
            house=small, path=tmp_path / "x", key=KEY, at=NOON, done=_in_the_first_file(change)
        )
        restore_backup(path=tmp_path / "x", house=small, keys=[KEY], migrations=KNOWN, at=NOON)

        assert words.read_text() == "changed once"

    def test_names_a_file_that_never_rests(self, small: House, tmp_path: Path):
        picture = small.folders["media"] / "a" / "picture.jpg"
        sizes = iter(range(1, 1000))

        def change(_done: int) -> None:
            os.utime(picture, (1, next(sizes)))

        made = make_backup(house=small, path=tmp_path / "x", key=KEY, at=NOON, done=change)

        assert (
            made.changing == ["media/a/picture.jpg"] == list(read(tmp_path / "x", small).changing)
        )


def _in_the_first_file(act: Callable[[int], None]) -> Callable[[int], None]:
    """Call an act once the first file after the database is being read: words.txt."""
    seen = [0]

    def done(count: int) -> None:
        seen[0] += count
        if seen[0] > 250_000:
            act(count)

    return done


class TestTruncated:
    def test_is_named_wherever_the_file_ends(self, small: House, tmp_path: Path):
        data = backed_up(small, tmp_path / "all.backup").read_bytes()
        first = HEADER_BYTES + 5 + CHUNK + 16
        cuts = {*range(1, HEADER_BYTES + 8), first - 1, first, first + 1, first + 5, len(data) - 1}
        cuts |= set(range(HEADER_BYTES, len(data), 65_537))

        named = {cut: _refusal(data[:cut], small, tmp_path) for cut in sorted(cuts)}

        assert {cut: type(said) for cut, said in named.items()} == dict.fromkeys(
            named, BackupTruncated
        )
        assert [said.params["at"] for said in named.values()] == list(named)

    def test_is_not_an_empty_file(self, small: House, tmp_path: Path):
        assert isinstance(_refusal(b"", small, tmp_path), NotABackup)


class TestFlippedBit:
    def test_is_found_and_its_place_named(self, small: House, tmp_path: Path):
        data = backed_up(small, tmp_path / "all.backup").read_bytes()
        places = [*range(HEADER_BYTES, len(data), 40_009), len(data) - 1]

        named = {place: _refusal(_flipped(data, place), small, tmp_path) for place in places}

        assert {type(said) for said in named.values()} <= {BackupDamaged}
        assert all(
            said.params["start"] <= place < said.params["end"] for place, said in named.items()
        )

    def test_is_found_in_every_byte_of_the_beginning(self, small: House, tmp_path: Path):
        data = backed_up(small, tmp_path / "all.backup").read_bytes()

        named = [_refusal(_flipped(data, place), small, tmp_path) for place in range(HEADER_BYTES)]

        assert {type(said) for said in named} == {NotABackup}

    def test_is_found_in_the_frame_of_a_chunk(self, small: House, tmp_path: Path):
        data = backed_up(small, tmp_path / "all.backup").read_bytes()
        frames = [
            start + n for start in (HEADER_BYTES, HEADER_BYTES + 5 + CHUNK + 16) for n in range(5)
        ]

        named = [_refusal(_flipped(data, place), small, tmp_path) for place in frames]

        assert {type(said) for said in named} <= {BackupDamaged, BackupTruncated}

    def test_is_found_when_chunks_change_places(self, small: House, tmp_path: Path):
        data, size = backed_up(small, tmp_path / "all.backup").read_bytes(), CHUNK + 16 + 5
        head, first = data[:HEADER_BYTES], data[HEADER_BYTES : HEADER_BYTES + size]
        second, rest = (
            data[HEADER_BYTES + size : HEADER_BYTES + 2 * size],
            data[HEADER_BYTES + 2 * size :],
        )

        assert isinstance(_refusal(head + second + first + rest, small, tmp_path), BackupDamaged)
        assert isinstance(_refusal(head + second + rest, small, tmp_path), BackupDamaged)
        assert isinstance(_refusal(data + b"x", small, tmp_path), BackupDamaged)


class TestReading:
    def test_says_which_key_is_missing(self, small: House, tmp_path: Path):
        path = backed_up(small, tmp_path / "all.backup")

        with pytest.raises(OtherBackupKey) as refused:
            read(path, small, BackupKey(b"o" * 32))

        assert refused.value.params == {"key": KEY.fingerprint.hex()}

    def test_opens_with_an_older_key(self, small: House, tmp_path: Path):
        path = backed_up(small, tmp_path / "all.backup")

        assert read(path, small, BackupKey(b"o" * 32), KEY).files == 3

    def test_refuses_a_format_it_does_not_know(self, small: House, tmp_path: Path, monkeypatch):
        monkeypatch.setattr("foyer.core.backups.sealed_stream.FORMAT", 2)
        path = backed_up(small, tmp_path / "all.backup")
        monkeypatch.undo()

        with pytest.raises(UnknownFormat) as refused:
            read(path, small)

        assert refused.value.params == {"format": 2, "known": 1}

    @pytest.mark.parametrize(
        "path",
        ["media/../../etc/passwd", "/etc/passwd", "media//x", "media/./x", "../x", "static/x", "media",
         "media\\..\\x", "private/a\0b", "foyer.sqlite3", "media/..", ""],
    )  # fmt: skip
    def test_refuses_paths_that_lead_out_of_the_house(
        self, path: str, small: House, tmp_path: Path
    ):
        sealed = _crafted(tmp_path / "bad.backup", path)

        with pytest.raises(PathReserved):
            restore_backup(path=sealed, house=small, keys=[KEY], migrations=KNOWN, at=NOON)

        assert leftovers(small) == []

    def test_refuses_one_without_a_manifest(self, small: House, tmp_path: Path):
        sealed = _crafted(tmp_path / "bad.backup", "media/x")

        with pytest.raises(BackupInconsistent):
            read(sealed, small)


class TestKeys:
    @pytest.mark.parametrize("told", [[], [""], ["short"], ["!" * 43], ["QUJD"]])
    def test_are_refused_when_they_are_no_keys(self, told: list[str], settings):
        settings.BACKUP_KEYS = told

        with pytest.raises(NoBackupKey):
            backup_keys()


def _crafted(path: Path, *names: str) -> Path:
    """Seal a file with entries of any name and without a manifest."""
    told = {
        "foyer": "0", "made_at": NOON.isoformat(), "database": "SQLite", "tool": "", "migrations": [],
        "counts": {}, "folders": ["media"], "bytes": 1, "field_keys": house_key_ids(),
    }  # fmt: skip
    with path.open("wb") as file:
        out = SealedWriter(file, KEY)
        write_told(out, told)
        for name in names:
            write_entry(out, name, iter([b"x"]))
        out.finish()
    return path


def _flipped(data: bytes, place: int) -> bytes:
    changed = bytearray(data)
    changed[place] ^= 0x10
    return bytes(changed)


def _refusal(data: bytes, house: House, folder: Path) -> Refusal:
    path = folder / "tried.backup"
    path.write_bytes(data)
    with pytest.raises(Refusal) as refused:
        read(path, house)
    return refused.value
