"""Addresses, lunar birthdays, festivals and consents to photographs in a list of clients. (001-04, 001-15, 000-18)"""

import re
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from foyer.clients.enums import AddressKind, Festival, PhotoConsent
from foyer.clients.models import Client, ClientAddress, Contact
from tests.clients.import_wizard import ClientWizard, client_rows, said, verdicts, work
from tests.conftest import LogIn
from tests.factories import ClientFactory, ContactFactory

pytestmark = pytest.mark.django_db
_ROW = "云锦丝绸有限公司,虹桥路1号,沈佳,{},{},{},{},{}"
SIMPLIFIED = "客户名称,地址,联系人,农历生日,节日,拍照同意,拍照同意日期,拍照同意方式"
TRADITIONAL = "客戶名稱,地址,聯絡人,農曆生日,節日,肖像授權,肖像授權日期,肖像授權方式"
ENGLISH = "client,office address,contact,lunar birthday,festivals,photo consent,photo consent date,photo consent source"
_WHOLE = re.compile("SCAN clients_(client|contact|clientaddress|contactpoint)\\b")
GOOD = ("腊月三十", "中秋节、圣诞", "同意", "2026-03-01", "书面")


def addresses() -> list[tuple[str, str]]:
    return list(ClientAddress.objects.order_by("pk").values_list("kind", "text"))


class TestARow:
    @pytest.mark.parametrize("headers", [SIMPLIFIED, TRADITIONAL, ENGLISH])
    def test_brings_all_of_it_under_headers_of_three_languages(
        self, log_in: LogIn, headers: str
    ) -> None:
        wizard = ClientWizard(log_in("Administrators"))

        batch = wizard.checked(client_rows(_ROW.format(*GOOD), headers=headers))
        wizard.confirm(batch)
        work()

        kept = Contact.objects.get()
        assert addresses() == [(AddressKind.VISITING, "虹桥路1号")]
        assert (kept.lunar_birthday, kept.festivals) == (
            "12-30",
            [Festival.MID_AUTUMN, Festival.CHRISTMAS],
        )
        assert (kept.photo_consent, kept.photo_consent_on, kept.photo_consent_how) == (
            PhotoConsent.GIVEN,
            date(2026, 3, 1),
            "书面",
        )
        assert list(Contact.objects.with_birthday(lunar=["12-30"])) == [kept]

    @pytest.mark.parametrize(
        ("cells", "words"),
        [
            (("十三月初一", "", "", "", ""), "“十三月初一”不是农历日期。"),
            (("", "泼水节", "", "", ""), "泼水节"),
            (("", "", "maybe", "", ""), "maybe"),
            (("", "", "同意", "", ""), "请写明何时、以何种方式询问过拍摄意愿。"),
            (("", "", "同意", "2026-02-30", "书面"), "没有“2026-02-30”这一天"),
        ],
    )
    def test_is_refused_with_a_sentence_for_what_nobody_can_read(
        self, log_in: LogIn, cells: tuple[str, ...], words: str
    ) -> None:
        wizard = ClientWizard(log_in("Administrators"))

        batch = wizard.checked(client_rows(_ROW.format(*cells), headers=SIMPLIFIED))

        assert verdicts(batch) == ["error"]
        assert words in said(batch, 2)["reasons"][0]

    def test_takes_a_consent_without_its_day_where_the_day_is_known(self, log_in: LogIn) -> None:
        silk = ClientFactory(name="云锦丝绸有限公司")
        told = {"photo_consent_on": date(2026, 3, 1), "photo_consent_how": "书面"}
        ContactFactory(client=silk, name="沈佳", photo_consent=PhotoConsent.GIVEN, **told)
        wizard = ClientWizard(log_in("Administrators"))

        batch = wizard.checked(
            client_rows("云锦丝绸有限公司,沈佳,同意", headers="客户名称,联系人,拍照同意")
        )

        assert verdicts(batch) == ["same"]


