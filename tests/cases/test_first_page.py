"""The first page of those who work on cases, and of those whose rooms have nothing due. (001-19)"""

from datetime import timedelta

import pytest
from django.utils import timezone

from tests.factories import CaseFactory, ClientFactory, UserFactory

pytestmark = pytest.mark.django_db
FIRST = "/admin/"


def case_rows(page):
    return page.content.decode().split('id="cases-panel-title"')[1].split("</section>")[0]


class TestTheDesk:
    def test_sees_what_is_late_and_what_nobody_answers_for(self, log_in):
        desk = log_in("Service desk")
        late = CaseFactory(at=timezone.now() - timedelta(days=60))
        given = CaseFactory()
        given.owner = UserFactory()
        given.save()

        shown = case_rows(desk.get(FIRST))

        assert late.number in shown
        assert "逾期" in shown
        assert given.number not in shown
        for view, count in {"open": 2, "unassigned": 1, "overdue": 1, "mine": 0}.items():
            label = shown.split(f"?view={view}")[1]
            assert f"<dd>{count}</dd>" in label[: label.index("</div>")], view

    def test_is_told_that_nothing_waits(self, log_in):
        assert "没有等您处理的工单" in case_rows(log_in("Service desk").get(FIRST))

    def test_asks_as_often_for_three_cases_as_for_one(
        self, log_in, django_assert_num_queries, django_assert_max_num_queries
    ):
        desk = log_in("Service desk")
        CaseFactory(client=ClientFactory())
        desk.get(FIRST)
        with django_assert_max_num_queries(30) as asked:
            desk.get(FIRST)
        for _n in range(2):
            CaseFactory(client=ClientFactory())

        with django_assert_num_queries(len(asked.captured_queries)):
            desk.get(FIRST)


class TestAnAccountManager:
    def test_sees_only_cases_of_their_own(self, log_in):
        manager = UserFactory(role="Account managers")
        CaseFactory()

        assert "cases-panel-title" not in log_in(user=manager).get(FIRST).content.decode()


class TestWhoeverEditsNoPages:
    @pytest.mark.parametrize("role", ["Service desk", "Venue desk", "Finance", "Archivist"])
    def test_finds_the_ways_to_their_rooms(self, log_in, role):
        page = log_in(role).get(FIRST).content.decode()
        ways = page.split('class="ways"')[1].split("</nav>")[0]

        assert ways.count('class="ways__way"') >= 1

    def test_is_nobody_of_marketing(self, log_in):
        assert 'class="ways"' not in log_in("Marketing").get(FIRST).content.decode()
