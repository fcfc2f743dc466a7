"""An account manager at the page of a client: a call is logged with a few keys and closes what was due."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Route, expect

from foyer.clients.models import Visit
from foyer.core.days import house_day
from tests.clients.days import moment
from tests.factories import ClientFactory, ContactFactory, UserFactory, VisitFactory

FILE = "/admin/snippets/clients/client/inspect/"


@pytest.fixture
def manager(transactional_db):
    return UserFactory(role="Account managers", last_name="周", first_name="景明")


@pytest.fixture
def client(manager):
    """A key client that was last called two months ago."""
    client = ClientFactory(name="云岭茶业", key=True, account_manager=manager)
    contact = ContactFactory(client=client, name="欧阳明月", phone="13800001234")
    long_ago = moment(house_day(timezone.now()) - timedelta(days=61))
    VisitFactory(client=client, happened_at=long_ago, contacts=[contact])
    return client


class TestThePageOfAClient:
    @pytest.mark.parametrize(
        ("language", "log"),
        [("zh-CN", "记一次电话"), ("zh-TW", "記一通電話"), ("en", "Log a call")],
    )
    def test_logs_a_call_with_enter_a_sentence_and_enter(
        self, log_in_to, manager, client, language, log
    ):
        page = log_in_to(f"{FILE}{client.pk}/", user=manager, language=language)
        expect(page.locator("#due .clients-log li")).to_have_count(1)

        page.locator("#timeline").get_by_role("link", name=log).focus()
        page.keyboard.press("Enter")
        expect(page.locator("[name=said]")).to_be_focused()
        page.wait_for_load_state("load")  # Enter sends only once the script is there
        page.keyboard.insert_text("约定下周看场地")
        page.keyboard.press("Enter")
        expect(page).to_have_url(re.compile(f"[^=]{FILE}{client.pk}/"))

        expect(page.locator("#timeline")).to_contain_text("约定下周看场地")
        expect(page.locator("#due .clients-log li")).to_have_count(0)
        visit = Visit.objects.latest("pk")
        assert (visit.mode, visit.staff) == ("phone", manager)

    def test_keeps_what_is_typed_when_enter_comes_before_the_script(
        self, log_in_to, manager, client
    ):
        page = log_in_to(f"{FILE}{client.pk}/", user=manager)
        waiting: list[Route] = []

        def keep_waiting(route: Route) -> None:
            waiting.append(route)

        page.route(re.compile(r"/care(\.\w+)?\.js"), keep_waiting)
        page.locator("#timeline").get_by_role("link", name="记一次电话").click(no_wait_after=True)
        said = page.locator("[name=said]")
        said.fill("约定下周看场地")
        said.press("Enter")
        assert len(waiting) == 1
        expect(said).to_have_value("约定下周看场地\n")

        waiting.pop().continue_()
        page.wait_for_load_state("load")
        page.keyboard.press("Enter")

        expect(page.locator("#timeline")).to_contain_text("约定下周看场地")
        assert Visit.objects.filter(discussion="约定下周看场地").count() == 1
