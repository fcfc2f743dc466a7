"""What people write is shown as text, never as markup: in every answer of the house. (SEC-14)"""

import json
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from foyer.core.models import HousePolicy
from foyer.guests.letters import load_wordings, write_letter
from foyer.guests.models import Guest
from foyer.guests.services.codes import pass_path
from tests.factories import UserFactory
from tests.security.addresses import address, build_world
from tests.security.canary import LONG, MARK, RAW, plant
from tests.security.roles_table import MAY_OPEN

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.filterwarnings("ignore::django.core.paginator.UnorderedObjectListWarning"),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
    pytest.mark.filterwarnings("ignore:Unclosed file:ResourceWarning"),
]


def markup_in(response: Any) -> list[str]:
    """Return the parts of an answer that a browser would read as markup."""
    kind = response.headers.get("Content-Type", "")
    if response.streaming or not kind.startswith(("text/html", "application/json")):
        return []
    text = response.content.decode()
    if kind.startswith("text/html"):
        return [text]
    return [value for value in _strings(json.loads(text)) if "</" in value]


def _strings(value: Any) -> list[str]:
    if isinstance(value, dict):
        return [text for inner in value.values() for text in _strings(inner)]
    if isinstance(value, list):
        return [text for inner in value for text in _strings(inner)]
    return [value] if isinstance(value, str) else []


@pytest.fixture
def world() -> dict[str, str]:
    """One record of each kind, the canary in every text of it."""
    world = build_world(at=timezone.now())
    planted = plant()
    assert len(planted) > 60
    return world


class TestTheStaffsTool:
    def test_shows_what_people_wrote_as_text(self, world, client):
        user = UserFactory(is_superuser=True, first_name=LONG, last_name=LONG)
        client.force_login(user)

        shown, raw = 0, []
        for pattern in MAY_OPEN:
            url = address(pattern, world)
            for part in markup_in(client.get(url)):
                shown += MARK in part
                if RAW in part:
                    raw.append(url)

        assert raw == []
        assert shown > 150


class TestPublicPages:
    def test_show_what_editors_wrote_as_text(self, world):
        guest = Guest.objects.get(pk=world["guest"])
        code = pass_path(guest.code_sealed)
        client, pages = Client(), {}
        for path in (
            "/zh-hans/",
            "/zh-hant/",
            "/en/",
            "/zh-hans/events/",
            guest.event.pages.get().url,
            code,
            f"{code}/event",
        ):
            pages[path] = client.get(path).content.decode()

        assert {path for path, text in pages.items() if MARK not in text} == set()
        assert {path for path, text in pages.items() if RAW in text} == set()


class TestALetter:
    def test_shows_what_people_wrote_as_text(self, world):
        guest = Guest.objects.get(pk=world["guest"])
        guest.email = "guest@example.com"
        words = load_wordings().choose(event_type=guest.event.type_id, language=guest.language)

        letter = write_letter(guest=guest, words=words, policy=HousePolicy.load())

        html = str(letter.alternatives[0][0])
        assert MARK in html
        assert RAW not in html
