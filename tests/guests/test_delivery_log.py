"""What the guest's page tells of every letter: each try, its time, its end, and why, in plain words."""

from datetime import timedelta

import pytest
from django.utils import timezone
from django.utils.formats import date_format
from wagtail.users.models import UserProfile

from foyer.core.enums import MailTrouble
from foyer.core.models import User
from foyer.guests.enums import DeliveryOutcome, InvitationStatus
from foyer.guests.models import Guest
from foyer.guests.services.deliveries import PAUSES
from foyer.guests.services.invitations import queue_invitations, withdraw_invitations
from tests.conftest import LogIn
from tests.factories import EventFactory, GuestFactory, UserFactory
from tests.guests.letters import carry_on, letter, send
from tests.guests.screens import queries_of
from tests.smtp import SmtpInbox

pytestmark = pytest.mark.django_db


@pytest.fixture
def by() -> User:
    return UserFactory(role="Marketing", last_name="沈", first_name="若溪")


@pytest.fixture
def guest() -> Guest:
    return GuestFactory(event=EventFactory())


def page_of(guest: Guest, act: str = "") -> str:
    return f"/admin/guests/{guest.event_id}/{guest.pk}/{act}"


def shown_at(moment: object) -> str:
    return date_format(timezone.localtime(moment), "SHORT_DATETIME_FORMAT")


class TestDeliveryLog:
    def test_shows_each_try_with_its_time_and_the_servers_words(
        self, guest, by, now, log_in: LogIn, smtp_inbox: SmtpInbox
    ):
        smtp_inbox.answer_letter = lambda _address: "451 4.7.1 Try again later"
        queued = send(guest, by=by, at=now)
        smtp_inbox.answer_letter = lambda _address: "550 5.1.1 No such user"
        carry_on(queued, now + PAUSES[0])

        shown = log_in("Marketing").get(page_of(guest))

        row = shown.context["letters"][0]
        tries = [(t.tried_at, t.outcome, t.trouble, t.words) for t in row.tries.all()]
        page = shown.content.decode()
        assert tries == [
            (now, DeliveryOutcome.LATER, MailTrouble.BUSY, "451 4.7.1 Try again later"),
            (
                now + PAUSES[0],
                DeliveryOutcome.FAILED,
                MailTrouble.NO_MAILBOX,
                "550 5.1.1 No such user",
            ),
        ]
        assert (row.status, row.attempts) == (InvitationStatus.FAILED, 2)
        for words in (
            shown_at(now + PAUSES[0]),
            "没有这个邮箱",
            "邮件服务器要求稍后再试",
            "451 4.7.1 Try again later",
            str(by),
        ):
            assert words in page, words

    def test_speaks_the_readers_language_whatever_the_worker_spoke(
        self, guest, by, now, log_in: LogIn, smtp_inbox: SmtpInbox
    ):
        smtp_inbox.answer_letter = lambda _address: "552 5.2.2 quota"
        send(guest, by=by, at=now)
        reader = UserFactory(role="Marketing")
        UserProfile.objects.create(user=reader, preferred_language="en")

        page = log_in(user=reader).get(page_of(guest)).content.decode()

        assert "The mailbox is full." in page

    def test_says_who_withdrew_a_letter_and_when(self, guest, by, now, log_in: LogIn):
        queue_invitations(guests=[guest], by=by, at=now)
        later = now + timedelta(minutes=7)
        withdraw_invitations(guests=[guest], by=by, at=later)

        page = log_in("Marketing").get(page_of(guest)).content.decode()

        assert f"{shown_at(later)} · {by}" in page

    def test_asks_the_database_as_often_for_three_letters_as_for_one(
        self, guest, by, now, log_in: LogIn, smtp_inbox: SmtpInbox
    ):
        staff = log_in("Marketing")
        send(guest, by=by, at=now)
        one = queries_of(staff, page_of(guest))
        for _time in range(2):
            send(guest, by=by, at=now, again=True)

        assert queries_of(staff, page_of(guest)) == one


class TestLetterThatWaits:
    def test_is_withdrawn_from_the_guests_page_and_the_guest_stays(
        self, guest, by, now, log_in: LogIn
    ):
        queue_invitations(guests=[guest], by=by, at=now)
        staff = log_in("Account managers")

        offered = page_of(guest, "withdraw/") in staff.get(page_of(guest)).content.decode()
        answer = staff.post(page_of(guest, "withdraw/"))

        guest.refresh_from_db()
        assert offered
        assert answer.url == page_of(guest)
        assert guest.invitations.get().status == InvitationStatus.CANCELLED
        assert guest.cancelled_at is None

    def test_is_no_longer_offered_once_it_is_gone(self, guest, log_in: LogIn):
        letter(guest, InvitationStatus.SENDING, message_id="<a@b>")
        staff = log_in("Marketing")

        page = staff.get(page_of(guest)).content.decode()
        told = staff.post(page_of(guest, "withdraw/"), follow=True).context["messages"]

        assert page_of(guest, "withdraw/") not in page
        assert [str(message).strip() for message in told] == [
            f"邀请函此刻正在发送，无法撤回。未处理：{guest.name}。"
        ]
        assert guest.invitations.get().status == InvitationStatus.SENDING


class TestFailedLetter:
    def test_is_sent_again_from_the_log_and_both_are_kept(
        self, guest, by, now, log_in: LogIn, smtp_inbox: SmtpInbox
    ):
        smtp_inbox.answer_letter = lambda _address: "550 5.2.1 Disabled"
        send(guest, by=by, at=now)
        smtp_inbox.answer_letter = lambda _address: None
        staff = log_in("Marketing")

        offered = page_of(guest, "invite/") in staff.get(page_of(guest)).content.decode()
        staff.post(page_of(guest, "invite/"))
        staff.post(page_of(guest, "invite/"))  # a second tap

        letters = guest.invitations.order_by("pk").values_list("status", flat=True)
        assert offered
        assert list(letters) == [InvitationStatus.FAILED, InvitationStatus.QUEUED]
