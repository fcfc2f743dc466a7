"""A personal link: it knows who answers, is good for one answer, and tells a stranger nothing. (000-23)"""

from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from freezegun import freeze_time

from forms_content.models import Draft, Recipient, Submission, SubmittedFile
from forms_content.traps import new_stamp
from foyer.clients.queries.timeline import timeline
from foyer.core.days import house_day, start_of
from foyer.core.logs import redact
from foyer.privacy.people import person_of
from tests.factories import ContactFactory, EventFactory, GuestFactory, UserFactory
from tests.factories.forms import FormPageFactory, block
from tests.factories.sendings import link_of, sent_to
from tests.security.uploads import picture

pytestmark = pytest.mark.django_db


def stamp() -> str:
    return new_stamp(version=1, at=timezone.now() - timedelta(minutes=1))


def path(link: Recipient) -> str:
    return f"/l/{link.code_sealed}"


def answer(link: Recipient, query: str = "", **given: Any) -> Any:
    return Client().post(f"{path(link)}{query}", {"stamp": stamp(), "q1": "5"} | given)


class TestALink:
    def test_greets_its_holder_without_telling_a_stranger_who_that_is(self, now):
        page = FormPageFactory(
            notice="仅用于回访。",
            blocks=[
                block("rating", "满意吗", most=5),
                block("text", "称呼", personal=True, required=True),
                block("email", "邮箱", required=True, personal=True),
            ],
        )
        guest = GuestFactory(name="王小明", email="wang@example.com")
        link = link_of(page, guest, at=now)

        shown = Client().get(path(link)).content.decode()

        assert "王*明" in shown
        assert "王小明" not in shown
        assert "wang@example.com" not in shown
        assert answer(link).status_code == 200  # what the house knows need not be typed again
        kept = Submission.objects.get()
        assert kept.all_answers == {"q1": 5, "q2": "王小明", "q3": "wang@example.com"}
        assert (kept.source, kept.event, kept.recipient) == ("link", guest.event, link)

    def test_is_answered_once_and_then_shows_thanks(self, now):
        link = link_of(FormPageFactory(), GuestFactory(), at=now)

        answer(link)
        again, opened = answer(link), Client().get(path(link)).content.decode()

        kept = Submission.objects.get()
        assert again.status_code == 409
        assert "您已经答复过这份表单" in again.content.decode()
        assert kept.number in opened
        assert "change=1" not in opened

    def test_changes_its_answer_where_the_form_allows_it(self, now):
        link = link_of(FormPageFactory(may_change=True), GuestFactory(), at=now)
        answer(link, q1="2")
        number = Submission.objects.get().number

        opened = Client().get(path(link)).content.decode()
        assert "change=1" in opened
        assert "checked" in Client().get(f"{path(link)}?change=1").content.decode()
        answer(link, "?change=1", q1="4")

        kept = Submission.objects.get()
        assert (kept.number, kept.answers) == (number, {"q1": 4})

    def test_of_an_anonymous_form_leads_to_no_answer(self, now):
        link = link_of(FormPageFactory(anonymous=True, may_change=True), GuestFactory(), at=now)

        Client().get(path(link))
        answer(link)

        link.refresh_from_db()
        day = start_of(house_day(timezone.now()))
        assert (link.opened_at, link.answered_at, link.submission) == (day, day, None)
        assert Submission.objects.get().answers == {"q1": 5}
        assert answer(link).status_code == 409
        assert "change=1" not in Client().get(path(link)).content.decode()

    def test_lapses_with_the_form(self, now):
        page = FormPageFactory(closes_at=now + timedelta(hours=1))
        link = link_of(page, GuestFactory(), at=now)
        page.closes_at = now - timedelta(hours=1)
        page.save_revision().publish()

        assert "已关闭" in Client().get(path(link)).content.decode()
        page.unpublish()
        assert Client().get(path(link)).status_code == 404

    def test_that_is_unknown_answers_like_one_that_never_was(self, db):
        for code in ("0" * 26, "x", "%00"):
            response = Client().get(f"/l/{code}")
            assert response.status_code == 404

    def test_keeps_its_secret_from_logs_referrers_and_caches(self, now):
        link = link_of(FormPageFactory(), GuestFactory(), at=now)

        response = Client().get(path(link))

        assert response["Referrer-Policy"] == "no-referrer"
        assert "no-store" in response["Cache-Control"]
        assert link.code_sealed not in redact(f"GET {path(link)}/stop")

    def test_stops_further_letters_by_one_click(self, now):
        link = link_of(FormPageFactory(), GuestFactory(), at=now)

        Client().get(f"{path(link)}/stop")
        link.refresh_from_db()
        assert link.declined_at is None  # a mail program that looks ahead decides nothing
        Client().post(f"{path(link)}/stop", {"List-Unsubscribe": "One-Click"})

        link.refresh_from_db()
        assert link.declined_at is not None


