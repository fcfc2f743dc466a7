"""The words of an invitation seen as a letter, and sent to whoever writes them."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from foyer.core.jobs import carry
from foyer.core.models import Job
from foyer.events.models import Event
from foyer.guests.models import Guest, Invitation, InvitationWording
from foyer.guests.services.codes import find_by_code
from foyer.guests.services.sample_letters import (
    AlreadyUnderWay,
    NoAddressOfOwn,
    ask_for_test_letter,
    sample_guest,
)
from tests.conftest import LogIn
from tests.factories import EventTypeFactory, GuestFactory, RoomFactory, UserFactory
from tests.guests.letters import body, picture
from tests.smtp import SmtpInbox

pytestmark = pytest.mark.django_db
WORDS = {
    "zh-hans": ("王小明先生", "会场", "这是一封"),
    "zh-hant": ("林若蘭女士", "會場", "這是一封"),
    "en": ("Ms Ann Lee", "Autumn tasting dinner", "This is a test letter"),
}


def wording(language: str = "zh-hans") -> InvitationWording:
    return InvitationWording.objects.get(event_type=None, language=language)


class Editor:
    """Somebody with a wording open."""

    def __init__(self, client: Client, words: InvitationWording) -> None:
        self.client, self.words = client, words
        name = words.snippet_viewset.get_url_name("preview_on_edit")
        self.page = reverse(name, args=[words.pk])

    def type(self, **fields: str) -> dict[str, Any]:
        """Type into the form, as Wagtail's panel sends it a moment later."""
        kept = {"event_type": "", "language": self.words.language, "subject": "诚邀"}
        answer: dict[str, Any] = self.client.post(self.page, kept | fields).json()
        return answer

    def sees(self, mode: str) -> Any:
        """Look at the panel."""
        return self.client.get(self.page, {"mode": mode, "in_preview_panel": "true"})


class TestPreview:
    @pytest.mark.parametrize("language", WORDS)
    def test_shows_the_words_being_typed_as_a_finished_letter(
        self, log_in: LogIn, language: str
    ) -> None:
        RoomFactory()
        editor = Editor(log_in("Marketing"), wording(language))
        guest = WORDS[language][0]

        typed = editor.type(
            subject="★ {event}", body="{guest}：\n\n{date} {place}\n\n着装 {dress_code}"
        )
        html, text = editor.sees("html"), editor.sees("text")

        assert typed == {"is_valid": True, "is_available": True}
        for shown in (html.content.decode(), text.content.decode()):
            assert f"{guest}：" in shown
            assert "★ " in shown
            assert "{" not in shown.split("<body")[1]
        assert "data:image/png;base64," in html.content.decode()
        assert "cid:" not in html.content.decode()
        assert "script-src" not in html["Content-Security-Policy"]
        assert "default-src 'none'" in html["Content-Security-Policy"]
        assert wording(language).subject != "★ {event}"

    def test_keeps_showing_the_last_good_letter_while_a_placeholder_is_wrong(
        self, log_in: LogIn
    ) -> None:
        editor = Editor(log_in("Marketing"), wording())
        editor.type(body="恭候光临")

        typed = editor.type(body="尊敬的{guset}")

        assert typed == {"is_valid": False, "is_available": True}
        assert "恭候光临" in editor.sees("html").content.decode()

    def test_is_there_before_a_wording_is_first_saved(self, log_in: LogIn) -> None:
        client = log_in("Marketing")
        page = reverse(InvitationWording.snippet_viewset.get_url_name("preview_on_add"))

        kind = EventTypeFactory().pk
        client.post(
            page, {"event_type": kind, "language": "en", "subject": "Hi", "body": "{guest}"}
        )

        assert "Ms Ann Lee" in client.get(page, {"mode": "text"}).content.decode()

    def test_touches_no_guest_and_makes_none(self, log_in: LogIn, now: Any) -> None:
        real = GuestFactory(name="王小明")
        editor = Editor(log_in("Marketing"), wording())

        editor.type(body="{guest}")
        editor.sees("html")

        assert list(Guest.objects.all()) == [real]
        assert Event.objects.count() == 1
        assert find_by_code(sample_guest(words=wording(), at=now).code_sealed) is None

    def test_is_not_shown_to_those_who_may_not_write(self, log_in: LogIn) -> None:
        editor = Editor(log_in("Management"), wording())

        assert editor.sees("html").status_code == 302


class TestTestLetter:
    @pytest.mark.parametrize("language", WORDS)
    def test_goes_to_whoever_asks_and_counts_as_nobodys_invitation(
        self, log_in: LogIn, smtp_inbox: SmtpInbox, now: Any, language: str
    ) -> None:
        by = UserFactory(role="Marketing", email="ruoxi@house.example")
        GuestFactory(language=language)

        page = reverse("guests:test_letter", args=[wording(language).pk])
        log_in(user=by).post(page)
        carry(pk=Job.objects.get().pk, clock=lambda: now)

        (letter,) = smtp_inbox.letters
        assert smtp_inbox.addresses == ["ruoxi@house.example"]
        assert WORDS[language][2] in body(letter, "plain")
        assert WORDS[language][0] in body(letter, "html")
        assert picture(letter) is not None
        assert not Invitation.objects.exists()

    def test_is_never_sent_twice(self, smtp_inbox: SmtpInbox, now: Any) -> None:
        by = UserFactory(role="Marketing")
        job = ask_for_test_letter(words=wording(), by=by, at=now)
        with pytest.raises(AlreadyUnderWay):
            ask_for_test_letter(words=wording(), by=by, at=now)
        carry(pk=job.pk, clock=lambda: now)

        Job.objects.update(status="waiting")  # as if the worker had died at the very end
        carry(pk=job.pk, clock=lambda: now)

        assert len(smtp_inbox.letters) == 1

    def test_says_in_plain_words_why_it_did_not_arrive(
        self, log_in: LogIn, smtp_inbox: SmtpInbox, now: Any
    ) -> None:
        by = UserFactory(role="Marketing")
        smtp_inbox.answer_recipient = lambda _address: "550 5.2.2 Over quota"
        carry(pk=ask_for_test_letter(words=wording(), by=by, at=now).pk, clock=lambda: now)

        page = log_in(user=by).get(reverse("guests:test_letter", args=[wording().pk]))

        shown = page.content.decode()
        assert "对方邮箱已满。" in shown
        assert "550 5.2.2 Over quota" in shown

    def test_needs_an_address(self, log_in: LogIn, now: Any) -> None:
        by = UserFactory(role="Marketing", email="")

        with pytest.raises(NoAddressOfOwn):
            ask_for_test_letter(words=wording(), by=by, at=now)

        page = log_in(user=by).get(reverse("guests:test_letter", args=[wording().pk]))
        assert "/admin/account/" in page.content.decode()

    def test_is_offered_beside_the_words(self, log_in: LogIn) -> None:
        edit = reverse(InvitationWording.snippet_viewset.get_url_name("edit"), args=[wording().pk])

        page = log_in("Marketing").get(edit).content.decode()

        assert reverse("guests:test_letter", args=[wording().pk]) in page
