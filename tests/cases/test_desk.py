"""The desk where cases are worked on. (001-14, 001-19)"""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from wagtail.models import ModelLogEntry

from foyer.cases.models import Case
from foyer.cases.services import steps
from foyer.cases.services.correcting import Facts, correct_facts
from foyer.cases.services.evidence import add_evidence
from foyer.cases.services.merging import merge_duplicate
from foyer.cases.services.refusals import OfAnotherPerson
from foyer.cases.services.secrets import case_path
from foyer.core.uploads.cleaning import clean_upload
from tests.cases.test_steps import HOUR, WEDNESDAY
from tests.factories import CaseFactory, ClientFactory, ContactFactory, EventFactory, UserFactory
from tests.security.uploads import GOOD, PDF, handed_in

pytestmark = pytest.mark.django_db
QUEUE = "/admin/cases/"


@pytest.fixture
def desk(log_in):
    return log_in("Service desk")


class TestTheQueue:
    def test_asks_as_often_for_three_cases_as_for_one(
        self, desk, django_assert_num_queries, django_assert_max_num_queries
    ):
        CaseFactory(client=ClientFactory(), owner=UserFactory())
        desk.get(QUEUE)
        with django_assert_max_num_queries(12) as asked:
            desk.get(QUEUE)
        for _n in range(2):
            CaseFactory(client=ClientFactory(), owner=UserFactory())

        with django_assert_num_queries(len(asked.captured_queries)):
            desk.get(QUEUE)

    @pytest.mark.parametrize(
        ("view", "shown"),
        [
            ("open", 2),
            ("mine", 0),
            ("team", 0),
            ("unassigned", 2),
            ("overdue", 1),
            ("waiting", 0),
            ("closed", 1),
        ],
    )
    def test_has_saved_views(self, desk, view, shown):
        by = UserFactory()
        CaseFactory()
        CaseFactory(at=timezone.now() - timedelta(days=60))
        into = Case.objects.first()
        merge_duplicate(case=CaseFactory(), into=into, by=by, at=timezone.now())

        page = desk.get(QUEUE, {"view": view})

        assert len(page.context["page"].object_list) == shown

    def test_shows_account_managers_the_cases_of_their_clients(self, log_in):
        manager = UserFactory(role="Account managers")
        own = CaseFactory(client=ClientFactory(account_manager=manager))
        other = CaseFactory(client=ClientFactory())

        page = log_in(user=manager).get(QUEUE)

        assert list(page.context["page"].object_list) == [own]
        assert log_in(user=manager).get(f"{QUEUE}{other.pk}/").status_code == 404

    @pytest.mark.parametrize("query", ["欧阳", "ouyang", "oymy", "明月", "1234", "华夏"])
    def test_is_searched_by_name_digits_and_client(self, desk, query):
        found = CaseFactory(client=ClientFactory(name="华夏会展有限公司"))
        CaseFactory(name="王小明", phone="13900009999")

        page = desk.get(QUEUE, {"q": query})

        assert list(page.context["page"].object_list) == [found]


class TestTheDesk:
    def test_takes_a_case_in(self, desk):
        desk.post(
            f"{QUEUE}add/",
            {
                "kind": "complaint",
                "channel": "phone",
                "severity": "serious",
                "content": "茶凉了",
                "reporter_name": "王小明",
                "reporter_phone": "13911112222",
                "language": "zh-hans",
            },
        )

        case = Case.objects.get()
        assert (case.content, case.severity, case.reporter_name) == ("茶凉了", "serious", "王小明")

    def test_says_what_is_missing_and_loses_nothing(self, desk):
        page = desk.post(f"{QUEUE}add/", {"kind": "complaint", "reporter_name": "王小明"})

        assert page.status_code == 200
        assert "王小明" in page.content.decode()
        assert not Case.objects.exists()

    def test_takes_the_next_step_in_place(self, desk):
        case = CaseFactory()

        desk.post(f"{QUEUE}{case.pk}/", {"act": "contact", "seen": 1, "text": "已致歉"})

        case.refresh_from_db()
        assert case.status == "contacted"

    def test_shows_both_versions_to_the_second_of_two(self, desk):
        case = CaseFactory()
        steps.add_note(case=case, text="同事先写了", by=UserFactory(), at=timezone.now())

        page = desk.post(f"{QUEUE}{case.pk}/", {"act": "contact", "seen": 1, "text": "我写的话"})

        text = page.content.decode()
        assert "我写的话" in text
        assert "同事先写了" in text
        desk.post(f"{QUEUE}{case.pk}/", {"act": "contact", "seen": 2, "text": "我写的话"})
        case.refresh_from_db()
        assert case.status == "contacted"

    def test_lets_nobody_act_without_the_right(self, log_in):
        reception = UserFactory(role="Reception")
        case = CaseFactory(by=reception)

        response = log_in(user=reception).post(
            f"{QUEUE}{case.pk}/", {"act": "note", "seen": 1, "text": "x"}
        )

        assert response.status_code in (302, 403)
        assert not case.messages.exists()


