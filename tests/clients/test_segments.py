"""Filters of the list of clients, kept under a name."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client as Browser
from django.utils import timezone
from freezegun import freeze_time

from foyer.clients.enums import FieldOf, Seeing
from foyer.clients.models import ClientPolicy, ClientSegment
from foyer.clients.services.custom_fields import of, remove_field, set_values
from foyer.core.models import User
from tests.clients.test_viewsets import queries_of
from tests.conftest import LogIn
from tests.factories import (
    ClientFactory,
    ContactFactory,
    CustomFieldFactory,
    ReferralFactory,
    UserFactory,
    VisitFactory,
    VoucherFactory,
)

pytestmark = pytest.mark.django_db
LIST, SEGMENTS = "/admin/snippets/clients/client/", "/admin/clients/segments/"
KEEP = f"{SEGMENTS}keep/"


@pytest.fixture
def manager() -> User:
    return UserFactory(role="Account managers")


def names(browser: Browser, url: str) -> list[str]:
    """Return the clients a list shows."""
    return [client.name for client in browser.get(url, follow=True).context["object_list"]]


def kept(owner: User, **kwargs: Any) -> ClientSegment:
    """Return a segment of key clients."""
    values = {"name": "重点", "query": "tier=key", "created_at": timezone.now()} | kwargs
    return ClientSegment.objects.create(owner=owner, **values)


class TestKeepingASegment:
    def test_opens_again_what_the_list_was_narrowed_down_to(
        self, log_in: LogIn, manager: User
    ) -> None:
        ClientFactory(name="甲", key=True, industry="会展")
        ClientFactory(name="乙", key=True, industry="地产")
        ClientFactory(name="丙", prospect=True, industry="会展")
        browser = log_in(user=manager)
        narrowed = "tier=key&industry=会展&region=&q=甲&p=1&ordering=name"
        offered = browser.get(f"{LIST}?{narrowed}").content.decode()

        answer = browser.post(f"{KEEP}?{narrowed}", {"name": "重点会展"})

        assert "保存为分组" in offered
        segment = ClientSegment.objects.get()
        assert (segment.owner, segment.is_shared) == (manager, False)
        assert "q=" not in segment.query
        assert "region" not in segment.query
        assert answer["Location"] == f"{SEGMENTS}{segment.pk}/open/"
        assert names(browser, answer["Location"]) == ["甲"]
        assert "重点会展" in browser.get(LIST).content.decode()

    def test_says_what_is_missing(self, log_in: LogIn, manager: User) -> None:
        kept(manager)
        browser = log_in(user=manager)

        nameless = browser.post(f"{KEEP}?tier=key", {"name": " "})
        again = browser.post(f"{KEEP}?tier=key", {"name": "重点"})
        everybody = browser.post(f"{KEEP}?q=甲", {"name": "全部"})
        senseless = browser.post(f"{KEEP}?tier=gold", {"name": "金"})

        assert nameless.context["form"].errors.keys() == {"name"}
        assert "您已有同名的分组" in again.content.decode()
        assert "请先筛选列表" in everybody.content.decode()
        assert senseless["Location"] == LIST
        assert ClientSegment.objects.count() == 1

    def test_is_shared_by_those_with_the_right_alone(self, log_in: LogIn, manager: User) -> None:
        wish = {"name": "重点", "is_shared": "on"}

        log_in(user=manager).post(f"{KEEP}?tier=key", wish)
        log_in("Marketing").post(f"{KEEP}?tier=key", wish)

        assert set(ClientSegment.objects.values_list("owner__groups__name", "is_shared")) == {
            ("Account managers", False),
            ("Marketing", True),
        }


class TestASegment:
    def test_of_a_colleague_is_not_there_unless_shared(self, log_in: LogIn, manager: User) -> None:
        own, shared = kept(UserFactory()), kept(UserFactory(), name="大家的", is_shared=True)
        browser = log_in(user=manager)

        page = browser.get(SEGMENTS).content.decode()
        opened = {one.name: browser.get(f"{SEGMENTS}{one.pk}/open/") for one in (own, shared)}
        changed = browser.post(f"{SEGMENTS}{shared.pk}/", {"name": "改名"})
        deleted = browser.post(f"{SEGMENTS}{shared.pk}/delete/")

        assert "大家的" in page
        assert "重点" not in page
        assert opened["重点"].status_code == 404
        assert opened["大家的"]["Location"] == f"{LIST}?tier=key"
        assert {changed.status_code, deleted.status_code} == {404}

    def test_shows_each_the_clients_they_may_see(self, log_in: LogIn, manager: User) -> None:
        ClientPolicy.objects.filter(pk=1).update(account_managers_see=Seeing.OWN)
        ClientFactory(name="我的", key=True, account_manager=manager)
        ClientFactory(name="别人的", key=True, account_manager=UserFactory())
        segment = kept(UserFactory(), is_shared=True)

        assert names(log_in(user=manager), f"{SEGMENTS}{segment.pk}/open/") == ["我的"]

    def test_is_renamed_and_deleted_by_its_owner(self, log_in: LogIn, manager: User) -> None:
        segment = kept(manager)
        kept(manager, name="另一个")
        browser, url = log_in(user=manager), f"{SEGMENTS}{segment.pk}/"

        clash = browser.post(url, {"name": "另一个"})
        browser.post(url, {"name": "老客户"})
        renamed = ClientSegment.objects.get(pk=segment.pk).name
        browser.post(f"{url}delete/")

        assert "您已有同名的分组" in clash.content.decode()
        assert renamed == "老客户"
        assert not ClientSegment.objects.filter(pk=segment.pk).exists()

    def test_opens_no_wider_list_when_what_it_asks_for_is_gone(
        self, log_in: LogIn, manager: User
    ) -> None:
        field = CustomFieldFactory(choice=True, key="card", of=FieldOf.CLIENT, in_filters=True)
        by_field = kept(manager, query="custom_card=金卡")
        by_choice = kept(manager, name="旧", query="tier=gold")
        browser = log_in(user=manager)
        before = browser.get(f"{SEGMENTS}{by_field.pk}/open/")
        remove_field(field=field, by=manager, at=timezone.now())

        after = browser.get(f"{SEGMENTS}{by_field.pk}/open/")
        senseless = browser.get(f"{SEGMENTS}{by_choice.pk}/open/")

        assert before["Location"].startswith(LIST)
        assert after["Location"] == senseless["Location"] == SEGMENTS
        assert browser.get(f"{SEGMENTS}{by_choice.pk}/").status_code == 200


class TestTheFiltersOfTheList:
    def test_narrow_down_by_field_of_the_house_day_kept_and_last_visit(
        self, log_in: LogIn, manager: User
    ) -> None:
        CustomFieldFactory(choice=True, key="card", of=FieldOf.CLIENT, in_filters=True)
        gold, silent = (ClientFactory(name=name, account_manager=manager) for name in ("甲", "乙"))
        set_values(gold, {"card": "金卡"}, of(type(gold)))
        gold.save()
        VisitFactory(client=gold, staff=manager, happened_at=timezone.now() - timedelta(days=30))
        VisitFactory(client=silent, staff=manager, happened_at=timezone.now() - timedelta(days=200))
        VisitFactory(client=silent, staff=manager, happened_at=timezone.now() - timedelta(days=99))
        browser, today = log_in(user=manager), timezone.localdate()
        before = (today - timedelta(days=60)).isoformat()

        assert names(browser, f"{LIST}?custom_card=金卡") == ["甲"]
        assert names(browser, f"{LIST}?last_visit_to={before}") == ["乙"]
        assert names(browser, f"{LIST}?last_visit_from={before}") == ["甲"]
        assert names(browser, f"{LIST}?created_at_to={before}") == []
        assert sorted(names(browser, f"{LIST}?created_at_from={before}")) == ["乙", "甲"]

    def test_find_whom_nobody_has_visited_for_long_or_ever(
        self, log_in: LogIn, manager: User
    ) -> None:
        spoken, silent, never = (
            ClientFactory(name=name, account_manager=manager) for name in ("甲", "乙", "丙")
        )
        for client, days in ((spoken, 30), (silent, 91)):
            at = timezone.now() - timedelta(days=days)
            VisitFactory(client=client, staff=manager, happened_at=at)
        VisitFactory(client=never, struck_out=True)
        type(never).objects.filter(pk=never.pk).update(
            created_at=timezone.now() - timedelta(days=91)
        )
        browser = log_in(user=manager)
        before = (timezone.localdate() - timedelta(days=60)).isoformat()

        assert sorted(names(browser, f"{LIST}?silent_for=90")) == ["丙", "乙"]
        assert names(browser, f"{LIST}?silent_for=180") == ["丙"]
        assert sorted(names(browser, f"{LIST}?last_visit_to={before}")) == ["丙", "乙"]
        assert sorted(names(browser, f"{LIST}?kept_within=90")) == ["乙", "甲"]

    def test_of_today_stay_true_in_a_segment(self, log_in: LogIn, manager: User) -> None:
        client = ClientFactory(name="甲", account_manager=manager)
        VisitFactory(client=client, staff=manager, happened_at=timezone.now() - timedelta(days=80))
        browser = log_in(user=manager)
        url = browser.post(f"{KEEP}?silent_for=90", {"name": "久未拜访"})["Location"]

        today = names(browser, url)
        with freeze_time(timezone.now() + timedelta(days=20)):
            later = names(log_in(user=manager), url)

        assert (today, later) == ([], ["甲"])

    def test_know_figures_and_what_a_client_has(self, log_in: LogIn) -> None:
        rich = ClientFactory(
            name="甲", annual_spend=500_000, deals_a_year=4, potential="high", source_note="广交会"
        )
        poor = ClientFactory(name="乙", annual_spend=1, deals_a_year=1)
        ClientFactory(name="丙", collection="public", legal_basis="published")
        main = ContactFactory(client=rich)
        type(rich).objects.filter(pk=rich.pk).update(main_contact=main)
        ReferralFactory(new_client=poor, referrer_client=rich)
        VoucherFactory(used=True, client=poor)
        browser = log_in("Administrators")

        for query, found in (
            ("annual_spend_min=500000", ["甲"]),
            ("annual_spend_max=1", ["乙"]),
            ("annual_spend_min=-9&annual_spend_max=1e30", ["乙", "甲"]),
            ("deals_a_year_min=2&deals_a_year_max=99999999999", ["甲"]),
            ("potential=high", ["甲"]),
            ("source_note=广交", ["甲"]),
            ("collection=public", ["丙"]),
            ("legal_basis=published", ["丙"]),
            ("has_contact=no", ["丙", "乙"]),
            ("has_main_contact=yes", ["甲"]),
            ("was_referred=yes", ["乙"]),
            ("has_voucher=no", ["丙", "甲"]),
        ):
            assert sorted(names(browser, f"{LIST}?{query}")) == found, query

    def test_of_contacts_know_client_title_festival_and_birthday(
        self, log_in: LogIn, manager: User
    ) -> None:
        mine = ClientFactory(account_manager=manager)
        ContactFactory(
            client=mine, name="甲", title="总经理", festivals=["lantern"], birthday=date(1980, 5, 4)
        )
        others = ContactFactory(
            client=ClientFactory(account_manager=UserFactory()),
            name="乙",
            title="会计",
            birthday=date(1981, 5, 5),
        )
        browser, url = log_in(user=manager), "/admin/snippets/clients/contact/"

        for query, found in (
            (f"client={others.client_id}", ["乙"]),
            ("title=经理", ["甲"]),
            ("festival=lantern", ["甲"]),
            ("birthday_month=5", ["甲"]),
            ("is_main=no", ["乙", "甲"]),
        ):
            assert sorted(names(browser, f"{url}?{query}")) == found, query
        everybody = names(log_in("Administrators"), f"{url}?birthday_month=5")
        assert sorted(everybody) == ["乙", "甲"]

    def test_have_no_last_visit_for_those_who_see_no_visits(self, log_in: LogIn) -> None:
        assert "last_visit" not in log_in("Marketing").get(LIST).context["filters"].form.fields

    def test_cost_as_many_queries_with_three_segments_as_with_one(
        self, log_in: LogIn, manager: User
    ) -> None:
        browser = log_in(user=manager)
        ClientFactory(key=True, account_manager=manager)
        kept(manager)
        pages = (LIST, SEGMENTS, f"{LIST}?last_visit_to=2026-01-01")
        one = [queries_of(browser, page) for page in pages]
        for n in range(2):
            kept(UserFactory(), name=f"共享{n}", is_shared=True)
            ClientFactory(key=True, account_manager=manager)

        assert [queries_of(browser, page) for page in pages] == one
