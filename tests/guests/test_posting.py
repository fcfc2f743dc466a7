"""Sending the letters of a job."""

import socket
from datetime import timedelta

import pytest
from wagtail.models import ModelLogEntry

from foyer.core.enums import JobStatus, MailTrouble
from foyer.core.jobs import carry
from foyer.core.models import HousePolicy, User
from foyer.events.models import Event
from foyer.guests.enums import DeliveryOutcome, InvitationStatus, NoLetter
from foyer.guests.models import DeliveryAttempt, Guest, Invitation
from foyer.guests.services.codes import pass_url, qr_text
from foyer.guests.services.deliveries import MOST_TRIES, PAUSES
from foyer.guests.services.invitations import queue_invitations
from foyer.guests.services.posting import settle_letters
from tests.factories import EventFactory, GuestFactory, UserFactory
from tests.guests.letters import body, carry_on, picture, picture_text, send, states
from tests.smtp import SmtpInbox, mailers

pytestmark = pytest.mark.django_db


@pytest.fixture
def by() -> User:
    return UserFactory(role="Marketing")


@pytest.fixture
def event() -> Event:
    return EventFactory()


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

    @pytest.mark.parametrize(
        ("sender", "language", "name"),
        [
            ("door@house.example", "zh-hant", "松澗會"),
            ("door@house.example", "en", "Pine Brook House"),
            ("Front desk <door@house.example>", "zh-hant", "Front desk"),
        ],
    )
    def test_are_from_the_house_by_its_name_unless_the_operator_chose_another(
        self, event, by, now, smtp_inbox: SmtpInbox, settings, sender, language, name
    ):
        settings.DEFAULT_FROM_EMAIL = sender
        policy = HousePolicy.load()
        policy.name, policy.name_zh_hant, policy.name_en = "松涧会", "松澗會", "Pine Brook House"
        policy.save()

        send(GuestFactory(event=event, language=language), by=by, at=now)

        [written_by] = smtp_inbox.letters[0]["From"].addresses
        assert (written_by.display_name, written_by.addr_spec) == (name, "door@house.example")

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
        assert (row.trouble, row.error) == (
            MailTrouble.NO_MAILBOX,
            "550 5.1.1 <***@***> unknown here",
        )
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
        assert {(row.trouble, bool(row.error)) for row in rows} == {(MailTrouble.AWAY, True)}
        log = DeliveryAttempt.objects.filter(invitation=rows[0]).values_list("outcome", flat=True)
        assert list(log) == [DeliveryOutcome.LATER] * MOST_TRIES

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
        assert broken.invitations.get().trouble == MailTrouble.UNCLEAR
        assert smtp_inbox.addresses == [next_one.email]

    def test_sends_nothing_to_a_guest_struck_off_meanwhile(
        self, event, by, now, smtp_inbox: SmtpInbox
    ):
        guest = GuestFactory(event=event)
        queued = queue_invitations(guests=[guest], by=by, at=now)
        Guest.objects.filter(pk=guest.pk).update(cancelled_at=now)

        carry_on(queued, now)

        row = guest.invitations.get()
        assert (row.status, row.trouble) == (InvitationStatus.CANCELLED, NoLetter.STRUCK_OFF)
        assert (row.attempts, smtp_inbox.letters) == (0, [])


class TestSettleLetters:
    def test_frees_the_letters_of_a_job_that_failed(self, event, by, now):
        guests = GuestFactory.create_batch(2, event=event)
        queued = queue_invitations(guests=guests, by=by, at=now)
        guests[0].invitations.update(status=InvitationStatus.SENDING)
        queued.job.status = JobStatus.FAILED
        queued.job.save()

        settle_letters(at=now)

        assert [states(guest) for guest in guests] == [["unclear"], ["failed"]]
        troubles = [guest.invitations.get().trouble for guest in guests]
        assert troubles == [MailTrouble.DIED, NoLetter.GIVEN_UP]
        assert DeliveryAttempt.objects.get().outcome == DeliveryOutcome.UNCLEAR

    def test_gives_stray_letters_a_new_job(self, event, by, now, smtp_inbox: SmtpInbox):
        guest = GuestFactory(event=event)
        Invitation.objects.create(guest=guest, queued_at=now)

        settle_letters(at=now)
        carry(pk=guest.invitations.get().job_id, clock=lambda: now)

        assert states(guest) == ["sent"]