class TestFilesAtTheDesk:
    def test_come_with_the_case_and_later(self, desk):
        values = {
            "kind": "complaint", "channel": "wechat", "severity": "normal", "content": "茶凉了",
            "language": "zh-hans", "photos": [SimpleUploadedFile("截图.png", GOOD["印章.png"])],
        }  # fmt: skip

        desk.post(f"{QUEUE}add/", values)
        case = Case.objects.get()
        sent = {"act": "evidence", "seen": 1, "file": SimpleUploadedFile("合同.pdf", PDF)}
        desk.post(f"{QUEUE}{case.pk}/", sent)

        kept = [(one.file_name, one.from_client) for one in case.evidence.all()]
        assert kept == [("截图.png", True), ("合同.pdf", False)]
        assert "合同.pdf" in desk.get(f"{QUEUE}{case.pk}/").content.decode()

    def test_are_closed_to_those_who_do_not_see_the_case(self, log_in):
        clean = clean_upload(handed_in("合同.pdf", PDF))
        kept = add_evidence(case=CaseFactory(), file=clean, by=UserFactory(), at=timezone.now())

        response = log_in("Account managers").get(f"{QUEUE}files/{kept.pk}/")

        assert response.status_code == 404


class TestManyCases:
    def test_are_given_to_somebody_and_a_team_at_once(self, desk):
        owner, member = UserFactory(), UserFactory()
        chosen, other = [CaseFactory(), CaseFactory()], CaseFactory()
        sent = {"case": [case.pk for case in chosen], "owner": owner.pk, "members": [member.pk]}

        answer = desk.post(f"{QUEUE}assign/", sent | {"asked": "view=mine&q=欧阳"})

        assert answer.url == f"{QUEUE}?view=mine&q=%E6%AC%A7%E9%98%B3"
        assert set(Case.objects.filter(owner=owner, team__user=member)) == set(chosen)
        other.refresh_from_db()
        assert other.owner is None

    def test_are_given_where_all_who_match_are_meant(self, desk):
        owner = UserFactory()
        CaseFactory.create_batch(2, name="欧阳明月")
        CaseFactory(name="王小明")

        desk.post(
            f"{QUEUE}assign/", {"everybody": "1", "asked": "q=欧阳&view=open", "owner": owner.pk}
        )

        assert Case.objects.filter(owner=owner).count() == 2

    def test_are_given_only_as_far_as_one_sees_and_may(self, log_in):
        case, manager = CaseFactory(), UserFactory(role="Account managers")
        sent = {"case": [case.pk], "owner": manager.pk}

        answer = log_in(user=manager).post(f"{QUEUE}assign/", sent)

        assert answer.status_code in (302, 403)
        case.refresh_from_db()
        assert case.owner is None

    @pytest.mark.parametrize("sent", [{}, {"owner": "x"}, {"case": ["x"], "everybody": ""}])
    def test_say_what_is_missing(self, desk, sent):
        CaseFactory()

        page = desk.post(f"{QUEUE}assign/", sent, follow=True)

        assert page.status_code == 200
        assert "messages" in page.content.decode()
        assert not Case.objects.exclude(owner=None).exists()


class TestTheFacts:
    """Of an open case may be set right; what is still promised follows them. (001-14, 001-19)"""

    def test_are_set_right_with_the_promises_and_a_note(self, desk):
        client = ClientFactory(key=True)
        case = CaseFactory(at=WEDNESDAY, channel="form")
        wanted = {"kind": "complaint", "severity": "urgent", "client": client.pk, "event": ""}
        page = f"/admin/cases/{case.pk}/"

        sent = desk.post(page, wanted | {"act": "facts", "seen": case.version, "contact": ""})

        assert sent.status_code == 302
        case.refresh_from_db()
        assert (case.severity, case.client) == ("urgent", client)
        assert case.contact_due_at == WEDNESDAY.replace(hour=11)
        note = case.messages.get()
        assert (note.kind, "一般 → 紧急" in note.text, client.name in note.text) == (
            "note",
            True,
            True,
        )
        again = desk.post(page, wanted | {"act": "facts", "seen": 1, "severity": "normal"})
        assert "同事" in again.content.decode()
        case.refresh_from_db()
        assert case.severity == "urgent"

    def test_refuse_a_contact_of_another_client(self, desk):
        case, contact = CaseFactory(at=WEDNESDAY), ContactFactory(client=ClientFactory())
        facts = {"act": "facts", "seen": 1, "kind": "complaint", "severity": "normal"}

        page = desk.post(
            f"/admin/cases/{case.pk}/",
            facts | {"client": ClientFactory().pk, "contact": contact.pk},
        )

        assert "该联系人属于另一位客户" in page.content.decode()
        case.refresh_from_db()
        assert case.contact is None

    def test_never_move_a_promise_that_was_kept(self, desk):
        by = UserFactory(role="Service desk")
        case = CaseFactory(at=WEDNESDAY)
        contacted = steps.contact_client(case=case, note="致歉", by=by, at=WEDNESDAY + HOUR)
        answer = contacted.answer_due_at

        facts = Facts("complaint", "urgent", None, None, None)
        after = correct_facts(case=case, facts=facts, by=by, at=WEDNESDAY + 2 * HOUR)

        assert after.contact_due_at == contacted.contact_due_at
        assert after.answer_due_at < answer


