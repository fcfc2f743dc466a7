"""Visits as files: out, in again, and taken back. (003-15)"""

from __future__ import annotations

import json
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client as Browser
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from wagtail.models import ModelLogEntry

from foyer.clients.care_enums import Direction, VisitMode
from foyer.clients.enums import Seeing
from foyer.clients.models import CarePolicy, ClientPolicy, Contact, DueDecision, Visit
from foyer.clients.queries.due_items import DueScope
from foyer.clients.queries.due_list import due_items
from foyer.clients.resources import VISIT_LIST
from foyer.clients.services.due_decisions import mark_done
from foyer.core.days import house_day
from foyer.core.imports.blocks import opened, unpack
from foyer.core.imports.enums import ImportStatus
from foyer.core.imports.models import ImportBatch
from foyer.core.models import User
from foyer.privacy.people import Person
from foyer.privacy.stores.imports import ImportStore
from tests.clients.test_exports import taken
from tests.conftest import LogIn
from tests.factories import ClientFactory, ContactFactory, UserFactory
from tests.factories.visits import VisitFactory
from tests.guests.wizard import Wizard, rows_file, verdicts

pytestmark = pytest.mark.django_db
EXPORT = "/admin/care/visits/export/"
HEADERS = "客户,拜访时间,方式,联系人,谈话内容,下次拜访"
WISH = {"purpose": "核对", "kind": "csv", "language": "zh-hans"}


class VisitWizard(Wizard):
    """A member of staff at the import of visits."""

    def __init__(self, client: Browser) -> None:
        self.client = client

    def url(self, step: str, batch: ImportBatch | None = None) -> str:
        name = "care:import" if step == "upload" else f"care:import_{step}"
        return reverse(name, args=[batch.pk] if batch else [])


def reasons(batch: ImportBatch, number: int) -> str:
    return " ".join(opened(batch.rows.get(number=number), VISIT_LIST)["reasons"])


def everything() -> list[Any]:
    met = Visit.contacts.through.objects.order_by("pk").values_list("visit", "contact")
    return [list(Visit.objects.order_by("pk").values()), list(met)]


@pytest.fixture
def wizard(log_in: LogIn) -> VisitWizard:
    return VisitWizard(log_in("Administrators"))


@pytest.fixture
def staff() -> User:
    return UserFactory(role="Account managers", username="xu", last_name="许", first_name="安然")


class TestAList:
    @pytest.mark.parametrize("kind", ["xlsx", "csv"])
    @pytest.mark.parametrize("language", ["zh-hans", "zh-hant", "en"])
    def test_comes_back_unchanged_in_every_language_and_format(
        self, log_in: LogIn, staff: User, language: str, kind: str
    ) -> None:
        silk = ClientFactory(name="=江南实业")
        lin, wang = ContactFactory(client=silk, name="林若兰"), ContactFactory(client=silk)
        now = timezone.now().replace(second=31)
        VisitFactory(
            client=silk,
            contacts=[lin, wang],
            staff=staff,
            visit=True,
            happened_at=now - timedelta(days=9),
            discussion="+1 桌\r\n不喝酒 ",
            next_visit_on=date(2099, 1, 2),
            external_id="A/1",
        )
        VisitFactory.create_batch(2, client=silk, happened_at=now - timedelta(days=3))
        VisitFactory(client=silk, reception=True, struck_out=True)
        browser = log_in("Administrators")
        page = browser.get(EXPORT)
        columns = [key for key, _label in page.context["form"].fields["columns"].choices]
        before = everything()

        wish = WISH | {"kind": kind, "language": language, "columns": columns}
        data = b"".join(browser.post(EXPORT, wish).streaming_content)
        batch = VisitWizard(browser).checked(data, name=f"visits.{kind}")

        assert verdicts(batch) == ["same"] * 4, [reasons(batch, n) for n in range(2, 6)]
        assert everything() == before

    def test_goes_out_as_it_is_narrowed_down_and_only_what_may_be_read(
        self, log_in: LogIn, staff: User
    ) -> None:
        VisitFactory(client__name="江南实业", staff=staff, reception=True)
        VisitFactory(client__name="江南会", staff=staff)
        VisitFactory(client__name="江南丝绸", reception=True)
        wish = WISH | {"columns": ["client", "mode", "nth"]}

        rows = taken(log_in(user=staff).post(f"{EXPORT}?mode=reception&q=江南", wish))

        assert rows[1:] == [["江南实业", "来访接待", "1"]]
        assert ModelLogEntry.objects.filter(action="foyer.visit.export").count() == 1
        listed = log_in(user=staff).get("/admin/care/visits/?mode=reception").content.decode()
        assert f"{EXPORT}?mode=reception" in listed
        assert log_in("Marketing").get(EXPORT).status_code == 302

    def test_asks_the_database_as_often_for_three_as_for_one(self, log_in: LogIn) -> None:
        browser = log_in("Administrators")
        wish = WISH | {"columns": ["client", "contacts", "staff", "nth"]}
        counts = []
        for more in (1, 2):
            VisitFactory.create_batch(more)
            taken(browser.post(EXPORT, wish))
            with CaptureQueriesContext(connection) as asked:
                taken(browser.post(EXPORT, wish))
            counts.append(len(asked))

        assert counts[0] == counts[1]


