"""Looking new clients over. (002-04)"""

from datetime import datetime

import pytest

from foyer.clients.models import Client, ClientPolicy, ScreeningCriterion
from foyer.clients.services.screening import CriterionUnmarked, NoCriteria, screen_client
from foyer.core.models import User
from tests.conftest import LogIn
from tests.factories import ClientFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def criteria() -> list[ScreeningCriterion]:
    """The three a new house begins with: weights 2, 3, 3."""
    return list(ScreeningCriterion.objects.in_use())


@pytest.fixture
def by() -> User:
    return UserFactory(role="Account managers")


class TestScreenClient:
    @pytest.mark.parametrize(
        ("points", "score", "verdict"),
        [
            ((5, 5, 5), 100, "pass"),
            ((5, 2, 3), 62, "pass"),
            ((5, 2, 2), 55, "hold"),
            ((0, 0, 0), 0, "hold"),
        ],
    )
    def test_reckons_by_weight_against_the_line_of_the_house(
        self,
        criteria: list[ScreeningCriterion],
        by: User,
        now: datetime,
        points: tuple[int, ...],
        score: int,
        verdict: str,
    ) -> None:
        client = ClientFactory()

        given = {criterion.pk: n for criterion, n in zip(criteria, points, strict=True)}
        screen_client(client=client, points=given, by=by, at=now)

        kept = Client.objects.get()
        assert (kept.screening, kept.screening_score, kept.screened_at) == (verdict, score, now)

    def test_replaces_an_earlier_one_and_leaves_out_what_is_no_longer_used(
        self, criteria: list[ScreeningCriterion], by: User, now: datetime
    ) -> None:
        client = ClientFactory()
        screen_client(
            client=client, points={criterion.pk: 0 for criterion in criteria}, by=by, at=now
        )
        ScreeningCriterion.objects.exclude(pk=criteria[0].pk).update(is_used=False)
        ClientPolicy.objects.update(screening_pass=100)

        verdict = screen_client(client=client, points={criteria[0].pk: 5}, by=by, at=now)

        assert (verdict, client.screening_marks.get().points) == ("pass", 5)

    def test_refuses_gaps_strange_points_and_an_empty_list(
        self, criteria: list[ScreeningCriterion], by: User, now: datetime
    ) -> None:
        client = ClientFactory()
        whole = {criterion.pk: 3 for criterion in criteria}

        for points in ({criteria[0].pk: 3}, whole | {criteria[0].pk: 6}):
            with pytest.raises(CriterionUnmarked):
                screen_client(client=client, points=points, by=by, at=now)
        ScreeningCriterion.objects.update(is_used=False)
        with pytest.raises(NoCriteria):
            screen_client(client=client, points=whole, by=by, at=now)

        assert Client.objects.get().screening == ""


class TestTheScreeningPage:
    def test_asks_for_each_criterion_and_tells_the_verdict(
        self, log_in: LogIn, criteria: list[ScreeningCriterion]
    ) -> None:
        client, browser = ClientFactory(), log_in("Account managers")
        url = f"/admin/clients/{client.pk}/screening/"

        half = browser.post(url, {f"points_{criteria[0].pk}": "5"})
        browser.post(url, {f"points_{criterion.pk}": "4" for criterion in criteria})

        assert half.context["form"].errors.keys() == {
            f"points_{criterion.pk}" for criterion in criteria[1:]
        }
        assert Client.objects.get().screening == "pass"
        again = browser.get(url).content.decode()
        assert again.count("checked") == 3
