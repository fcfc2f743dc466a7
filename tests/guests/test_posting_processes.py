import os
import signal
import sys
from collections import Counter
from collections.abc import Callable

import pytest

from foyer.guests.services.invitations import SEND_INVITATIONS, queue_invitations
from tests.factories import EventFactory, GuestFactory, UserFactory
from tests.house import House, child_of, house
from tests.smtp import SmtpInbox

__all__ = ["house"]

LETTERS = 30


@pytest.fixture
def addresses(house: House, smtp_inbox: SmtpInbox, now) -> list[str]:
    """The addresses of thirty guests whose letters wait; the house sends to the test's own server."""
    guests = GuestFactory.create_batch(LETTERS, event=EventFactory())
    queue_invitations(guests=guests, by=UserFactory(), at=now)
    house.open_doors(FOYER_MAIL_URL=smtp_inbox.url)
    return sorted(guest.email for guest in guests)


def states(house: House) -> Counter[str]:
    return Counter(status for (status,) in house.rows("SELECT status FROM guests_invitation"))


def job_is_done(house: House) -> Callable[[], bool]:
    query = f"SELECT status FROM core_job WHERE kind = '{SEND_INVITATIONS}'"
    return lambda: house.rows(query) == [("done",)]


@pytest.mark.skipif(sys.platform != "linux", reason="finds a process's children in /proc")
class TestKilledWorker:
    def test_sends_every_letter_once_whatever_is_killed_on_the_way(
        self, house: House, smtp_inbox: SmtpInbox, addresses: list[str]
    ):
        first = house.start("worker")
        victims = {10: lambda: child_of(first.pid), 20: lambda: first.pid}

        def kill_on_the_way(_address: str) -> None:
            """Kill a part of the house when a letter has come in but is not acknowledged."""
            victim = victims.pop(len(smtp_inbox.letters), lambda: None)()
            if victim:
                os.kill(victim, signal.SIGKILL)

        smtp_inbox.answer_letter = kill_on_the_way
        house.wait_for(lambda: first.poll() is not None, "the worker was never killed")
        house.start("worker")
        house.wait_for(job_is_done(house), "the job was not finished")

        assert sorted(smtp_inbox.addresses) == addresses
        assert states(house) == {"sent": LETTERS - 1, "unclear": 1}


class TestTickTwiceAtOnce:
    def test_sends_every_letter_once(
        self, house: House, smtp_inbox: SmtpInbox, addresses: list[str]
    ):
        ticks = [house.start("tick") for _i in range(2)]

        ended = [tick.wait(120) for tick in ticks]

        assert ended == [0, 0]
        assert sorted(smtp_inbox.addresses) == addresses
        assert states(house) == {"sent": LETTERS}
