"""Acts upon many clients: those ticked, or all the list is narrowed down to. (002-16, 002-27, 000-07)"""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test import Client as Browser
from django.test.utils import CaptureQueriesContext
from wagtail.models import ModelLogEntry

from foyer.clients.enums import Seeing, Tier
from foyer.clients.models import Client, ClientPolicy, ManagerChange, TierChange
from foyer.clients.viewsets import acts
from foyer.core.models import User
from foyer.events.models import Event
from tests.conftest import LogIn
from tests.factories import ClientFactory, ContactFactory, EventFactory, UserFactory

pytestmark = pytest.mark.django_db
ACTS, LIST = "/admin/clients/acts/", "/admin/snippets/clients/client/"
BULK = "/admin/bulk/clients/client/"
TIER = {"tier": "key", "reason": "年度评定"}


def confirm(browser: Browser, url: str, told: dict[str, Any]) -> Any:
    """Look at what an act would do, then do it."""
    seen = browser.get(url)
    return browser.post(url, told | {"seen": seen.context["mark"]})


class TestTheWayFromTheList:
    def test_leads_to_those_ticked(self, log_in: LogIn) -> None:
        answer = log_in("Management").get(f"{BULK}tier/?id=3&id=7&next={LIST}")

        assert answer["Location"].startswith(f"{ACTS}tier/?id=3&id=7&next=")

    def test_leads_to_all_who_match_and_not_to_all_there_are(self, log_in: LogIn) -> None:
        answer = log_in("Management").get(f"{BULK}export/?tier=key&q=%E6%B1%9F&id=all")

        assert answer["Location"] == "/admin/clients/export/?tier=key&q=%E6%B1%9F"

    def test_keeps_to_the_filter_for_those_who_see_a_part(self, log_in: LogIn) -> None:
        ClientPolicy.objects.filter(pk=1).update(account_managers_see=Seeing.OWN)
        manager = UserFactory(role="Account managers")
        mine = ClientFactory(name="杭州江南", account_manager=manager)
        ClientFactory(name="苏州东方", account_manager=manager)
        ClientFactory(name="上海江南", account_manager=UserFactory())
        browser = log_in(user=manager)

        way = browser.get(f"{BULK}invite/?q=江南&id=all")
        page = browser.get(way["Location"])

        assert list(page.context["some"]) == [mine]

    def test_means_nobody_when_nobody_was_ticked(self, log_in: LogIn) -> None:
        client = ClientFactory(prospect=True)
        browser = log_in("Management")
        way = browser.get(f"{BULK}tier/")

        answer = browser.post(way["Location"], TIER)

        assert answer["Location"] == LIST
        client.refresh_from_db()
        assert client.tier == Tier.PROSPECT

    @pytest.mark.parametrize(
        ("act", "roles"),
        [
            ("tier", {"Management", "Administrators"}),
            ("hand_over", {"Management", "Administrators"}),
            ("invite", {"Marketing", "Account managers", "Administrators"}),
        ],
    )
    def test_is_closed_to_those_without_the_right(
        self, log_in: LogIn, act: str, roles: set[str]
    ) -> None:
        client = ClientFactory()
        everybody = ("Management", "Marketing", "Account managers", "Finance", "Administrators")

        opened = {
            role
            for role in everybody
            if log_in(role).get(f"{ACTS}{act}/?id={client.pk}").status_code == 200
        }

        assert opened == roles
        assert log_in("Administrators").get(f"{ACTS}dance/").status_code == 404


