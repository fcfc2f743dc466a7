"""Visits and what is due, as staff use them. (001-12, 003-15, 003-16)"""

import io
from datetime import date, timedelta

import openpyxl
import pytest
from django.contrib.auth.models import Permission
from django.db import connection
from django.test import Client as Browser
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import ModelLogEntry

from foyer.clients.models import DueDecision, Visit
from foyer.clients.views import visits
from foyer.core.days import house_day
from foyer.core.exports.models import Export
from foyer.core.models import User
from tests.clients.days import moment
from tests.conftest import LogIn
from tests.factories import ClientFactory, ContactFactory, UserFactory, VisitFactory

pytestmark = pytest.mark.django_db
DUE, ALL = "/admin/care/due/", "/admin/care/due/all/"
VISITS = "/admin/care/visits/"
TABLE = "/admin/care/visits/table/"


def queries_of(browser: Browser, page: str) -> int:
    """Return how often a page asks the database, when nothing is asked for the first time."""
    browser.get(page)
    with CaptureQueriesContext(connection) as asked:
        assert browser.get(page).status_code == 200
    return len(asked)


@pytest.fixture
def today() -> date:
    return house_day(timezone.now())


@pytest.fixture
def manager():
    return UserFactory(role="Account managers", last_name="周", first_name="景明")


@pytest.fixture
def colleague():
    return UserFactory(role="Account managers", last_name="许", first_name="安然")


def silent_client(manager, today: date, **values):
    """Return a key client whose last call was two months ago: overdue."""
    client = ClientFactory(key=True, account_manager=manager, **values)
    contact = ContactFactory(client=client, name="欧阳明月", phone="13800001234")
    long_ago = moment(today - timedelta(days=61))
    VisitFactory(client=client, happened_at=long_ago, contacts=[contact], staff=manager)
    return client


def permission(codename: str) -> Permission:
    """Return a right by its name."""
    return Permission.objects.get(codename=codename)


def items_of(answer) -> list:
    """Return the rows a page of things due shows."""
    return [row for _group, rows in answer.context["groups"] for row in rows]


class TestDuePage:
    def test_shows_each_their_own(self, log_in: LogIn, manager, colleague, today) -> None:
        silent_client(manager, today, name="云岭茶业集团")
        silent_client(colleague, today, name="海川国际会展")

        page = log_in(user=manager).get(DUE).content.decode()

        assert "云岭茶业集团" in page
        assert "海川国际会展" not in page

    def test_shows_the_phone_plain_to_those_who_may_call(self, log_in, manager, today) -> None:
        client = silent_client(manager, today)
        page = log_in(user=manager).get(DUE).content.decode()
        assert 'href="tel:13800001234"' in page

        manager.groups.clear()
        for codename in ("access_admin", "view_due"):
            manager.user_permissions.add(permission(codename))
        masked = log_in(user=manager).get(DUE).content.decode()

        assert client.name in masked
        assert "*** 1234" in masked
        assert "13800001234" not in masked

    def test_shows_birthdays_only_to_those_who_see_personal_data(
        self, log_in, manager, today
    ) -> None:
        client = ClientFactory(account_manager=manager)
        ContactFactory(client=client, name="李雷", birthday=today.replace(year=1980))
        assert len(items_of(log_in(user=manager).get(DUE))) == 1

        manager.groups.clear()
        for codename in ("access_admin", "view_due"):
            manager.user_permissions.add(permission(codename))

        assert items_of(log_in(user=manager).get(DUE)) == []

    @pytest.mark.parametrize(
        ("query", "count"),
        [
            ({}, 2),
            ({"kind": "cadence"}, 1),
            ({"kind": "festival"}, 0),
            ({"tier": "key"}, 1),
            ({"group": "today"}, 1),
            ({"group": "soon"}, 0),
            ({"kind": "nonsense", "tier": "\0", "p": "x"}, 2),
        ],
    )
    def test_is_narrowed_down(self, log_in, manager, today, query, count) -> None:
        silent_client(manager, today)
        regular = ClientFactory(account_manager=manager)
        ContactFactory(client=regular, birthday=today.replace(year=1984))

        answer = log_in(user=manager).get(DUE, query)

        kinds = [row.item.kind for row in items_of(answer) if row.item.kind != "festival"]
        assert len(kinds) == count

    def test_asks_the_database_as_often_for_three_as_for_one(self, log_in, manager, today) -> None:
        browser = log_in(user=manager)
        silent_client(manager, today)
        one = queries_of(browser, DUE)
        for _n in range(2):
            silent_client(manager, today)

        assert queries_of(browser, DUE) == one

    def test_takes_back_what_was_handed_to_somebody_who_left(
        self, log_in, manager, colleague, today
    ) -> None:
        silent_client(manager, today)
        browser = log_in(user=manager)
        (row,) = items_of(browser.get(DUE))
        browser.post(f"{DUE}decide/{row.item.key}/", {"act": "hand_on", "colleague": colleague.pk})
        handed = items_of(browser.get(DUE))

        User.objects.filter(pk=colleague.pk).update(is_active=False)

        assert handed == []
        assert [one.item.key for one in items_of(browser.get(DUE))] == [row.item.key]
        page = log_in("Management").get(ALL)
        assert [line["name"] for line in page.context["table"]] == ["周景明"]

    def test_says_so_when_nothing_is_due(self, log_in, manager) -> None:
        assert "没有待办" in log_in(user=manager).get(DUE).content.decode()


