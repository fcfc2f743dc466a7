"""A case from the first word to the last. (001-19 … 001-24)"""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from foyer.cases.enums import CaseKind, CaseStatus, Outcome, Severity
from foyer.cases.models import Case, CasePolicy
from foyer.cases.services import steps
from foyer.cases.services.merging import merge_duplicate
from foyer.cases.services.refusals import (
    CaseChanged,
    ContentMissing,
    FurtherMeasureMissing,
    NoAnswerNotAllowed,
    NotADuplicate,
    PlanMissing,
    TeamMissing,
    WrongStep,
)
from foyer.cases.services.steps import Planned
from tests.factories import CaseFactory, ClientFactory, UserFactory

pytestmark = pytest.mark.django_db
SHANGHAI = ZoneInfo("Asia/Shanghai")
WEDNESDAY = datetime(2026, 11, 25, 10, tzinfo=SHANGHAI)
FRIDAY_EVENING = datetime(2026, 12, 4, 18, tzinfo=SHANGHAI)
HOUR = timedelta(hours=1)
PLAN = [Planned("更换温控器", "工程部", "李工", date(2026, 11, 30))]


@pytest.fixture
def by():
    return UserFactory(role="Service desk")


def advance(case: Case, by, to: str, at: datetime = WEDNESDAY) -> Case:
    """Take a case as far as a step."""
    acts = {
        "contacted": lambda: steps.contact_client(case=case, note="致歉", by=by, at=at),
        "investigating": lambda: steps.form_team(case=case, members={by: "组长"}, by=by, at=at),
        "resolving": lambda: steps.plan_handling(
            case=case, findings="温控失灵", cause="未巡检", responsible="工程部",
            measures=PLAN, by=by, at=at,
        ),
        "following_up": lambda: steps.ask_satisfaction(case=case, result="已更换", by=by, at=at),
    }  # fmt: skip
    for step, act in acts.items():
        act()
        if step == to:
            break
    case.refresh_from_db()
    return case


class TestACase:
    def test_goes_from_step_to_step_until_the_client_is_satisfied(self, by):
        case = advance(CaseFactory(at=WEDNESDAY), by, "following_up")
        steps.object_to_result(case=case, reason="仍然很冷", at=WEDNESDAY + HOUR)
        with pytest.raises(FurtherMeasureMissing):
            steps.ask_satisfaction(case=case, result="再看看", by=by, at=WEDNESDAY + HOUR)
        with pytest.raises(PlanMissing):
            steps.add_measures(case=case, measures=[], by=by, at=WEDNESDAY + HOUR)
        steps.add_measures(case=case, measures=PLAN, by=by, at=WEDNESDAY + HOUR)
        steps.ask_satisfaction(case=case, result="换了整机", by=by, at=WEDNESDAY + 2 * HOUR)
        closed = steps.close_satisfied(case=case, at=WEDNESDAY + 3 * HOUR)

        assert (closed.status, closed.outcome) == (CaseStatus.CLOSED, Outcome.SATISFIED)
        assert [step.after for step in case.steps.all()] == [
            "received", "contacted", "investigating", "resolving",
            "following_up", "resolving", "following_up", "closed",
        ]  # fmt: skip

    def test_has_a_number_and_a_secret_of_its_own(self):
        first, second = CaseFactory(at=WEDNESDAY), CaseFactory(at=WEDNESDAY)

        assert (first.number, second.number) == ("K2026-0001", "K2026-0002")
        assert len({first.secret_sealed, second.secret_sealed}) == 2
        assert len(first.secret_sealed) == 26

    def test_refuses_a_step_without_what_the_house_rules_ask_for(self, by):
        case = CaseFactory(at=WEDNESDAY)

        with pytest.raises(ContentMissing):
            steps.contact_client(case=case, note=" ", by=by, at=WEDNESDAY)
        advance(case, by, "contacted")
        with pytest.raises(TeamMissing):
            steps.form_team(case=case, members={}, by=by, at=WEDNESDAY)
        advance_team = steps.form_team(case=case, members={by: ""}, by=by, at=WEDNESDAY)
        for plan in ([], [Planned("更换", "", "李工", None)]):
            with pytest.raises(PlanMissing):
                steps.plan_handling(
                    case=advance_team, findings="f", cause="c", responsible="r",
                    measures=plan, by=by, at=WEDNESDAY,
                )  # fmt: skip

        case.refresh_from_db()
        assert case.status == CaseStatus.INVESTIGATING

    def test_leaves_no_step_out(self, by):
        case = CaseFactory(at=WEDNESDAY)

        with pytest.raises(WrongStep):
            steps.close_satisfied(case=case, at=WEDNESDAY)
        with pytest.raises(WrongStep):
            steps.ask_satisfaction(case=case, result="好了", by=by, at=WEDNESDAY)

    def test_is_not_written_over_by_somebody_who_saw_it_before(self, by):
        case = CaseFactory(at=WEDNESDAY)
        seen = case.version
        steps.add_note(case=case, text="客户很着急", by=by, at=WEDNESDAY)

        with pytest.raises(CaseChanged):
            steps.contact_client(case=case, note="致歉", by=by, at=WEDNESDAY, seen=seen)

    def test_is_not_reopened_by_thanks(self, by):
        case = advance(CaseFactory(at=WEDNESDAY), by, "following_up")
        steps.close_satisfied(case=case, at=WEDNESDAY)

        steps.write_as_client(case=case, text="谢谢", at=WEDNESDAY + HOUR)

        case.refresh_from_db()
        assert case.status == CaseStatus.CLOSED
        assert case.messages.latest("pk").text == "谢谢"

    def test_closes_without_an_answer_only_as_the_policy_says(self, by):
        case = advance(CaseFactory(at=WEDNESDAY), by, "following_up")
        later = WEDNESDAY + timedelta(days=8)
        with pytest.raises(NoAnswerNotAllowed):
            steps.close_without_answer(case=case, by=by, at=later)
        policy = CasePolicy.load()
        policy.no_answer_days = 7
        policy.save()
        with pytest.raises(NoAnswerNotAllowed):
            steps.close_without_answer(case=case, by=by, at=WEDNESDAY + timedelta(days=6))

        assert steps.close_without_answer(case=case, by=by, at=later).outcome == "no_answer"

    def test_is_merged_into_the_one_it_tells_again(self, by):
        first, second = CaseFactory(at=WEDNESDAY), CaseFactory(at=WEDNESDAY, content="还是冷")
        with pytest.raises(NotADuplicate):
            merge_duplicate(case=first, into=first, by=by, at=WEDNESDAY)

        merged = merge_duplicate(case=second, into=first, by=by, at=WEDNESDAY)

        assert (merged.outcome, merged.merged_into) == ("duplicate", first)
        assert "还是冷" in first.messages.get().text


