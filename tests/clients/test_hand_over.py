"""Handing clients over. (002-27)"""

from datetime import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import ModelLogEntry

from foyer.clients.care_enums import DueKind, DueOutcome
from foyer.clients.models import Client, DueDecision, ManagerChange
from foyer.clients.services.hand_over import (
    AlreadyLookedAfter,
    NobodyToTakeOver,
    NotAnAccountManager,
    NothingToHandOver,
    account_managers,
    hand_over,
    hand_over_all,
    share_out,
    take_on,
)
from foyer.clients.services.tiers import ReasonMissing
from foyer.core.models import User
from tests.conftest import LogIn
from tests.factories import ClientFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def leaver() -> User:
    """Who leaves: four key clients, three regular ones."""
    leaver = UserFactory(role="Account managers", last_name="周", first_name="景明")
    for n in range(4):
        ClientFactory(name=f"重点{n}", key=True, account_manager=leaver)
    for n in range(3):
        ClientFactory(name=f"一般{n}", account_manager=leaver)
    return leaver


@pytest.fixture
def heirs() -> list[User]:
    return UserFactory.create_batch(2, role="Account managers")


@pytest.fixture
def lead() -> User:
    return UserFactory(role="Management")


class TestShareOut:
    def test_deals_out_evenly_tier_by_tier_and_always_the_same(
        self, leaver: User, heirs: list[User]
    ) -> None:
        first = share_out(leaver.clients.all(), to=heirs)
        again = share_out(leaver.clients.all(), to=heirs)

        assert first == again
        assert [[client.name for client in share.clients] for share in first] == [
            ["重点0", "重点2", "一般0", "一般2"],
            ["重点1", "重点3", "一般1"],
        ]
        assert [count for _label, count in first[0].tiers] == [2, 2, 0]


class TestHandOverAll:
    def test_leaves_the_leaver_nothing_and_keeps_each_change(
        self, leaver: User, heirs: list[User], lead: User, now: datetime
    ) -> None:
        bystander = ClientFactory(account_manager=UserFactory())

        hand_over_all(leaver=leaver, to=heirs, reason="离职", by=lead, at=now)

        assert leaver.clients.count() == 0
        assert [heir.clients.count() for heir in heirs] == [4, 3]
        changes = ManagerChange.objects.all()
        assert {
            (change.before, change.by, change.reason, change.changed_at) for change in changes
        } == {(leaver, lead, "离职", now)}
        assert {(change.client, change.after) for change in changes} == {
            (client, client.account_manager) for client in Client.objects.exclude(pk=bystander.pk)
        }
        entry = ModelLogEntry.objects.get(action="foyer.user.hand_over")
        assert entry.data == {"clients": {str(heirs[0].pk): 4, str(heirs[1].pk): 3}}

    def test_gives_back_what_others_had_handed_to_the_leaver(
        self, leaver: User, heirs: list[User], lead: User, now: datetime
    ) -> None:
        client = ClientFactory(account_manager=heirs[0])
        common = {"client": client, "assignee": leaver, "occasion_on": now.date()}
        common |= {"kind": DueKind.CADENCE, "decided_at": now}
        opened = DueDecision.objects.create(key="a", **common)
        done = DueDecision.objects.create(
            key="b", outcome=DueOutcome.DONE, closed_on=now.date(), **common
        )

        hand_over_all(leaver=leaver, to=heirs, reason="离职", by=lead, at=now)

        for decision in (opened, done):
            decision.refresh_from_db()
        assert (opened.assignee, done.assignee) == (None, leaver)

    def test_refuses_half_an_order_and_changes_nothing(
        self, leaver: User, heirs: list[User], lead: User, now: datetime
    ) -> None:
        closed = UserFactory(role="Account managers", is_active=False)
        blind = UserFactory(role="Reception")
        orders = [
            ({"to": []}, NobodyToTakeOver),
            ({"to": [leaver]}, NotAnAccountManager),
            ({"to": [heirs[0], closed]}, NotAnAccountManager),
            ({"to": [blind]}, NotAnAccountManager),
            ({"to": heirs, "reason": " "}, ReasonMissing),
            ({"to": heirs, "leaver": UserFactory()}, NothingToHandOver),
        ]

        for order, refusal in orders:
            with pytest.raises(refusal):
                hand_over_all(**{"leaver": leaver, "reason": "离职", "by": lead, "at": now} | order)

        assert leaver.clients.count() == 7
        assert not ManagerChange.objects.exists()