class TestDueAllPage:
    def test_counts_by_account_manager_and_shows_one_of_them(
        self, log_in, manager, colleague, today
    ) -> None:
        for _n in range(2):
            silent_client(manager, today)
        silent_client(colleague, today)
        silent_client(None, today)
        browser = log_in("Management")

        answer = browser.get(ALL)
        one = browser.get(ALL, {"manager": manager.pk})
        nobody = browser.get(ALL, {"manager": "nobody"})

        table = {row["name"]: row["counts"] for row in answer.context["table"]}
        assert table == {"周景明": [2, 0, 0], "许安然": [1, 0, 0], "无客户经理": [1, 0, 0]}
        assert [len(items_of(page)) for page in (answer, one, nobody)] == [4, 2, 1]

    def test_asks_the_database_as_often_for_three_as_for_one(self, log_in, today) -> None:
        managers = [UserFactory(role="Account managers") for _n in range(3)]
        browser = log_in("Management")
        silent_client(managers[0], today)
        one = queries_of(browser, ALL)
        for manager in managers[1:]:
            silent_client(manager, today)

        assert queries_of(browser, ALL) == one


class TestDecidePage:
    @pytest.fixture
    def row(self, manager, today, log_in):
        silent_client(manager, today)
        self.browser = log_in(user=manager)
        (row,) = items_of(self.browser.get(DUE))
        return row

    def url(self, row) -> str:
        return f"/admin/care/due/decide/{row.item.key}/"

    @pytest.mark.parametrize(
        ("sent", "days", "outcome"),
        [
            ({"act": "done"}, None, "done"),
            ({"act": "day"}, 1, ""),
            ({"act": "week"}, 7, ""),
            ({"act": "skip", "reason": "客户出国"}, None, "skipped"),
        ],
    )
    def test_carries_out_what_was_chosen(self, row, today, sent, days, outcome) -> None:
        answer = self.browser.post(self.url(row), sent | {"next": DUE})

        decision = DueDecision.objects.get()
        assert answer["Location"] == DUE
        assert decision.outcome == outcome
        assert decision.postponed_to == (today + timedelta(days=days) if days else None)

    def test_puts_off_to_a_day_and_hands_on(self, row, today, colleague) -> None:
        to = today + timedelta(days=5)

        self.browser.post(self.url(row), {"act": "to", "to": to.isoformat()})
        self.browser.post(self.url(row), {"act": "hand_on", "colleague": colleague.pk})

        decision = DueDecision.objects.get()
        assert (decision.postponed_to, decision.assignee) == (to, colleague)

    @pytest.mark.parametrize(
        ("sent", "sentence"),
        [
            ({"act": "to", "to": "2020-01-01"}, "请选择一年之内的未来日期"),
            ({"act": "to", "to": "soon"}, "输入一个有效的日期"),
            ({"act": "skip", "reason": ""}, "此字段为必填项"),
            ({"act": "hand_on", "colleague": "0"}, "选择一个有效的选项"),
        ],
    )
    def test_says_what_cannot_be(self, row, sent, sentence) -> None:
        answer = self.browser.post(self.url(row), sent)

        assert answer.status_code == 200
        assert sentence in answer.content.decode()
        assert not DueDecision.objects.exists()

    def test_leads_back_where_it_is_not_due_any_more(self, row) -> None:
        self.browser.post(self.url(row), {"act": "done"})

        again = self.browser.post(self.url(row), {"act": "done"}, follow=True)

        assert "这项待办已不存在" in again.content.decode()
        assert DueDecision.objects.count() == 1

    @pytest.mark.parametrize("key", ["x", "cadence.1.0.-.20261399", "cadence.9.0.-.20260101"])
    def test_survives_keys_that_are_none(self, row, key) -> None:
        assert self.browser.get(f"/admin/care/due/decide/{key}/")["Location"] == DUE

    def test_lets_nobody_decide_for_others_but_management(self, row, log_in, colleague) -> None:
        log_in(user=colleague).post(self.url(row), {"act": "done"})
        refused = DueDecision.objects.exists()
        log_in("Management").post(self.url(row), {"act": "done"})

        assert not refused
        assert DueDecision.objects.get().outcome == "done"

    @pytest.mark.parametrize("act", ["done", "week"])
    def test_is_taken_back_with_one_button(self, row, act) -> None:
        self.browser.post(self.url(row), {"act": act})
        (decision,) = self.browser.get(DUE).context["decided"]

        self.browser.post(f"/admin/care/due/take-back/{decision.pk}/")

        (again,) = items_of(self.browser.get(DUE))
        assert again.item == row.item


