"""The machinery of imports: short steps, crashes, limits, and the meaning of columns."""

import os
import signal
import sys
from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from foyer.core.imports import pace
from foyer.core.imports.applying import NothingToApply, apply_rows, confirm_import
from foyer.core.imports.columns import find_layout, known_words
from foyer.core.imports.counting import counts
from foyer.core.imports.enums import ImportStatus
from foyer.core.imports.models import ImportBatch
from foyer.core.imports.staging import (
    AlreadyUnderWay,
    choose_columns,
    choose_reading,
    discard,
    layout_of,
    upload_list,
)
from foyer.core.imports.stored import FileGone, head_of, stored_file
from foyer.core.imports.undoing import NotToBeUndone, undo_import, undo_rows
from foyer.core.models import User
from foyer.core.spreadsheets.reader import Reading, read_table
from foyer.events.models import Event
from foyer.guests.models import Guest
from foyer.guests.resources import GUEST_LIST, scope_of
from tests.factories import EventFactory, UserFactory
from tests.house import House, child_of, house

__all__ = ["house"]


class Killed(BaseException):
    """Ends the work as kill -9 does: nothing after it runs."""


def names_file(count: int) -> bytes:
    return "\r\n".join(
        ["姓名,手机", *(f"嘉宾{n},{13_800_000_000 + n}" for n in range(count))]
    ).encode()


def checked(data: bytes, *, event: Event, by: User) -> ImportBatch:
    batch = upload_list(
        target=GUEST_LIST,
        scope=scope_of(event),
        data=data,
        file_name="名单.csv",
        by=by,
        language="zh-hans",
        at=timezone.now(),
    )
    meanings = layout_of(batch, head_of(batch)).meanings
    mapping = {str(position): meaning for position, meaning in enumerate(meanings)}
    choose_columns(batch=batch, mapping=mapping, by=by, at=timezone.now())
    return batch


def ignore(_done: int, _total: int) -> None:
    """Hear how far the work is."""


@pytest.fixture
def importer(db: None) -> User:
    return UserFactory(role="Account managers")


@pytest.fixture
def batch(event: Event, importer: User, settings: Any) -> ImportBatch:
    """Twenty-five new guests, checked; three are written in one transaction."""
    settings.IMPORT_PACE = {"sqlite": (3, 0), "postgresql": (3, 0)}
    return checked(names_file(25), event=event, by=importer)


class TestApplyRows:
    def test_writes_and_takes_back_everything_once_however_often_it_dies(
        self, batch: ImportBatch, event: Event, importer: User, now: datetime
    ) -> None:
        def die(_done: int, _total: int) -> None:
            raise Killed

        def dying_every_second_step() -> Callable[[int, int], None]:
            steps = iter((ignore, die))

            def told(done: int, total: int) -> None:
                next(steps)(done, total)

            return told

        for start, act, status in (
            (confirm_import, apply_rows, ImportStatus.APPLYING),
            (undo_import, undo_rows, ImportStatus.UNDOING),
        ):
            start(batch=batch, by=importer, at=now)
            deaths = 0
            while ImportBatch.objects.get(pk=batch.pk).status == status:
                try:
                    act(batch, clock=timezone.now, told=dying_every_second_step())
                except Killed:
                    deaths += 1
                    count = counts(batch)
                    on_list = count["applied"]
                    assert event.guests.count() == on_list
            assert deaths >= 7
            batch.refresh_from_db()
            if status == ImportStatus.APPLYING:
                assert event.guests.count() == 25
                assert batch.journal.count() >= 9

        assert event.guests.count() == 0
        assert batch.status == ImportStatus.UNDONE

    def test_needs_no_more_queries_for_a_longer_step(
        self, importer: User, settings: Any, monkeypatch: pytest.MonkeyPatch, now: datetime
    ) -> None:
        used = []
        for rows in (2, 20):
            monkeypatch.setattr(pace, "LONGEST_WORK", 60)
            settings.IMPORT_PACE = dict.fromkeys(("sqlite", "postgresql"), (rows, 0))
            other = EventFactory()
            batch = checked(names_file(rows), event=other, by=importer)
            confirm_import(batch=batch, by=importer, at=now)
            with CaptureQueriesContext(connection) as captured:
                apply_rows(batch, clock=timezone.now, told=ignore)
            used.append(len(captured))

        assert used[0] == used[1]

    def test_refuses_what_makes_no_sense(
        self, batch: ImportBatch, event: Event, importer: User, now: datetime
    ) -> None:
        with pytest.raises(NotToBeUndone):
            undo_import(batch=batch, by=importer, at=now)
        confirm_import(batch=batch, by=importer, at=now)
        with pytest.raises(AlreadyUnderWay):
            confirm_import(batch=batch, by=importer, at=now)
        with pytest.raises(AlreadyUnderWay):
            choose_reading(batch=batch, reading=Reading(encoding="utf-8", delimiter=","))
        apply_rows(batch, clock=timezone.now, told=ignore)
        again = checked(names_file(25), event=event, by=importer)
        with pytest.raises(NothingToApply):
            confirm_import(batch=again, by=importer, at=now)
        discard(batch=again)
        with pytest.raises(FileGone):
            head_of(again)
        with pytest.raises(FileGone):
            stored_file(again)