class TestHandOver:
    def test_leaves_with_a_person_what_they_look_after_already(
        self, heirs: list[User], lead: User, now: datetime
    ) -> None:
        ClientFactory(name="已有", account_manager=heirs[1])
        ClientFactory(name="无主", account_manager=None)

        hand_over(clients=Client.objects.all(), to=heirs, reason="调整", by=lead, at=now)

        assert ManagerChange.objects.get().client.name == "无主"
        assert Client.objects.get(name="已有").account_manager == heirs[1]

    def test_takes_as_many_queries_for_forty_as_for_two_and_logs_each(
        self, heirs: list[User], lead: User, now: datetime, django_assert_num_queries
    ) -> None:
        order = {"to": heirs, "reason": "调整", "by": lead, "at": now}
        ClientFactory.create_batch(2, account_manager=None)
        with CaptureQueriesContext(connection) as two:
            hand_over(clients=Client.objects.all(), **order)
        ClientFactory.create_batch(40, account_manager=None)

        with django_assert_num_queries(len(two)):
            hand_over(clients=Client.objects.all(), **order)

        assert ModelLogEntry.objects.filter(action="foyer.client.hand_over").count() == 42


class TestTakeOn:
    def test_is_open_to_the_first_who_comes(self, heirs: list[User], now: datetime) -> None:
        client = ClientFactory(account_manager=None)

        take_on(client=client, by=heirs[0], at=now, reason="现场接待")
        with pytest.raises(AlreadyLookedAfter):
            take_on(client=client, by=heirs[1], at=now, reason="现场接待")

        assert Client.objects.get().account_manager == heirs[0]


class TestAccountManagers:
    def test_are_those_who_keep_or_hand_over_clients_and_whose_account_is_open(
        self, heirs: list[User], lead: User
    ) -> None:
        UserFactory(role="Account managers", is_active=False)
        UserFactory(role="Reception")
        UserFactory(role="Finance")

        assert set(account_managers()) == {*heirs, lead}


class TestThePageOfALeaver:
    def test_shows_the_shares_before_anything_changes(
        self, log_in: LogIn, leaver: User, heirs: list[User]
    ) -> None:
        sent = {"leaver": leaver.pk, "to": [heir.pk for heir in heirs], "reason": "离职"}

        page = log_in("Management").post("/admin/clients/hand-over/", sent).content.decode()

        assert "重点0" in page
        assert 'name="confirm"' in page
        assert leaver.clients.count() == 7

    def test_hands_over_what_was_confirmed(
        self, log_in: LogIn, leaver: User, heirs: list[User]
    ) -> None:
        sent = {"leaver": leaver.pk, "to": [heirs[0].pk], "reason": "离职", "confirm": "1"}

        answer = log_in("Management").post("/admin/clients/hand-over/", sent)

        assert answer.status_code == 302
        assert heirs[0].clients.count() == 7

    @pytest.mark.parametrize("missing", ["leaver", "to", "reason"])
    def test_says_what_is_missing(
        self, log_in: LogIn, leaver: User, heirs: list[User], missing: str
    ) -> None:
        sent = {"leaver": leaver.pk, "to": [heirs[0].pk], "reason": "离职", "confirm": "1"}
        sent.pop(missing)

        answer = log_in("Management").post("/admin/clients/hand-over/", sent)

        assert answer.context["form"].errors.keys() == {missing}

    def test_refuses_to_hand_to_the_leaver(self, log_in: LogIn, leaver: User) -> None:
        sent = {"leaver": leaver.pk, "to": [leaver.pk], "reason": "离职", "confirm": "1"}

        answer = log_in("Management").post("/admin/clients/hand-over/", sent)

        assert answer.context["form"].errors.keys() == {"to"}
