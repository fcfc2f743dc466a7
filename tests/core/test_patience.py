"""A PostgreSQL that says nothing, as one that is frozen: tablets are told to come again."""

import time
import uuid
from collections.abc import Iterator

import psycopg
import pytest
from django.db import OperationalError, connection, connections

from foyer.core.patience import patience
from foyer.core.postgresql import base
from foyer.guests.models import SignIn
from tests.factories import DeskFactory, EventFactory, GuestFactory
from tests.tablet import Tablet

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite is a file"),
]
SLOW = "SELECT pg_sleep(2)"


@pytest.fixture(autouse=True)
def _no_silence_before(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(base, "_silent_at", float("-inf"))


@pytest.fixture
def hold() -> Iterator[psycopg.Connection]:
    """Another program's connection to the same database."""
    at = connection.settings_dict
    words = {"dbname": at["NAME"], "user": at["USER"], "host": at["HOST"], "port": at["PORT"]}
    with psycopg.connect(**{name: word for name, word in words.items() if word}) as other:
        yield other


class TestPatience:
    def test_ends_a_connection_that_is_silent_and_tells_the_next_at_once(self):
        began = time.monotonic()
        other = connections.create_connection("default")

        with patience(0.2), pytest.raises(OperationalError), connection.cursor() as cursor:
            cursor.execute(SLOW)
        with patience(0.2), pytest.raises(OperationalError):
            other.ensure_connection()

        assert time.monotonic() - began < 10
        assert not connection.is_usable()
        connection.close()
        with connection.cursor() as cursor:  # whoever has no patience set connects as always
            cursor.execute("SELECT 1")
            assert cursor.fetchone() == (1,)

    def test_is_each_answers_and_not_that_of_all_together(self):
        with patience(0.5), connection.cursor() as cursor:
            for _time in range(4):
                cursor.execute("SELECT pg_sleep(0.2)")

        assert connection.is_usable()

    def test_is_had_only_where_it_was_set(self):
        with patience(0.1):
            pass
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_sleep(0.3), 1")
            assert cursor.fetchone()[1] == 1


class TestATablet:
    @pytest.mark.parametrize("known", [False, True])
    def test_is_told_to_come_again_and_what_was_written_unheard_counts_once(
        self, hold: psycopg.Connection, known: bool
    ):
        event = EventFactory(running=True)
        tablet = Tablet(DeskFactory(event=event, paired=True))
        tablet.known = known
        guest, scan_id = GuestFactory(event=event), str(uuid.uuid4())
        hold.execute("LOCK TABLE guests_signin IN EXCLUSIVE MODE")  # reads go on, writes are silent

        away = tablet.scan(guest, id=scan_id)
        hold.rollback()  # and what was sent is carried out now
        while (told := tablet.scan(guest, id=scan_id)).status_code == 503:
            pass

        assert (away.status_code, away["Retry-After"], away.json()["code"]) == (
            503,
            "3",
            "database_away",
        )
        assert told.json()["result"] == "welcome"
        assert [str(one.scan_id) for one in SignIn.objects.filter(guest=guest)] == [scan_id]
