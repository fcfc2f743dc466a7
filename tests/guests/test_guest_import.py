"""Guest lists that come from files."""

import pytest
from django.urls import reverse
from wagtail.models import ModelLogEntry

from foyer.core.imports.enums import ImportStatus
from foyer.core.imports.models import ImportBatch
from foyer.core.models import Job
from foyer.events.enums import EventStatus
from foyer.events.models import Event
from foyer.guests.enums import GuestSource
from tests.guests.wizard import LIN, WANG, Wizard, rows_file, work


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
            ("多.csv", ("姓名\r\n" + "王\r\n" * 100_010).encode()),
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

        sealed = batch.blocks.get().sealed
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