class TestErasure:
    def test_finds_a_name_in_cells_that_hold_more_than_it(
        self, wizard: VisitWizard, staff: User
    ) -> None:
        client = ClientFactory(name="江南", account_manager=staff)
        gone = ContactFactory(client=client, name="欧阳明月", phone="", email="")
        others = [ContactFactory(client=client, name=name) for name in ("李雷", "欧阳修远")]
        VisitFactory(
            client=client, external_id="A4", discussion="欧阳明月说要改期", contacts=others
        )
        earlier = timezone.localtime(Visit.objects.get().happened_at)
        batch = wizard.imported(
            rows_file(
                "A1,江南,2026-05-01 14:30,电话,李雷;欧阳明月,茶,",
                "A2,江南,2026-05-02 14:30,电话,,与欧阳明月谈了秋茶,",
                "A3,江南,2026-05-03 14:30,电话,欧阳修远,茶,",
                f"A4,江南,{earlier:%Y-%m-%d %H:%M},电话,,改期已定,",
                headers=f"外部编号,{HEADERS}",
            )
        )
        assert batch.file
        person = Person(keys={Contact: {gone.pk}}, names={"欧阳明月"})

        told = list(ImportStore().rows(person))
        erased = ImportStore().erase(person)

        batch.refresh_from_db()
        assert [n for row in told for n in row.values() if isinstance(n, int)] == [2, 3]
        assert erased >= 2
        assert batch.file == ""
        assert list(batch.rows.values_list("number", flat=True)) == [3, 4, 5]
        blocks = [unpack(VISIT_LIST, block.sealed) for block in batch.blocks.all()]
        steps = [unpack(VISIT_LIST, step.sealed) for step in batch.journal.all()]
        left = json.dumps(
            [blocks, steps, unpack(VISIT_LIST, batch.sealed_head)], ensure_ascii=False
        )
        assert "欧阳明月" not in left
        assert "谈了秋茶" in left
        assert "欧阳修远" in left


