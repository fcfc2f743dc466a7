"""Incentives and referrals. (001-16, 001-17)"""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from foyer.clients.enums import ReferralState, RewardKind
from foyer.clients.models import Incentive, Referral
from foyer.clients.services.incentives import (
    NotTheNextStep,
    RewardMissing,
    StepBeforeTheLast,
    grant_incentive,
    reward_referral,
    sign_referral,
)
from foyer.core.models import User
from tests.conftest import LogIn
from tests.factories import (
    ClientFactory,
    ContactFactory,
    IncentiveFactory,
    ReferralFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db
SNIPPETS = "/admin/snippets/clients"


@pytest.fixture
def by() -> User:
    return UserFactory(role="Management")


class TestGrantIncentive:
    def test_keeps_who_granted_it_and_when(self, by: User, now: datetime) -> None:
        incentive = IncentiveFactory.build(client=ClientFactory(), granted_by=None, granted_at=None)

        grant_incentive(incentive=incentive, by=by, at=now)

        kept = Incentive.objects.get()
        assert (kept.granted_by, kept.granted_at) == (by, now)

    def test_is_for_management_and_the_form_names_the_client_one_came_from(
        self, log_in: LogIn
    ) -> None:
        client = ClientFactory(name="云岭茶业")
        browser = log_in("Management")
        sent = {"client": client.pk, "kind": "priority", "detail": "优先选档", "reason": "长期合作"}

        form = browser.get(f"{SNIPPETS}/incentive/add/?client={client.pk}")
        refused = log_in("Account managers").post(f"{SNIPPETS}/incentive/add/", sent)
        kept = browser.post(f"{SNIPPETS}/incentive/add/", sent)

        assert "云岭茶业" in form.content.decode()
        assert refused.status_code == 302
        assert kept["Location"] == f"{SNIPPETS}/client/inspect/{client.pk}/"
        assert Incentive.objects.get().granted_by.groups.get().name == "Management"


class TestAReferral:
    def test_goes_from_referred_to_signed_to_rewarded(self, by: User) -> None:
        referral = ReferralFactory(referred_on=date(2026, 8, 1))

        sign_referral(referral=referral, on=date(2026, 9, 1), by=by)
        reward_referral(
            referral=referral,
            kind=RewardKind.CASH,
            amount=Decimal(2000),
            currency="CNY",
            on=date(2026, 9, 15),
            by=by,
        )

        kept = Referral.objects.get()
        assert (kept.state, kept.signed_on, kept.rewarded_on) == (
            ReferralState.REWARDED,
            date(2026, 9, 1),
            date(2026, 9, 15),
        )
        assert kept.reward_text == "现金 CNY 2,000.00"

    def test_takes_no_step_out_of_order_nor_twice(self, by: User) -> None:
        new, signed = ReferralFactory(), ReferralFactory(signed=True)
        reward: dict[str, Any] = {
            "kind": "points",
            "amount": Decimal(500),
            "currency": "CNY",
            "on": date(2026, 10, 1),
            "by": by,
        }

        with pytest.raises(NotTheNextStep):
            reward_referral(referral=new, **reward)
        with pytest.raises(NotTheNextStep):
            sign_referral(referral=signed, on=date(2026, 10, 1), by=by)
        reward_referral(referral=signed, **reward)
        with pytest.raises(NotTheNextStep):
            reward_referral(referral=signed, **reward)

        assert Referral.objects.get(pk=signed.pk).reward_currency == ""

    def test_refuses_days_and_rewards_that_cannot_be(self, by: User) -> None:
        new, signed = ReferralFactory(referred_on=date(2026, 8, 1)), ReferralFactory(signed=True)
        reward: dict[str, Any] = {"currency": "CNY", "on": date(2026, 10, 1), "by": by}

        with pytest.raises(StepBeforeTheLast):
            sign_referral(referral=new, on=date(2026, 7, 31), by=by)
        with pytest.raises(RewardMissing):
            reward_referral(referral=signed, kind="", amount=Decimal(1), **reward)
        with pytest.raises(RewardMissing):
            reward_referral(referral=signed, kind="cash", amount=Decimal(0), **reward)
        with pytest.raises(StepBeforeTheLast):
            reward_referral(
                referral=signed,
                kind="cash",
                amount=Decimal(1),
                **reward | {"on": date(2026, 8, 31)},
            )

    @pytest.mark.parametrize(
        "values",
        [
            {"referrer_client": None},
            {"state": "signed"},
            {"state": "rewarded", "signed_on": date(2026, 9, 1), "rewarded_on": date(2026, 9, 1)},
            {"signed_on": date(2026, 9, 1)},
        ],
        ids=["nobody", "signed when", "rewarded with what", "not signed yet"],
    )
    def test_is_never_kept_half(self, values: dict[str, Any]) -> None:
        with pytest.raises(IntegrityError), transaction.atomic():
            ReferralFactory(**values)

    def test_has_one_referrer_who_is_not_the_new_client(self, log_in: LogIn) -> None:
        client, contact, new = ClientFactory(), ContactFactory(), ClientFactory()
        browser = log_in("Account managers")
        sent = {"new_client": new.pk, "referred_on": "2026-10-01"}

        answers = [
            browser.post(f"{SNIPPETS}/referral/add/", sent | extra)
            for extra in (
                {},
                {"referrer_client": client.pk, "referrer_contact": contact.pk},
                {"referrer_client": new.pk},
            )
        ]

        assert [set(answer.context["form"].errors) for answer in answers] == [
            {"referrer_client"},
            {"referrer_client"},
            {"new_client"},
        ]
        assert not Referral.objects.exists()

    def test_is_told_once_for_each_new_client(self, log_in: LogIn) -> None:
        referral = ReferralFactory()
        sent = {
            "new_client": referral.new_client_id,
            "referrer_client": ClientFactory().pk,
            "referred_on": "2026-10-01",
        }

        answer = log_in("Account managers").post(f"{SNIPPETS}/referral/add/", sent)

        assert answer.context["form"].errors.keys() == {"new_client"}

    def test_keeps_who_brought_whom_once_it_is_rewarded(self, log_in: LogIn) -> None:
        referral, other = ReferralFactory(rewarded=True), ClientFactory()
        sent = {"referrer_client": other.pk, "new_client": other.pk, "referred_on": "2026-10-01"}
        browser, page = log_in("Administrators"), f"{SNIPPETS}/referral/edit/{referral.pk}/"

        browser.post(page, sent | {"referrer_contact": "", "note": "已致谢"})

        kept = Referral.objects.get()
        assert (kept.referrer_client, kept.new_client) == (
            referral.referrer_client,
            referral.new_client,
        )
        assert (kept.referred_on, kept.note) == (referral.referred_on, "已致谢")

    def test_comes_before_the_new_client_signs(self, log_in: LogIn) -> None:
        referral = ReferralFactory(signed=True)
        sent = {"referrer_client": referral.referrer_client_id, "referrer_contact": "", "note": ""}
        sent |= {"new_client": referral.new_client_id, "referred_on": "2026-10-01"}

        answer = log_in("Administrators").post(f"{SNIPPETS}/referral/edit/{referral.pk}/", sent)

        assert answer.context["form"].errors.keys() == {"referred_on"}

    def test_by_a_contact_stands_in_the_file_of_their_client(self, log_in: LogIn) -> None:
        referral = ReferralFactory(by_contact=True)
        client, browser = referral.referrer_contact.client, log_in("Administrators")

        file = browser.get(f"/admin/snippets/clients/client/inspect/{client.pk}/").content.decode()
        listed = browser.get(f"{SNIPPETS}/referral/", {"referrer_client": client.pk})

        assert f"{SNIPPETS}/referral/inspect/{referral.pk}/" in file
        assert list(listed.context["object_list"]) == [referral]
        assert "推荐了新客户" in file

    def test_is_rewarded_on_its_page_by_management_alone(self, log_in: LogIn) -> None:
        referral = ReferralFactory(signed=True, by_contact=True)
        url = f"/admin/clients/referrals/{referral.pk}/reward/"
        sent = {"kind": "cash", "amount": "888", "currency": "CNY", "on": "2026-10-01"}

        refused = log_in("Account managers").post(url, sent)
        kept = log_in("Management").post(url, sent)

        assert refused.status_code == 302
        assert refused["Location"] == "/admin/"
        assert kept["Location"] == f"{SNIPPETS}/referral/inspect/{referral.pk}/"
        assert Referral.objects.get().state == ReferralState.REWARDED
