"""The team of a case: what each sees to, who joins, who leaves, and since when. (001-20)"""

import pytest
from wagtail.models import ModelLogEntry

from foyer.cases.models import Case
from foyer.cases.services import steps
from foyer.cases.services.bulk import assign_many
from foyer.cases.services.refusals import LastOfTeam, WrongStep
from foyer.cases.services.team import join_team, leave_team
from tests.cases.test_steps import HOUR, WEDNESDAY, advance
from tests.factories import CaseFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def by():
    return UserFactory(role="Service desk", last_name="方", first_name="知语")


@pytest.fixture
def other():
    return UserFactory(role="Service desk", last_name="林", first_name="小满")


def team_of(case: Case) -> list[tuple[str, str]]:
    return [(str(one.user), one.part) for one in case.team.now()]


class TestATeam:
    def test_is_joined_with_a_part_that_may_change(self, by, other):
        case = advance(CaseFactory(at=WEDNESDAY), by, "investigating")

        join_team(case=case, user=other, part="查监控", by=by, at=WEDNESDAY)
        join_team(case=case, user=other, part="访谈当班人员", by=by, at=WEDNESDAY + HOUR)

        assert team_of(case) == [("方知语", "组长"), ("林小满", "访谈当班人员")]
        assert case.team.now().last().joined_at == WEDNESDAY

    def test_keeps_who_was_on_it_and_until_when(self, by, other):
        case = advance(CaseFactory(at=WEDNESDAY), by, "investigating")
        join_team(case=case, user=other, part="查监控", by=by, at=WEDNESDAY)

        leave_team(case=case, user=other, by=other, at=WEDNESDAY + HOUR)
        join_team(case=case, user=other, part="复核", by=by, at=WEDNESDAY + 2 * HOUR)
        leave_team(case=case, user=other, by=by, at=WEDNESDAY + 3 * HOUR)

        assert team_of(case) == [("方知语", "组长")]
        assert [(one.part, one.left_at, one.left_alone) for one in case.team.before()] == [
            ("查监控", WEDNESDAY + HOUR, True), ("复核", WEDNESDAY + 3 * HOUR, False),
        ]  # fmt: skip
        acts = ModelLogEntry.objects.filter(action__in=("foyer.case.join", "foyer.case.leave"))
        assert acts.count() == 4

    def test_is_not_left_by_the_last_who_looks_into_it(self, by):
        case = advance(CaseFactory(at=WEDNESDAY), by, "investigating")

        with pytest.raises(LastOfTeam):
            leave_team(case=case, user=by, by=by, at=WEDNESDAY)

    def test_of_a_closed_case_stays_as_it_was(self, by, other):
        case = advance(CaseFactory(at=WEDNESDAY), by, "following_up")
        steps.close_satisfied(case=case, at=WEDNESDAY)

        with pytest.raises(WrongStep):
            join_team(case=case, user=other, part="x", by=by, at=WEDNESDAY)
        with pytest.raises(WrongStep):
            leave_team(case=case, user=by, by=by, at=WEDNESDAY)

    def test_shows_its_case_to_its_members_only_while_they_are_on_it(self, by):
        case = advance(CaseFactory(at=WEDNESDAY), by, "investigating")
        member = UserFactory(role="Reception")
        join_team(case=case, user=member, part="查监控", by=by, at=WEDNESDAY)
        assert case.is_visible_to(member)

        leave_team(case=case, user=member, by=by, at=WEDNESDAY + HOUR)

        assert not case.is_visible_to(member)

    def test_takes_back_who_left_when_many_are_assigned(self, by, other):
        case = advance(CaseFactory(at=WEDNESDAY), by, "investigating")
        join_team(case=case, user=other, part="查监控", by=by, at=WEDNESDAY)
        leave_team(case=case, user=other, by=by, at=WEDNESDAY)

        assign_many(cases=[case], owner=None, members=[other, by], by=by, at=WEDNESDAY + HOUR)

        assert [name for name, _part in team_of(case)] == ["方知语", "林小满"]
        assert case.team.before().count() == 1


class TestTheDesk:
    @pytest.fixture
    def desk(self, log_in, by):
        return log_in(user=by)

    def test_forms_a_team_whose_members_see_to_something(self, desk, by, other):
        case = advance(CaseFactory(), by, "contacted")
        sent = {"act": "team", "seen": case.version, "lead": by.pk, "part_1": "查监控"}
        half = desk.post(f"/admin/cases/{case.pk}/", sent)
        twice = desk.post(f"/admin/cases/{case.pk}/", sent | {"member_1": by.pk})
        assert (half.status_code, twice.status_code) == (200, 200)
        assert team_of(case) == []

        desk.post(f"/admin/cases/{case.pk}/", sent | {"member_1": other.pk})

        assert team_of(case) == [("方知语", "组长"), ("林小满", "查监控")]

    def test_shows_who_sees_to_what_and_who_was_on_the_team(self, desk, by, other):
        case = advance(CaseFactory(), by, "investigating")
        address = f"/admin/cases/{case.pk}/"
        desk.post(
            address,
            {"act": "join", "seen": case.version, "user": other.pk, "part": "查监控"},
        )
        assert "查监控" in desk.get(address).content.decode().partition('id="team"')[2]
        case.refresh_from_db()
        member = case.team.now().get(user=other)

        desk.post(address, {"act": "leave", "seen": case.version, "member": member.pk})

        page = desk.get(address).content.decode()
        before = page.partition('id="team-before"')[2].partition("</dd>")[0]
        assert "林小满 · 查监控" in before
        assert "方知语" in before  # who took them off

    def test_asks_as_often_for_three_members_as_for_one(
        self, desk, by, django_assert_num_queries, django_assert_max_num_queries
    ):
        case = advance(CaseFactory(), by, "investigating")
        address = f"/admin/cases/{case.pk}/"
        desk.get(address)
        with django_assert_max_num_queries(80) as asked:
            desk.get(address)
        for _n in range(2):
            join_team(case=case, user=UserFactory(), part="查", by=by, at=WEDNESDAY)

        with django_assert_num_queries(len(asked.captured_queries)):
            desk.get(address)
