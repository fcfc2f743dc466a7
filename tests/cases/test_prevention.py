"""Cause and prevention of closed cases. (001-25, 001-26; CASES 6)"""

from datetime import date

import pytest
from django.utils import timezone

from foyer.cases.enums import ActionKind, CauseCategory
from foyer.cases.models import Action, Case
from foyer.cases.services import steps
from foyer.cases.services.prevention import Prevention, analyse_cause, check_effect
from foyer.cases.services.refusals import (
    ContentMissing,
    EffectChecked,
    PreventionMissing,
    WrongStep,
)
from tests.cases.test_steps import WEDNESDAY, advance
from tests.factories import CaseFactory, UserFactory

pytestmark = pytest.mark.django_db
DUE = date(2026, 12, 20)


@pytest.fixture
def by():
    return UserFactory(role="Service desk")


@pytest.fixture
def closed(by):
    return close(by)


def close(by) -> Case:
    """Return a complaint whose client is satisfied."""
    case = advance(CaseFactory(at=WEDNESDAY), by, "following_up")
    return steps.close_satisfied(case=case, at=WEDNESDAY)


def analyse(case: Case, by, **values) -> Case:
    """Complete the file of a case."""
    measure = Prevention(ActionKind.TRAINING, "每周巡检", by, DUE)
    given = {"category": CauseCategory.PROCESS, "analysis": "无人巡检", "preventions": [measure]}
    return analyse_cause(case=case, by=by, at=timezone.now(), **given | values)


class TestAClosedComplaint:
    def test_lacks_its_file_until_cause_and_prevention_are_written(self, closed, by):
        assert list(Case.objects.unanalysed()) == [closed]

        case = analyse(closed, by)

        assert not Case.objects.unanalysed().exists()
        assert (case.cause_category, case.lacks_analysis) == ("process", False)
        assert [(one.measure, one.due_on) for one in case.actions.all()] == [("每周巡检", DUE)]

    def test_needs_no_measure_where_somebody_says_why(self, closed, by):
        with pytest.raises(PreventionMissing):
            analyse(closed, by, preventions=[], none_because=" ")

        case = analyse(closed, by, preventions=[], none_because="设备已淘汰")

        assert (case.no_prevention, case.actions.count()) == ("设备已淘汰", 0)

    def test_is_analysed_once_and_only_when_closed(self, closed, by):
        analyse(closed, by)

        for case in (closed, CaseFactory(at=WEDNESDAY)):
            with pytest.raises(WrongStep):
                analyse(case, by)

    def test_refuses_an_analysis_without_words(self, closed, by):
        with pytest.raises(ContentMissing):
            analyse(closed, by, analysis=" ")


class TestTheEffect:
    def test_is_written_down_once(self, closed, by):
        action = analyse(closed, by).actions.get()
        with pytest.raises(ContentMissing):
            check_effect(action=action, effect=" ", by=by, at=WEDNESDAY)

        done = check_effect(action=action, effect="四周内无同类投诉", by=by, at=WEDNESDAY)

        assert (done.effect, done.checked_at) == ("四周内无同类投诉", WEDNESDAY)
        with pytest.raises(EffectChecked):
            check_effect(action=action, effect="再次", by=by, at=WEDNESDAY)


class TestTheDesk:
    @pytest.fixture
    def desk(self, log_in, by):
        return log_in(user=by)

    def test_completes_the_file_and_checks_the_effect_in_place(self, desk, closed, by):
        page = f"/admin/cases/{closed.pk}/"
        told = {"act": "analyse", "seen": closed.version, "category": "service"}
        told |= {"analysis": "无人巡检", "measure": "每周巡检", "person": by.pk}
        half = desk.post(page, told)
        assert "每周巡检" in half.content.decode()
        assert not Action.objects.exists()

        desk.post(page, told | {"action_kind": "rules", "due_on": "2026-12-20"})
        action = Action.objects.get()
        desk.post(page, {"act": "effect", "seen": 1, "action": action.pk, "effect": "有效"})

        action.refresh_from_db()
        assert (action.effect, action.case.cause_category) == ("有效", "service")

    def test_checks_no_measure_of_another_case(self, desk, closed, by):
        other = analyse(close(by), by).actions.get()
        analyse(closed, by)

        desk.post(
            f"/admin/cases/{closed.pk}/",
            {"act": "effect", "seen": 1, "action": other.pk, "effect": "x"},
        )

        other.refresh_from_db()
        assert other.checked_at is None

    def test_lists_closed_complaints_whose_file_is_not_complete(self, desk, closed, by):
        analyse(close(by), by)

        page = desk.get("/admin/cases/", {"view": "analyse"})

        assert list(page.context["page"].object_list) == [closed]

    def test_asks_as_often_for_three_measures_as_for_one(
        self, desk, by, django_assert_num_queries, django_assert_max_num_queries
    ):
        register = "/admin/cases/actions/"
        analyse(close(by), by)
        desk.get(register)
        with django_assert_max_num_queries(60) as asked:
            desk.get(register)
        for _n in range(2):
            analyse(close(by), by)

        with django_assert_num_queries(len(asked.captured_queries)):
            page = desk.get(register)
        assert len(page.context["page"].object_list) == 3

    def test_shows_in_the_register_only_cases_one_may_see(self, log_in, closed, by):
        analyse(closed, by)

        page = log_in("Reception").get("/admin/cases/actions/")

        assert list(page.context["page"].object_list) == []
