import socket
from datetime import datetime, timedelta
from email.message import EmailMessage
from io import BytesIO
from typing import Any

import pytest
import zxingcpp
from django.db import connection
from django.test.utils import CaptureQueriesContext
from PIL import Image
from wagtail.models import ModelLogEntry

from foyer.core.enums import JobStatus
from foyer.core.jobs import carry
from foyer.core.models import User
from foyer.events.models import Event
from foyer.guests.enums import InvitationStatus
from foyer.guests.letters import NoWording
from foyer.guests.models import Guest, Invitation, InvitationWording
from foyer.guests.services.codes import pass_url, qr_text
from foyer.guests.services.invitations import Queued, cancel_invitations, queue_invitations
from foyer.guests.services.posting import MOST_TRIES, PAUSES, settle_letters
from tests.factories import EventFactory, GuestFactory, UserFactory
from tests.smtp import SmtpInbox, mailers

pytestmark = pytest.mark.django_db


@pytest.fixture
def by() -> User:
    return UserFactory(role="Marketing")


@pytest.fixture
def event() -> Event:
    return EventFactory()


def carry_on(queued: Queued, at: datetime) -> None:
    assert queued.job is not None
    carry(pk=queued.job.pk, clock=lambda: at)
    queued.job.refresh_from_db()


def send(*guests: Guest, by: User, at: datetime, again: bool = False) -> Queued:
    queued = queue_invitations(guests=guests, by=by, at=at, again=again)
    carry_on(queued, at)
    return queued


def states(guest: Guest) -> list[str]:
    return list(guest.invitations.order_by("pk").values_list("status", flat=True))


class TestQueueInvitations:
    def test_queues_one_letter_each_and_says_who_gets_none_and_why(self, event, by, now):
        fit, twice = GuestFactory.create_batch(2, event=event)
        queue_invitations(guests=[twice], by=by, at=now)
        unfit = [
            GuestFactory(event=event, email=""),
            GuestFactory(event=event, email="王小明@"),
            GuestFactory(event=event, cancelled=True),
            GuestFactory(event=EventFactory(cancelled=True)),
            GuestFactory(event=EventFactory(past=True)),
        ]

        queued = queue_invitations(guests=[fit, twice, *unfit, fit], by=by, at=now)

        assert (queued.queued, queued.job.total) == (1, 1)
        assert states(fit) == states(twice) == [InvitationStatus.QUEUED]
        assert [guest for guest, _reason in queued.skipped] == [twice, *unfit]
        assert len({reason for _guest, reason in queued.skipped}) == 6

    def test_makes_no_job_when_nobody_can_be_sent_a_letter(self, event, by, now):
        queued = queue_invitations(guests=[GuestFactory(event=event, email="")], by=by, at=now)

        assert queued.job is None

    def test_sends_a_second_letter_only_when_asked_to(self, event, by, now):
        guest = GuestFactory(event=event)
        for status in (InvitationStatus.SENT, InvitationStatus.UNCLEAR):
            Invitation.objects.create(guest=guest, status=status, queued_at=now)

        plain = queue_invitations(guests=[guest], by=by, at=now)
        again = queue_invitations(guests=[guest], by=by, at=now, again=True)

        assert (plain.queued, again.queued) == (0, 1)

    def test_refuses_when_nobody_has_written_the_words(self, event, by, now):
        InvitationWording.objects.filter(language="en").delete()

        with pytest.raises(NoWording):
            queue_invitations(guests=[GuestFactory(event=event, language="en")], by=by, at=now)

        assert not Invitation.objects.exists()

    def test_asks_the_database_as_often_for_three_as_for_one(self, event, by, now):
        counts = []
        for number in (1, 3):
            guests = GuestFactory.create_batch(number, event=event)
            with CaptureQueriesContext(connection) as queries:
                queue_invitations(guests=guests, by=by, at=now)
            counts.append(len(queries))

        assert counts[0] == counts[1]