@pytest.mark.skipif(sys.platform != "linux", reason="finds a process's children in /proc")
class TestKilledWorker:
    def test_loses_nothing_and_writes_nothing_twice(self, house: House) -> None:
        event, by = EventFactory(), UserFactory(role="Account managers")
        batch = checked(names_file(280), event=event, by=by)
        job = confirm_import(batch=batch, by=by, at=timezone.now())
        house.open_doors()
        count = f"SELECT COUNT(*) FROM guests_guest WHERE event_id = {event.pk}"

        worker = house.start("worker")
        for rows in (1, 100, 201) if connection.vendor == "sqlite" else (1,):
            house.wait_for(lambda rows=rows: house.rows(count)[0][0] >= rows, "nothing was written")
            if victim := child_of(worker.pid):
                os.kill(victim, signal.SIGKILL)
        done = f"SELECT status FROM core_job WHERE id = {job.pk}"
        house.wait_for(lambda: house.rows(done) == [("done",)], "the import was not finished")

        assert house.rows(count) == [(280,)]
        assert house.rows("SELECT status FROM core_importbatch") == [("applied",)]
        assert house.rows("SELECT COUNT(*), COUNT(DISTINCT name) FROM guests_guest") == [(280, 280)]


class TestFindLayout:
    @pytest.mark.parametrize(
        ("headers", "meanings"),
        [
            ("姓名,公司,职务,手机,邮箱", ("name", "company", "title", "phone", "email")),
            (
                "嘉宾姓名,单位名称,职称,联系电话,电子邮件",
                ("name", "company", "title", "phone", "email"),
            ),
            (
                "姓名,公司名稱,職稱,行動電話,電子信箱",
                ("name", "company", "title", "phone", "email"),
            ),
            ("來賓姓名,單位,職務,手機,電郵", ("name", "company", "title", "phone", "email")),
            (
                "Name,Company,Job Title,Mobile,E-mail",
                ("name", "company", "title", "phone", "email"),
            ),
            (
                "桌号,座位号,饮食禁忌,称呼,语言",
                ("table", "seat", "dietary_notes", "form_of_address", "language"),
            ),
            (
                "桌次,座位號,忌口,稱謂,語言",
                ("table", "seat", "dietary_notes", "form_of_address", "language"),
            ),
            ("姓名*,手机（必填）,手 机,人数,星座", ("name", "phone", "", "party_limit", "")),
        ],
    )
    def test_knows_headers_in_three_languages(
        self, headers: str, meanings: tuple[str, ...]
    ) -> None:
        table = read_table(f"{headers}\r\na,b,c,d,e\r\n".encode(), words=known_words(GUEST_LIST))

        assert find_layout(table, GUEST_LIST).meanings == meanings


class TestPrivateStorage:
    def test_holds_nothing_readable_under_a_name_nobody_guesses(
        self, batch: ImportBatch, settings: Any
    ) -> None:
        stored = settings.DATA_DIR / "private" / batch.file

        assert stored.read_bytes().startswith(b"enc1:")
        assert "名单" not in batch.file
        assert not stored.is_relative_to(settings.MEDIA_ROOT)
        assert Guest.objects.count() == 0
