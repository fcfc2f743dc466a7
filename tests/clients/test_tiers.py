"""Weighing clients and setting their tier. (002-16)"""

from datetime import date, datetime
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from wagtail.models import ModelLogEntry

from foyer.clients.enums import Potential, Tier
from foyer.clients.models import Client, ClientPolicy, TierChange
from foyer.clients.services.tiers import (
    Part,
    ReasonMissing,
    SameTier,
    change_tier,
    deals_of_last_year,
    weigh_client,
)
from foyer.core.enums import Currency
from foyer.core.models import User
from tests.conftest import LogIn
from tests.factories import ClientFactory, DealFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def policy() -> ClientPolicy:
    """100,000 and 600,000; 2 and 6 deals; weights 3, 2, 1; key from 65, regular from 25 percent."""
    return ClientPolicy.load()


@pytest.fixture
def lead() -> User:
    return UserFactory(role="Management")


class TestWeighClient:
    @pytest.mark.parametrize(
        ("spend", "deals", "potential", "had", "tier"),
        [
            ("600000", 6, Potential.HIGH, 12, Tier.KEY),
            ("600000", 2, Potential.LOW, 8, Tier.KEY),  # 66 percent
            ("599999.99", 6, "", 7, Tier.REGULAR),  # 58 percent
            ("100000", None, "", 3, Tier.REGULAR),  # 25 percent
            ("99999.99", 2, "", 2, Tier.PROSPECT),  # 16 percent
            ("0", 0, Potential.LOW, 0, Tier.PROSPECT),
        ],
    )
    def test_reckons_points_times_weights(
        self,
        policy: ClientPolicy,
        spend: str,
        deals: int | None,
        potential: str,
        had: int,
        tier: Tier,
    ) -> None:
        client = ClientFactory.build(
            annual_spend=Decimal(spend), deals_a_year=deals, potential=potential
        )

        weighing = weigh_client(client, policy=policy)

        assert (weighing.had, weighing.most, weighing.suggestion) == (had, 12, tier)

    def test_suggests_nothing_while_nothing_is_stated(self, policy: ClientPolicy) -> None:
        weighing = weigh_client(ClientFactory.build(), policy=policy)

        assert weighing.suggestion is None
        assert weighing.spend == Part(points=None, weight=3)

    def test_follows_the_policy_of_the_house(self, policy: ClientPolicy) -> None:
        client = ClientFactory.build(potential=Potential.HIGH)
        policy.potential_weight, policy.spend_weight, policy.deals_weight = 1, 0, 0

        assert weigh_client(client, policy=policy).suggestion == Tier.KEY


class TestDealsOfLastYear:
    def test_counts_those_in_the_currency_of_the_house_within_a_year(
        self, policy: ClientPolicy
    ) -> None:
        client = ClientFactory()
        DealFactory(client=client, done_on=date(2026, 11, 1), amount=Decimal(100))
        DealFactory(client=client, done_on=date(2025, 11, 2), amount=Decimal("20.50"))
        DealFactory(client=client, done_on=date(2025, 11, 1), amount=Decimal(4))
        DealFactory(client=client, done_on=date(2026, 11, 2), amount=Decimal(8))
        DealFactory(client=client, done_on=date(2026, 10, 1), currency=Currency.USD)
        DealFactory(done_on=date(2026, 10, 1))

        year = deals_of_last_year(client, on=date(2026, 11, 1), policy=policy)

        assert (year.count, year.amount) == (2, Decimal("120.50"))


class TestChangeTier:
    def test_keeps_who_changed_it_why_and_what_the_figures_said(
        self, now: datetime, lead: User
    ) -> None:
        client = ClientFactory(prospect=True, annual_spend=Decimal(600_000), deals_a_year=6)

        change_tier(client=client, to=Tier.REGULAR, reason=" 已签年度合同 ", by=lead, at=now)

        change = TierChange.objects.get()
        assert (change.before, change.after, change.suggested) == ("prospect", "regular", "key")
        assert (change.reason, change.by, change.changed_at) == ("已签年度合同", lead, now)
        assert Client.objects.get().tier == Tier.REGULAR
        assert ModelLogEntry.objects.get(action="foyer.client.change_tier").data == {
            "from": "prospect",
            "to": "regular",
        }

    def test_refuses_what_changes_nothing_or_has_no_reason(self, now: datetime, lead: User) -> None:
        client = ClientFactory(key=True)

        with pytest.raises(SameTier):
            change_tier(client=client, to=Tier.KEY, reason="升级", by=lead, at=now)
        with pytest.raises(ReasonMissing):
            change_tier(client=client, to=Tier.REGULAR, reason="  ", by=lead, at=now)

        assert not TierChange.objects.exists()

    def test_never_keeps_a_change_that_changes_nothing(self, now: datetime) -> None:
        with pytest.raises(IntegrityError), transaction.atomic():
            TierChange.objects.create(
                client=ClientFactory(), before="key", after="key", reason="无", changed_at=now
            )


class TestTheTierPage:
    def test_shows_the_reckoning_and_what_the_file_says_itself(self, log_in: LogIn) -> None:
        client = ClientFactory(annual_spend=Decimal(600_000), deals_a_year=2)
        DealFactory(client=client, done_on=date.today(), amount=Decimal("12345.00"))  # noqa: DTZ011  the page counts from today

        page = log_in("Management").get(f"/admin/clients/{client.pk}/tier/").content.decode()

        assert "2 × 3" in page
        assert "1 × 2" in page
        assert "12,345.00" in page

    def test_sets_the_tier_and_leads_back_to_the_client(self, log_in: LogIn) -> None:
        client = ClientFactory(prospect=True)

        answer = log_in("Management").post(
            f"/admin/clients/{client.pk}/tier/", {"tier": "key", "reason": "首单即签年约"}
        )

        assert answer["Location"] == f"/admin/snippets/clients/client/inspect/{client.pk}/"
        assert Client.objects.get().tier == "key"

    def test_says_a_refusal_and_keeps_what_was_written(self, log_in: LogIn) -> None:
        client = ClientFactory(key=True)

        answer = log_in("Management").post(
            f"/admin/clients/{client.pk}/tier/", {"tier": "key", "reason": "首单即签年约"}
        )

        assert answer.status_code == 200
        assert len(answer.context["form"].non_field_errors()) == 1
        assert "首单即签年约" in answer.content.decode()

    def test_is_the_only_way_the_form_of_a_client_offers(self, log_in: LogIn) -> None:
        client = ClientFactory(prospect=True)
        page = log_in("Administrators").get(f"/admin/snippets/clients/client/edit/{client.pk}/")

        fields = page.context["form"].fields

        assert not {"tier", "account_manager"} & set(fields)
