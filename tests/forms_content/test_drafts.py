"""A form saved half filled in, and continued by a secret link."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.db import connection
from django.test import Client
from django.utils import timezone

from forms_content.models import Draft, FormPage, Submission, SubmittedFile
from forms_content.services.drafts import find_draft
from forms_content.services.files import purge_held
from forms_content.traps import new_stamp
from foyer.core.jobs import carry
from foyer.core.models import Job
from foyer.privacy.models import PrivacyPolicy
from tests.factories.forms import FormPageFactory, ask_anew, block
from tests.security.uploads import picture
from tests.smtp import SmtpInbox

pytestmark = pytest.mark.django_db


def asking(**fields: Any) -> FormPage:
    """A form of two steps that may be saved."""
    questions = [
        block("text", "称呼", id="a"),
        block("file", "照片", id="b", most=2, files="pictures"),
        block("step", "第二步"),
        block("long_text", "发生了什么", id="c", required=True),
    ]
    page: FormPage = FormPageFactory(
        blocks=questions, **({"notice": "仅用于处理。", "saves": True} | fields)
    )
    return page


def opened() -> str:
    """The stamp of a page that was opened a while ago."""
    return new_stamp(version=1, at=timezone.now() - timedelta(minutes=1))


def save(page: FormPage, **given: Any) -> Any:
    """Press “Save”, as a browser does without JavaScript."""
    return Client().post(f"/f/{page.slug}/save?lang=zh-hans", {"stamp": opened()} | given)


def stamp_in(words: str) -> str:
    """The stamp on a page."""
    return str(re.search(r'name="stamp" value="([^"]+)"', words)[1])  # type: ignore[index]  # it is there


class TestASavedForm:
    def test_goes_on_by_its_link_and_is_sent_once(self) -> None:
        page = asking()
        photo = ContentFile(picture("JPEG"), name="漏水.jpg")

        saved = save(page, q1="孙女士", q2=photo).content.decode()
        link = re.search(r"/d/[0-9A-Z]{26}", saved)[0]  # type: ignore[index]  # it is there
        going_on = Client().get(link)
        words = going_on.content.decode()
        sent = {"stamp": stamp_in(words), "q1": "孙女士", "q3": "天花板漏水。"}
        too_quick = Client().post(f"/f/{page.slug}", sent)
        sent["stamp"] = new_stamp(
            version=1, at=timezone.now() - timedelta(minutes=1), once=Draft.objects.get().once
        )
        first, second = (Client().post(f"/f/{page.slug}", sent) for _ in range(2))

        assert 'value="孙女士"' in words
        assert "漏水.jpg" in words
        assert (going_on["Referrer-Policy"], going_on["Cache-Control"]) == (
            "no-referrer",
            "no-store",
        )
        assert too_quick.status_code == 422  # the trap stands here too
        assert (first.status_code, second.status_code) == (200, 200)
        kept = Submission.objects.get()
        assert kept.all_answers == {"q1": "孙女士", "q2": ["漏水.jpg"], "q3": "天花板漏水。"}
        assert (Draft.objects.count(), kept.files.count()) == (0, 1)
        assert Client().get(link).status_code == 404

    def test_lies_sealed(self) -> None:
        save(asking(), q3="天花板漏水。")

        with connection.cursor() as cursor:
            cursor.execute("SELECT * FROM forms_content_draft")
            rows = str(cursor.fetchall())
        assert "漏水" not in rows
        assert Draft.objects.get().secret_sealed not in rows

    def test_saved_again_keeps_its_link(self) -> None:
        page, stamp = asking(), opened()

        save(page, stamp=stamp, q1="孙")
        before = Draft.objects.get().secret_sealed
        save(page, stamp=stamp, q1="孙女士")

        draft = Draft.objects.get()
        assert (draft.secret_sealed, draft.answers) == (before, {"q1": "孙女士"})

    def test_carries_over_by_key_to_a_newer_version(self) -> None:
        page = asking()
        save(page, q1="孙女士", q3="天花板漏水。")
        ask_anew(page, block("long_text", "请描述", id="c"), block("text", "座位", id="d"))

        words = Client().get(f"/d/{Draft.objects.get().secret_sealed}").content.decode()

        assert "天花板漏水。" in words
        assert "请描述" in words
        assert "孙女士" not in words

    def test_lapses_after_the_days_of_the_policy(self) -> None:
        save(asking(), q1="孙女士", q2=ContentFile(picture("JPEG"), name="漏水.jpg"))
        draft, now = Draft.objects.get(), timezone.now()
        policy = PrivacyPolicy.load()
        policy.periods = {"form_drafts": 3}
        policy.save()

        assert find_draft(draft.secret_sealed, at=now + timedelta(days=2)) == draft
        assert find_draft(draft.secret_sealed, at=now + timedelta(days=4)) is None
        assert purge_held(at=now + timedelta(days=9)) == 0  # its file stays as long as it does
        draft.delete()
        assert SubmittedFile.objects.count() == 0

    def test_is_not_offered_where_the_form_does_not_say_so(self) -> None:
        page = asking(saves=False)

        shown = Client().get(f"/f/{page.slug}?lang=en").content.decode()

        assert "Save and continue later" not in shown
        assert save(page, q1="孙女士").status_code == 404

    @pytest.mark.parametrize("link", ["/d/x", "/d/" + "0" * 26, "/d/%00", "/d/" + "é" * 26])
    def test_is_not_found_by_guessing(self, link: str) -> None:
        assert Client().get(link).status_code == 404


class TestTheLink:
    def test_is_mailed_once_when_an_address_is_given(self, smtp_inbox: SmtpInbox) -> None:
        save(asking(), q1="孙女士", save_to="sun@example.com")

        for job in Job.objects.filter(kind="forms_content.post_links"):
            carry(pk=job.pk, clock=timezone.now)
            job.refresh_from_db()
            carry(pk=job.pk, clock=timezone.now)

        draft = Draft.objects.get()
        assert smtp_inbox.addresses == ["sun@example.com"]
        assert draft.url in str(smtp_inbox.letters[0].get_body(("plain",)).get_content())  # type: ignore[union-attr]  # it has one
        assert draft.mailed_at is not None

    def test_is_not_mailed_to_what_is_no_address(self) -> None:
        page = asking()

        response = save(page, q1="孙女士", save_to="sun at example")

        assert response.status_code == 422
        assert 'value="孙女士"' in response.content.decode()
        assert Job.objects.count() == 0

    def test_is_mailed_to_one_address_only_so_often(self) -> None:
        page = asking()

        codes = [save(page, q1="孙", save_to="sun@example.com").status_code for _ in range(4)]

        assert codes == [200, 200, 200, 422]
