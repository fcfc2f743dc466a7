"""Feedback and enquiries are answered without an investigation; complaints are not. (001-13, 001-14)"""

import pytest

from foyer.cases.enums import CaseStatus, Outcome
from foyer.cases.services import steps
from foyer.cases.services.merging import merge_duplicate
from foyer.cases.services.refusals import ContentMissing, MergedOn, NotMerged, WrongStep
from foyer.cases.services.unmerging import undo_merge
from foyer.core.uploads.clean_file import CleanFile
from foyer.core.uploads.kinds import FileKind
from tests.cases.test_steps import HOUR, WEDNESDAY, advance
from tests.factories import CaseFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def by():
    return UserFactory(role="Service desk")


class TestAnEnquiry:
    @pytest.mark.parametrize("kind", ["enquiry", "feedback"])
    def test_is_answered_and_closed_in_two_steps(self, by, kind):
        case = CaseFactory(kind=kind, at=WEDNESDAY)

        asked = steps.ask_satisfaction(case=case, result="二十桌起。", by=by, at=WEDNESDAY + HOUR)
        closed = steps.close_satisfied(case=case, at=WEDNESDAY + 2 * HOUR)

        assert (asked.contacted_at, asked.answered_at) == (WEDNESDAY + HOUR, WEDNESDAY + HOUR)
        assert (asked.contact_in_time, asked.answer_in_time, asked.owner) == (True, True, by)
        assert (closed.outcome, closed.lacks_analysis) == (Outcome.SATISFIED, False)

    def test_is_answered_again_until_it_is_settled(self, by):
        case = CaseFactory(kind="enquiry", at=WEDNESDAY)
        steps.ask_satisfaction(case=case, result="二十桌起。", by=by, at=WEDNESDAY)

        back = steps.object_to_result(case=case, reason="十桌呢？", at=WEDNESDAY + HOUR)
        again = steps.ask_satisfaction(
            case=case, result="十桌可以。", by=by, at=WEDNESDAY + 2 * HOUR
        )

        assert (back.status, again.status) == (CaseStatus.CONTACTED, CaseStatus.FOLLOWING_UP)

    def test_may_be_looked_into_all_the_same(self, by):
        case = advance(CaseFactory(kind="feedback", at=WEDNESDAY), by, "resolving")
        steps.ask_satisfaction(case=case, result="已加。", by=by, at=WEDNESDAY)

        back = steps.object_to_result(case=case, reason="还没有", at=WEDNESDAY + HOUR)

        assert back.status == CaseStatus.RESOLVING

    def test_asks_for_an_answer_in_words(self, by):
        with pytest.raises(ContentMissing):
            steps.ask_satisfaction(
                case=CaseFactory(kind="enquiry", at=WEDNESDAY), result=" ", by=by, at=WEDNESDAY
            )

    def test_tells_its_client_four_plain_steps(self, client, by):
        case = CaseFactory(kind="enquiry")

        page = client.get(f"/c/{case.secret_sealed}")
        told = client.get(f"/api/foyer/v1/cases/{case.secret_sealed}").json()

        plain = ["received", "contacted", "following_up", "closed"]
        assert len(page.context["steps"]) == len(plain)
        assert [step["code"] for step in told["steps"]] == plain

    def test_offers_the_answer_first_at_the_desk(self, log_in):
        case = CaseFactory(kind="enquiry")

        page = log_in("Service desk").get(f"/admin/cases/{case.pk}/")

        assert [name for name, _act, _form in page.context["next_acts"]] == ["answer", "contact"]


class TestAComplaint:
    def test_is_not_answered_before_it_was_looked_into(self, by):
        case = advance(CaseFactory(at=WEDNESDAY), by, "contacted")

        with pytest.raises(WrongStep):
            steps.ask_satisfaction(case=case, result="好了", by=by, at=WEDNESDAY)


class TestUndoMerge:
    def test_gives_back_what_came_and_leaves_what_was_written_since(self, by):
        photo = CleanFile(FileKind.TXT, "现场.txt", b"x")
        case = CaseFactory(at=WEDNESDAY)
        again = CaseFactory(at=WEDNESDAY, content="空调仍冷", files=[photo])
        steps.write_as_client(case=again, text="请快些", at=WEDNESDAY)
        merge_duplicate(case=again, into=case, by=by, at=WEDNESDAY + HOUR)
        steps.write_as_client(case=case, text="合并之后写的", at=WEDNESDAY + 2 * HOUR)

        opened = undo_merge(case=again, by=by, at=WEDNESDAY + 3 * HOUR)

        assert (opened.status, opened.outcome, opened.merged_into) == ("received", "", None)
        assert [word.text for word in again.messages.all()] == ["请快些"]
        assert [word.text for word in case.messages.all()] == ["合并之后写的"]
        assert [(file.file_name, file.message) for file in again.evidence.all()] == [
            ("现场.txt", None)
        ]
        assert not case.evidence.exists()
        with pytest.raises(NotMerged):
            undo_merge(case=again, by=by, at=WEDNESDAY + 4 * HOUR)

    def test_may_be_merged_and_taken_back_once_more(self, by):
        case, again = CaseFactory(at=WEDNESDAY), CaseFactory(at=WEDNESDAY)
        for _ in range(2):
            merge_duplicate(case=again, into=case, by=by, at=WEDNESDAY)
            again = undo_merge(case=again, by=by, at=WEDNESDAY)

        assert again.is_open
        assert not case.messages.exists()

    def test_waits_until_a_later_merge_was_taken_back(self, by):
        one, two, three = CaseFactory.create_batch(3, at=WEDNESDAY)
        merge_duplicate(case=one, into=two, by=by, at=WEDNESDAY)
        merge_duplicate(case=two, into=three, by=by, at=WEDNESDAY)

        one.refresh_from_db()
        with pytest.raises((MergedOn, NotMerged)):
            undo_merge(case=one, by=by, at=WEDNESDAY)
        undo_merge(case=two, by=by, at=WEDNESDAY)
        opened = undo_merge(case=one, by=by, at=WEDNESDAY)

        assert opened.is_open

    def test_is_offered_to_those_who_may_merge(self, log_in, by, client):
        case, again = CaseFactory(), CaseFactory()
        merge_duplicate(case=again, into=case, by=by, at=WEDNESDAY)
        page = f"/admin/cases/{again.pk}/"
        sent = {"act": "unmerge", "seen": again.version}

        refused = log_in("Account managers").post(page, sent)
        done = log_in("Service desk").post(page, sent)

        assert (refused.status_code in (302, 404), done.status_code) == (True, 302)
        again.refresh_from_db()
        assert again.is_open
        assert client.get(f"/c/{again.secret_sealed}").status_code == 200
