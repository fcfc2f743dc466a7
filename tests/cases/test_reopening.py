"""A closed case is opened again by its client, within the period of the house. (001-24; CASES 5)"""

from datetime import timedelta

import pytest
from django.utils import timezone

from foyer.cases.models import Case, CaseLetter, CasePolicy
from foyer.cases.services import steps
from foyer.cases.services.alarms import tell_due_cases
from foyer.cases.services.letters import write_letter
from foyer.cases.services.merging import merge_duplicate
from foyer.cases.services.refusals import FurtherMeasureMissing, ReopeningOver, WrongStep
from foyer.cases.services.reopening import reopen_case
from foyer.cases.services.secrets import case_path
from foyer.core.models import HousePolicy
from tests.cases.test_steps import HOUR, PLAN, WEDNESDAY, advance
from tests.factories import CaseFactory, UserFactory

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def by():
    return UserFactory(role="Service desk", email="fang@house.example")


def close(by, *, at=WEDNESDAY, **values) -> Case:
    """Return a case whose client was satisfied at a moment."""
    case = CaseFactory(at=at, **values)
    if values.get("kind", "complaint") == "complaint":
        advance(case, by, "following_up", at)
    else:
        steps.ask_satisfaction(case=case, result="已答复", by=by, at=at)
    return steps.close_satisfied(case=case, at=at)


class TestTheClientsButton:
    def test_opens_a_closed_case_again_with_the_reason(self, client, by):
        case = close(by, at=timezone.now())
        page = client.get(case_path(case)).content.decode()
        assert 'value="reopen"' in page

        client.post(case_path(case), {"act": "reopen", "reason": "第二天又坏了"})

        case.refresh_from_db()
        assert (case.status, case.outcome, case.closed_at) == ("resolving", "", None)
        last = case.steps.last()
        assert (last.before, last.after, last.note, last.by) == (
            "closed", "resolving", "第二天又坏了", None,
        )  # fmt: skip
        assert [word.text for word in case.messages.filter(kind="client")] == ["第二天又坏了"]
        page = client.get(case_path(case)).content.decode()
        assert "第二天又坏了" in page
        assert 'value="reopen"' not in page

    def test_asks_for_a_reason_and_changes_nothing_without(self, client, by):
        case = close(by, at=timezone.now())

        response = client.post(case_path(case), {"act": "reopen", "reason": " "})

        assert response.status_code == 200
        assert response.context["reopen_form"].errors.keys() == {"reason"}
        case.refresh_from_db()
        assert case.status == "closed"

    def test_alone_opens_it_thanks_do_not(self, client, by):
        case = close(by, at=timezone.now())

        client.post(case_path(case), {"act": "message", "text": "谢谢"})

        case.refresh_from_db()
        assert (case.status, case.outcome) == ("closed", "satisfied")
        assert [word.text for word in case.messages.filter(kind="client")] == ["谢谢"]

    @pytest.mark.parametrize("days", [30, 0])
    def test_goes_with_the_period_and_the_page_says_what_to_do_instead(self, client, by, days):
        CasePolicy.objects.update_or_create(pk=CasePolicy.load().pk, defaults={"reopen_days": days})
        case = close(by, at=timezone.now() - 40 * DAY)

        page = client.get(f"{case_path(case)}?lang=en").content.decode()
        told = client.post(case_path(case), {"act": "reopen", "reason": "x"}, follow=True)

        assert 'value="reopen"' not in page
        assert "/complaints" in page
        assert "tell us anew" in page
        assert told.status_code == 200
        case.refresh_from_db()
        assert case.status == "closed"
        assert not case.messages.filter(kind="client").exists()

    def test_twice_tapped_opens_it_once(self, client, by):
        case = close(by, at=timezone.now())

        for _n in range(2):
            client.post(case_path(case), {"act": "reopen", "reason": "又坏了"})

        assert case.steps.filter(before="closed").count() == 1