class TestOneAnswerEach:
    def test_holds_for_a_person_over_several_links(self, now):
        page, contact = FormPageFactory(answered_each="once"), ContactFactory()
        first = link_of(page, contact, at=now)
        second = sent_to(page, contact, at=now, once="b").recipients.get()

        answer(first)

        assert answer(second).status_code == 409
        assert Submission.objects.count() == 1

    def test_does_not_hold_across_events(self, now):
        page, contact = FormPageFactory(answered_each="once"), ContactFactory()
        links = [
            sent_to(page, GuestFactory(contact=contact), at=now, once=str(n)).recipients.get()
            for n in range(2)
        ]

        assert [answer(link).status_code for link in links] == [200, 200]

    def test_holds_for_a_browser_on_an_open_form(self, db):
        page, browser = FormPageFactory(answered_each="once"), Client()
        sent = {"stamp": stamp(), "q1": "5"}

        first = browser.post(page.address, sent)
        double_tap = browser.post(page.address, sent)
        second = browser.post(page.address, {"stamp": stamp(), "q1": "4"})
        opened = browser.get(page.address).content.decode()

        assert (first.status_code, double_tap.status_code, second.status_code) == (200, 200, 409)
        assert "您已经答复过这份表单" in opened
        assert Submission.objects.count() == 1
        assert Client().post(page.address, {"stamp": stamp(), "q1": "4"}).status_code == 200

    def test_may_need_the_link(self, now):
        page = FormPageFactory(answered_each="link")
        link = link_of(page, GuestFactory(), at=now)

        opened = Client().get(page.address).content.decode()
        refused = Client().post(page.address, {"stamp": stamp(), "q1": "5"})
        by_api = Client().post(
            f"/api/foyer/v1/forms/{page.slug}/submissions",
            {"answers": {"q1": 5}},
            content_type="application/json",
        )

        assert "个人链接" in opened
        assert (refused.status_code, by_api.status_code) == (422, 403)
        assert answer(link).status_code == 200


class TestAnAnswerByLink:
    def test_stands_on_the_clients_timeline(self, now):
        contact = ContactFactory()
        link = link_of(FormPageFactory(title="客户需求"), contact, at=now)
        answer(link)
        user = UserFactory(role="Marketing")

        moments, _more = timeline(contact.client, user, most=20)

        kept = Submission.objects.get()
        assert [(one.about, one.key) for one in moments if one.key == kept.pk] == [
            ("客户需求", kept.pk)
        ]

    def test_belongs_to_the_person_who_gave_it(self, now):
        guest = GuestFactory(event=EventFactory())
        answer(link_of(FormPageFactory(), guest, at=now))

        assert person_of(guest).holds(Submission.objects.get())


class TestSavingForLater:
    @pytest.fixture
    def page(self):
        asked = [block("text", "原因", required=True), block("file", "照片", files="pictures")]
        return FormPageFactory(saves=True, blocks=asked, notice="仅用于回访。")

    def save(self, link: Recipient, **given: Any) -> Any:
        return Client().post(f"{path(link)}/save?lang=en", {"stamp": stamp()} | given)

    def test_leads_back_by_the_same_link_and_ends_with_the_answer(self, page, now):
        link = link_of(page, GuestFactory(), at=now)
        photo = SimpleUploadedFile("tea.jpg", picture("JPEG"))

        saved = self.save(link, q1="写到一半", q2=photo)
        opened = Client().get(path(link))
        sent = {"stamp": opened.context["stamp"], "q1": "写完了"}
        with freeze_time(timezone.now() + timedelta(minutes=5)):
            answered = Client().post(path(link), sent)

        assert path(link) in saved.content.decode()
        assert "写到一半" in opened.content.decode()
        assert "tea.jpg" in opened.content.decode()
        assert answered.status_code == 200
        kept = Submission.objects.get()
        assert kept.all_answers == {"q1": "写完了", "q2": ["tea.jpg"]}
        assert not Draft.objects.exists()
        assert self.save(link, q1="又写").context["kept"] == kept

    def test_keeps_one_copy_of_two_windows(self, page, now):
        link = link_of(page, GuestFactory(), at=now)

        self.save(link, q1="一")
        self.save(link, q1="二")

        draft = Draft.objects.get()
        assert draft.answers == {"q1": "二"}
        assert Client().get(f"/d/{draft.secret_sealed}").status_code == 404

    def test_is_not_offered_where_nobody_is_to_know_who_writes(self, now):
        link = link_of(FormPageFactory(saves=True, anonymous=True), GuestFactory(), at=now)

        assert "/save" not in Client().get(path(link)).content.decode()
        assert self.save(link, q1="5").status_code == 404
        assert not Draft.objects.exists()

    def test_goes_with_the_person(self, page, now):
        guest = GuestFactory()
        self.save(link_of(page, guest, at=now), q1="写到一半")

        assert person_of(guest).holds(Draft.objects.get())


