"""A form that asks for personal data goes live by no way without its notice. (FORMS 5, PRV)"""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone
from wagtail.models import PageLogEntry, Workflow

from forms_content.models import FormPage, FormVersion
from foyer.core.models import User
from foyer.core.publishing import publish_due
from foyer.core.roles import ADMINISTRATORS, MANAGEMENT, MARKETING
from tests.conftest import LogIn
from tests.factories.forms import FormPageFactory, block, when

pytestmark = pytest.mark.django_db


@pytest.fixture
def page() -> FormPage:
    """A draft that asks for a telephone number under no notice."""
    form: FormPage = FormPageFactory(draft=True, blocks=[block("phone", "电话")])
    return form


def is_live(page: FormPage) -> bool:
    """Whether a form can be answered, or has ever been."""
    asked = Client().get(f"/f/{page.slug}").status_code == 200
    live = FormPage.objects.get(pk=page.pk).live
    assert asked is live
    return asked or FormVersion.objects.filter(page=page).exists()


class TestAFormWithoutItsNotice:
    def test_is_not_published_in_bulk_nor_is_what_was_chosen_with_it(
        self, page: FormPage, log_in: LogIn
    ) -> None:
        other = FormPageFactory(draft=True)
        client = log_in(MARKETING)
        ids = f"id={other.pk}&id={page.pk}"

        response = client.post(f"/admin/bulk/wagtailcore/page/publish/?{ids}&next=/admin/")

        assert response.status_code == 302
        assert response.headers["Location"] == f"/admin/pages/{page.pk}/edit/"
        assert "个人信息告知" in client.get(response.headers["Location"]).content.decode()
        assert (is_live(page), is_live(other)) == (False, False)

    def test_is_not_published_by_approval_and_waits_on(self, page: FormPage, log_in: LogIn) -> None:
        workflow = Workflow.objects.get(active=True, workflow_pages__isnull=False)
        state = workflow.start(page, User.objects.create_user("writer"))
        task = state.current_task_state
        client = log_in(MANAGEMENT)
        url = f"/admin/pages/workflow/action/{page.pk}/approve/{task.pk}/"

        plain = client.post(url, {"comment": ""})
        dialogue = client.post(url, {"comment": ""}, headers={"x-requested-with": "XMLHttpRequest"})

        assert plain.headers["Location"] == f"/admin/pages/{page.pk}/edit/"
        assert dialogue.json() == {
            "step": "success",
            "redirect": f"/admin/pages/{page.pk}/edit/",
        }
        state.refresh_from_db()
        assert (is_live(page), state.status) == (False, "in_progress")

    def test_is_not_published_at_its_set_time_and_its_author_is_told(
        self, page: FormPage, django_capture_on_commit_callbacks: Callable[..., Any]
    ) -> None:
        author = User.objects.create_user("writer", email="writer@example.com")
        page.save_revision(user=author, approved_go_live_at=timezone.now())

        with django_capture_on_commit_callbacks(execute=True):
            done = publish_due(at=timezone.now() + timedelta(minutes=1))
            again = publish_due(at=timezone.now() + timedelta(minutes=2))

        assert (done, again, is_live(page)) == (0, 0, False)
        [letter] = mail.outbox
        assert letter.to[0].endswith("<writer@example.com>") or letter.to == ["writer@example.com"]
        assert page.title in letter.subject
        assert f"/admin/pages/{page.pk}/edit/" in letter.body
        entry = PageLogEntry.objects.get(page=page.pk, action="foyer.page.not_published")
        assert entry.data["problems"][0] in entry.message
        assert entry.data["problems"][0] in letter.body

    def test_is_not_published_by_wagtail_s_own_api(self, page: FormPage, log_in: LogIn) -> None:
        response = log_in(ADMINISTRATORS).post(f"/admin/api/main/pages/{page.pk}/action/publish/")

        assert response.status_code == 400
        assert not is_live(page)

    def test_is_not_copied_live(self, page: FormPage, log_in: LogIn) -> None:
        FormPage.objects.filter(pk=page.pk).update(live=True)  # as one published long ago may be
        client = log_in(MARKETING)
        parent = page.get_parent().pk

        response = client.post(
            f"/admin/pages/{page.pk}/copy/",
            {
                "new_title": "又一份",
                "new_slug": "once-more",
                "new_parent_page": parent,
                "publish_copies": "on",
            },
        )

        assert response.status_code == 302
        assert not FormPage.objects.filter(slug="once-more", live=True).exists()


class TestAFormWhoseRuleCannotBeRead:
    def test_keeps_its_last_version_and_drops_no_rule(self) -> None:
        page = FormPageFactory(blocks=[block("text", "称呼", id="a" * 36)])
        lost = block("text", "原因", show_if=when("0" * 36, "answered"))
        page.questions = page._meta.get_field("questions").to_python([lost])
        page.save_revision(approved_go_live_at=timezone.now())

        publish_due(at=timezone.now() + timedelta(minutes=1))

        [version] = FormVersion.objects.filter(page=page)
        assert [one.label["zh-hans"] for one in version.asks] == ["称呼"]