class TestLogCallPage:
    def test_files_the_call_and_closes_what_it_was_about(self, log_in, manager, today) -> None:
        client = silent_client(manager, today)
        browser = log_in(user=manager)
        (row,) = items_of(browser.get(DUE))
        url = f"/admin/care/clients/{client.pk}/log/?due={row.item.key}&next={DUE}"
        form = browser.get(url).context["form"]

        answer = browser.post(
            url,
            {
                "said": "约定下周看场地",
                "contact": form.initial["contact"],
                "mode": "wechat",
                "next_visit_on": (today + timedelta(days=7)).isoformat(),
            },
        )

        visit = Visit.objects.latest("pk")
        assert answer["Location"] == DUE
        assert (visit.discussion, visit.mode, visit.staff) == ("约定下周看场地", "wechat", manager)
        assert [contact.name for contact in visit.contacts.all()] == ["欧阳明月"]
        assert DueDecision.objects.get().closed_by_visit == visit
        assert [row.item.kind for row in items_of(browser.get(DUE))] == ["next"]

    def test_files_a_doubled_tap_once_and_closes_what_was_due(self, log_in, manager, today) -> None:
        client = silent_client(manager, today)
        browser = log_in(user=manager)
        call = f"/admin/care/clients/{client.pk}/log/"
        once = browser.get(call).context["form"]["once"].value()
        sent = {"said": "确认到场", "mode": "phone", "once": once}

        answers = [browser.post(call, sent | more) for more in ({}, {}, {"said": "另一通电话"})]

        assert [answer.status_code for answer in answers] == [302] * 3
        filed = Visit.objects.filter(discussion="确认到场")
        assert filed.count() == 1
        assert DueDecision.objects.get().closed_by_visit == filed.get()
        assert Visit.objects.filter(discussion="另一通电话").count() == 1
        shown = browser.get(f"{VISITS}{filed.get().pk}/").content.decode()
        assert "定期联系" in shown

    def test_loses_nothing_when_the_next_day_cannot_be(self, log_in, manager, today) -> None:
        client = silent_client(manager, today)

        answer = log_in(user=manager).post(
            f"/admin/care/clients/{client.pk}/log/",
            {"said": "很长的一段话", "mode": "phone", "next_visit_on": today.isoformat()},
        )

        assert "很长的一段话" in answer.content.decode()
        assert "下次拜访须晚于本次" in answer.content.decode()
        assert Visit.objects.count() == 1

    def test_takes_no_contact_of_another_client(self, log_in, manager, today) -> None:
        client = silent_client(manager, today)
        stranger = ContactFactory()

        answer = log_in(user=manager).post(
            f"/admin/care/clients/{client.pk}/log/",
            {"said": "问候", "mode": "phone", "contact": stranger.pk},
        )

        assert answer.context["form"].errors.keys() == {"contact"}

    def test_is_open_to_whom_it_was_handed(self, log_in, manager, colleague, today) -> None:
        client = silent_client(manager, today)
        browser = log_in(user=manager)
        (row,) = items_of(browser.get(DUE))
        browser.post(
            f"/admin/care/due/decide/{row.item.key}/",
            {"act": "hand_on", "colleague": colleague.pk},
        )
        other = log_in(user=colleague)

        (handed,) = items_of(other.get(DUE))
        answer = other.post(
            f"/admin/care/clients/{client.pk}/log/?due={handed.item.key}",
            {"said": "已代为致电", "mode": "phone"},
        )

        assert handed.phone == "13800001234"
        assert answer.status_code == 302
        assert items_of(other.get(DUE)) == []


