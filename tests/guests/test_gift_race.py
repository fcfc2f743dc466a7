"""Two guests at the last gift, and eighteen more: one has it, the others are told in their own language. (000-20)"""

import json
import threading
import uuid
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPConnection
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.db import connection
from pytest_django.live_server_helper import LiveServer

from foyer.guests.enums import AnswerState
from foyer.guests.models import Desk, StepAnswer
from tests.factories import (
    CheckpointFactory,
    DeskFactory,
    EventFactory,
    GiftFactory,
    GuestFactory,
    SignInFactory,
)

GUESTS, ROUNDS = 20, 3
GONE = {
    "zh-Hans": "这件礼品刚刚选完，请另选一件。",
    "zh-Hant": "這件禮品剛剛選完，請另選一件。",
    "en": "This gift has just run out. Please choose another one.",
}

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.filterwarnings("default::ResourceWarning"),  # the live server's own sockets
]


def choose_at_once(address: str, desks: list[Desk], scans: list[uuid.UUID], gift: int) -> list[Any]:
    """Let every guest tap the gift at the same moment, each at a tablet of their own; return language and answer."""
    start = threading.Barrier(len(desks))
    at = urlsplit(address)

    def tap(desk: Desk, scan: uuid.UUID, language: str) -> tuple[str, Any]:
        line = HTTPConnection(at.hostname or "", at.port, timeout=60)
        headers = {
            "Authorization": f"Desk {desk.token}",
            "Content-Type": "application/json",
            "Accept-Language": language,
        }
        plain = {"step": "gift", "gift": gift}
        told = {"answers": [{"id": str(uuid.uuid4()), "scan": str(scan), "plain": plain}]}
        start.wait()
        line.request("POST", "/api/foyer/v1/desk/answers", json.dumps(told), headers)
        [said] = json.loads(line.getresponse().read())
        line.close()
        return language, said

    languages = [list(GONE)[n % len(GONE)] for n in range(len(desks))]
    with ThreadPoolExecutor(len(desks)) as tablets:
        return list(tablets.map(tap, desks, scans, languages))


class TestTheLastGift:
    def test_is_promised_to_one_guest_and_the_others_are_told_in_their_language(
        self, live_server: LiveServer
    ):
        event = EventFactory(running=True)
        door = CheckpointFactory(event=event)
        desks = [DeskFactory(event=event, paired=True, checkpoints=[door]) for _n in range(GUESTS)]

        for _round in range(ROUNDS):
            gift = GiftFactory(event=event, stock=1)
            scans = [
                SignInFactory(guest=GuestFactory(event=event), checkpoint=door, desk=desk).scan_id
                for desk in desks
            ]

            said = choose_at_once(live_server.url, desks, scans, gift.pk)

            assert Counter(one["result"] for _language, one in said) == {
                "kept": 1,
                "error": GUESTS - 1,
            }
            lost = [(language, one) for language, one in said if one["result"] == "error"]
            assert {one["code"] for _language, one in lost} == {"gift_gone"}
            assert all(one["message"] == GONE[language] for language, one in lost)
            gift.refresh_from_db()
            assert gift.promised == 1
            assert StepAnswer.objects.get(gift=gift).state == AnswerState.KEPT
        connection.close()
