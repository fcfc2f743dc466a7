"""Letters about cases, and alarms to staff. (001-19, CASES 3)"""

from datetime import datetime, timedelta

import pytest

from foyer.cases.models import CaseLetter
from foyer.cases.services import steps
from foyer.cases.services.alarms import tell_due_cases
from foyer.cases.services.letters import OUTBOX, POST_LETTERS, write_letter
from foyer.cases.services.merging import merge_duplicate
from foyer.cases.services.secrets import case_url
from foyer.core.jobs import carry, start_job
from foyer.core.models import HousePolicy, Job
from tests.cases.test_steps import HOUR, WEDNESDAY, advance
from tests.factories import CaseFactory, ContactFactory, UserFactory
from tests.smtp import SmtpInbox

pytestmark = pytest.mark.django_db


def post(at: datetime) -> None:
    """Let a worker carry a job that posts what waits."""
    job = start_job(kind=POST_LETTERS, arguments={}, by=None, at=at)
    carry(pk=job.pk, clock=lambda: at)


def told() -> list[tuple[str, str]]:
    return list(CaseLetter.objects.values_list("occasion", "to__username"))


class TestLettersToTheClient:
    def test_are_queued_once_for_each_thing_told(self):
        by = UserFactory(role="Service desk", email="")
        case = CaseFactory(at=WEDNESDAY, email="ming@example.com")
        steps.tell_progress(case=case, text="工程师在路上", by=by, at=WEDNESDAY)
        steps.add_note(case=case, text="内部", by=by, at=WEDNESDAY)

        assert told() == [("opened", None), ("progress", None)]

    def test_are_not_queued_without_an_address(self):
        CaseFactory(at=WEDNESDAY)

        assert told() == []


class TestPostLetters:
    def test_sends_the_acknowledgement_once_though_posted_twice(self, smtp_inbox: SmtpInbox):
        case = CaseFactory(at=WEDNESDAY, email="ming@example.com")

        for _time in range(2):
            post(WEDNESDAY)

        assert smtp_inbox.addresses == ["ming@example.com"]
        assert case.number in str(smtp_inbox.letters[0]["Subject"])
        letter = case.letters.get()
        assert (letter.status, letter.sent_at) == ("sent", WEDNESDAY)

    def test_never_repeats_a_letter_whose_fate_is_unclear(self, smtp_inbox: SmtpInbox):
        case = CaseFactory(at=WEDNESDAY, email="ming@example.com")
        smtp_inbox.hang_up_on = "ming@example.com"

        post(WEDNESDAY)
        smtp_inbox.hang_up_on = ""
        OUTBOX.settle(at=WEDNESDAY)
        post(WEDNESDAY)

        assert case.letters.get().status == "unclear"
        assert smtp_inbox.letters == []


class TestSettleLetters:
    @pytest.mark.parametrize(("job", "settled"), [("failed", "unclear"), ("running", "sending")])
    def test_ends_what_a_dead_worker_had_claimed(self, job, settled):
        case = CaseFactory(at=WEDNESDAY, email="ming@example.com")
        case.letters.update(status="sending")
        Job.objects.update(status=job)

        OUTBOX.settle(at=WEDNESDAY)

        assert case.letters.get().status == settled

    def test_gives_what_waits_a_new_job(self, smtp_inbox: SmtpInbox):
        case = CaseFactory(at=WEDNESDAY, email="ming@example.com")
        Job.objects.update(status="failed")

        OUTBOX.settle(at=WEDNESDAY)
        OUTBOX.settle(at=WEDNESDAY)
        carry(pk=Job.objects.open().get().pk, clock=lambda: WEDNESDAY)

        assert case.letters.get().status == "sent"


class TestAlarms:
    @pytest.fixture
    def supervisor(self):
        return UserFactory(role="Service desk", username="supervisor", email="s@example.com")

    @pytest.fixture
    def owner(self):
        return UserFactory(role="Account managers", username="owner", email="o@example.com")

    def test_come_once_after_and_a_reminder_before(self, supervisor, owner):
        CaseFactory(at=WEDNESDAY, owner=owner)

        tell_due_cases(at=WEDNESDAY + timedelta(hours=1))
        assert told() == []
        tell_due_cases(at=WEDNESDAY + timedelta(hours=3))
        assert told() == [("soon", "owner")]
        for hours in (5, 6):
            tell_due_cases(at=WEDNESDAY + timedelta(hours=hours))
        assert sorted(told()) == [("late", "owner"), ("late", "supervisor"), ("soon", "owner")]

    def test_never_come_at_night_or_for_closed_cases(self, supervisor):
        case = CaseFactory(at=WEDNESDAY)
        tell_due_cases(at=WEDNESDAY.replace(hour=22))
        assert told() == []

        merge_duplicate(
            case=case, into=CaseFactory(at=WEDNESDAY + timedelta(days=9)), by=supervisor,
            at=WEDNESDAY,
        )  # fmt: skip
        tell_due_cases(at=WEDNESDAY + timedelta(days=1))

        assert told() == []


