"""Cause and prevention of closed cases. (001-25, 001-26; CASES 6)"""

from datetime import date, timedelta
from io import BytesIO

import pytest
from django.utils import timezone
from openpyxl import load_workbook

from foyer.cases.enums import ActionKind, CauseCategory
from foyer.cases.models import Action, Case, CaseLetter
from foyer.cases.services import steps
from foyer.cases.services.action_alarms import tell_due_actions
from foyer.cases.services.letters import write_letter
from foyer.cases.services.prevention import (
    Prevention,
    analyse_cause,
    check_effect,
    plan_prevention,
    put_in_place,
)
from foyer.cases.services.refusals import (
    AlreadyInPlace,
    CheckInThePast,
    ContentMissing,
    EffectChecked,
    NotInPlace,
    PreventionMissing,
    WrongStep,
)
from foyer.core.days import house_day
from foyer.core.models import HousePolicy
from tests.cases.test_steps import WEDNESDAY, advance
from tests.factories import CaseFactory, UserFactory

pytestmark = pytest.mark.django_db
DUE = date(2026, 12, 20)
DAY = timedelta(days=1)


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
        action = put_in_place(
            action=analyse(closed, by).actions.get(), words="已发通知", by=by, at=WEDNESDAY
        )
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
        desk.post(page, {"act": "effect", "seen": 1, "action": action.pk, "effect": "太早"})
        desk.post(page, {"act": "in_place", "seen": 1, "action": action.pk, "words": "已发通知"})
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


class TestAMeasure:
    def test_is_planned_then_in_place_then_checked(self, closed, by):
        action = analyse(closed, by).actions.get()
        assert (action.state, action.next_due_on) == ("planned", DUE)
        with pytest.raises(NotInPlace):
            check_effect(action=action, effect="有效", by=by, at=WEDNESDAY)
        with pytest.raises(ContentMissing):
            put_in_place(action=action, words=" ", by=by, at=WEDNESDAY)

        placed = put_in_place(action=action, words="已发巡检表", by=by, at=WEDNESDAY)

        assert (placed.state, placed.next_due_on) == ("in_place", date(2026, 12, 25))  # 30 days on
        with pytest.raises(AlreadyInPlace):
            put_in_place(action=placed, words="再次", by=by, at=WEDNESDAY)
        assert check_effect(action=placed, effect="有效", by=by, at=WEDNESDAY).state == "checked"

    def test_is_checked_by_a_day_that_is_not_over(self, closed, by):
        action = analyse(closed, by).actions.get()

        with pytest.raises(CheckInThePast):
            put_in_place(
                action=action, words="已发", check_on=date(2026, 11, 24), by=by, at=WEDNESDAY
            )
        placed = put_in_place(
            action=action, words="已发", check_on=date(2026, 11, 25), by=by, at=WEDNESDAY
        )

        assert placed.check_on == date(2026, 11, 25)

    def test_may_be_followed_by_another_once_the_cause_is_known(self, closed, by):
        measure = Prevention(ActionKind.RULES, "修订巡检制度", by, DUE)
        with pytest.raises(WrongStep):
            plan_prevention(case=closed, prevention=measure, by=by, at=WEDNESDAY)
        analyse(closed, by)

        plan_prevention(case=closed, prevention=measure, by=by, at=WEDNESDAY)

        assert [one.measure for one in closed.actions.all()] == ["每周巡检", "修订巡检制度"]


class TestTheClockOfMeasures:
    """Three days before its day, and once after it, in business hours: as the policy says. (001-25, 001-26)"""

    @pytest.fixture
    def person(self):
        return UserFactory(email="lin@house.example", username="person")

    @pytest.fixture
    def action(self, closed, by, person):
        UserFactory(role="Service desk", email="boss@house.example", username="boss")
        measure = Prevention(ActionKind.TRAINING, "每周巡检", person, date(2026, 12, 2))
        return analyse(closed, by, preventions=[measure]).actions.get()

    @staticmethod
    def told() -> list[tuple[str, str]]:
        names = ("boss", "person")  # others of the desk are told as well
        letters = CaseLetter.objects.filter(occasion__startswith="act_", to__username__in=names)
        return sorted(letters.values_list("occasion", "to__username"))

    def test_reminds_before_the_day_and_alarms_once_after_it(self, action):
        for at, count in (
            (WEDNESDAY + 4 * DAY, 0),  # a Sunday
            (WEDNESDAY + 1 * DAY, 0),  # six days before
            (WEDNESDAY.replace(hour=23) + 5 * DAY, 0),  # at night
            (WEDNESDAY + 5 * DAY, 1),
            (WEDNESDAY + 6 * DAY, 1),
            (WEDNESDAY + 7 * DAY, 1),  # the day itself
        ):
            tell_due_actions(at=at)
            assert self.told() == [("act_soon", "person")] * count

        for days in (8, 9, 12):
            tell_due_actions(at=WEDNESDAY + days * DAY)

        assert self.told() == [("act_late", "boss"), ("act_late", "person"), ("act_soon", "person")]

    def test_then_counts_until_the_effect_is_checked(self, action, by):
        placed = put_in_place(
            action=action, words="已发", check_on=date(2026, 12, 16), by=by, at=WEDNESDAY
        )

        tell_due_actions(at=WEDNESDAY + 8 * DAY)
        assert self.told() == []
        tell_due_actions(at=WEDNESDAY + 19 * DAY)
        tell_due_actions(at=WEDNESDAY + 22 * DAY)
        check_effect(action=placed, effect="有效", by=by, at=WEDNESDAY + 22 * DAY)
        tell_due_actions(at=WEDNESDAY + 23 * DAY)

        assert self.told() == [("act_late", "boss"), ("act_late", "person"), ("act_soon", "person")]

    def test_tells_the_supervisors_for_somebody_who_is_gone(self, action, person):
        person.is_active = False
        person.save()

        tell_due_actions(at=WEDNESDAY + 5 * DAY)

        assert self.told() == [("act_soon", "boss")]

    def test_names_the_case_and_no_person(self, action):
        tell_due_actions(at=WEDNESDAY + 8 * DAY)

        letter = CaseLetter.objects.get(occasion="act_late", to__username="boss")
        mail = write_letter(letter, HousePolicy.load())
        assert action.case.number in mail.subject
        assert "欧阳" not in mail.body

    def test_asks_as_often_for_three_as_for_one(
        self, action, by, person, django_assert_num_queries, django_assert_max_num_queries
    ):
        at = WEDNESDAY + 8 * DAY
        tell_due_actions(at=at)
        with django_assert_max_num_queries(12) as asked:
            tell_due_actions(at=at)
        for _n in range(2):
            measure = Prevention(ActionKind.RULES, "巡检", person, date(2026, 12, 2))
            plan_prevention(case=action.case, prevention=measure, by=by, at=WEDNESDAY)

        with django_assert_num_queries(len(asked.captured_queries)):
            tell_due_actions(at=at)