class TestClocks:
    @pytest.mark.parametrize(
        ("severity", "key", "contact_hour"),
        [
            (Severity.NORMAL, False, 14),
            (Severity.URGENT, False, 12),
            (Severity.NORMAL, True, 12),
            (Severity.URGENT, True, 11),
        ],
    )
    def test_run_by_kind_severity_and_tier(self, severity, key, contact_hour):
        case = CaseFactory(at=WEDNESDAY, severity=severity, client=ClientFactory(key=key))

        assert case.contact_due_at == WEDNESDAY.replace(hour=contact_hour)

    def test_tell_what_is_late_by_the_moment_asked_about(self, by):
        late = CaseFactory(at=WEDNESDAY)
        CaseFactory(at=WEDNESDAY, kind=CaseKind.FEEDBACK)
        waiting = CaseFactory(at=WEDNESDAY)
        steps.wait_for_client(case=waiting, question="哪个厅？", by=by, at=WEDNESDAY)
        asked = advance(CaseFactory(at=WEDNESDAY), by, "following_up")

        at = WEDNESDAY.replace(hour=15)
        assert list(Case.objects.overdue(at=at)) == [late]
        assert list(Case.objects.overdue(at=WEDNESDAY.replace(hour=13))) == []
        assert [case for case in Case.objects.all() if case.late_at(at)] == [late]
        assert asked not in Case.objects.overdue(at=at + timedelta(days=60))

    def test_stand_still_for_a_pause_outside_business_hours(self, by):
        case = CaseFactory(at=WEDNESDAY.replace(hour=9))
        Case.objects.update(answer_due_at=FRIDAY_EVENING, contact_due_at=FRIDAY_EVENING)
        saturday = FRIDAY_EVENING + timedelta(days=1)
        steps.wait_for_client(case=case, question="哪个厅？", by=by, at=saturday)

        after = steps.write_as_client(case=case, text="松涛厅", at=saturday + HOUR)

        assert (after.answer_due_at, after.contact_due_at) == (FRIDAY_EVENING, FRIDAY_EVENING)

    def test_stand_while_the_client_is_waited_for(self, by):
        case = CaseFactory(at=WEDNESDAY)
        steps.wait_for_client(case=case, question="哪个厅？", by=by, at=WEDNESDAY + HOUR)

        after = steps.write_as_client(case=case, text="松涛厅", at=WEDNESDAY + 3 * HOUR)

        assert after.contact_due_at == WEDNESDAY.replace(hour=16)
        assert after.waiting_since is None