class TestFilesOfAnAnswer:
    """Answers with files are changed by link: what stays, what goes, what comes."""

    @pytest.fixture
    def page(self):
        asked = [
            block("text", "原因", required=True),
            block("file", "照片", files="pictures", most=2),
            block("signature", "签名"),
        ]
        return FormPageFactory(may_change=True, blocks=asked, notice="仅用于回访。")

    def post(self, link: Recipient, query: str = "?change=1", **given: Any) -> Any:
        return Client().post(f"{path(link)}{query}", {"stamp": stamp()} | given)

    def names(self) -> list[str]:
        return sorted(file.file_name for file in Submission.objects.get().files.all())

    def jpeg(self, name: str, size: int = 40) -> SimpleUploadedFile:
        return SimpleUploadedFile(name, picture("JPEG", size=(size, size)))

    def test_stay_go_and_come(self, page, now):
        link = link_of(page, GuestFactory(), at=now)
        self.post(link, "", q1="一", q2=[self.jpeg("a.jpg"), self.jpeg("b.jpg", 50)])
        first = Submission.objects.get().files.get(file_name="a.jpg")

        opened = Client().get(f"{path(link)}?change=1").content.decode()
        self.post(link, q1="二")
        assert self.names() == ["a.jpg", "b.jpg"]
        self.post(link, **{"q1": "三", "q2.remove": str(first.pk), "q2": self.jpeg("c.jpg", 60)})

        assert "a.jpg" in opened
        assert self.names() == ["b.jpg", "c.jpg"]
        assert Submission.objects.get().all_answers == {"q1": "三", "q2": ["b.jpg", "c.jpg"]}
        assert SubmittedFile.objects.count() == 2

    def test_are_untouched_while_something_is_wrong(self, page, now):
        link = link_of(page, GuestFactory(), at=now)
        self.post(link, "", q1="一", q2=self.jpeg("a.jpg"))
        first = Submission.objects.get().files.get()

        told = self.post(link, **{"q1": "", "q2.remove": str(first.pk)})

        assert told.status_code == 422
        assert self.names() == ["a.jpg"]
        assert f'name="q2.remove" value="{first.pk}"' in told.content.decode()  # still to go

    def test_are_no_more_than_the_form_takes(self, page, now):
        link = link_of(page, GuestFactory(), at=now)
        self.post(link, "", q1="一", q2=[self.jpeg("a.jpg"), self.jpeg("b.jpg", 50)])

        told = self.post(link, q1="二", q2=self.jpeg("c.jpg", 60))

        assert told.status_code == 422
        assert "2" in told.context["shown"].errors["照片"]
        assert self.names() == ["a.jpg", "b.jpg"]

    def test_of_others_are_out_of_reach(self, page, now):
        mine, theirs = (link_of(page, GuestFactory(), at=now, once=name) for name in "ab")
        self.post(theirs, "", q1="他", q2=self.jpeg("theirs.jpg"))
        other = SubmittedFile.objects.get()
        self.post(mine, "", q1="我", q2=self.jpeg("mine.jpg", 50))

        self.post(mine, **{"q1": "改", "q2.remove": str(other.pk)})

        assert set(SubmittedFile.objects.values_list("file_name", flat=True)) == {
            "theirs.jpg",
            "mine.jpg",
        }