class TestVisitForm:
    def sent(self, today: date, **values) -> dict:
        return {
            "mode": "visit",
            "direction": "out",
            "happened_at": f"{today - timedelta(days=1)} 15:00",
            "written_on": today.isoformat(),
            "situation": "员工三百人",
            "discussion": "谈年会",
            "concerns": "停车",
            "solved": "报价",
            "to_watch": "开票抬头",
            "other": "无",
            "next_visit_on": (today + timedelta(days=9)).isoformat(),
        } | values

    def test_keeps_every_field_of_the_houses_form(self, log_in, manager, today) -> None:
        client = silent_client(manager, today)
        contact = client.contacts.get()

        answer = log_in(user=manager).post(
            f"/admin/care/clients/{client.pk}/visits/add/",
            self.sent(today, contacts=[contact.pk], address="松涧路18号", staff=manager.pk),
        )

        visit = Visit.objects.latest("pk")
        assert answer["Location"] == f"/admin/care/visits/{visit.pk}/"
        page = log_in(user=manager).get(answer["Location"]).content.decode()
        for text in (
            "员工三百人",
            "谈年会",
            "停车",
            "报价",
            "开票抬头",
            "松涧路18号",
            "欧阳明月 总经理",
            "第2次",
        ):
            assert text in page

    def test_offers_the_greetings_that_are_due_and_closes_those_ticked(
        self, log_in, manager, today
    ) -> None:
        client = silent_client(manager, today)
        born = today.replace(year=1980)
        ContactFactory(client=client, name="李雷", birthday=born)
        browser = log_in(user=manager)
        url = f"/admin/care/clients/{client.pk}/visits/add/"
        choices = browser.get(url).context["form"].fields["fulfils"].choices
        key = next(key for key, words in choices if words.startswith("李雷"))

        browser.post(url, self.sent(today, fulfils=[key]))

        closed = {decision.kind: decision.key for decision in DueDecision.objects.closed()}
        assert (closed.pop("birthday"), list(closed)) == (key, ["cadence"])

    def test_is_filed_once_however_often_it_is_sent(self, log_in, manager, today) -> None:
        client = ClientFactory(account_manager=manager)
        born = ContactFactory(client=client, birthday=today.replace(year=1980))
        browser = log_in(user=manager)
        address = f"/admin/care/clients/{client.pk}/visits/add/"
        form = browser.get(address).context["form"]
        (greeting, _label), *_more = form.fields["fulfils"].choices
        sent = self.sent(today, contacts=[born.pk], fulfils=[greeting], once=form["once"].value())

        answers = [browser.post(address, sent) for _n in range(2)]

        visit = Visit.objects.get()
        assert [answer["Location"] for answer in answers] == [f"{VISITS}{visit.pk}/"] * 2
        assert DueDecision.objects.get().closed_by_visit == visit
        assert visit.contacts.get() == born

    @pytest.mark.parametrize(
        ("wrong", "field"),
        [
            ({"happened_at": "2099-01-01 10:00"}, "happened_at"),
            ({"next_visit_on": "2020-01-01"}, "next_visit_on"),
            ({"mode": "telepathy"}, "mode"),
            ({"happened_at": "昨天"}, "happened_at"),
            ({"discussion": "长" * 5001}, "discussion"),
        ],
    )
    def test_says_what_cannot_be_and_loses_nothing(
        self, log_in, manager, today, wrong, field
    ) -> None:
        client = silent_client(manager, today)

        answer = log_in(user=manager).post(
            f"/admin/care/clients/{client.pk}/visits/add/", self.sent(today, **wrong)
        )

        assert answer.status_code == 200
        assert answer.context["form"].errors.keys() == {field}
        assert "员工三百人" in answer.content.decode()
        assert Visit.objects.count() == 1

    def test_corrects_and_shows_what_stood_there(self, log_in, manager, today) -> None:
        silent_client(manager, today)
        visit = Visit.objects.get()
        browser = log_in(user=manager)
        url = f"/admin/care/visits/{visit.pk}/edit/"
        form = browser.get(url).context["form"]

        answer = browser.post(
            url,
            self.sent(today, discussion="改过的话", seen=form.initial["seen"]),
            follow=True,
        )

        page = answer.content.decode()
        assert "改过的话" in page
        assert "谈及秋季品鉴会的席位安排。" in page

    def test_refuses_to_run_over_somebody_else(self, log_in, manager, today) -> None:
        silent_client(manager, today)
        visit = Visit.objects.get()
        url = f"/admin/care/visits/{visit.pk}/edit/"

        answer = log_in(user=manager).post(url, self.sent(today, seen="2020-01-01T00:00:00+00:00"))

        assert "您填写期间，有人更改了这条记录" in answer.content.decode()
        visit.refresh_from_db()
        assert visit.situation == ""

    def test_strikes_out_with_a_reason(self, log_in, manager, today) -> None:
        silent_client(manager, today)
        visit = Visit.objects.get()
        url = f"/admin/care/visits/{visit.pk}/strike-out/"
        browser = log_in(user=manager)

        refused = browser.post(url, {"reason": ""})
        answer = browser.post(url, {"reason": "登记错了客户"}, follow=True)

        assert refused.status_code == 200
        assert "登记错了客户" in answer.content.decode()
        assert browser.get(f"/admin/care/visits/{visit.pk}/edit/").status_code == 302