class TestPostLetters:
    def test_sends_a_letter_in_the_guests_language_with_a_code_that_reads_back(
        self, event, by, now, smtp_inbox: SmtpInbox
    ):
        guest = GuestFactory(event=event, language="zh-hant", name="張偉")

        send(guest, by=by, at=now)

        letter = smtp_inbox.letters[0]
        text, html = body(letter, "plain"), body(letter, "html")
        assert event.title_zh_hant in str(letter["Subject"])
        assert letter["To"].addresses[0].display_name == "張偉"
        assert pass_url(guest.code_sealed) in text
        assert pass_url(guest.code_sealed) in html
        assert picture_text(letter) == qr_text(guest.code_sealed)
        assert f"cid:{picture(letter)['Content-ID'].strip('<>')}" in html

    def test_writes_down_who_sent_what_when(self, event, by, now, smtp_inbox: SmtpInbox):
        guest = GuestFactory(event=event)

        queued = send(guest, by=by, at=now)

        row = guest.invitations.get()
        assert (row.status, row.sent_at, row.by) == (InvitationStatus.SENT, now, by)
        assert row.message_id == smtp_inbox.letters[0]["Message-ID"]
        assert ModelLogEntry.objects.filter(action="foyer.invitation.sent", user=by).count() == 1
        assert (queued.job.status, queued.job.step, queued.job.result) == (
            JobStatus.DONE, 1, {"sent": 1},
        )  # fmt: skip

    def test_uses_one_connection_for_many_letters(self, event, by, now, smtp_inbox: SmtpInbox):
        send(*GuestFactory.create_batch(4, event=event), by=by, at=now)

        assert (len(smtp_inbox.letters), smtp_inbox.connections) == (4, 1)

    @pytest.mark.parametrize(
        "name",
        ["王\r\nBcc: spy@example.com", 'O"Neil, Bob <x@y>', "😀" * 40, "长" * 100],
        ids=["line end", "quotes", "emoji", "long"],
    )
    def test_lets_no_name_break_a_header(self, name, event, by, now, smtp_inbox: SmtpInbox):
        event.title = f"晚宴\r\nBcc: spy@example.com {'长' * 60}"
        event.save()
        guest = GuestFactory(event=event, name=name)

        send(guest, by=by, at=now)

        letter = smtp_inbox.letters[0]
        assert smtp_inbox.addresses == [guest.email]
        assert letter["Bcc"] is None
        assert [a.addr_spec for a in letter["To"].addresses] == [guest.email]
        # Python's own parser puts spaces between the parts of a long encoded name.
        shown = letter["To"].addresses[0].display_name
        assert "".join(shown.split()) == "".join(name.split())

    def test_keeps_the_servers_reason_when_it_refuses_for_good(
        self, event, by, now, smtp_inbox: SmtpInbox
    ):
        good, bad = GuestFactory.create_batch(2, event=event)
        smtp_inbox.answer_recipient = lambda a: (
            f"550 5.1.1 <{a}> unknown here" if a == bad.email else None
        )

        send(bad, good, by=by, at=now)

        row = bad.invitations.get()
        assert (row.status, row.attempts) == (InvitationStatus.FAILED, 1)
        assert row.error == "550 5.1.1 <***@***> unknown here"
        assert smtp_inbox.addresses == [good.email]

    def test_tries_again_in_a_minute_when_the_server_is_busy(
        self, event, by, now, smtp_inbox: SmtpInbox
    ):
        guest = GuestFactory(event=event)
        smtp_inbox.answer_letter = lambda a: "451 4.7.1 Try again later"
        queued = send(guest, by=by, at=now)
        first = guest.invitations.get()
        smtp_inbox.answer_letter = lambda a: None

        carry_on(queued, now + timedelta(seconds=59))
        too_early = len(smtp_inbox.letters)
        carry_on(queued, now + timedelta(seconds=60))

        assert (first.status, first.next_try_at) == (InvitationStatus.QUEUED, now + PAUSES[0])
        assert (too_early, smtp_inbox.addresses) == (0, [guest.email])
        assert (states(guest), queued.job.status) == ([InvitationStatus.SENT], JobStatus.DONE)

    def test_gives_up_after_five_tries_at_a_server_that_is_away(self, event, by, now, settings):
        with socket.create_server(("127.0.0.1", 0)) as closed:
            settings.MAILERS = mailers("127.0.0.1", closed.getsockname()[1])
        guests = GuestFactory.create_batch(3, event=event)
        queued, at, pauses = send(*guests, by=by, at=now), now, []

        while queued.job.status == JobStatus.WAITING:
            pauses.append(queued.job.run_after - at)
            at = queued.job.run_after
            carry_on(queued, at)

        rows = Invitation.objects.all()
        assert pauses == list(PAUSES)
        assert {(row.status, row.attempts) for row in rows} == {
            (InvitationStatus.FAILED, MOST_TRIES)
        }
        assert all(row.error for row in rows)

    def test_never_repeats_a_letter_whose_fate_is_unclear(
        self, event, by, now, smtp_inbox: SmtpInbox
    ):
        broken, next_one = GuestFactory.create_batch(2, event=event)
        smtp_inbox.hang_up_on = broken.email

        queued = send(broken, next_one, by=by, at=now)
        smtp_inbox.hang_up_on = ""
        settle_letters(at=now + timedelta(hours=2))
        carry_on(queued, now + timedelta(hours=2))

        assert states(broken) == [InvitationStatus.UNCLEAR]
        assert smtp_inbox.addresses == [next_one.email]

    def test_sends_nothing_to_a_guest_struck_off_meanwhile(
        self, event, by, now, smtp_inbox: SmtpInbox
    ):
        guest = GuestFactory(event=event)
        queued = queue_invitations(guests=[guest], by=by, at=now)
        Guest.objects.filter(pk=guest.pk).update(cancelled_at=now)

        carry_on(queued, now)

        assert (states(guest), smtp_inbox.letters) == ([InvitationStatus.CANCELLED], [])


