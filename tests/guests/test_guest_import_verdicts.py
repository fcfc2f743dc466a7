"""What becomes of each row of a file, and of what changes while it is looked at."""

import pytest
from pytest_django import DjangoAssertNumQueries

from foyer.core.imports.enums import RowVerdict
from foyer.events.enums import EventStatus
from foyer.events.models import Event
from foyer.guests.models import Guest
from tests.factories import (
    ClientFactory,
    ContactFactory,
    GuestFactory,
)
from tests.guests.wizard import LIN, WANG, Wizard, kept, rows_file, verdicts, work


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

        assert verdicts(batch) == ["update", "same", "new", "duplicate", "possible", "error"]
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

        assert verdicts(batch) == ["possible", "possible"]

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
