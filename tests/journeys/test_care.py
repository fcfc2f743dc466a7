"""An account manager's morning: what is due, a call in one line, a form on one sheet of paper."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from foyer.clients.models import DueDecision, Visit
from foyer.core.days import house_day
from tests.clients.days import moment
from tests.factories import ClientFactory, ContactFactory, UserFactory, VisitFactory

DUE = "/admin/care/due/"
SHEET = re.compile(rb"/Type\s*/Page\b(?!s)")


def pages_of(page: Page) -> int:
    """Return how many sheets a page prints on."""
    return len(SHEET.findall(page.pdf(prefer_css_page_size=True, print_background=True)))


@pytest.fixture
def manager(transactional_db):
    return UserFactory(role="Account managers", last_name="周", first_name="景明")


@pytest.fixture
def clients(manager):
    """Three key clients that were last called two months ago."""
    long_ago = moment(house_day(timezone.now()) - timedelta(days=61))
    clients = []
    for name in ("云岭茶业", "海川会展", "明远设计"):
        client = ClientFactory(name=name, key=True, account_manager=manager)
        contact = ContactFactory(client=client, name="欧阳明月", phone="13800001234")
        VisitFactory(client=client, happened_at=long_ago, contacts=[contact])
        clients.append(client)
    return clients


class TestDueList:
    def test_logs_a_call_with_a_key_a_sentence_and_enter(self, log_in_to, clients, manager):
        page = log_in_to(DUE, user=manager)
        pressed = []

        def press(key: str) -> None:
            pressed.append(key)
            page.keyboard.press(key)

        page.locator("[data-due] [data-key=l]").first.focus()
        press("l")
        expect(page.locator("[name=said]")).to_be_focused()
        page.keyboard.type("约定下周看场地")
        press("Enter")

        page.wait_for_url(f"**{DUE}")
        expect(page.locator("[data-due]")).to_have_count(2)
        visit = Visit.objects.latest("pk")
        assert (visit.discussion, visit.mode, visit.staff) == ("约定下周看场地", "phone", manager)
        assert [contact.name for contact in visit.contacts.all()] == ["欧阳明月"]
        assert DueDecision.objects.get().closed_by_visit == visit
        assert len(pressed) == 2

    def test_sends_a_call_once_however_fast_enter_is_hit(self, log_in_to, clients, manager):
        page = log_in_to(f"/admin/care/clients/{clients[0].pk}/log/", user=manager)
        page.locator("[name=said]").fill("确认到场")
        submitted = """form => { let sent = 0;
            document.addEventListener("submit", event => { sent += event.defaultPrevented ? 0 : 1 });
            form.requestSubmit(); form.requestSubmit(); return sent; }"""

        sent = page.locator("[data-sends-once]").evaluate(submitted)

        page.wait_for_url(f"**{DUE}")
        assert sent == 1
        assert Visit.objects.filter(discussion="确认到场").count() == 1
        assert DueDecision.objects.get().closed_by_visit.discussion == "确认到场"

    def test_is_worked_through_with_the_keyboard(self, log_in_to, clients, manager):
        page = log_in_to(DUE, user=manager)
        rows = page.locator("[data-due]")
        rows.first.locator("[data-key=d]").focus()

        page.keyboard.press("ArrowDown")
        expect(rows.nth(1).locator("[data-key=d]")).to_be_focused()
        page.keyboard.press("7")
        page.wait_for_url(f"**{DUE}")

        expect(rows).to_have_count(3)  # one of them within a week now
        decision = DueDecision.objects.get()
        assert decision.client == clients[1]
        assert decision.postponed_to == house_day(timezone.now()) + timedelta(days=7)

    def test_leaves_enter_to_the_chinese_input_method(self, log_in_to, clients, manager):
        page = log_in_to(f"/admin/care/clients/{clients[0].pk}/log/", user=manager)
        said = page.locator("[name=said]")

        said.evaluate(
            """field => {
                field.value = "yue";
                field.dispatchEvent(new KeyboardEvent("keydown",
                    {key: "Enter", isComposing: true, bubbles: true, cancelable: true}));
            }"""
        )

        expect(said).to_have_value("yue")
        assert Visit.objects.count() == 3

    @pytest.mark.parametrize("size", ["desk", "phone"])
    def test_is_open_to_everybody(self, log_in_to, axe_faults, clients, manager, size):
        page = log_in_to(DUE, user=manager, size=size)
        faults = {"list": axe_faults(page)}
        for name, address in {
            "decide": page.locator("[data-key=m]").first.get_attribute("href"),
            "log": f"/admin/care/clients/{clients[0].pk}/log/",
            "visit": f"/admin/care/visits/{Visit.objects.first().pk}/",
            "form": f"/admin/care/clients/{clients[0].pk}/visits/add/",
            "visits": "/admin/care/visits/",
            "paper": f"/admin/care/visits/{Visit.objects.first().pk}/print/",
            "table": "/admin/care/visits/table/",
        }.items():
            page.goto(address)
            faults[name] = axe_faults(page)
            wide = page.evaluate(
                "document.documentElement.scrollWidth > document.documentElement.clientWidth"
            )
            assert not wide, name

        assert {name: found for name, found in faults.items() if found} == {}


class TestPaper:
    def told(self, client, manager, letters: int):
        """Return a visit whose six texts have so many letters in all."""
        text = "洽谈年会席位与茶礼，客户希望会场安静。" * 200
        each = letters // 6
        return VisitFactory(
            client=client,
            staff=manager,
            address="杭州市西湖区松涧路18号",
            met="欧阳明月 总经理",
            next_visit_on=house_day(timezone.now()) + timedelta(days=9),
            **dict.fromkeys(
                ("situation", "discussion", "concerns", "other", "solved", "to_watch"), text[:each]
            ),
        )

    @pytest.mark.parametrize(("letters", "sheets"), [(0, 1), (300, 1), (2000, 1), (12000, None)])
    def test_takes_one_sheet_or_says_that_it_needs_another(
        self, log_in_to, clients, manager, letters, sheets
    ):
        visit = self.told(clients[0], manager, letters)
        page = log_in_to(f"/admin/care/visits/{visit.pk}/print/", user=manager)
        page.wait_for_selector("html[data-fitted]")

        printed = pages_of(page)

        notice = page.locator("[data-too-long]")
        if sheets == 1:
            assert printed == 1
            expect(notice).to_be_hidden()
        else:
            assert printed > 1
            expect(notice).to_be_visible()

    def test_of_the_status_table_has_a_sheet_for_every_twenty_rows(
        self, log_in_to, clients, manager
    ):
        long = "谈及秋季品鉴会的席位安排与茶礼，客户希望提前一周看场地，并请主人陪同。" * 6
        for n in range(23):
            VisitFactory(
                client=clients[n % 3],
                staff=manager,
                discussion=long,
                address="杭州市西湖区松涧路18号" * 4,
                happened_at=timezone.now() - timedelta(days=1, minutes=n),
            )
        page = log_in_to("/admin/care/visits/table/", user=manager)

        assert pages_of(page) == 2
        for sheet in page.locator(".sheet").all():
            assert sheet.evaluate("sheet => sheet.scrollHeight <= sheet.clientHeight + 1")
            expect(sheet.locator("tbody tr")).to_have_count(20)
