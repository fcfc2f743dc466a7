"""What people choose and decide on the way of a guest list into the house."""

import io
from collections.abc import Callable
from datetime import datetime
from typing import Any

import openpyxl
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from foyer.core.imports.applying import apply_rows, stop_import
from foyer.core.imports.checking import check_rows
from foyer.core.imports.enums import ImportStatus
from foyer.core.imports.models import ImportBatch
from foyer.events.models import Event
from tests.factories import GuestFactory

from .wizard import LIN, WANG, Wizard, kept, rows_file, verdicts, work


def decide(wizard: Wizard, batch: ImportBatch, **answer: str) -> Any:
    return wizard.client.post(wizard.url("check", batch), answer)


class TestPreview:
    def test_takes_the_row_of_headers_a_person_taps(self, wizard: Wizard, event: Event) -> None:
        data = "姓名清单,,\r\n编号,代号,甲\r\n1,王小明,13800001234\r\n".encode()
        batch = wizard.uploaded(data)

        wizard.client.post(wizard.url("preview", batch), {"header": "2"})
        wizard.check(batch, **{"column-1": "name", "column-2": "phone"})
        wizard.confirm(batch)

        assert event.guests.get().name == "王小明"

    def test_remembers_the_columns_for_the_person_and_for_the_house(
        self, wizard: Wizard, event: Event, log_in: Callable[..., Client]
    ) -> None:
        data = rows_file("王小明,松涧会", headers="称谓甲,称谓乙")
        chosen = {"column-0": "name", "column-1": "company"}
        other = Wizard(log_in("Account managers"), event)

        wizard.check(wizard.uploaded(data), **chosen)
        own, others = wizard.uploaded(data), other.uploaded(data)
        wizard.check(wizard.uploaded(data), **chosen, **{"for-everybody": "on"})
        everybodys = other.uploaded(data)

        named = {"0": "name", "1": "company"}
        assert (own.mapping, others.mapping, everybodys.mapping) == (named, {}, named)
        page = other.client.get(other.url("preview", everybodys))
        assert [meaning for _n, _header, meaning in page.context["columns"]] == ["name", "company"]

    def test_puts_names_together_and_prefers_the_mobile_phone(
        self, wizard: Wizard, event: Event
    ) -> None:
        outlook = rows_file(
            "Ada,Wong,+852 2100 0000,+852 9123 4567,ada@example.com,Pine Brook",
            "小明,王,,13800001234,,江南",
            headers="First Name,Last Name,Business Phone,Mobile Phone,E-mail Address,Company",
        )

        wizard.imported(outlook)

        found = event.guests.order_by("pk").values_list("name", "company")
        assert list(found) == [("Ada Wong", "Pine Brook"), ("王小明", "江南")]
        assert [guest.phone for guest in event.guests.order_by("pk")] == [
            "+852 9123 4567",
            "13800001234",
        ]


class TestOverwriting:
    @pytest.mark.parametrize(
        ("chosen", "changes"),
        [
            ({"overwriting": "all"}, [["company", "江南", "江南实业"], ["table", "", "A1"]]),
            ({"overwriting": "empty"}, [["table", "", "A1"]]),
            (
                {"overwriting": "chosen", "column": ["company"]},
                [["company", "江南", "江南实业"]],
            ),
        ],
    )
    def test_writes_over_only_what_a_person_allows(
        self,
        wizard: Wizard,
        event: Event,
        chosen: dict[str, Any],
        changes: list[list[str]],
    ) -> None:
        known = GuestFactory(
            event=event, name="王小明", company="江南", phone="13800001234", table=""
        )
        headers = "姓名,单位,手机,桌号"
        batch = wizard.checked(rows_file("王小明,江南实业,13800001234,A1", headers=headers))

        decide(wizard, batch, **chosen)
        shown = kept(batch, 2)["changes"]
        wizard.confirm(batch)

        known.refresh_from_db()
        assert shown == changes
        assert [[key, getattr(known, key)] for key, _old, _new in changes] == [
            [key, new] for key, _old, new in changes
        ]

    def test_finds_nothing_to_change_where_nothing_may_be(
        self, wizard: Wizard, event: Event
    ) -> None:
        GuestFactory(event=event, name="王小明", phone="13800001234", table="B2")
        batch = wizard.checked(rows_file("王小明,13800001234,A1", headers="姓名,手机,桌号"))

        decide(wizard, batch, overwriting="empty")
        nothing = decide(wizard, batch, overwriting="chosen")

        assert verdicts(batch) == ["same"]
        assert nothing.status_code == 302
        batch.refresh_from_db()
        assert batch.overwriting == "empty"