class TestTheRegister:
    @pytest.fixture
    def desk(self, log_in, by):
        return log_in(user=by)

    @pytest.fixture
    def other(self):
        return UserFactory(last_name="林", first_name="小满")

    @pytest.fixture
    def three(self, by, other):
        """A planned measure that is late, one in place, one checked."""
        today = house_day(timezone.now())
        found = []
        for person, category, days in (
            (by, CauseCategory.PROCESS, -1), (other, CauseCategory.SERVICE, 5),
            (other, CauseCategory.MANAGEMENT, 60),
        ):  # fmt: skip
            measure = Prevention(ActionKind.RULES, f"措施{days}", person, today + days * DAY)
            case = analyse(close(by), by, category=category, preventions=[measure])
            found.append(case.actions.get())
        now = timezone.now()
        for action in found[1:]:
            put_in_place(action=action, words="已发", by=by, at=now)
        check_effect(action=found[2], effect="有效", by=by, at=now)
        return found

    @pytest.mark.parametrize(
        ("asked", "shown"),
        [
            ({}, [0, 1]),
            ({"state": "all"}, [0, 1, 2]),
            ({"state": "planned"}, [0]),
            ({"state": "in_place"}, [1]),
            ({"state": "checked"}, [2]),
            ({"category": "service"}, [1]),
            ({"due": "overdue"}, [0]),
            ({"due": "week"}, []),
            ({"due": "month"}, [1]),
            ({"state": "x", "due": "y"}, [0, 1]),
        ],
        ids=str,
    )
    def test_is_narrowed_down(self, desk, three, asked, shown):
        page = desk.get("/admin/cases/actions/", asked)

        assert [one.pk for one, _late in page.context["rows"]] == [three[n].pk for n in shown]
        assert [late for _one, late in page.context["rows"]] == [n == 0 for n in shown]

    def test_is_narrowed_down_to_a_person_and_printed_as_it_is(self, desk, three, other):
        asked = {"person": other.pk, "state": "all"}

        page = desk.get("/admin/cases/actions/", asked)
        paper = desk.get("/admin/cases/actions/print/", asked).content.decode()

        assert [one.pk for one, _late in page.context["rows"]] == [three[1].pk, three[2].pk]
        assert [f"措施{n}" in paper for n in (-1, 5, 60)] == [False, True, True]
        assert "林小满" in paper

    def test_leaves_the_house_as_a_workbook(self, log_in, three):
        page = log_in("Service desk").post(
            "/admin/cases/actions/export/?state=all&due=overdue",
            {"kind": "xlsx", "language": "zh-hans", "columns": ["measure", "state", "case"],
             "purpose": "月度例会"},
        )  # fmt: skip

        rows = list(load_workbook(BytesIO(b"".join(page.streaming_content))).active.values)
        assert [row[0] for row in rows[-1:]] == ["措施-1"]
        assert three[0].case.number in rows[-1]

    def test_says_that_a_case_in_the_register_is_seen_to_by_who_reads_it(self, log_in, by, other):
        """Who sees to a measure finds it in the register, though the case is not theirs."""
        reader = UserFactory(role="Reception")
        measure = Prevention(ActionKind.RULES, "前台核对", reader, DUE)
        analyse(close(by), by, preventions=[measure])

        page = log_in(user=reader).get("/admin/cases/actions/")

        assert [one.measure for one, _late in page.context["rows"]] == ["前台核对"]
