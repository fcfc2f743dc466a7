"""Trying a form out before it is published: it counts nowhere."""

from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.utils import timezone

from forms_content.models import Submission, Trial
from forms_content.services.trying import purge_trials
from foyer.cases.models import Case
from foyer.core.roles import ACCOUNT_MANAGERS, MARKETING
from tests.conftest import LogIn
from tests.factories.forms import FormPageFactory, block
from tests.security.uploads import picture

pytestmark = pytest.mark.django_db


class TestATest:
    def test_of_a_draft_is_shown_as_one_counts_nowhere_and_is_cleared(self, log_in: LogIn) -> None:
        page = FormPageFactory(
            draft=True,
            purpose="complaint",
            quota=1,
            blocks=[block("text", "称呼", required=True), block("file", "照片", most=1)],
        )
        client, address = log_in(MARKETING), f"/admin/forms/{page.pk}/try/?lang=zh-hans"

        shown = client.get(address).content.decode()
        wrong = client.post(address, {"q1": ""})
        photo = ContentFile(picture("JPEG"), name="漏水.jpg")
        right = client.post(address, {"q1": "试填", "q2": photo}, follow=True).content.decode()

        assert "称呼" in shown
        assert (wrong.status_code, "请回答" in wrong.content.decode()) == (422, True)
        assert all(words in right for words in ("试填", "漏水.jpg", "测试"))
        assert (Submission.objects.count(), Case.objects.count()) == (0, 0)
        client.post(f"/admin/forms/{page.pk}/tests/")
        assert Trial.objects.count() == 0

    def test_is_for_those_who_edit_the_form(self, log_in: LogIn) -> None:
        page = FormPageFactory()

        codes = [
            log_in(role).get(f"/admin/forms/{page.pk}/try/").status_code
            for role in (MARKETING, ACCOUNT_MANAGERS)
        ]

        assert codes == [200, 302]

    def test_is_offered_in_the_editor(self, log_in: LogIn) -> None:
        page = FormPageFactory()

        words = log_in(MARKETING).get(f"/admin/pages/{page.pk}/edit/").content.decode()

        assert f"/admin/forms/{page.pk}/try/" in words

    def test_goes_by_itself(self, log_in: LogIn) -> None:
        page = FormPageFactory()
        log_in(MARKETING).post(f"/admin/forms/{page.pk}/try/", {"q1": "4"})

        assert purge_trials(at=timezone.now() + timedelta(days=29)) == 0
        assert purge_trials(at=timezone.now() + timedelta(days=31)) == 1
