"""Guest lists that come from files and go out as files."""

import io
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import openpyxl
import pytest
from django.contrib.auth.models import Permission
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries
from wagtail.models import ModelLogEntry

from foyer.core.imports.applying import purge_imports
from foyer.core.imports.enums import ImportStatus, RowVerdict
from foyer.core.imports.models import ImportBatch
from foyer.core.imports.staging import opened
from foyer.core.jobs import carry_due_jobs
from foyer.core.models import Job
from foyer.core.spreadsheets.reader import read_table
from foyer.events.enums import EventStatus
from foyer.events.models import Event
from foyer.guests.enums import GuestSource
from foyer.guests.models import Guest
from foyer.guests.resources import GUEST_LIST
from tests.factories import (
    ClientFactory,
    ContactFactory,
    EventFactory,
    GuestFactory,
    SignInFactory,
    UserFactory,
)

HEADERS = "姓名,单位,职务,手机,邮箱,桌号,座位号,忌口,称呼,语言,人数"
WANG = "王小明,江南实业有限公司,总经理,13800001234,wang@example.com,A1,3,不吃香菜,先生,简体中文,2"
LIN = "林若蘭,松涧会,,13900005678,lin@example.com,A1,4,素食,女士,繁體中文,"


def rows_file(*rows: str, headers: str = HEADERS, encoding: str = "utf-8-sig") -> bytes:
    return "\r\n".join((headers, *rows)).encode(encoding)


class Wizard:
    """A member of staff at the import of one event's list."""

    def __init__(self, client: Client, event: Event) -> None:
        self.client, self.event = client, event

    def url(self, step: str, batch: ImportBatch | None = None) -> str:
        name = "guests:import" if step == "upload" else f"guests:import_{step}"
        return reverse(name, args=[self.event.pk, *([batch.pk] if batch else [])])

    def upload(self, data: bytes, name: str = "嘉宾名单.csv") -> Any:
        return self.client.post(self.url("upload"), {"file": SimpleUploadedFile(name, data)})

    def uploaded(self, data: bytes) -> ImportBatch:
        answer = self.upload(data)
        assert answer.status_code == 302, answer.context["form"].errors
        return ImportBatch.objects.latest("pk")

    def mapping(self, batch: ImportBatch) -> dict[str, str]:
        page = self.client.get(self.url("preview", batch))
        return {
            f"column-{position}": meaning for position, _header, meaning in page.context["columns"]
        }

    def check(self, batch: ImportBatch, **changed: str) -> Any:
        chosen = {"check": "1"} | self.mapping(batch) | changed
        answer = self.client.post(self.url("preview", batch), chosen)
        batch.refresh_from_db()
        return answer

    def checked(self, data: bytes) -> ImportBatch:
        batch = self.uploaded(data)
        self.check(batch)
        assert batch.status == ImportStatus.CHECKED
        return batch

    def confirm(self, batch: ImportBatch) -> Any:
        answer = self.client.post(self.url("check", batch))
        work()
        batch.refresh_from_db()
        return answer

    def imported(self, data: bytes) -> ImportBatch:
        batch = self.checked(data)
        self.confirm(batch)
        return batch

    def undo(self, batch: ImportBatch) -> None:
        self.client.post(self.url("undo", batch))
        work()
        batch.refresh_from_db()


def work() -> None:
    carry_due_jobs(clock=timezone.now)


def verdicts(batch: ImportBatch) -> list[str]:
    return list(batch.rows.values_list("verdict", flat=True))


def kept(batch: ImportBatch, number: int) -> dict[str, Any]:
    return opened(batch.rows.get(number=number), GUEST_LIST)


@pytest.fixture
def wizard(event: Event, log_in: Callable[..., Client]) -> Wizard:
    return Wizard(log_in("Account managers"), event)