class TestCancelInvitations:
    def test_withdraws_what_waits_and_leaves_what_is_sent(
        self, event, by, now, smtp_inbox: SmtpInbox
    ):
        sent, waiting = GuestFactory.create_batch(2, event=event)
        send(sent, by=by, at=now)
        queued = queue_invitations(guests=[waiting], by=by, at=now)

        withdrawn = cancel_invitations(guests=[sent, waiting], by=by, at=now)
        carry_on(queued, now)

        assert (withdrawn, states(sent), states(waiting)) == (1, ["sent"], ["cancelled"])
        assert smtp_inbox.addresses == [sent.email]
        assert queued.job.status == JobStatus.DONE


class TestSettleLetters:
    def test_frees_the_letters_of_a_job_that_failed(self, event, by, now):
        guests = GuestFactory.create_batch(2, event=event)
        queued = queue_invitations(guests=guests, by=by, at=now)
        guests[0].invitations.update(status=InvitationStatus.SENDING)
        queued.job.status = JobStatus.FAILED
        queued.job.save()

        settle_letters(at=now)

        assert [states(guest) for guest in guests] == [["unclear"], ["failed"]]

    def test_gives_stray_letters_a_new_job(self, event, by, now, smtp_inbox: SmtpInbox):
        guest = GuestFactory(event=event)
        Invitation.objects.create(guest=guest, queued_at=now)

        settle_letters(at=now)
        carry(pk=guest.invitations.get().job_id, clock=lambda: now)

        assert states(guest) == ["sent"]


def body(letter: EmailMessage, kind: str) -> str:
    part: Any = letter.get_body((kind,))
    return str(part.get_content())


def picture(letter: EmailMessage) -> Any:
    return next(part for part in letter.walk() if part.get_content_type() == "image/png")


def picture_text(letter: EmailMessage) -> str:
    image = Image.open(BytesIO(picture(letter).get_content()))
    return zxingcpp.read_barcodes(image)[0].text