class TestDecisions:
    def rows(self) -> bytes:
        return rows_file(
            "王太太,13800001234,A9",
            "李秘书,13900005678,",
            "孙秘书,13900005678,",
            headers="姓名,手机,桌号",
        )

    def test_are_made_row_by_row(self, wizard: Wizard, event: Event) -> None:
        known = GuestFactory(event=event, name="王小明", phone="13800001234", table="")
        batch = wizard.checked(self.rows())

        before = verdicts(batch)
        decide(wizard, batch, decide="update 2")
        decide(wizard, batch, decide="update 4")  # there is nobody yet to be updated
        decide(wizard, batch, decide="new 4")
        decide(wizard, batch, decide="skip 3")
        wizard.confirm(batch)

        known.refresh_from_db()
        assert before == ["possible", "new", "possible"]
        assert (known.name, known.table) == ("王太太", "A9")
        assert sorted(event.guests.values_list("name", flat=True)) == ["孙秘书", "王太太"]

    def test_are_made_for_all_that_are_left(self, wizard: Wizard, event: Event) -> None:
        GuestFactory(event=event, name="王小明", phone="13800001234")
        batch = wizard.checked(self.rows())

        decide(wizard, batch, decide="skip 4")
        decide(wizard, batch, **{"decide-all": "new"})
        wizard.confirm(batch)

        assert sorted(event.guests.values_list("name", flat=True)) == ["李秘书", "王太太", "王小明"]

    def test_rows_nobody_decides_are_left_out_and_come_back(
        self, wizard: Wizard, event: Event
    ) -> None:
        GuestFactory(event=event, name="王小明", phone="13800001234")
        batch = wizard.imported(self.rows())

        sheet = errors_of(wizard, batch).active

        assert [row[0].value for row in sheet.iter_rows(min_row=2)] == ["王太太", "孙秘书"]
        assert batch.status == ImportStatus.APPLIED

    def test_senseless_ones_change_nothing(self, wizard: Wizard, event: Event) -> None:
        GuestFactory(event=event, name="王小明", phone="13800001234")
        batch = wizard.checked(self.rows())

        for answer in ("new", "burn 2", "update x", "new 99999999999999", "new 77"):
            assert decide(wizard, batch, decide=answer).status_code == 302

        assert set(batch.rows.values_list("decision", flat=True)) == {""}


class TestStop:
    def many(self, count: int = 320) -> bytes:
        return rows_file(
            *(f"嘉宾{n},{13_800_000_000 + n}" for n in range(count)), headers="姓名,手机"
        )

    def test_of_a_check_leaves_the_file_as_it_was_uploaded(self, wizard: Wizard) -> None:
        batch = wizard.uploaded(self.many())
        wizard.check(batch)

        page = wizard.client.get(wizard.url("progress", batch))
        stopped = wizard.client.post(wizard.url("stop", batch))
        work()

        batch.refresh_from_db()
        assert page.context["may_stop"] is True
        assert stopped.url == wizard.url("preview", batch)
        assert (batch.status, batch.rows.count()) == (ImportStatus.UPLOADED, 0)

    def test_between_two_steps_leaves_what_was_written_to_go_on_or_to_be_undone(
        self, wizard: Wizard, event: Event, settings: Any, now: datetime
    ) -> None:
        settings.IMPORT_PACE = dict.fromkeys(("sqlite", "postgresql"), (40, 0))
        batch = wizard.uploaded(self.many())
        wizard.check(batch)
        work()
        wizard.client.post(wizard.url("check", batch))
        batch.refresh_from_db()

        def stop(done: int, _total: int) -> None:
            if done >= 100:
                stop_import(batch=ImportBatch.objects.get(pk=batch.pk), at=now)

        apply_rows(batch, clock=timezone.now, told=stop)
        written = event.guests.count()
        result = wizard.client.get(wizard.url("result", batch))
        wizard.client.post(wizard.url("resume", batch))
        work()

        batch.refresh_from_db()
        assert 100 <= written < 320
        assert (result.context["stopped"], result.context["may_undo"]) == (True, True)
        assert (batch.status, event.guests.count()) == (ImportStatus.APPLIED, 320)
        wizard.undo(batch)
        assert event.guests.count() == 0

    def test_undoes_what_was_written_before(
        self, wizard: Wizard, event: Event, settings: Any, now: datetime
    ) -> None:
        settings.IMPORT_PACE = dict.fromkeys(("sqlite", "postgresql"), (40, 0))
        batch = wizard.checked(self.many(120))
        wizard.client.post(wizard.url("check", batch))
        batch.refresh_from_db()
        apply_rows(
            batch,
            clock=timezone.now,
            told=lambda _d, _t: stop_import(batch=ImportBatch.objects.get(pk=batch.pk), at=now),
        )
        batch.refresh_from_db()

        wizard.undo(batch)

        assert (batch.status, event.guests.count()) == (ImportStatus.UNDONE, 0)


