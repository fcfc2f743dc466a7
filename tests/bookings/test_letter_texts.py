"""The words of letters as Marketing edits them, with the finished letter beside. (004-04, 004-05)"""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse

from foyer.bookings.models import Booking, BookingPolicy, LetterText

pytestmark = pytest.mark.django_db
VIEWS = "wagtailsnippets_bookings_lettertext"


def text(occasion: str = "offer", language: str = "zh-hans") -> LetterText:
    return LetterText.objects.get(occasion=occasion, language=language)


class TestMarketing:
    def test_rewrites_a_letter(self, log_in: Any) -> None:
        kept = text()
        sent = {
            "occasion": "offer",
            "language": "zh-hans",
            "subject": "{room} 恭候",
            "body": "您好",
        }

        log_in("Marketing").post(reverse(f"{VIEWS}:edit", args=[kept.pk]), sent)

        assert (text().subject, text().body) == ("{room} 恭候", "您好")

    def test_is_told_of_a_place_nobody_knows_and_loses_nothing(self, log_in: Any) -> None:
        kept = text()
        sent = {"occasion": "offer", "language": "zh-hans", "subject": "您好", "body": "致{nmae}"}

        page = log_in("Marketing").post(reverse(f"{VIEWS}:edit", args=[kept.pk]), sent)

        assert "{nmae}" in page.content.decode()
        assert "不是占位符" in page.content.decode()
        assert text().body == kept.body

    @pytest.mark.parametrize(
        ("occasion", "mode", "words"),
        [
            ("offer", "html", "新写的话"),
            ("offer", "text", "新写的话"),
            ("offer", "paper", "新写的话"),
            ("terms", "html", "签字或盖章"),
            ("cancelled", "html", "¥1,800.00"),
        ],
    )
    def test_sees_the_words_being_typed_as_a_finished_letter(
        self, log_in: Any, occasion: str, mode: str, words: str
    ) -> None:
        kept, client = text(occasion), log_in("Marketing")
        url = reverse(f"{VIEWS}:preview_on_edit", args=[kept.pk])
        body = f"您好{{name}}\n\n新写的话 {kept.body}"
        sent = {"occasion": occasion, "language": "zh-hans", "subject": "主题", "body": body}

        client.post(url, sent)
        page = client.get(url, {"mode": mode, "in_preview_panel": "true"})

        assert words in page.content.decode()
        assert "陆知微" in page.content.decode()
        assert not Booking.objects.exists()

    @pytest.mark.parametrize(("role", "code"), [("Venue desk", 302), ("Management", 302)])
    def test_alone_edits_what_others_only_see(self, log_in: Any, role: str, code: int) -> None:
        client = log_in(role)

        assert client.get(reverse(f"{VIEWS}:list")).status_code == 200
        assert client.get(reverse(f"{VIEWS}:edit", args=[text().pk])).status_code == code


class TestManagement:
    def test_sets_the_policy_with_its_terms_of_payment(self, log_in: Any) -> None:
        policy = BookingPolicy.load()
        url = reverse("wagtailsettings:edit", args=["bookings", "bookingpolicy", policy.pk])
        client = log_in("Management")
        form = client.get(url).context["form"]
        sent = {name: value for name, value in form.initial.items() if value not in (None, False)}

        client.post(url, sent | {"reply_hours": 24, "payment": "现场付清"})

        policy = BookingPolicy.objects.get()
        assert (policy.reply_hours, policy.payment) == (24, "现场付清")
