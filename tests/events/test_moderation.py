"""A page is handed in by Marketing and approved, or sent back, by Management. (000-20)"""

import gc
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from wagtail.models import WorkflowState
from wagtail.users.models import UserProfile

from foyer.core.models import User
from foyer.events.models import EventIndexPage, EventPage
from tests.factories import EventFactory, UserFactory
from tests.smtp import SmtpInbox

pytestmark = [
    pytest.mark.django_db,
    # Wagtail's notices are still sent the way Django is about to leave behind.
    pytest.mark.filterwarnings("ignore::django.utils.deprecation.RemovedInDjango2028Warning"),
]


class Desk:
    """Marketing's and Management's work on one page."""

    def __init__(self, log_in: Any) -> None:
        self.writer: User = UserFactory(role="Marketing")
        self.reader: User = UserFactory(role="Management")
        self.marketing: Client = log_in(user=self.writer)
        self.management: Client = log_in(user=self.reader)
        self.event = EventFactory()

    def typed(self, **changed: str) -> dict[str, Any]:
        """What Marketing types into the editor."""
        return {
            "title": "秋夜品鉴",
            "slug": "autumn",
            "event": self.event.pk,
            "visibility": "public",
            "body-count": "0",
            "comments-TOTAL_FORMS": "0",
            "comments-INITIAL_FORMS": "0",
            **changed,
        }

    def hand_in(self) -> EventPage:
        """Write a page and hand it in for approval."""
        parent = EventIndexPage.objects.get(locale__language_code="zh-hans")
        url = f"/admin/pages/add/events/eventpage/{parent.pk}/"
        assert self.marketing.post(url, self.typed(**{"action-submit": "1"})).status_code == 302
        page: EventPage = EventPage.objects.get()
        return page

    def judge(self, client: Client, page: EventPage, verdict: str, comment: str = "") -> int:
        """Approve or reject what has been handed in; return how that was answered."""
        state = page.current_workflow_task_state
        url = f"/admin/pages/workflow/action/{page.pk}/{verdict}/{state.pk}/"
        status: int = client.post(url, {"comment": comment}).status_code
        return status


@pytest.fixture
def desk(log_in: Any) -> Desk:
    """Marketing and Management at work."""
    return Desk(log_in)


def is_public(page: EventPage) -> bool:
    """Whether a stranger can read a page."""
    return Client().get(f"/zh-hans/events/{page.slug}/").status_code == 200


class TestPageHandedIn:
    def test_waits_for_management_and_tells_them(self, desk: Desk) -> None:
        page = desk.hand_in()

        assert not is_public(page)
        assert {to for letter in mail.outbox for to in letter.to} == {desk.reader.email}
        assert "秋夜品鉴" in desk.management.get("/admin/").content.decode()
        assert "approve" in desk.management.get(f"/admin/pages/{page.pk}/edit/").content.decode()

    @pytest.mark.parametrize("language", ["zh-hans", "zh-hant", "en"])
    def test_is_announced_in_the_language_of_whoever_reads_it(
        self, desk: Desk, language: str
    ) -> None:
        UserProfile.objects.update_or_create(
            user=desk.reader, defaults={"preferred_language": language}
        )

        desk.hand_in()

        names = {"zh-hans": "管理层审批", "zh-hant": "管理層核准", "en": "Approval by Management"}
        (letter,) = [one for one in mail.outbox if one.to == [desk.reader.email]]
        assert names[language] in letter.subject + letter.body
        assert "Moderators" not in letter.subject + letter.body

    def test_is_published_by_management_s_approval(self, desk: Desk) -> None:
        page = desk.hand_in()

        assert desk.judge(desk.management, page, "approve", comment="很好") == 302

        assert is_public(page)
        assert WorkflowState.objects.get().status == WorkflowState.STATUS_APPROVED
        assert desk.writer.email in {to for letter in mail.outbox for to in letter.to}

    def test_comes_back_with_management_s_words_and_may_be_handed_in_again(
        self, desk: Desk
    ) -> None:
        page = desk.hand_in()

        assert desk.judge(desk.management, page, "reject", comment="请补上着装要求") == 302

        assert not is_public(page)
        assert WorkflowState.objects.get().status == WorkflowState.STATUS_NEEDS_CHANGES
        edit = f"/admin/pages/{page.pk}/edit/"
        assert "请补上着装要求" in desk.marketing.get(edit).content.decode()
        assert "请补上着装要求" in "".join(letter.body for letter in mail.outbox)

        again = desk.typed(summary="请着商务正装", **{"action-submit": "1"})
        assert desk.marketing.post(edit, again).status_code == 302
        assert desk.judge(desk.management, page, "approve") == 302

        assert "请着商务正装" in Client().get("/zh-hans/events/autumn/").content.decode()

    @pytest.mark.filterwarnings("ignore::ResourceWarning")  # Django lets go of such a connection
    def test_waits_also_where_the_mail_server_takes_no_notice_of_it(
        self, desk: Desk, smtp_inbox: SmtpInbox, settings: Any, caplog: pytest.LogCaptureFixture
    ) -> None:
        options = settings.MAILERS["default"]["OPTIONS"] | {"username": "foyer", "password": "x"}
        settings.MAILERS = {"default": settings.MAILERS["default"] | {"OPTIONS": options}}

        page = desk.hand_in()

        assert "Notices could not be sent" in caplog.text
        assert not smtp_inbox.letters
        assert desk.judge(desk.management, page, "approve") == 302
        assert is_public(page)
        gc.collect()

    @pytest.mark.parametrize("role", ["Marketing", "Reception", "Account managers"])
    def test_is_judged_by_nobody_else(self, desk: Desk, log_in: Any, role: str) -> None:
        page = desk.hand_in()

        desk.judge(log_in(role), page, "approve")

        assert not is_public(page)
        assert WorkflowState.objects.get().status == WorkflowState.STATUS_IN_PROGRESS

    @pytest.mark.parametrize(
        ("language", "name"),
        [("zh-CN", "管理层审批"), ("zh-TW", "管理層核准"), ("en", "Approval by Management")],
    )
    def test_tells_its_history_in_the_reader_s_language(
        self, desk: Desk, language: str, name: str
    ) -> None:
        page = desk.hand_in()
        desk.judge(desk.management, page, "approve")

        urls = [f"/admin/pages/{page.pk}/{part}/" for part in ("history", "workflow_history")]
        texts = [
            desk.management.get(url, headers={"Accept-Language": language}).content.decode()
            for url in urls
        ]

        assert [name in text for text in texts] == [True, True]
        assert not any("Moderators" in text for text in texts)