class TestSettingTheTier:
    def test_reaches_exactly_those_the_list_was_narrowed_down_to(self, log_in: LogIn) -> None:
        ClientFactory(name="杭州江南", prospect=True)
        ClientFactory(name="上海江南", key=True)
        other = ClientFactory(name="苏州东方", prospect=True)
        browser, url = log_in("Management"), f"{ACTS}tier/?q=江南&next={LIST}"

        page = browser.get(url)
        answer = confirm(browser, url, TIER)

        assert page.context["count"] == 2
        assert page.context["conditions"] == [("搜索", "江南")]
        assert answer["Location"] == LIST
        change = TierChange.objects.get()  # one of them was of that tier before
        assert (change.client.name, change.before, change.after, change.reason) == (
            "杭州江南",
            Tier.PROSPECT,
            Tier.KEY,
            "年度评定",
        )
        assert ModelLogEntry.objects.filter(action="foyer.client.change_tier").count() == 1
        other.refresh_from_db()
        assert other.tier == Tier.PROSPECT

    def test_asks_again_when_the_list_has_changed_meanwhile(self, log_in: LogIn) -> None:
        ClientFactory(prospect=True)
        browser, url = log_in("Management"), f"{ACTS}tier/?tier=prospect"
        mark = browser.get(url).context["mark"]
        ClientFactory(prospect=True)

        answer = browser.post(url, TIER | {"seen": mark})

        assert answer.status_code == 200
        assert not TierChange.objects.exists()

    def test_needs_a_reason_and_a_filter_that_means_something(self, log_in: LogIn) -> None:
        ClientFactory(prospect=True)
        browser = log_in("Management")

        silent = confirm(browser, f"{ACTS}tier/", {"tier": "key", "reason": " "})
        senseless = browser.post(f"{ACTS}tier/?tier=gold", TIER)

        assert silent.context["form"].errors.keys() == {"reason"}
        assert senseless["Location"] == LIST
        assert not TierChange.objects.exists()

    def test_stops_before_too_many(self, log_in: LogIn, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(acts, "MOST_AT_ONCE", 1)
        ClientFactory.create_batch(2, prospect=True)

        answer = confirm(log_in("Management"), f"{ACTS}tier/", TIER)

        assert "一次最多" in answer.content.decode()
        assert not TierChange.objects.exists()

    def test_takes_as_many_queries_for_many_as_for_two(self, log_in: LogIn) -> None:
        browser = log_in("Management")

        def asked() -> int:
            with CaptureQueriesContext(connection) as found:
                confirm(browser, f"{ACTS}tier/?tier=prospect", TIER)
            return len(found)

        ClientFactory.create_batch(2, prospect=True)
        asked()
        ClientFactory.create_batch(2, prospect=True)
        two = asked()
        ClientFactory.create_batch(9, prospect=True)

        assert asked() == two
        assert not Client.objects.filter(tier=Tier.PROSPECT).exists()


class TestHandingOver:
    def test_hands_over_those_ticked(self, log_in: LogIn) -> None:
        heir = UserFactory(role="Account managers")
        picked = ClientFactory.create_batch(2)
        kept = ClientFactory()
        url = f"{ACTS}hand_over/?" + "&".join(f"id={client.pk}" for client in picked)

        confirm(log_in("Management"), url, {"to": [heir.pk], "reason": "分担"})

        assert set(heir.clients.all()) == set(picked)
        assert ManagerChange.objects.count() == 2
        kept.refresh_from_db()
        assert kept.account_manager is None

    def test_shows_the_form_again_when_nobody_is_named(self, log_in: LogIn) -> None:
        client = ClientFactory()

        answer = confirm(
            log_in("Management"), f"{ACTS}hand_over/?id={client.pk}", {"reason": "分担"}
        )

        assert answer.context["form"].errors.keys() == {"to"}


class TestInviting:
    @pytest.fixture
    def manager(self) -> User:
        return UserFactory(role="Account managers")

    @pytest.fixture
    def own(self) -> None:
        ClientPolicy.objects.filter(pk=1).update(account_managers_see=Seeing.OWN)

    @pytest.mark.parametrize(("who", "names"), [("first", ["甲"]), ("all", ["甲", "乙"])])
    def test_puts_contacts_on_the_guest_list_and_leads_there(
        self, log_in: LogIn, manager: User, who: str, names: list[str]
    ) -> None:
        client, alone = ClientFactory.create_batch(2, account_manager=manager)
        ContactFactory(client=client, name="甲")
        ContactFactory(client=client, name="乙")
        event: Event = EventFactory()
        url = f"{ACTS}invite/?id={client.pk}&id={alone.pk}"

        answer = confirm(log_in(user=manager), url, {"event": event.pk, "who": who})

        assert answer["Location"] == f"/admin/guests/{event.pk}/"
        assert sorted(event.guests.values_list("name", flat=True)) == sorted(names)

    def test_reaches_no_client_of_a_colleague(
        self, log_in: LogIn, manager: User, own: None
    ) -> None:
        contact = ContactFactory(client=ClientFactory(account_manager=UserFactory()))

        answer = log_in(user=manager).get(f"{ACTS}invite/?id={contact.client_id}")

        assert answer["Location"] == LIST
