"""Who looks after a guest, in a file: by name, e-mail address or user name. (000-14, IMPORT 3)"""

import csv
import io
from typing import Any

import pytest
from django.urls import reverse

from foyer.core.models import User
from foyer.events.models import Event
from foyer.guests.models import Guest
from tests.factories import GuestFactory, UserFactory
from tests.guests.wizard import Wizard, kept, rows_file, verdicts

pytestmark = pytest.mark.django_db


@pytest.fixture
def anran() -> User:
    return UserFactory(
        role="Account managers",
        last_name="许",
        first_name="安然",
        username="xu.anran",
        email="anran@club.example",
    )


def exported(wizard: Wizard, event: Event) -> bytes:
    wish: dict[str, Any] = {"purpose": "排座", "kind": "csv", "language": "zh-hans"}
    answer = wizard.client.post(
        reverse("guests:export", args=[event.pk]), wish | {"columns": ["name", "phone", "host_id"]}
    )
    return b"".join(answer.streaming_content)


class TestTheHostsColumn:
    @pytest.mark.parametrize(
        ("headers", "said"),
        [
            ("姓名,接待人", "许安然"),
            ("姓名,接待主管", "ANRAN@club.example"),
            ("Name,Host", "xu.anran"),
            ("姓名,客戶經理", " 许安然 "),
        ],
    )
    def test_is_known_in_three_languages_and_names_one_of_the_staff(
        self, wizard: Wizard, event: Event, anran: User, headers: str, said: str
    ) -> None:
        wizard.imported(rows_file(f"王小明,{said}", headers=headers))

        assert event.guests.get().host == anran

    def test_that_names_nobody_or_several_is_an_error_of_its_row(
        self, wizard: Wizard, event: Event, anran: User
    ) -> None:
        UserFactory(last_name="许", first_name="安然", username="xu.anran.2")
        UserFactory(last_name="周", first_name="远", is_active=False)

        batch = wizard.checked(
            rows_file(
                "王小明,许安然",
                "李四,克林贡",
                "赵六,周远",
                "孙七,xu.anran.2",
                headers="姓名,接待人",
            )
        )

        assert verdicts(batch) == ["error", "error", "error", "new"]
        several, nobody, closed = (kept(batch, row)["reasons"][0] for row in (2, 3, 4))
        assert "有多位工作人员叫“许安然”" in several
        assert "克林贡" in nobody
        assert nobody.startswith("接待人")
        assert "周远" in closed

    def test_changes_a_host_and_undoing_gives_the_former_back(
        self, wizard: Wizard, event: Event, anran: User
    ) -> None:
        other = UserFactory(last_name="周", first_name="远")
        guest = GuestFactory(event=event, name="王小明", phone="13800001234", host=other)

        batch = wizard.checked(rows_file("王小明,13800001234,许安然", headers="姓名,手机,接待人"))
        shown = kept(batch, 2)["changes"]
        wizard.confirm(batch)
        changed = Guest.objects.get(pk=guest.pk).host
        wizard.undo(batch)

        assert shown == [["host_id", "周远", "许安然"]]
        assert changed == anran
        assert Guest.objects.get(pk=guest.pk).host == other

    def test_comes_back_unchanged_whatever_the_hosts_are_called(
        self, wizard: Wizard, event: Event, anran: User
    ) -> None:
        namesake = UserFactory(last_name="许", first_name="安然", username="xu.anran.2")
        gone = UserFactory(last_name="周", first_name="远", is_active=False)
        for host in (anran, namesake, gone, None):
            GuestFactory(event=event, host=host)

        data = exported(wizard, event)

        assert verdicts(wizard.checked(data)) == ["same"] * 4
        rows = list(csv.reader(io.StringIO(data.decode("utf-8-sig"))))
        assert sorted(row[2] for row in rows[1:]) == ["", "xu.anran", "xu.anran.2", "周远"]
