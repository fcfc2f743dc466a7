"""What a client writes or asks for reaches whoever keeps the booking, by mail, once. (004-02, 004-04)"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone
from wagtail.users.models import UserProfile

from foyer.bookings.models import Booking
from foyer.bookings.services.offering import reject_request
from foyer.bookings.services.secrets import booking_path
from foyer.core.models import User
from tests.factories import RoomFactory, UserFactory
from tests.smtp import SmtpInbox

from .test_letters import plain, post
from .test_public import ASK, when, who

pytestmark = pytest.mark.django_db
Ask = Callable[..., Booking]


@pytest.fixture
def keeper(db: None) -> User:
    """Somebody of the venue desk who works in English."""
    return reads("en", UserFactory(role="Venue desk", email="keeper@house.example"))


def reads(language: str, user: User) -> User:
    """Let somebody work in a language."""
    UserProfile.objects.update_or_create(user=user, defaults={"preferred_language": language})
    return user


def say(client: Client, booking: Booking, **values: Any) -> None:
    """Send something from the client's page."""
    response = client.post(booking_path(booking), {"act": "message"} | values)
    assert response.status_code == 302


def told(inbox: SmtpInbox) -> dict[str, str]:
    """What the house was written, by address and subject; each once, whatever is posted twice."""
    for _time in range(2):
        post(timezone.now())
    letters = [one for one in inbox.letters if one["X-Envelope-To"].endswith("@house.example")]
    found = {str(one["X-Envelope-To"]): str(one["Subject"]) for one in letters}
    assert len(found) == len(letters)
    return found


class TestAWordOfTheClient:
    def test_is_mailed_to_whoever_keeps_the_booking_with_its_link(
        self, client: Client, booked: Ask, keeper: User, smtp_inbox: SmtpInbox
    ) -> None:
        UserFactory(role="Venue desk")
        booking = booked(by=keeper)

        say(client, booking, text="讲台请放左侧")

        assert told(smtp_inbox) == {
            "keeper@house.example": f"The client wrote about booking {booking.number}"
        }
        words = plain(smtp_inbox.letters[-1])
        assert f"{settings.PUBLIC_URL}/admin/bookings/{booking.pk}/" in words
        assert "Pine Hall" in words
        hidden = ("讲台", "陆知微", "13800138042", "lu@jiangnan.example", booking_path(booking))
        assert [word for word in hidden if word in smtp_inbox.letters[-1].as_string()] == []

    def test_goes_to_the_venue_desk_each_in_their_language_where_nobody_keeps_it(
        self, client: Client, booked: Ask, smtp_inbox: SmtpInbox
    ) -> None:
        gone = UserFactory(role="Venue desk")
        booking = booked(by=gone)
        User.objects.filter(pk=gone.pk).update(is_active=False)
        for language, name in (("zh-hans", "a"), ("zh-hant", "b"), ("en", "c")):
            reads(language, UserFactory(role="Venue desk", email=f"{name}@house.example"))
        UserFactory(role="Venue desk", email="")
        UserFactory(role="Reception")

        say(client, booking, text="讲台请放左侧")

        assert told(smtp_inbox) == {
            "a@house.example": f"客户就预订 {booking.number} 留言",
            "b@house.example": f"客戶就預訂 {booking.number} 留言",
            "c@house.example": f"The client wrote about booking {booking.number}",
        }

    def test_is_told_again_for_the_next_word_only(
        self, client: Client, booked: Ask, keeper: User, smtp_inbox: SmtpInbox
    ) -> None:
        booking = booked(by=keeper)
        say(client, booking, text="讲台请放左侧")
        told(smtp_inbox)
        smtp_inbox.letters.clear()

        say(client, booking, text="并备两支话筒")

        assert list(told(smtp_inbox)) == ["keeper@house.example"]

    def test_is_kept_from_somebody_who_left_before_it_went_out(
        self, client: Client, booked: Ask, keeper: User, smtp_inbox: SmtpInbox
    ) -> None:
        booking = booked(by=keeper)
        say(client, booking, text="讲台请放左侧")

        User.objects.filter(pk=keeper.pk).update(is_active=False)

        assert told(smtp_inbox) == {}
        assert booking.letters.get(to=keeper).status == "dropped"

    def test_never_stands_in_what_the_client_reads(
        self, client: Client, booked: Ask, keeper: User
    ) -> None:
        booking = booked(by=keeper)

        say(client, booking, text="讲台请放左侧")

        page = client.get(booking_path(booking)).content.decode()
        assert "讲台请放左侧" in page
        assert "keeper@house.example" not in page
        assert str(keeper) not in page


class TestAskingForSomethingElse:
    def test_as_a_wish_is_told(
        self, client: Client, booked: Ask, keeper: User, smtp_inbox: SmtpInbox
    ) -> None:
        waiting = booked(by=keeper)
        booked(offered=True)
        other = RoomFactory(name="望月轩", capacity=180)
        choice = f"{other.pk}@{int(waiting.starts_at.timestamp())}"

        say(client, waiting, act="instead", choice=choice)

        assert list(told(smtp_inbox)) == ["keeper@house.example"]

    def test_anew_is_told_to_whoever_kept_the_first(
        self, client: Client, booked: Ask, keeper: User, smtp_inbox: SmtpInbox
    ) -> None:
        booking = booked(by=keeper)
        reject_request(booking=booking, reason="检修", by=keeper, at=timezone.now())

        for _tap in range(2):
            say(client, booking, act="again")

        fresh = Booking.objects.exclude(pk=booking.pk).get()
        assert fresh.owner == keeper
        assert told(smtp_inbox) == {
            "keeper@house.example": f"Request {fresh.number} for a room waits for an answer"
        }


class TestARequestOfTheWebsite:
    def test_is_told_to_the_venue_desk(
        self, client: Client, booked: Ask, keeper: User, smtp_inbox: SmtpInbox
    ) -> None:
        room = RoomFactory(name="观云台", capacity=200)

        client.post(f"{ASK}?room={room.pk}", when() | who())
        booking = Booking.objects.get()

        assert told(smtp_inbox) == {
            "keeper@house.example": f"Request {booking.number} for a room waits for an answer"
        }

    def test_taken_down_by_the_house_itself_is_not(
        self, booked: Ask, keeper: User, smtp_inbox: SmtpInbox
    ) -> None:
        booking = booked(by=keeper)

        assert told(smtp_inbox) == {}
        assert booking.letters.get().status == "sent"


def test_a_mailbox_that_is_full_leaves_the_word_on_the_page(
    client: Client, booked: Ask, keeper: User, smtp_inbox: SmtpInbox
) -> None:
    booking = booked(by=keeper)
    smtp_inbox.answer_recipient = lambda _address: "552 5.2.2 Mailbox full"

    say(client, booking, text="讲台请放左侧")

    assert told(smtp_inbox) == {}
    assert booking.letters.get(to=keeper).status == "failed"
    assert booking.messages.get().text == "讲台请放左侧"