class TestMerging:
    def test_takes_words_and_files_along_and_leads_the_client_on(self, client):
        by, case, kept = UserFactory(), CaseFactory(content="空调太冷"), CaseFactory()
        now = timezone.now()
        clean = clean_upload(handed_in("合同.pdf", PDF))
        steps.write_as_client(case=case, text="请看照片", files=[clean], at=now)

        merge_duplicate(case=case, into=kept, by=by, at=now)

        words = [word.text for word in kept.messages.all()]
        assert words == [f"{case.number}: 空调太冷", "请看照片"]
        assert [one.file_name for one in kept.evidence.all()] == ["合同.pdf"]
        [entry] = ModelLogEntry.objects.filter(action="foyer.case.merge")
        assert entry.data["given"] == case.pk
        assert len(entry.data["messages"]) == len(entry.data["evidence"]) == 1
        page = client.get(case_path(case), follow=True).content.decode()
        assert kept.number in page
        assert "合同.pdf" in page

    def test_leads_on_from_a_case_merged_before(self, client):
        by, now = UserFactory(), timezone.now()
        first, second, third = CaseFactory.create_batch(3)
        merge_duplicate(case=first, into=second, by=by, at=now)
        merge_duplicate(case=second, into=third, by=by, at=now)

        assert client.get(case_path(first)).url == case_path(third)

    def test_never_shows_one_person_what_another_wrote(self):
        case, other = CaseFactory(), CaseFactory(name="王小明", phone="13911112222")

        with pytest.raises(OfAnotherPerson):
            merge_duplicate(case=case, into=other, by=UserFactory(), at=timezone.now())


class TestWhoReports:
    def test_is_known_by_phone_with_the_event_beside(self, desk):
        contact = ContactFactory(client=ClientFactory(), phone="13911112222")
        event = EventFactory()
        values = {
            "kind": "complaint", "channel": "phone", "severity": "normal", "content": "茶凉了",
            "language": "zh-hans", "reporter_phone": "13911112222", "event": event.pk,
        }  # fmt: skip

        desk.post(f"{QUEUE}add/", values)

        case = Case.objects.get()
        assert (case.contact, case.client, case.event) == (contact, contact.client, event)
        page = desk.get(f"{QUEUE}{case.pk}/").content.decode()
        assert str(contact) in page
        assert str(event) in page


class TestWhomIntakeNames:
    values = {  # noqa: RUF012  read only
        "kind": "complaint", "channel": "phone", "severity": "normal", "content": "茶凉了",
        "language": "zh-hans",
    }  # fmt: skip

    def test_is_chosen_in_a_window_that_lists_nobody_on_the_page(self, desk):
        client, contact = ClientFactory(name="江南集团"), ContactFactory(name="王小明")

        page = desk.get(f"{QUEUE}add/").content.decode()
        desk.post(f"{QUEUE}add/", self.values | {"contact": contact.pk})

        assert client.name not in page
        assert contact.name not in page
        assert "/admin/snippets/choose/clients/client/" in page
        case = Case.objects.get()
        assert (case.contact, case.client, case.reporter_name) == (
            contact,
            contact.client,
            "王小明",
        )

    def test_does_not_contradict_itself(self, desk):
        contact, other = ContactFactory(client=ClientFactory()), ClientFactory()

        page = desk.post(f"{QUEUE}add/", self.values | {"contact": contact.pk, "client": other.pk})

        assert page.context["form"].errors["contact"]
        assert not Case.objects.exists()

    def test_is_nobody_for_those_who_see_no_clients(self, log_in):
        client = ClientFactory()

        log_in("Reception").post(f"{QUEUE}add/", self.values | {"client": client.pk})

        assert Case.objects.get().client is None