@pytest.fixture
def moved(log_in: LogIn) -> tuple[ClientWizard, Client]:
    """A client with two addresses, one of which is about to be written over."""
    silk = ClientFactory(name="云锦丝绸有限公司")
    ClientAddress.objects.create(client=silk, kind=AddressKind.VISITING, text="旧路1号")
    ClientAddress.objects.create(client=silk, kind=AddressKind.POSTAL, text="信箱 9")
    return ClientWizard(log_in("Administrators")), silk


class TestAddresses:
    ROWS = client_rows("云锦丝绸有限公司,新路2号；新路3号", headers="客户名称,地址")

    def test_are_written_over_by_kind_and_come_back_when_the_file_is_undone(
        self, moved: tuple[ClientWizard, Client]
    ) -> None:
        wizard, _silk = moved
        batch = wizard.checked(self.ROWS)
        assert said(batch, 2)["changes"] == [["address", "旧路1号", "新路2号；新路3号"]]

        wizard.confirm(batch)
        work()
        after = addresses()
        wizard.undo(batch)
        work()

        assert after == [("postal", "信箱 9"), ("visiting", "新路2号"), ("visiting", "新路3号")]
        assert addresses() == [("postal", "信箱 9"), ("visiting", "旧路1号")]

    def test_somebody_changed_since_are_kept_and_named(
        self, moved: tuple[ClientWizard, Client]
    ) -> None:
        wizard, silk = moved
        batch = wizard.checked(self.ROWS)
        wizard.confirm(batch)
        work()
        silk.addresses.filter(text="新路2号").update(text="新路2号乙")

        wizard.undo(batch)
        work()

        assert ("visiting", "新路2号乙") in addresses()
        assert batch.rows.get().outcome == "kept"

    def test_of_a_new_client_go_with_it(self, log_in: LogIn) -> None:
        wizard = ClientWizard(log_in("Administrators"))
        batch = wizard.checked(self.ROWS)
        wizard.confirm(batch)
        work()

        wizard.undo(batch)
        work()

        assert (addresses(), Client.objects.count()) == ([], 0)


@pytest.mark.skipif(connection.vendor != "sqlite", reason="reads SQLite's plans")
class TestALargeHouse:
    def test_is_never_looked_through_whole_to_write_some_rows(self, log_in: LogIn) -> None:
        known = ClientFactory(name="云锦丝绸有限公司", number="K1")
        wizard = ClientWizard(log_in("Administrators"))
        rows = (
            "K1,云锦丝绸有限公司,茶业,沈佳,13800001111",
            "K2,远山茶业有限公司,茶业,周宁,13800002222",
        )
        batch = wizard.checked(client_rows(*rows, headers="客户编号,客户名称,行业,联系人,手机"))

        with CaptureQueriesContext(connection) as asked:
            wizard.confirm(batch)

        reads = [one["sql"] for one in asked if one["sql"].startswith("SELECT")]
        with connection.cursor() as cursor:
            plans = {
                sql: str(cursor.execute(f"EXPLAIN QUERY PLAN {sql}").fetchall()) for sql in reads
            }
        assert [sql for sql, plan in plans.items() if _WHOLE.search(plan)] == []
        assert Client.objects.exclude(pk=known.pk).get().number == "K2"


class TestADay:
    def test_of_the_republic_with_a_year_of_four_digits_is_asked_about(self, log_in: LogIn) -> None:
        wizard = ClientWizard(log_in("Administrators"))

        batch = wizard.checked(
            client_rows(
                "江南丝绸,沈清,民國75年3月9日",
                "云岭茶业,周明,民國1986年3月9日",
                headers="客户名称,联系人,生日",
            )
        )

        assert verdicts(batch) == ["new", "error"]
        [reason] = said(batch, 3)["reasons"]
        assert reason.startswith("生日：")
        assert "民國1986年3月9日" in reason