class TestImport:
    def test_files_visits_as_by_hand_and_takes_them_back(
        self, wizard: VisitWizard, staff: User
    ) -> None:
        silk = ClientFactory(name="江南实业有限公司", account_manager=staff, key=True)
        lin = ContactFactory(client=silk, name="林若兰", title="总监")
        at = timezone.now() - timedelta(days=200)
        agreed = VisitFactory(
            client=silk, happened_at=at, next_visit_on=(at + timedelta(days=30)).date()
        )
        before = everything()
        day = timezone.localtime(timezone.now() - timedelta(days=1))
        following = (day + timedelta(days=400)).date()
        data = rows_file(
            f"江南實業有限公司,{day:%Y年%m月%d日 %H:%M},电话,林若兰,秋茶,{following}",
            headers=HEADERS + ",第几次联系,拜访人",
        )

        batch = wizard.imported(data)

        assert batch.status == ImportStatus.APPLIED, verdicts(batch)
        visit = Visit.objects.numbered().exclude(pk=agreed.pk).get()
        assert (visit.mode, visit.direction, visit.met, visit.nth) == (
            VisitMode.PHONE,
            Direction.WE_WENT,
            "林若兰 总监",
            2,
        )
        assert visit.happened_at == day.replace(second=0, microsecond=0)
        assert list(visit.contacts.all()) == [lin]
        assert visit.next_visit_on == following
        assert ModelLogEntry.objects.filter(action="foyer.visit.file").count() == 1
        assert verdicts(wizard.checked(data)) == ["same"]

        wizard.undo(batch)

        assert everything() == before

    def test_corrects_known_visits_and_restores_what_stood_there(
        self, wizard: VisitWizard, staff: User
    ) -> None:
        one = VisitFactory(client__name="江南", external_id="A1", discussion="旧")
        client = one.client
        ContactFactory(client=client, name="林若兰")
        day = timezone.localtime(one.happened_at)
        rows = rows_file(
            f"A1,江南,{day:%Y-%m-%d %H:%M},电话,林若兰,新,xu",
            f"A1,江南,{day:%Y-%m-%d %H:%M},电话,,新,",
            headers="外部编号,客户,拜访时间,方式,联系人,谈话内容,拜访人",
        )

        batch = wizard.imported(rows)

        one.refresh_from_db()
        assert verdicts(batch) == ["update", "duplicate"]
        assert (one.discussion, one.staff) == ("新", staff)
        assert [contact.name for contact in one.contacts.all()] == ["林若兰"]
        wizard.undo(batch)
        one.refresh_from_db()
        assert (one.discussion, one.staff, one.contacts.count()) == ("旧", None, 0)

    def test_closes_what_is_due_and_opens_it_again_when_it_is_taken_back(
        self, wizard: VisitWizard, staff: User
    ) -> None:
        client = ClientFactory(name="江南", key=True, account_manager=staff)
        day = timezone.localtime(timezone.now())
        VisitFactory(client=client, mode="phone", happened_at=day - timedelta(days=70))
        rows = [f"江南,{day - timedelta(days=n):%Y-%m-%d} 09:30,电话,,茶," for n in (1, 4, 2)]

        batch = wizard.imported(rows_file(*rows, headers=HEADERS))

        closed = DueDecision.objects.get()
        first = Visit.objects.numbered().get(pk=closed.closed_by_visit_id)
        assert (closed.outcome, first.nth) == ("done", 2)
        assert closed.closed_on == first.happened_on == (day - timedelta(days=4)).date()
        assert sorted(visit.nth for visit in Visit.objects.numbered()) == [1, 2, 3, 4]

        wizard.undo(batch)

        assert Visit.objects.count() == 1
        assert DueDecision.objects.get().outcome == ""

    def test_leaves_a_visit_about_whose_next_day_somebody_has_decided(
        self, wizard: VisitWizard, staff: User
    ) -> None:
        client = ClientFactory(name="江南", account_manager=staff)
        following = house_day(timezone.now()) + timedelta(days=2)
        row = f"江南,2026-05-01 14:30,电话,,茶,{following}"
        batch = wizard.imported(rows_file(row, headers=HEADERS))
        scope, policy = DueScope(client=client.pk), CarePolicy.load()
        today = house_day(timezone.now())
        found = due_items(scope, policy=policy, today=today)
        (item,) = [one for one in found if one.kind == "next"]
        mark_done(item=item, by=staff, at=timezone.now())

        wizard.undo(batch)

        assert Visit.objects.count() == 1
        assert DueDecision.objects.get().outcome == "done"

    @pytest.mark.parametrize("act", ["file", "correct"])
    def test_asks_the_database_as_often_for_forty_rows_as_for_four(
        self, wizard: VisitWizard, staff: User, act: str
    ) -> None:
        counts = []
        for number in (4, 40):
            rows = []
            for n in range(number):
                client = ClientFactory(name=f"客户{number}-{n}", key=True, account_manager=staff)
                lin = ContactFactory(client=client, name="林若兰")
                long_ago = timezone.now() - timedelta(days=70)
                VisitFactory(client=client, mode="phone", happened_at=long_ago)
                if act == "correct":
                    kept = VisitFactory(
                        client=client, external_id=f"{number}-{n}", contacts=[lin], discussion="旧"
                    )
                    VisitFactory(client=client)
                    happened = timezone.localtime(kept.happened_at) - timedelta(hours=1)
                else:
                    happened = timezone.localtime(timezone.now()) - timedelta(days=3)
                at = f"{happened:%Y-%m-%d %H:%M}"
                rows.append(f"{number}-{n},{client.name},{at},电话,林若兰,新,")
            batch = wizard.checked(rows_file(*rows, headers=f"外部编号,{HEADERS}"))
            assert set(verdicts(batch)) == {"new" if act == "file" else "update"}
            with CaptureQueriesContext(connection) as asked:
                wizard.confirm(batch)
            batch.refresh_from_db()
            assert batch.status == ImportStatus.APPLIED
            counts.append(len(asked))

        assert counts[0] == counts[1]

    def test_leaves_what_was_corrected_since_when_it_is_taken_back(
        self, wizard: VisitWizard
    ) -> None:
        ClientFactory(name="江南")
        batch = wizard.imported(rows_file("江南,2026-05-01 14:30,电话,,茶,", headers=HEADERS))
        Visit.objects.update(discussion="已更正")

        wizard.undo(batch)

        assert Visit.objects.get().discussion == "已更正"

    @pytest.mark.parametrize(
        ("row", "said"),
        [
            ("江北,2026-05-01 14:30,电话,,,", "江北"),
            ("双名,2026-05-01 14:30,电话,,,", "客户编号"),
            ("江南,2026-05-01 午后两点,电话,,,", "午后两点"),
            ("江南,2026-05-01 25:30,电话,,,", "25:30"),
            ("江南,2099-05-01 14:30,电话,,,", "下次拜访"),
            ("江南,2026-05-01 14:30,飞鸽,,,", "飞鸽"),
            ("江南,2026-05-01 14:30,电话,无名氏,,", "无名氏"),
            ("江南,2026-05-01 14:30,电话,,,2026-04-30", "晚"),
            (",2026-05-01 14:30,电话,,,", "客户"),
        ],
    )
    def test_says_what_is_wrong_with_a_row(self, wizard: VisitWizard, row: str, said: str) -> None:
        ClientFactory(name="江南")
        ClientFactory.create_batch(2, name="双名")

        batch = wizard.checked(rows_file(row, headers=HEADERS))

        assert verdicts(batch) == ["error"]
        assert said in reasons(batch, 2)

    def test_keeps_to_the_rights_of_whoever_imports(self, log_in: LogIn, staff: User) -> None:
        foreign = VisitFactory(client__account_manager=staff, discussion="旧")
        day = timezone.localtime(foreign.happened_at)
        row = f"{foreign.client.name},{day:%Y-%m-%d %H:%M},电话,,新,"

        batch = VisitWizard(log_in(user=staff)).checked(rows_file(row, headers=HEADERS))

        assert verdicts(batch) == ["error"]
        assert "只能更正您自己拜访或登记的记录" in reasons(batch, 2)
        assert log_in("Marketing").get("/admin/care/visits/import/").status_code == 302

    def test_learns_of_no_contact_of_a_client_that_was_handed_on(
        self, log_in: LogIn, staff: User
    ) -> None:
        ClientPolicy.objects.update(account_managers_see=Seeing.OWN)
        mine = VisitFactory(staff=staff, client__account_manager=UserFactory())
        ContactFactory(client=mine.client, name="新来的人")
        day = timezone.localtime(mine.happened_at)
        rows = [
            f"{mine.client.name},{day:%Y-%m-%d %H:%M},电话,{name},,"
            for name in ("新来的人", "无此人")
        ]

        wizard = VisitWizard(log_in(user=staff))
        told = [reasons(wizard.checked(rows_file(row, headers=HEADERS)), 2) for row in rows]

        assert "只能更正您自己拜访或登记的记录" in told[0]
        assert told[0] == told[1]