class TestVisitsPage:
    def test_shows_only_what_one_may_read(self, log_in, manager, colleague, today) -> None:
        silent_client(manager, today, name="云岭茶业集团")
        visit = Visit.objects.get()

        other = log_in(user=colleague)
        assert "云岭茶业集团" not in other.get(VISITS).content.decode()
        for page in ("", "edit/", "strike-out/", "print/"):
            answer = other.get(f"{VISITS}{visit.pk}/{page}")
            assert answer.status_code == 404, page
        assert "云岭茶业集团" in log_in("Management").get(VISITS).content.decode()

    def test_is_corrected_by_no_reader_but_who_made_it(self, log_in, today, manager) -> None:
        silent_client(manager, today)
        visit = Visit.objects.get()

        reader = log_in("Management").get(f"{VISITS}{visit.pk}/edit/")
        administrator = log_in("Administrators").get(f"{VISITS}{visit.pk}/edit/")

        assert (reader.status_code, administrator.status_code) == (302, 200)

    @pytest.mark.parametrize(
        ("query", "count"),
        [
            ({"q": "云岭"}, 1),
            ({"q": "oymy"}, 2),
            ({"mode": "phone"}, 1),
            ({"tier": "regular"}, 1),
            ({"first": "2026-05-01", "last": "2026-05-31"}, 1),
            ({"first": "nonsense", "mode": "\0"}, 2),
        ],
    )
    def test_is_narrowed_down(self, log_in, query, count) -> None:
        for name, key, day, mode in (
            ("云岭茶业", True, date(2026, 5, 31), "phone"),
            ("海川会展", False, date(2026, 6, 1), "wechat"),
        ):
            client = ClientFactory(name=name, key=key)
            contact = ContactFactory(client=client, name="欧阳明月")
            VisitFactory(client=client, mode=mode, happened_at=moment(day), contacts=[contact])

        page = log_in("Management").get(VISITS, query)

        assert len(page.context["page"].object_list) == count

    def test_asks_the_database_as_often_for_three_as_for_one(self, log_in, today) -> None:
        browser = log_in("Management")
        silent_client(UserFactory(), today)
        one = queries_of(browser, VISITS)
        for _n in range(2):
            silent_client(UserFactory(), today)

        assert queries_of(browser, VISITS) == one

    def test_begins_a_visit_with_ones_own_clients(self, log_in, manager, today) -> None:
        mine = silent_client(manager, today, name="云岭茶业")
        other = ClientFactory(name="云上会展", account_manager=UserFactory())
        browser = log_in(user=manager)

        own = browser.get(f"{VISITS}new/").context["clients"]
        found = browser.get(f"{VISITS}new/", {"q": "云"}).context["clients"]

        assert list(own) == [mine]
        assert list(found) == [mine, other]