class TestCheckAgain:
    def test_goes_on_behind_the_rows_a_dead_worker_has_judged(
        self, wizard: Wizard, now: datetime, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("foyer.core.imports.checking.SIZE", 100)
        rows = [f"嘉宾{n % 350},{13_800_000_000 + n % 350}" for n in range(400)]
        batch = wizard.uploaded(rows_file(*rows, headers="姓名,手机"))
        wizard.check(batch)

        class Killed(BaseException):
            """Ends the work as kill -9 does."""

        def die(done: int, _total: int) -> None:
            if done in (200, 400):
                raise Killed

        for _life in range(2):
            batch.refresh_from_db()
            with pytest.raises(Killed):
                check_rows(batch, die, at=now)
        batch.refresh_from_db()
        check_rows(batch, at=now)

        assert batch.status == ImportStatus.CHECKED
        assert verdicts(batch) == ["new"] * 350 + ["duplicate"] * 50
        assert batch.tally["people"] == 350


def errors_of(wizard: Wizard, batch: ImportBatch) -> Any:
    answer = wizard.client.get(wizard.url("errors", batch))
    return openpyxl.load_workbook(io.BytesIO(b"".join(answer.streaming_content)))


class TestCorrections:
    def test_link_to_the_rows_they_correct(self, wizard: Wizard, event: Event) -> None:
        batch = wizard.imported(
            rows_file("王小明,坏", "林若蘭,13900005678", "赵六,差", headers="姓名,手机")
        )
        book = errors_of(wizard, batch)
        book.active["B2"] = "13800001234"
        corrected = io.BytesIO()
        book.save(corrected)

        again = wizard.checked(corrected.getvalue())
        origins = [kept(again, number)["origin"] for number in (2, 3)]
        page = wizard.client.get(wizard.url("check", again))
        wizard.confirm(again)
        left = errors_of(wizard, again).active

        batch.refresh_from_db()
        assert (again.corrects, origins, verdicts(again)) == (batch, [2, 4], ["new", "error"])
        assert "嘉宾名单.csv" in page.content.decode()
        assert list(batch.rows.values_list("outcome", flat=True)) == ["mended", "applied", ""]
        assert batch.tally["bad"] == 1
        assert [cell.value for cell in left[2]][:3] == ["赵六", "差", "3"]
        assert event.guests.count() == 2

    def test_of_another_list_link_to_nothing(self, wizard: Wizard, event: Event) -> None:
        batch = wizard.uploaded(
            rows_file("王小明,3,", headers="姓名,原文件行号（导入 999999）,原因")
        )

        assert batch.corrects is None


class TestRegister:
    def test_shows_every_import_at_the_same_cost(
        self,
        wizard: Wizard,
        log_in: Callable[..., Client],
        django_assert_num_queries: DjangoAssertNumQueries,
    ) -> None:
        url = f"{reverse('wagtailadmin_home')}core/importbatch/"
        wizard.imported(rows_file(WANG, LIN))
        manager = log_in("Management")
        manager.get(url)
        with CaptureQueriesContext(connection) as one:
            first = manager.get(url).content.decode()
        cost = len(one)
        for _file in range(2):
            wizard.uploaded(rows_file(WANG))

        with django_assert_num_queries(cost):
            page = manager.get(url).content.decode()

        batch = ImportBatch.objects.earliest("pk")
        assert wizard.url("result", batch) in first
        assert page.count("嘉宾名单.csv") == 3
        inspected = manager.get(f"{url}inspect/{batch.pk}/").content.decode()
        assert "姓名 · 公司" in inspected
