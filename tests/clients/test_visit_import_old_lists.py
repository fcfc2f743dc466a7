"""Lists of visits as houses kept them before: days alone, days first, and the printed table. (003-15, 003-16)"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from wagtail.users.models import UserProfile

from foyer.clients.models import Visit
from foyer.clients.resources import VISIT_LIST
from foyer.core.imports.blocks import opened
from foyer.core.imports.models import ImportBatch
from tests.clients.test_visit_files import VisitWizard, everything, reasons
from tests.conftest import LogIn
from tests.factories import ClientFactory, ContactFactory, UserFactory
from tests.factories.visits import VisitFactory
from tests.guests.wizard import rows_file, verdicts, work

pytestmark = pytest.mark.django_db


@pytest.fixture
def wizard(log_in: LogIn) -> VisitWizard:
    return VisitWizard(log_in("Administrators"))


def notes(batch: ImportBatch, number: int) -> str:
    return " ".join(opened(batch.rows.get(number=number), VISIT_LIST)["notes"])


def moments() -> list[str]:
    kept = Visit.objects.order_by("happened_at").values_list("happened_at", flat=True)
    return [f"{timezone.localtime(at):%Y-%m-%d %H:%M}" for at in kept]


class TestADayAlone:
    def test_is_filed_as_of_its_beginning_and_says_so(self, wizard: VisitWizard) -> None:
        ClientFactory(name="江南实业")
        rows = ("江南实业,2025-05-01,电话,谈了", "江南实业,2025年5月3日下午2点30分,拜访,谈了")

        batch = wizard.checked(rows_file(*rows, headers="客户名称,时间,方式,沟通内容"))
        wizard.confirm(batch)
        work()

        assert verdicts(batch) == ["new", "new"]
        assert moments() == ["2025-05-01 00:00", "2025-05-03 14:30"]
        assert ["00:00" in notes(batch, n) for n in (2, 3)] == [True, False]

    @pytest.mark.parametrize("cell", ["2025-02-30", "下午", "2025-05-01 25:00", "谈过"])
    def test_that_is_none_is_refused(self, wizard: VisitWizard, cell: str) -> None:
        ClientFactory(name="江南实业")

        batch = wizard.checked(rows_file(f"江南实业,{cell},电话", headers="客户名称,时间,方式"))

        assert verdicts(batch) == ["error"]
        assert "时间" in reasons(batch, 2)


class TestDaysFirst:
    def test_are_asked_about_once_and_keep_their_time(self, wizard: VisitWizard) -> None:
        ClientFactory(name="江南实业")
        rows = ("江南实业,3/4/2025 14:30,电话", "江南实业,5/6/2025 9:00 PM,电话")
        batch = wizard.uploaded(rows_file(*rows, headers="客户名称,时间,方式"), "visits.csv")

        asked = wizard.check(batch)
        answered = wizard.check(batch, **{"dates-1": "day"})

        assert "3/4/2025" in asked.content.decode()
        batch.refresh_from_db()
        assert verdicts(batch) == ["new", "new"], answered
        wizard.confirm(batch)
        work()
        assert moments() == ["2025-04-03 14:30", "2025-06-05 21:00"]


class TestTheContactStatusTable:
    @pytest.mark.parametrize("language", ["zh-hans", "zh-hant", "en"])
    def test_comes_in_again_as_it_went_out(self, log_in: LogIn, language: str) -> None:
        by = UserFactory(role="Administrators", last_name="许", first_name="安然")
        UserProfile.objects.create(user=by, preferred_language=language)
        silk = ClientFactory(name="江南实业")
        lin = ContactFactory(client=silk, name="林若兰", phone="13900005678")
        day = timezone.now().replace(second=0, microsecond=0) - timedelta(days=9)
        facts: dict[str, Any] = {"client": silk, "staff": by, "contacts": [lin]}
        VisitFactory(happened_at=day, visit=True, discussion="谈了", place="会客室", **facts)
        VisitFactory(
            happened_at=day - timedelta(days=1), reception=True, discussion="来了", **facts
        )
        browser = log_in(user=by)
        before = everything()

        export = "/admin/care/visits/table/export/"
        columns = list(browser.get(export).context["form"].initial["columns"])
        wish = {"kind": "xlsx", "language": language, "columns": columns, "purpose": "核对"}
        data = b"".join(browser.post(export, wish))
        batch = VisitWizard(browser).checked(data, name="table.xlsx")

        assert verdicts(batch) == ["same", "same"], [reasons(batch, n) for n in (2, 3)]
        assert everything() == before

    def test_of_another_house_files_visits(self, wizard: VisitWizard) -> None:
        silk = ClientFactory(name="江南实业")
        lin = ContactFactory(client=silk, name="林若兰")
        UserFactory(role="Account managers", last_name="许", first_name="安然")
        headers = "序号,客户名称,地址,联系方式,时间,地点,情况说明,业务人员"
        row = "1,江南实业,虹桥路1号,林若兰 13900005678,2025-05-01 10:00,会客室,谈了,许安然"

        batch = wizard.checked(rows_file(row, headers=headers))
        wizard.confirm(batch)
        work()

        kept = Visit.objects.get()
        assert verdicts(batch) == ["new"], reasons(batch, 2)
        assert (kept.mode, kept.place, kept.discussion) == ("visit", "会客室", "谈了")
        assert list(kept.contacts.all()) == [lin]
        assert moments() == ["2025-05-01 10:00"]
