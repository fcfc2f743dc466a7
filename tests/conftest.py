"""Fixtures every room's tests may ask for."""

from collections.abc import Callable, Iterator
from datetime import datetime

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import get_resolver
from django.utils import timezone, translation
from hypothesis import settings
from pytest_django import DjangoDbBlocker

from foyer.core.models import User
from foyer.core.page_cache import stamp
from foyer.events.models import Event
from foyer.guests.models import Desk, Guest
from tests.factories import DeskFactory, EventFactory, GuestFactory, UserFactory
from tests.migrated import migrated_once
from tests.pristine import put_back_after_each_test
from tests.smtp import smtp_inbox

__all__ = ["smtp_inbox"]

# How long an example takes says more of the machine than of the code: nothing is timed inside a test.
settings.register_profile("house", deadline=None)
settings.load_profile("house")

LogIn = Callable[..., Client]


@pytest.fixture(scope="session", autouse=True)
def addresses_read() -> None:
    """Read every address before a test stops the clock: the API's shapes are made of real dates."""
    _ = get_resolver().url_patterns


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_modify_db_settings_parallel_suffix: None,
) -> Iterator[None]:
    """Migrate once, and copy from then on."""
    with migrated_once():
        yield


@pytest.fixture(scope="session")
def django_db_setup(
    django_db_setup: None,
    django_db_blocker: DjangoDbBlocker,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[None]:
    """Put the migrations' rows (roles, pages, wordings) back after a test that really commits."""
    folder = tmp_path_factory.mktemp("pristine")
    with django_db_blocker.unblock(), put_back_after_each_test(folder):
        yield


@pytest.fixture(autouse=True)
def _fresh_memory() -> None:
    """Give each test an empty cache and the house's language."""
    cache.clear()
    stamp.forget()
    translation.activate("zh-hans")


@pytest.fixture
def now() -> datetime:
    """The moment of the test."""
    return timezone.now()


@pytest.fixture
def event(db: None) -> Event:
    """An event that is running now."""
    return EventFactory(running=True)


@pytest.fixture
def guest(event: Event) -> Guest:
    """A guest of `event`."""
    return GuestFactory(event=event)


@pytest.fixture
def desk(event: Event) -> Desk:
    """A paired tablet at the door of `event`; `desk.token` is its token."""
    return DeskFactory(event=event, paired=True)


@pytest.fixture
def administrator(db: None) -> User:
    """A member of staff with every right."""
    return UserFactory(role="Administrators")


@pytest.fixture
def log_in(db: None) -> LogIn:
    """Return a client logged in as a fresh member of staff: `log_in("Reception")`."""

    def _log_in(role: str | None = None, *, user: User | None = None) -> Client:
        client = Client()
        client.force_login(user or UserFactory(role=role))
        return client

    return _log_in
