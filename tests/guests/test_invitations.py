"""Asking for letters to be sent, and withdrawing them."""

from collections.abc import Callable
from concurrent.futures import Future
from threading import Thread

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.log_actions import registry

from foyer.core.enums import JobStatus
from foyer.core.models import User
from foyer.events.models import Event
from foyer.guests.enums import InvitationStatus
from foyer.guests.letters import NoWording
from foyer.guests.models import Invitation, InvitationWording
from foyer.guests.services.invitations import queue_invitations, withdraw_invitations
from foyer.guests.services.reach import Reach
from tests.factories import EventFactory, GuestFactory, UserFactory
from tests.guests.letters import carry_on, send, states
from tests.smtp import SmtpInbox


def elsewhere(act: Callable[[], Reach]) -> Future[Reach]:
    """Carry something out in a thread of its own, with a connection of its own."""
    done: Future[Reach] = Future()

    def work() -> None:
        try:
            done.set_result(act())
        except BaseException as error:  # noqa: BLE001  handed on to whoever asks for the result
            done.set_exception(error)
        finally:
            connection.close()

    Thread(target=work).start()
    return done


pytestmark = pytest.mark.django_db


@pytest.fixture
def by() -> User:
    return UserFactory(role="Marketing")


@pytest.fixture
def event() -> Event:
    return EventFactory()


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

    def test_leaves_out_whom_nobody_has_written_words_for(self, event, by, now):
        InvitationWording.objects.filter(language="en").delete()
        chinese, english = GuestFactory(event=event), GuestFactory(event=event, language="en")

        queued = queue_invitations(guests=[chinese, english], by=by, at=now)

        assert states(chinese) == [InvitationStatus.QUEUED]
        assert queued.skipped == ((english, str(NoWording(language="英文"))),)

    def test_asks_the_database_as_often_for_three_as_for_one(self, event, by, now):
        counts = []
        for number in (1, 3):
            guests = GuestFactory.create_batch(number, event=event)
            with CaptureQueriesContext(connection) as queries:
                queue_invitations(guests=guests, by=by, at=now)
            counts.append(len(queries))

        assert counts[0] == counts[1]


class TestWithdrawInvitations:
    def test_keeps_back_what_waits_and_says_what_became_of_the_rest(
        self, event, by, now, smtp_inbox: SmtpInbox
    ):
        sent, waiting, silent = GuestFactory.create_batch(3, event=event)
        send(sent, by=by, at=now)
        queued = queue_invitations(guests=[waiting], by=by, at=now)

        done = withdraw_invitations(guests=[sent, waiting, silent], by=by, at=now)
        carry_on(queued, now)

        row = waiting.invitations.get()
        assert (done.guests, [guest for guest, _reason in done.skipped]) == (
            (waiting,),
            [sent, silent],
        )
        assert (row.status, row.withdrawn_by, row.withdrawn_at) == ("cancelled", by, now)
        assert (states(sent), states(silent)) == (["sent"], [])
        assert smtp_inbox.addresses == [sent.email]
        assert queued.job.status == JobStatus.DONE
        waiting.refresh_from_db()
        assert waiting.cancelled_at is None
        entry = registry.get_logs_for_instance(waiting)[0]
        assert (entry.action, entry.user) == ("foyer.invitation.withdrawn", by)

    def test_lets_another_letter_be_sent_afterwards(self, event, by, now, smtp_inbox: SmtpInbox):
        guest = GuestFactory(event=event)
        queue_invitations(guests=[guest], by=by, at=now)
        withdraw_invitations(guests=[guest], by=by, at=now)

        send(guest, by=by, at=now)

        assert states(guest) == ["cancelled", "sent"]

    def test_asks_the_database_as_often_for_three_as_for_one(self, event, by, now):
        counts = []
        for number in (1, 3):
            guests = GuestFactory.create_batch(number, event=event)
            queue_invitations(guests=guests, by=by, at=now)
            with CaptureQueriesContext(connection) as queries:
                withdraw_invitations(guests=guests, by=by, at=now)
            counts.append(len(queries))

        assert counts[0] == counts[1]


@pytest.mark.django_db(transaction=True)
class TestWithdrawWhileSending:
    def test_lets_a_letter_go_that_is_being_sent_and_says_so(
        self, event, by, now, smtp_inbox: SmtpInbox
    ):
        guest, next_one = GuestFactory.create_batch(2, event=event)
        told: list[Reach] = []

        def withdraw_both(_address: str) -> None:
            """Withdraw both while the mail server has the first letter in its hands."""
            smtp_inbox.answer_letter = lambda _address: None
            told.append(
                elsewhere(
                    lambda: withdraw_invitations(guests=[guest, next_one], by=by, at=now)
                ).result()
            )

        smtp_inbox.answer_letter = withdraw_both
        send(guest, next_one, by=by, at=now)

        assert [reach.guests for reach in told] == [(next_one,)]
        assert [reason for _guest, reason in told[0].skipped] == ["邀请函此刻正在发送，无法撤回。"]
        assert (states(guest), states(next_one)) == (["sent"], ["cancelled"])
        assert smtp_inbox.addresses == [guest.email]

    def test_leaves_every_letter_either_sent_or_withdrawn(
        self, event, by, now, smtp_inbox: SmtpInbox
    ):
        guests = GuestFactory.create_batch(40, event=event)
        races: list[Future[Reach]] = []

        def withdraw_the_rest(_address: str) -> None:
            """Begin to withdraw everything at the fifth letter, and let the sending go on."""
            if len(smtp_inbox.letters) == 4:
                races.append(elsewhere(lambda: withdraw_invitations(guests=guests, by=by, at=now)))

        smtp_inbox.answer_letter = withdraw_the_rest
        send(*guests, by=by, at=now)
        withdrawn = races[0].result().guests

        sent = set(smtp_inbox.addresses)
        assert len(smtp_inbox.addresses) == len(sent) >= 5
        assert sent == {g.email for g in guests if states(g) == ["sent"]}
        assert set(withdrawn) == {g for g in guests if states(g) == ["cancelled"]}
        assert len(sent) + len(withdrawn) == len(guests)