class TestTheDesk:
    def test_opens_a_case_again_for_a_client_who_phones(self, log_in, client, by):
        case = close(by, at=timezone.now())
        desk = log_in(user=by)
        assert 'value="reopen"' in desk.get(f"/admin/cases/{case.pk}/").content.decode()

        post = {"act": "reopen", "seen": case.version, "text": "来电说空调又坏了"}
        assert desk.post(f"/admin/cases/{case.pk}/", post).status_code == 302

        case.refresh_from_db()
        assert (case.status, case.outcome) == ("resolving", "")
        page = desk.get(f"/admin/cases/{case.pk}/").content.decode()
        assert "为客户重新打开" in page
        assert "由客户重新打开" not in page
        assert steps.lacks_further_measure(case)
        assert "来电说空调又坏了" in client.get(case_path(case)).content.decode()
        tell_due_cases(at=timezone.now() + 7 * DAY)
        assert not CaseLetter.objects.filter(occasion="reopened").exists()  # they know it

    def test_is_not_offered_it_once_the_period_is_over_nor_for_a_duplicate(self, log_in, by):
        desk = log_in(user=by)
        old = close(by, at=timezone.now() - 40 * DAY)
        kept = CaseFactory(at=timezone.now())
        merged = merge_duplicate(
            case=CaseFactory(at=timezone.now()), into=kept, by=by, at=timezone.now()
        )

        for case in (old, merged):
            assert 'value="reopen"' not in desk.get(f"/admin/cases/{case.pk}/").content.decode()
        post = {"act": "reopen", "seen": old.version, "text": "又坏了"}
        answer = desk.post(f"/admin/cases/{old.pk}/", post)

        assert "又坏了" in answer.content.decode()  # refused, and kept
        old.refresh_from_db()
        assert old.status == "closed"


class TestReopening:
    @pytest.mark.parametrize(
        ("kind", "back"),
        [("complaint", "resolving"), ("feedback", "contacted"), ("enquiry", "contacted")],
    )
    def test_leads_back_to_work(self, by, kind, back):
        case = close(by, kind=kind)

        again = reopen_case(case=case, reason="还没好", at=WEDNESDAY + DAY)

        assert again.status == back

    def test_asks_for_a_further_measure_before_a_result_is_told_again(self, by):
        case = reopen_case(case=close(by), reason="还没好", at=WEDNESDAY + DAY)

        with pytest.raises(FurtherMeasureMissing):
            steps.ask_satisfaction(case=case, result="再看看", by=by, at=WEDNESDAY + DAY)
        steps.add_measures(case=case, measures=PLAN, by=by, at=WEDNESDAY + DAY)
        steps.ask_satisfaction(case=case, result="换了", by=by, at=WEDNESDAY + DAY)
        case = steps.close_satisfied(case=case, at=WEDNESDAY + 2 * DAY)

        assert (case.status, case.outcome) == ("closed", "satisfied")

    def test_promises_an_answer_anew_and_forgets_no_promise_that_was_kept(self, by):
        case = close(by)
        was = (case.contact_due_at, case.answered_at, case.answer_in_time)

        again = reopen_case(case=case, reason="还没好", at=WEDNESDAY + 7 * DAY)

        assert again.answer_due_at == case.answer_due_at + 7 * DAY  # opened on a Wednesday at ten
        assert (again.contact_due_at, again.answered_at, again.answer_in_time) == was
        assert not again.late_at(WEDNESDAY + 7 * DAY)
        assert again.late_at(again.answer_due_at + HOUR)

    def test_ends_with_the_last_day_of_the_period_by_the_houses_clock(self, by):
        first, second = close(by), close(by)
        last = WEDNESDAY.replace(hour=23, minute=59) + 30 * DAY

        reopen_case(case=first, reason="还没好", at=last)
        with pytest.raises(ReopeningOver):
            reopen_case(case=second, reason="还没好", at=last + timedelta(minutes=1))

    def test_is_for_closed_cases_that_are_no_duplicates(self, by):
        open_case, kept = CaseFactory(at=WEDNESDAY), CaseFactory(at=WEDNESDAY)
        merged = merge_duplicate(case=CaseFactory(at=WEDNESDAY), into=kept, by=by, at=WEDNESDAY)

        for case in (open_case, merged):
            with pytest.raises(WrongStep):
                reopen_case(case=case, reason="还没好", at=WEDNESDAY)

    def test_gives_staff_no_step_they_did_not_have(self, by):
        case = close(by)

        with pytest.raises(WrongStep):
            steps.object_to_result(case=case, reason="x", at=WEDNESDAY, by=by)
        with pytest.raises(WrongStep):
            steps.contact_client(case=close(by, kind="enquiry"), note="x", by=by, at=WEDNESDAY)

    def test_is_news_to_whoever_is_answerable_once_and_in_business_hours(self, by):
        case = close(by)
        late = WEDNESDAY.replace(hour=23)
        reopen_case(case=case, reason="又坏了", at=late)

        tell_due_cases(at=late)
        assert not CaseLetter.objects.filter(to=by).exists()
        for _n in range(2):
            tell_due_cases(at=WEDNESDAY + DAY)

        letter = CaseLetter.objects.get(to=by)
        assert letter.occasion == "reopened"
        mail = write_letter(letter, HousePolicy.load())
        assert case.number in mail.subject
        assert "又坏了" not in mail.body
