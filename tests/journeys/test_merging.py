"""Two files of one company become one, and two again."""

import re

import pytest
from playwright.sync_api import expect

from foyer.clients.models import Client
from tests.factories import ClientFactory, ContactFactory, DealFactory, UserFactory

TWICE = "/admin/clients/duplicates/"
FILE = "/admin/snippets/clients/client/inspect/"


@pytest.fixture
def manager(transactional_db):
    return UserFactory(role="Account managers", last_name="周", first_name="景明")


@pytest.fixture
def twice(manager):
    """One company, kept twice: from a fair, and by its account manager."""
    kept = ClientFactory(name="云岭茶业有限公司", number="C000101", account_manager=manager)
    gone = ClientFactory(name="雲嶺茶業（集團）", number="C000102", industry="茶")
    ContactFactory(client=kept, name="王小明")
    ContactFactory(client=gone, name="林若兰")
    DealFactory(client=gone, project="春茶品鉴会")
    return kept, gone


class TestAnAccountManager:
    def test_merges_what_was_kept_twice_and_takes_it_back(self, log_in_to, manager, twice):
        kept, gone = twice
        page = log_in_to(TWICE, user=manager)

        page.locator("main").get_by_role("link", name="比对并合并").click()
        page.locator("input[name=take_industry][value=gone]").check()
        page.get_by_role("button", name="合并").click()
        page.wait_for_url(f"**{FILE}{kept.pk}/")

        undo = page.locator(".messages").get_by_role("link", name="撤销合并").get_attribute("href")
        expect(page.locator("#contacts")).to_contain_text("林若兰")
        expect(page.locator("#timeline")).to_contain_text("春茶品鉴会")
        page.goto(f"{FILE}{gone.pk}/")
        expect(page).to_have_url(re.compile(f"{FILE}{kept.pk}/$"))

        page.goto(undo)
        page.get_by_role("button", name="撤销合并").click()
        page.wait_for_url(f"**{FILE}{gone.pk}/")

        expect(page.locator("#contacts")).to_contain_text("林若兰")
        expect(page.locator("#contacts")).not_to_contain_text("王小明")
        assert Client.objects.get(pk=kept.pk).industry == "文化旅游"

    @pytest.mark.parametrize("size", ["desk", "phone"])
    def test_meets_no_barrier(self, log_in_to, axe_faults, manager, twice, size):
        kept, gone = twice
        page = log_in_to(TWICE, user=manager, size=size)
        faults = {}

        for address in (TWICE, f"/admin/clients/{kept.pk}/merge/{gone.pk}/", f"{FILE}{kept.pk}/"):
            page.goto(address)
            faults[address] = axe_faults(page)

        assert not any(faults.values())
