"""A dinner that is running, its door, and a guest with a place: what journeys to the door share."""

import pytest
from django.utils import timezone, translation
from django.utils.translation import gettext, pgettext
from playwright.sync_api import Page, expect

from foyer.core.enums import FormOfAddress
from foyer.guests.models import SignIn
from tests.factories import DeskFactory, EventFactory, GuestFactory
from tests.journeys.kiosk import Kiosk

LANGUAGES = {"zh-hans": "zh-Hans", "zh-hant": "zh-Hant", "en": "en"}


@pytest.fixture
def dinner(transactional_db):
    """A dinner that is running; who is not on its list may come too."""
    return EventFactory(running=True, walk_ins=True)


@pytest.fixture
def ming(dinner):
    """A guest with a place."""
    return GuestFactory(
        event=dinner,
        name="王小明",
        form_of_address=FormOfAddress.MR,
        company="江南丝路文化有限公司",
        phone="138 0000 7788",
        table="松 3",
        seat="5",
    )


@pytest.fixture
def door(dinner):
    """A paired desk at the dinner's door."""
    return DeskFactory(event=dinner, name="1号签到台", paired=True)


@pytest.fixture
def tablet(open_page, house, door) -> Kiosk:
    """That desk's tablet."""
    return Kiosk.paired(open_page, door, house=house)


def say(language: str, sentence: str, **values: str) -> str:
    """Return a sentence of the house in a language, filled in."""
    with translation.override(language):
        return gettext(sentence) % values


def title(language: str, word: str) -> str:
    """Return the heading of an answer in a language."""
    with translation.override(language):
        return pgettext("kiosk result", word)


def clock(sign_in: SignIn) -> str:
    """Return the time somebody came, as the house's clock shows it."""
    return f"{timezone.localtime(sign_in.signed_in_at):%H:%M}"


def picture_of_code(page: Page) -> bytes:
    """Return a picture of the QR code on a pass, as a camera sees the guest's telephone."""
    tile = page.locator(".pass__tile")
    expect(tile).to_be_visible()
    return tile.screenshot()