class TestNews:
    """What nobody of the house was there for is told to whoever is answerable, in business hours. (001-13, 001-23)"""

    @pytest.fixture
    def supervisor(self):
        return UserFactory(role="Service desk", username="supervisor", email="s@example.com")

    @pytest.fixture
    def owner(self):
        return UserFactory(role="Account managers", username="owner", email="o@example.com")

    def test_of_a_complaint_in_the_night_is_told_once_in_the_morning(self, supervisor):
        CaseFactory(at=WEDNESDAY.replace(hour=2), channel="form")
        CaseFactory(at=WEDNESDAY.replace(hour=2))  # by phone: somebody took it down

        tell_due_cases(at=WEDNESDAY.replace(hour=3))
        assert told() == []
        for minute in (0, 10):
            tell_due_cases(at=WEDNESDAY.replace(hour=9, minute=minute))
        assert told() == [("came_in", "supervisor")]

    def test_of_what_the_client_says_is_told_to_the_owner(self, supervisor, owner):
        case = advance(CaseFactory(at=WEDNESDAY, owner=owner), supervisor, "following_up")
        steps.write_as_client(case=case, text="多谢", at=WEDNESDAY + HOUR)
        for _pass in range(2):
            tell_due_cases(at=WEDNESDAY + HOUR)
        assert told() == [("wrote", "owner")]

        steps.object_to_result(case=case, reason="仍然很冷", at=WEDNESDAY + 2 * HOUR)
        tell_due_cases(at=WEDNESDAY + 2 * HOUR)
        assert told() == [("wrote", "owner")] * 2
        letter = write_letter(case.letters.last(), HousePolicy.load())
        assert [word for word in ("很冷", "欧阳") if word in str(letter.body)] == []

    @pytest.mark.parametrize("gone", [None, {"is_active": False}, {"email": ""}])
    def test_of_what_nobody_is_answerable_for_reminds_the_supervisors(self, supervisor, gone):
        left = UserFactory(role="Account managers", **({"email": "o@example.com"} | (gone or {})))
        CaseFactory(at=WEDNESDAY, owner=None if gone is None else left)

        tell_due_cases(at=WEDNESDAY + 3 * HOUR)

        assert told() == [("soon", "supervisor")]


class TestTheLetter:
    @pytest.mark.parametrize(
        ("phone", "promise"),
        [
            ("13800001234", "We will call you by 25 November 2026, 14:00"),
            ("", "You will hear from us by 25 November 2026, 14:00"),
        ],
    )
    def test_says_by_when_the_client_hears_of_the_house(self, phone, promise):
        case = CaseFactory(at=WEDNESDAY, email="ming@example.com", phone=phone, language="en")

        letter = write_letter(case.letters.get(), HousePolicy.load())

        assert promise in letter.body

    def test_goes_to_no_address_that_was_only_looked_up(self):
        contact = ContactFactory(email="vip@example.com")

        case = CaseFactory(contact=contact, channel="form", phone=contact.phone)

        assert not case.letters.exists()

    def test_leads_the_client_to_their_page(self):
        case = CaseFactory(at=WEDNESDAY, email="ming@example.com", language="zh-hant")

        letter = write_letter(case.letters.get(), HousePolicy.load())

        assert letter.subject == f"您的案件{case.number}已受理"
        assert case_url(case) in letter.body
        assert letter.to == ["欧阳明月 <ming@example.com>"]

    def test_to_staff_names_nobody_and_keeps_the_secret(self):
        supervisor = UserFactory(role="Service desk", email="s@example.com")
        case = CaseFactory(at=WEDNESDAY)
        tell_due_cases(at=WEDNESDAY + timedelta(hours=5))

        letter = write_letter(case.letters.get(to=supervisor), HousePolicy.load())

        assert f"/admin/cases/{case.pk}/" in letter.body
        assert [word for word in ("欧阳", case.secret_sealed) if word in str(letter.body)] == []
