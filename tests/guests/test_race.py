"""Twenty tablets and five hundred guests: exactly one first sign-in each, whatever the network does."""

import json
import threading
import uuid
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPConnection
from random import Random
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.db import connection

from foyer.guests.models import Desk, Guest, SignIn
from tests.factories import CheckpointFactory, DeskFactory, EventFactory, GuestFactory
from tests.house import serving

TABLETS, GUESTS = 20, 500
Scan = dict[str, Any]

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.filterwarnings("default::ResourceWarning"),  # the live server's own sockets
]


class Door:
    """Twenty tablets at one door, each with a connection of its own."""

    def __init__(self, address: str) -> None:
        self.address = urlsplit(address)
        event = EventFactory(running=True, capacity=GUESTS)
        self.checkpoint = CheckpointFactory(event=event)
        self.guests: list[Guest] = GuestFactory.create_batch(GUESTS, event=event)
        self.desks: list[Desk] = [
            DeskFactory(event=event, paired=True, checkpoints=[self.checkpoint], pin_hash="")
            for _n in range(TABLETS)
        ]

    def scan_of(self, guest: Guest) -> Scan:
        return {
            "id": str(uuid.uuid4()),
            "checkpoint": self.checkpoint.pk,
            "code": guest.code_sealed,
        }

    def send_all(self, queues: list[list[Scan]]) -> list[tuple[Scan, int, dict[str, Any]]]:
        """Let every tablet send its scans, all at the same time; return each scan with its answer."""
        start = threading.Barrier(len(queues))

        def work(desk: Desk, scans: list[Scan]) -> list[tuple[Scan, int, dict[str, Any]]]:
            line = HTTPConnection(self.address.hostname or "", self.address.port, timeout=60)
            headers = {"Authorization": f"Desk {desk.token}", "Content-Type": "application/json"}
            start.wait()
            answers = []
            for scan in scans:
                line.request("POST", "/api/foyer/v1/desk/sign-ins", json.dumps(scan), headers)
                response = line.getresponse()
                answers.append((scan, response.status, json.loads(response.read())))
            line.close()
            return answers

        with ThreadPoolExecutor(len(queues)) as tablets:
            return [answer for part in tablets.map(work, self.desks, queues) for answer in part]


@pytest.fixture(scope="module")
def served(django_db_setup: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the tablets' own process, as it is really served; on PostgreSQL of two."""
    with serving(tmp_path_factory.mktemp("served"), FOYER_PROCESS="kiosk") as address:
        yield address


@pytest.fixture(params=["threads", "manage.py serve"])
def door(request: pytest.FixtureRequest) -> Iterator[Door]:
    """A door served by the threads of the test's own process, and by the processes of a real house."""
    if request.param == "threads":
        address = request.getfixturevalue("live_server").url
    else:
        address = request.getfixturevalue("served")
    yield Door(address)
    connection.close()


class TestTwentyTablets:
    def test_sign_each_guest_in_exactly_once(self, door: Door):
        chance = Random(20)  # the same hurry every time
        queues: list[list[Scan]] = [[] for _tablet in range(TABLETS)]
        for n, guest in enumerate(door.guests):
            scan = door.scan_of(guest)
            first = n % TABLETS
            queues[first].append(scan)
            if n % 10 == 0:  # one in ten holds the code before two tablets
                queues[(first + 7) % TABLETS].append(door.scan_of(guest))
            if n % 5 == 0:  # and the network makes one tablet in five ask again, at once or later
                queues[first].insert(chance.randrange(len(queues[first])), scan)

        answers = door.send_all(queues)

        assert len(answers) == sum(map(len, queues))  # no answer is lost
        assert {status for _scan, status, _body in answers} == {200}  # none is an error
        assert all(body["id"] == scan["id"] for scan, _status, body in answers)
        results = Counter(body["result"] for _scan, _status, body in answers)
        assert set(results) == {"welcome", "already"}
        welcomed = {scan["id"] for scan, _status, body in answers if body["result"] == "welcome"}
        turned = {scan["id"] for scan, _status, body in answers if body["result"] == "already"}
        assert not welcomed & turned  # a repeat of a scan is never told "already"
        assert len(welcomed) == GUESTS
        assert len(turned) == GUESTS // 10
        kept = SignIn.objects.standing()
        assert kept.count() == GUESTS == kept.values("guest").distinct().count()
        assert {str(scan_id) for scan_id in kept.values_list("scan_id", flat=True)} == welcomed

    def test_welcome_one_guest_once_though_all_scan_at_the_same_moment(self, door: Door):
        for guest in door.guests[:5]:
            answers = door.send_all([[door.scan_of(guest)] for _tablet in range(TABLETS)])

            results = Counter(body["result"] for _scan, _status, body in answers)
            assert results == {"welcome": 1, "already": TABLETS - 1}
            times = {body["signed_in_at"] for _scan, _status, body in answers}
            assert len(times) == 1  # everybody is told the same minute

    def test_give_one_answer_to_one_scan_sent_many_times_at_once(self, door: Door):
        for guest in door.guests[:5]:
            scan = door.scan_of(guest)
            door.desks = [door.desks[0]] * TABLETS

            answers = door.send_all([[scan]] * TABLETS)

            assert len({json.dumps(body, sort_keys=True) for _scan, _status, body in answers}) == 1
            assert answers[0][2]["result"] == "welcome"
            assert SignIn.objects.filter(guest=guest).count() == 1