class TestStatusTable:
    def test_has_twenty_numbered_rows_a_sheet(self, log_in, manager) -> None:
        client = ClientFactory(account_manager=manager)
        for day in range(1, 24):
            VisitFactory(client=client, happened_at=moment(date(2026, 5, day)))
        VisitFactory(client=client, struck_out=True, happened_at=moment(date(2026, 5, 25)))

        sheets = log_in(user=manager).get(TABLE).context["sheets"]

        assert [[row.number for row in sheet] for sheet in sheets] == [
            list(range(1, 21)),
            list(range(21, 41)),
        ]
        assert [row.moment[:10] for row in sheets[1][:4]] == [
            "2026-05-21",
            "2026-05-22",
            "2026-05-23",
            "",
        ]

    def test_of_nothing_is_an_empty_sheet(self, log_in, manager) -> None:
        (sheet,) = log_in(user=manager).get(TABLE).context["sheets"]

        assert [row.cells for row in sheet] == [[str(n), *[""] * 7] for n in range(1, 21)]

    def test_goes_out_as_a_workbook_of_the_same_columns(self, log_in, manager, today) -> None:
        client = silent_client(manager, today, name="云岭茶业集团")
        Visit.objects.update(address="松涧路18号", discussion="=HYPERLINK()")

        browser, wish = log_in(user=manager), {"kind": "xlsx", "language": "zh-hans"}
        page = browser.get(f"{TABLE}export/?q=云岭")
        wish["columns"] = list(page.context["form"].initial["columns"])
        refused = browser.post(f"{TABLE}export/?q=云岭", wish)
        answer = browser.post(f"{TABLE}export/?q=云岭", wish | {"purpose": "季度汇报"})

        assert "请写明文件的用途" in refused.content.decode()
        book = openpyxl.load_workbook(io.BytesIO(b"".join(answer)))
        head, row = list(book.active.iter_rows(values_only=True))
        visit = client.visits.get()
        assert head == (
            "序号",
            "客户名称",
            "地址",
            "联系方式",
            "时间",
            "地点",
            "情况说明",
            "业务人员",
        )
        assert row == (
            "1",
            "云岭茶业集团",
            "松涧路18号",
            "欧阳明月 13800001234",
            f"{timezone.localtime(visit.happened_at):%Y-%m-%d %H:%M}",
            "电话",
            "=HYPERLINK()",
            "周景明",
        )
        assert ModelLogEntry.objects.get(action="foyer.contact_status.export").data == {"rows": 1}
        kept = Export.objects.get()
        assert (kept.by, kept.purpose, kept.rows) == (manager, "季度汇报", 1)
        assert (kept.columns, kept.narrowed) == (wish["columns"], "搜索: 云岭")

    def test_says_when_it_is_longer_than_what_is_printed(
        self, log_in, manager, today, monkeypatch
    ) -> None:
        monkeypatch.setattr(visits, "_MOST_ROWS", 1)
        for _n in range(2):
            silent_client(manager, today)

        page = log_in(user=manager).get(TABLE)

        assert "这里只有前 1 行" in page.content.decode()
        assert len(page.context["sheets"][0]) == 20

    def test_masks_phones_and_is_not_taken_away_without_the_rights(
        self, log_in, manager, today
    ) -> None:
        silent_client(manager, today)
        manager.groups.clear()
        for codename in ("access_admin", "view_visit"):
            manager.user_permissions.add(permission(codename))
        browser = log_in(user=manager)

        page = browser.get(TABLE).content.decode()

        assert "*** 1234" in page
        assert "13800001234" not in page
        assert browser.get(f"{TABLE}export/").status_code == 302

    def test_asks_the_database_as_often_for_three_as_for_one(self, log_in, manager, today) -> None:
        browser = log_in(user=manager)
        silent_client(manager, today)
        one = queries_of(browser, TABLE)
        for _n in range(2):
            silent_client(manager, today)

        assert queries_of(browser, TABLE) == one


class TestFirstPage:
    def test_shows_what_is_due_to_those_it_concerns(self, log_in, manager, today) -> None:
        silent_client(manager, today, name="云岭茶业集团")

        mine = log_in(user=manager).get("/admin/").content.decode()
        others = log_in("Reception").get("/admin/").content.decode()

        assert "云岭茶业集团" in mine
        assert "云岭茶业集团" not in others
        assert "care-panel-title" not in others

    def test_asks_the_database_as_often_for_three_as_for_one(self, log_in, manager, today) -> None:
        browser = log_in(user=manager)
        silent_client(manager, today)
        one = queries_of(browser, "/admin/")
        for _n in range(2):
            silent_client(manager, today)

        assert queries_of(browser, "/admin/") == one


class TestClientListing:
    def test_leads_to_a_call_and_to_the_visits(self, log_in, manager, today) -> None:
        client = silent_client(manager, today)

        page = log_in(user=manager).get("/admin/snippets/clients/client/").content.decode()

        assert f"/admin/care/clients/{client.pk}/log/" in page
        assert f"/admin/care/clients/{client.pk}/visits/" in page
