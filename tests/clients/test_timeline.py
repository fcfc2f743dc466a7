"""The page of a client as a file: what is due, and what happened. (001-04, 001-12)"""

from datetime import date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from foyer.clients.enums import Tier
from foyer.clients.models import Client, DueDecision
from foyer.clients.queries.timeline import timeline
from foyer.clients.services.hand_over import hand_over
from foyer.clients.services.moves import move_contact
from foyer.clients.services.tiers import change_tier
from foyer.core.days import house_day
from foyer.core.models import User
from tests.conftest import LogIn
from tests.factories import (
    ClientFactory,
    ClientFeedbackFactory,
    ContactFactory,
    DealFactory,
    EventFactory,
    GuestFactory,
    IncentiveFactory,
    ReferralFactory,
    SignInFactory,
    UserFactory,
    VisitFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def by() -> User:
    return UserFactory(role="Administrators", last_name="周", first_name="景明")


def page_of(client: Client) -> str:
    return f"/admin/snippets/clients/client/inspect/{client.pk}/"


def live(client: Client, by: User) -> None:
    """Let one of everything happen with a client."""
    now = timezone.now()
    contact = ContactFactory(client=client, name="王小明")
    VisitFactory(client=client, happened_at=now, contacts=[contact], staff=by, discussion="谈春茶")
    DealFactory(client=client, project="春茶品鉴会")
    ClientFeedbackFactory(client=client, subject="秋季雅集")
    IncentiveFactory(client=client, detail="会场费九折")
    ReferralFactory(referrer_client=client, new_client=ClientFactory(name="新来的公司"))
    event = EventFactory(running=True, title="闭门茶会")
    guest = GuestFactory(contact=contact, event=event)
    GuestFactory(contact=ContactFactory(client=client), event=event)
    SignInFactory(guest=guest, event=event)
    leaver = ContactFactory(client=client, name="李青")
    move_contact(contact=leaver, to=ClientFactory(), title="", on=date(2026, 11, 2), by=by)
    client.refresh_from_db()
    to = Tier.KEY if client.tier == Tier.REGULAR else Tier.REGULAR
    change_tier(client=client, to=to, reason="签约两年", by=by, at=now)
    heir = UserFactory(role="Account managers")
    hand_over(clients=Client.objects.filter(pk=client.pk), to=[heir], reason="分担", by=by, at=now)


class TestTheTimeline:
    def test_tells_everything_the_latest_first_with_the_events_of_the_guests(
        self, by: User
    ) -> None:
        client = ClientFactory()
        live(client, by)

        moments, more = timeline(client, by, most=50)

        told = " ".join(f"{moment.about} {moment.detail}" for moment in moments)
        words = ("谈春茶", "春茶品鉴会", "秋季雅集", "会场费九折", "新来的公司", "闭门茶会", "李青")
        assert [word for word in (*words, "签约两年", "分担") if word not in told] == []
        assert "2" in next(moment.detail for moment in moments if moment.about == "闭门茶会")
        assert moments == sorted(moments, key=lambda moment: moment.at, reverse=True)
        assert not more

    def test_tells_each_role_what_it_may_see(self, log_in: LogIn, by: User) -> None:
        client = ClientFactory(account_manager=by)
        live(client, by)

        seen = {
            role: [
                word
                for word in ("谈春茶", "春茶品鉴会", "闭门茶会", "李青")
                if word in log_in(role).get(page_of(client)).content.decode()
            ]
            for role in ("Management", "Finance", "Service desk")
        }

        assert seen == {
            "Management": ["谈春茶", "春茶品鉴会", "闭门茶会", "李青"],
            "Finance": ["春茶品鉴会"],
            "Service desk": ["李青"],
        }

    def test_shows_earlier_moments_when_asked(self, log_in: LogIn) -> None:
        client = ClientFactory()
        for n in range(45):
            DealFactory(client=client, done_on=date(2026, 1, 1) + timedelta(days=n))
        browser, url = log_in("Administrators"), page_of(client)

        first, second, last, odd = (
            browser.get(f"{url}{query}").context
            for query in ("", "?timeline=40", "?timeline=60", "?timeline=' OR")
        )

        assert [len(one["moments"]) for one in (first, second, last, odd)] == [20, 40, 46, 20]
        assert first["earlier_url"] == "?timeline=40#timeline"
        assert last["earlier_url"] == ""


class TestThePageOfAClient:
    def test_asks_the_database_as_often_for_much_as_for_little(
        self, log_in: LogIn, by: User, django_assert_num_queries
    ) -> None:
        browser, client = log_in("Administrators"), ClientFactory(full=True, account_manager=by)
        live(client, by)
        browser.get(page_of(client))
        with CaptureQueriesContext(connection) as once:
            browser.get(page_of(client))
        live(client, by)
        live(client, by)

        with django_assert_num_queries(len(once)):
            browser.get(page_of(client))

    def test_lists_what_is_due_and_lets_it_be_done(self, log_in: LogIn, now: datetime) -> None:
        browser = log_in("Account managers")
        me = User.objects.latest("pk")
        client = ClientFactory(key=True, account_manager=me)
        VisitFactory(
            client=client,
            happened_at=timezone.now() - timedelta(days=9),
            next_visit_on=house_day(timezone.now()) - timedelta(days=1),
        )

        due = browser.get(page_of(client)).context["due"]
        browser.post(f"/admin/care/due/decide/{due[0].item.key}/", {"act": "done"})

        assert [(row.is_late, row.may_decide) for row in due] == [(True, True)]
        assert DueDecision.objects.get().key == str(due[0].item.key)
        assert browser.get(page_of(client)).context["due"] == []

    def test_shows_nothing_due_to_those_without_that_right(self, log_in: LogIn) -> None:
        client = ClientFactory(key=True)

        page = log_in("Finance").get(page_of(client))

        assert page.context["due"] is None