class TestImport:
    def test_puts_a_whole_list_on_the_event(self, wizard: Wizard, event: Event) -> None:
        batch = wizard.imported(rows_file(WANG, LIN))

        wang, lin = event.guests.order_by("pk")
        assert batch.status == ImportStatus.APPLIED
        assert (wang.name, wang.company, wang.title) == ("王小明", "江南实业有限公司", "总经理")
        assert (wang.phone, wang.email) == ("13800001234", "wang@example.com")
        assert (wang.table, wang.seat, wang.dietary_notes) == ("A1", "3", "不吃香菜")
        assert (wang.form_of_address, wang.language, wang.party_limit) == ("mr", "zh-hans", 2)
        assert (lin.name, lin.form_of_address, lin.language) == ("林若蘭", "ms", "zh-hant")
        assert (lin.party_limit, lin.source) == (1, GuestSource.IMPORT)
        assert len({wang.code_hash, lin.code_hash}) == 2
        assert event.guests.matching("wxm").get() == wang
        assert event.guests.matching("5678").get() == lin
        assert event.checkpoints.count() == 1
        entry = ModelLogEntry.objects.get(action="foyer.guest.import")
        assert entry.data == {"import": batch.pk, "rows": 2}

    @pytest.mark.parametrize("encoding", ["gbk", "utf-8", "utf-16"])
    def test_reads_what_excel_and_wps_write(
        self, wizard: Wizard, event: Event, encoding: str
    ) -> None:
        wizard.imported(rows_file(WANG, encoding=encoding))

        assert event.guests.get().company == "江南实业有限公司"

    def test_reads_a_list_from_taiwan(self, wizard: Wizard, event: Event) -> None:
        data = rows_file(
            "王小明,江南實業,總經理,0912345678,A1,先生",
            headers="姓名,公司名稱,職稱,行動電話,桌次,稱謂",
            encoding="big5",
        )

        wizard.imported(data)

        guest = event.guests.get()
        assert (guest.name, guest.company, guest.title, guest.table) == (
            "王小明",
            "江南實業",
            "總經理",
            "A1",
        )

    def test_finds_headers_under_a_title(self, wizard: Wizard, event: Event) -> None:
        wizard.imported(
            ("2026年年会嘉宾名单\r\n\r\n" + rows_file(WANG).decode("utf-8-sig")).encode()
        )

        assert event.guests.get().name == "王小明"

    def test_corrects_a_wrong_guess_by_one_tap(self, wizard: Wizard, event: Event) -> None:
        batch = wizard.uploaded(
            rows_file("林若蘭,松澗會", headers="姓名,公司名稱", encoding="big5")
        )
        wizard.client.post(wizard.url("preview", batch), {"encoding": "gb18030"})
        wrong = wizard.client.get(wizard.url("preview", batch))

        wizard.client.post(wizard.url("preview", batch), {"encoding": "big5hkscs"})

        right = wizard.client.get(wizard.url("preview", batch))
        assert wrong.context["missing"] != []
        assert right.context["missing"] == []
        assert right.context["shown"] == [(2, ["林若蘭", "松澗會"])]

    def test_names_the_headers_found_when_no_name_is_among_them(self, wizard: Wizard) -> None:
        batch = wizard.uploaded(rows_file("王小明,江南", headers="贵客,单位"))

        answer = wizard.check(batch)

        assert answer.status_code == 422
        assert "贵客、单位" in answer.content.decode()
        assert batch.status == ImportStatus.UPLOADED

    def test_takes_the_meaning_of_a_column_from_a_person(
        self, wizard: Wizard, event: Event
    ) -> None:
        batch = wizard.uploaded(rows_file("王小明,不要", headers="贵客,备注"))
        wizard.check(batch, **{"column-0": "name", "column-1": ""})
        wizard.confirm(batch)

        assert event.guests.get().name == "王小明"

    def test_refuses_two_columns_of_one_meaning_and_meanings_not_on_offer(
        self, wizard: Wizard
    ) -> None:
        batch = wizard.uploaded(rows_file("王小明,江南", headers="姓名,单位"))

        assert wizard.check(batch, **{"column-1": "name"}).status_code == 422
        assert wizard.check(batch, **{"column-1": "code_hash"}).status_code == 422
        assert batch.rows.count() == 0

    @pytest.mark.parametrize(
        ("name", "data"),
        [
            ("空.csv", b""),
            ("图.xlsx", b"\x89PNG\r\n\x1a\n" + b"\0" * 40),
            ("坏.xlsx", b"PK\x03\x04" + b"\1" * 40),
            ("旧.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600),
            ("大.csv", b"x" * (10 * 1024 * 1024 + 1)),
            ("多.csv", ("姓名\r\n" + "王\r\n" * 20_001).encode()),
        ],
    )
    def test_says_in_a_sentence_why_a_file_is_not_taken(
        self, wizard: Wizard, name: str, data: bytes
    ) -> None:
        answer = wizard.upload(data, name)

        assert answer.status_code == 422
        assert len(answer.context["form"].errors["file"]) == 1
        assert ImportBatch.objects.count() == 0

    def test_says_that_text_was_ruined_before(self, wizard: Wizard) -> None:
        batch = wizard.uploaded(
            rows_file("x").decode("utf-8-sig").encode().decode("gbk", "replace").encode()
        )

        answer = wizard.check(batch)

        assert answer.status_code == 422
        assert batch.status == ImportStatus.UPLOADED

    def test_keeps_the_file_and_the_rows_sealed(self, wizard: Wizard) -> None:
        batch = wizard.checked(rows_file(WANG))

        sealed = batch.rows.get().sealed
        assert "13800001234" not in sealed
        assert sealed.startswith("enc1:")

    def test_shows_the_steps_without_javascript(self, wizard: Wizard) -> None:
        batch = wizard.checked(rows_file(WANG))
        wizard.client.post(wizard.url("check", batch))

        progress = wizard.client.get(wizard.url("progress", batch))
        status = wizard.client.get(wizard.url("status", batch)).json()
        work()
        moved_on = wizard.client.get(wizard.url("progress", batch))

        assert 'http-equiv="refresh"' in progress.content.decode()
        assert (status["finished"], status["stopped"], status["total"]) == (False, False, 1)
        assert moved_on.url == wizard.url("result", batch)
        assert wizard.client.get(moved_on.url).status_code == 200

    def test_does_nothing_on_a_second_confirmation(self, wizard: Wizard, event: Event) -> None:
        batch = wizard.checked(rows_file(WANG))

        first = wizard.client.post(wizard.url("check", batch))
        second = wizard.client.post(wizard.url("check", batch))
        work()
        third = wizard.client.post(wizard.url("check", batch))

        assert (first.status_code, second.status_code, third.status_code) == (302, 302, 302)
        assert Job.objects.count() == 1
        assert event.guests.count() == 1

    def test_refuses_an_event_that_will_not_take_place(self, wizard: Wizard, event: Event) -> None:
        Event.objects.filter(pk=event.pk).update(status=EventStatus.CANCELLED)

        answer = wizard.upload(rows_file(WANG))

        assert answer.url == reverse("guests:list", args=[event.pk])
        assert ImportBatch.objects.count() == 0

    def test_checks_many_rows_by_a_worker(self, wizard: Wizard, event: Event) -> None:
        data = rows_file(*(f"嘉宾{n},松涧会" for n in range(400)), headers="姓名,单位")
        batch = wizard.uploaded(data)
        wizard.check(batch)
        checking = batch.status

        work()
        wizard.confirm(batch)

        assert checking == ImportStatus.CHECKING
        assert batch.status == ImportStatus.APPLIED
        assert event.guests.count() == 400


class TestVerdicts:
    def test_tells_new_update_same_duplicate_and_error_apart(
        self, wizard: Wizard, event: Event
    ) -> None:
        GuestFactory(
            event=event, name="王小明", company="江南", phone="138 0000 1234", email="", table="B2"
        )
        GuestFactory(event=event, name="李四", company="华东", phone="", email="li@example.com")

        batch = wizard.checked(
            rows_file(
                "王小明,江南,13800001234,,A1",
                "李四,华东,,LI@example.com,",
                "赵六,华北,13700000000,,",
                "赵六,华北,,,",
                "孙七,,13700000000,,",
                "周八,,不是电话,,",
                headers="姓名,单位,手机,邮箱,桌号",
            )
        )

        assert verdicts(batch) == ["update", "same", "new", "duplicate", "duplicate", "error"]
        assert kept(batch, 2)["changes"] == [["table", "B2", "A1"]]
        assert "4" in kept(batch, 5)["reasons"][0]
        assert "不是电话" in kept(batch, 7)["reasons"][0]

    @pytest.mark.parametrize(
        ("headers", "row"),
        [
            ("姓名,单位", ",松涧会"),
            ("姓名,邮箱", "王小明,wang＠"),
            ("姓名,手机", "王小明,1.38E+10"),
            ("姓名,手机", "王小明,13800001234/13900001234、0571"),
            ("姓名,人数", "王小明,两位半"),
            ("姓名,人数", "王小明,0"),
            ("姓名,人数", "王小明,99999999999999999999"),
            ("姓名,语言", "王小明,克林贡语"),
            ("姓名,称呼", "王小明,大侠"),
            ("姓名,桌号", f"王小明,{'长' * 41}"),
            ("姓名", f"{'长' * 101}"),
            ("姓名,单位", "王小明,??????"),
            ("姓名,单位", f"王小明,{'江南实业'.encode().decode('gbk', 'replace')}"),
        ],
    )
    def test_gives_each_bad_row_a_reason(self, wizard: Wizard, headers: str, row: str) -> None:
        batch = wizard.checked(rows_file(row, headers=headers))

        assert verdicts(batch) == [RowVerdict.ERROR]
        assert kept(batch, 2)["reasons"] != []

    def test_finds_a_guest_written_the_other_way(self, wizard: Wizard, event: Event) -> None:
        GuestFactory(event=event, name="陈国伟", company="东华集团", phone="", email="")

        batch = wizard.checked(rows_file("陳 國偉,東華集團,A1", headers="姓名,公司,桌號"))

        assert verdicts(batch) == ["update"]

    def test_never_takes_one_guest_for_another(self, wizard: Wizard, event: Event) -> None:
        GuestFactory(event=event, name="王小明", company="", phone="13800001234", email="")
        GuestFactory(event=event, name="李四", company="", phone="", email="li@example.com")

        batch = wizard.checked(
            rows_file(
                "秘书,13800001234,", "李四,13800001234,li@example.com", headers="姓名,手机,邮箱"
            )
        )

        assert verdicts(batch) == ["duplicate", "duplicate"]

    def test_does_not_ask_somebody_struck_off_again(self, wizard: Wizard, event: Event) -> None:
        GuestFactory(event=event, name="王小明", phone="13800001234", cancelled=True)

        batch = wizard.checked(rows_file(WANG))

        assert verdicts(batch) == ["duplicate"]

    def test_links_the_contact_known_by_phone_and_takes_over_what_is_missing(
        self, wizard: Wizard, event: Event
    ) -> None:
        contact = ContactFactory(
            client=ClientFactory(name="江南"),
            name="王小明",
            phone="+86 138 0000 1234",
            language="en",
            taboos="花生过敏",
        )
        ContactFactory(name="别人", phone="13800009999")

        wizard.imported(rows_file("王小明,13800001234", "秘书,13800009999", headers="姓名,手机"))

        wang, other = event.guests.order_by("pk")
        assert (wang.contact, wang.language, wang.dietary_notes) == (contact, "en", "花生过敏")
        assert other.contact is None

    def test_finds_a_contact_who_is_on_the_list_under_another_number(
        self, wizard: Wizard, event: Event
    ) -> None:
        contact = ContactFactory(name="王小明", phone="13800001234")
        GuestFactory(
            event=event, contact=contact, name="王总", company="", phone="13711112222", email=""
        )

        batch = wizard.checked(rows_file(WANG))

        assert verdicts(batch) == ["duplicate"]

    def test_warns_when_the_room_is_too_small(self, wizard: Wizard, event: Event) -> None:
        Event.objects.filter(pk=event.pk).update(capacity=2)

        batch = wizard.checked(rows_file(WANG, LIN))

        page = wizard.client.get(wizard.url("check", batch))
        assert len(page.context["warnings"]) == 1
        assert "3" in page.context["warnings"][0]
        assert page.context["applies"] == 2

    def test_asks_the_database_no_more_for_three_rows_than_for_one(
        self, wizard: Wizard, django_assert_max_num_queries: DjangoAssertNumQueries
    ) -> None:
        one = wizard.checked(rows_file(WANG))
        three = wizard.checked(rows_file(WANG, LIN, "赵六,,,,,,,,,,"))

        with django_assert_max_num_queries(100) as first:
            wizard.client.get(wizard.url("check", one))
        with django_assert_max_num_queries(100) as second:
            wizard.client.get(wizard.url("check", three))

        assert len(first) == len(second)


class TestMeanwhile:
    def test_a_guest_added_after_the_check_is_not_added_twice(
        self, wizard: Wizard, event: Event
    ) -> None:
        batch = wizard.checked(rows_file(WANG, LIN))
        GuestFactory(event=event, name="王小明", phone="13800001234")

        wizard.confirm(batch)

        assert event.guests.filter(name="王小明").count() == 1
        assert list(batch.rows.values_list("outcome", flat=True)) == ["refused", "applied"]

    def test_a_guest_changed_after_the_check_is_not_overwritten(
        self, wizard: Wizard, event: Event
    ) -> None:
        guest = GuestFactory(event=event, name="王小明", phone="13800001234", table="B2")
        batch = wizard.checked(rows_file(WANG))
        Guest.objects.filter(pk=guest.pk).update(table="C3")

        wizard.confirm(batch)

        guest.refresh_from_db()
        assert guest.table == "C3"
        assert list(batch.rows.values_list("outcome", flat=True)) == ["refused"]

    def test_an_event_cancelled_meanwhile_stops_the_work_with_a_sentence(
        self, wizard: Wizard, event: Event
    ) -> None:
        batch = wizard.checked(rows_file(WANG))
        Event.objects.filter(pk=event.pk).update(status=EventStatus.CANCELLED)
        wizard.confirm(batch)

        stopped = wizard.client.get(wizard.url("status", batch)).json()
        Event.objects.filter(pk=event.pk).update(status=EventStatus.PLANNED)
        page = wizard.client.get(wizard.url("progress", batch))
        wizard.client.post(wizard.url("resume", batch))
        work()

        assert stopped["stopped"] is True
        assert stopped["error"] != ""
        assert page.status_code == 200
        assert event.guests.count() == 1


class TestUndo:
    def test_restores_what_was_there_before(self, wizard: Wizard, event: Event) -> None:
        known = GuestFactory(
            event=event,
            name="王小明",
            company="江南",
            phone="13800001234",
            email="old@example.com",
            table="B2",
        )
        batch = wizard.imported(rows_file(WANG, LIN))
        known.refresh_from_db()
        imported = (known.table, known.email, event.guests.count())

        wizard.undo(batch)

        known.refresh_from_db()
        assert imported == ("A1", "wang@example.com", 2)
        assert batch.status == ImportStatus.UNDONE
        assert (known.table, known.email, known.company) == ("B2", "old@example.com", "江南")
        assert event.guests.matching("old@example.com").get() == known
        assert event.guests.get() == known
        assert ModelLogEntry.objects.filter(action="foyer.guest.import_undo").count() == 1

    def test_keeps_and_names_what_was_changed_or_used_since(
        self, wizard: Wizard, event: Event
    ) -> None:
        batch = wizard.imported(rows_file(WANG, LIN, "赵六,,,,,,,,,,"))
        Guest.objects.filter(name="王小明").update(seat="9")
        SignInFactory(guest=event.guests.get(name="林若蘭"))

        wizard.undo(batch)

        assert sorted(event.guests.values_list("name", flat=True)) == ["林若蘭", "王小明"]
        assert list(batch.rows.values_list("outcome", flat=True)) == ["kept", "kept", "undone"]
        page = wizard.client.get(wizard.url("result", batch)).content.decode()
        assert "王小明" in page
        assert "赵六" not in page

    def test_happens_once(self, wizard: Wizard) -> None:
        batch = wizard.imported(rows_file(WANG))

        wizard.undo(batch)
        wizard.undo(batch)

        assert Job.objects.count() == 2
        assert batch.status == ImportStatus.UNDONE


class TestErrorsWorkbook:
    def test_brings_bad_rows_back_with_the_reason_to_be_sent_again(
        self, wizard: Wizard, event: Event
    ) -> None:
        batch = wizard.imported(rows_file("王小明,坏,备注甲", LIN[:7], headers="姓名,手机,备注"))
        data = b"".join(wizard.client.get(wizard.url("errors", batch)).streaming_content)
        book = openpyxl.load_workbook(io.BytesIO(data))
        sheet = book.active
        found = [[cell.value for cell in row] for row in sheet.iter_rows()]
        sheet["B2"] = "13800001234"
        corrected = io.BytesIO()
        book.save(corrected)

        again = wizard.imported(corrected.getvalue())

        assert found[0][:3] == ["姓名", "手机", "备注"]
        assert found[1][:4] == ["王小明", "坏", "备注甲", "2"]
        assert "坏" in str(found[1][4])
        assert again.status == ImportStatus.APPLIED
        assert event.guests.get(name="王小明").phone == "13800001234"


class TestRights:
    @pytest.mark.parametrize("role", ["Reception", "Venue desk", "Management", "Finance", None])
    def test_only_those_who_may_import_see_any_step(
        self, event: Event, wizard: Wizard, log_in: Callable[..., Client], role: str | None
    ) -> None:
        batch = wizard.checked(rows_file(WANG))
        stranger = Wizard(log_in(role), event)

        for step in ("preview", "check", "progress", "status", "result", "errors"):
            assert stranger.client.get(stranger.url(step, batch)).status_code in (302, 403), step
        stranger.client.post(stranger.url("check", batch))
        stranger.client.post(stranger.url("undo", batch))
        stranger.upload(rows_file(LIN))

        batch.refresh_from_db()
        assert batch.status == ImportStatus.CHECKED
        assert ImportBatch.objects.count() == 1

    def test_another_events_file_is_not_found(self, wizard: Wizard) -> None:
        batch = wizard.checked(rows_file(WANG))
        wizard.event = EventFactory()

        for step in ("preview", "check", "progress", "status", "result", "errors"):
            assert wizard.client.get(wizard.url(step, batch)).status_code == 404, step

    def test_phones_of_guests_are_hidden_from_those_who_may_not_see_them(
        self, event: Event, log_in: Callable[..., Client]
    ) -> None:
        GuestFactory(event=event, name="林若蘭", company="松涧会", phone="13666667777", email="")
        marketing = Wizard(log_in("Marketing"), event)
        other = Wizard(log_in("Marketing"), event)
        batch = marketing.checked(rows_file("林若蘭,松涧会,13900005678", headers="姓名,单位,手机"))

        own = marketing.client.get(marketing.url("check", batch)).content.decode()
        others = other.client.get(other.url("check", batch)).content.decode()

        assert verdicts(batch) == ["update"]
        assert "13666667777" not in own + others
        assert "13900005678" in own
        assert "13900005678" not in others
        for step in ("preview", "errors"):  # the file as it is
            assert marketing.client.get(marketing.url(step, batch)).status_code == 200, step
            assert other.client.get(other.url(step, batch)).status_code == 302, step
        assert other.client.post(other.url("preview", batch), {"check": "1"}).status_code == 302


class TestExport:
    def export(self, client: Client, event: Event, kind: str) -> bytes:
        answer = client.post(reverse("guests:export", args=[event.pk]), {"kind": kind})
        assert answer.status_code == 200
        assert answer["Content-Disposition"].startswith("attachment")
        return b"".join(answer.streaming_content)

    @pytest.mark.parametrize("kind", ["csv", "xlsx"])
    def test_comes_back_unchanged(self, wizard: Wizard, event: Event, kind: str) -> None:
        wizard.imported(rows_file(WANG, LIN, "=HYPERLINK(1),,,+8613711112222,,,,,,,"))
        SignInFactory(guest=event.guests.get(name="王小明"))
        GuestFactory(event=event, cancelled=True)

        data = self.export(wizard.client, event, kind)
        again = wizard.checked(data)

        assert verdicts(again) == ["same", "same", "same"]
        entry = ModelLogEntry.objects.get(action="foyer.guest.export")
        assert entry.data == {"kind": kind, "rows": 3, "phones_and_emails": True}

    def test_masks_phones_for_those_who_may_not_see_them(
        self, wizard: Wizard, event: Event
    ) -> None:
        wizard.imported(rows_file(WANG))
        exporter = UserFactory(role="Reception")
        exporter.user_permissions.add(Permission.objects.get(codename="export_guest"))
        client = Client()
        client.force_login(exporter, backend="django.contrib.auth.backends.ModelBackend")

        data = self.export(client, event, "csv")

        cells = read_table(data).rows[1].cells
        assert "13800001234" not in data.decode("utf-8-sig")
        assert "*** 1234" in cells
        assert "w***@example.com" in cells
        assert verdicts(wizard.checked(data)) == ["same"]

    @pytest.mark.parametrize("role", ["Marketing", "Reception", "Venue desk", None])
    def test_is_only_for_those_who_may(
        self, event: Event, log_in: Callable[..., Client], role: str | None
    ) -> None:
        answer = log_in(role).post(reverse("guests:export", args=[event.pk]), {"kind": "csv"})

        assert answer.status_code in (302, 403)
        assert ModelLogEntry.objects.filter(action="foyer.guest.export").count() == 0


class TestPurge:
    def test_deletes_rows_and_files_when_their_time_is_over(
        self, wizard: Wizard, now: datetime
    ) -> None:
        batch = wizard.imported(rows_file(WANG))

        early, late = (
            purge_imports(at=now + timedelta(days=29)),
            purge_imports(at=now + timedelta(days=31)),
        )

        batch.refresh_from_db()
        assert (early, late) == (0, 1)
        assert (batch.rows.count(), batch.journal.count(), batch.file) == (0, 0, "")
        assert wizard.client.get(wizard.url("result", batch)).status_code == 200
        assert wizard.client.get(wizard.url("errors", batch)).status_code == 302
