"""`manage.py demo`, the demo house in one command."""

import gc
import json
import shutil
import socket
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.request import urlopen

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.test import Client, override_settings
from django.utils import timezone
from freezegun import freeze_time

from foyer.cases.models import Case
from foyer.events.enums import EventStatus
from foyer.events.models import Event
from foyer.guests.models import Desk, Guest, SignIn
from foyer.guests.services import codes
from tests.core.test_serve import answers, port
from tests.factories import UserFactory
from tests.factories.pages import EventPageFactory
from tests.house import House, house
from tests.tablet import Tablet

__all__ = ["house", "port"]
SESSIONS = "SELECT name FROM django_migrations WHERE app = 'sessions'"
AS_BEFORE_AN_UPGRADE = (
    "DROP TABLE django_session",
    "DELETE FROM django_migrations WHERE app = 'sessions'",
)


class TestDemo:
    def test_migrates_fills_and_serves_a_house_that_is_behind_and_then_goes_straight_to_serving(
        self, house: House, port: int
    ) -> None:
        house.open_doors(FOYER_PUBLIC_URL=f"http://127.0.0.1:{port}", FOYER_LOG_LEVEL="WARNING")
        _take_back(house, AS_BEFORE_AN_UPGRADE)

        told = [_serve_once(house, port) for _start in range(2)]

        log = (house.folder / "log").read_text()
        assert house.rows(SESSIONS) == [("0001_initial",)]
        assert log.count("Preparing the database") == log.count("Loading the demo house") == 1
        assert log.count(told[0]["guests"][0]["pass_url"]) == 2
        assert log.count(told[0]["coming_guests"][0]["pass_url"]) == 2
        assert [len(told[0]["accounts"]), len(told[0]["guests"])] == [9, 200]
        assert told[0] == told[1]

    def test_says_in_words_that_the_port_is_taken(self, house: House, port: int) -> None:
        house.open_doors()
        with socket.create_server(("127.0.0.1", port)):
            assert house.start("demo", "--port", str(port)).wait(60) == 1

        assert f"make demo PORT={port + 10}" in (house.folder / "log").read_text()


@pytest.fixture(scope="class")
def loaded_once(
    django_db_setup: None, django_db_blocker: Any, tmp_path_factory: Any
) -> Iterator[Path]:
    """The demo house as it was loaded today; each test takes back what it did in it."""
    folder: Path = tmp_path_factory.mktemp("demo")
    with (
        django_db_blocker.unblock(),
        override_settings(DATA_DIR=folder, MEDIA_ROOT=folder / "media"),
        transaction.atomic(),
    ):
        call_command("demo_house", verbosity=0)
        gc.collect()  # what is left open is closed while the warning is ignored
        yield folder
        transaction.set_rollback(True)


@pytest.mark.django_db
@pytest.mark.filterwarnings("ignore::ResourceWarning")  # as `demo_house` says
class TestDemoHouse:
    @pytest.fixture(autouse=True)
    def loaded(self, loaded_once: Path, db: None, settings: Any, tmp_path: Path) -> None:
        """A copy of its files, for this test alone."""
        settings.DATA_DIR, settings.MEDIA_ROOT = tmp_path, tmp_path / "media"
        shutil.copytree(loaded_once, tmp_path, dirs_exist_ok=True)

    def told(self) -> Any:
        return json.loads((settings.DATA_DIR / "demo.json").read_text(encoding="utf-8"))

    def test_moves_its_cases_along_with_its_events(self) -> None:
        known, at = list(Case.objects.order_by("pk")), timezone.now() + timedelta(days=40)

        with freeze_time(at):
            call_command("demo_house", verbosity=0)

        moved = list(Case.objects.order_by("pk"))
        days = {new.opened_at - old.opened_at for new, old in zip(moved, known, strict=True)}
        assert days <= {timedelta(days=39), timedelta(days=40)}
        assert len(days) == 1
        waited = [
            [case.answer_due_at - case.opened_at for case in cases] for cases in (moved, known)
        ]
        assert waited[0] == waited[1]

    def test_has_an_event_that_runs_whenever_it_is_started(self) -> None:
        midnight = timezone.localtime().replace(hour=0, minute=0)
        starts = [(0, 23.9), (1, 0), (1, 12), (3, 6), (400, 0), (401, 23.9)]

        for days, hours in starts:
            at = midnight + timedelta(days=days, hours=hours)
            with freeze_time(at):
                call_command("demo_house", verbosity=0)

            event = Event.objects.get(number=self.told()["running_event"]["number"])
            assert event.starts_at <= at < event.ends_at
            assert event.status == EventStatus.RUNNING
            assert Event.objects.filter(starts_at__gt=at).count() == 3
            assert Event.objects.filter(ends_at__lt=at).count() == 1
            assert not SignIn.objects.filter(signed_in_at__gt=at).exists()

    def test_tells_first_of_a_guest_who_can_be_welcomed_and_of_one_who_can_reply(
        self, client: Client
    ) -> None:
        told = self.told()
        shown, replying = told["guests"][0], told["coming_guests"][0]

        guest = codes.find_by_code(shown["code"])
        assert guest.table
        assert guest.cancelled_at is None
        assert not guest.sign_ins.exists()
        desk = Desk.objects.get(name=told["desk"]["name"])
        desk.token = told["desk"]["token"]
        assert Tablet(desk).scan(shown["code"]).json()["result"] == "welcome"
        path = codes.pass_path(replying["code"])
        assert client.post(path, {"reply": "yes", "party": "1"}).status_code == 302

    def test_keeps_what_people_did_in_it(self) -> None:
        before = self.told()
        event = Event.objects.get(number=before["running_event"]["number"])
        own = EventPageFactory(event__title="自己办的一场").event
        for page in event.pages.all():
            page.slug = "renamed"
            page.save_revision().publish()
        Guest.objects.filter(event=event).update(table="松 9")
        Desk.objects.filter(pk=event.desks.earliest("pk").pk).update(name="东门")
        event.status, event.title = EventStatus.HELD, "改过的名字"
        event.save()

        with freeze_time(timezone.now() + timedelta(days=3)):
            call_command("demo_house", verbosity=0)

        after = self.told()
        assert after["desk"] | {"name": ""} == before["desk"] | {"name": ""}
        assert after["guests"] == before["guests"]
        assert after["running_event"]["page_url"].endswith("/zh-hans/events/renamed/")
        event.refresh_from_db()
        assert (event.title, event.status) == ("改过的名字", EventStatus.RUNNING)
        assert set(event.guests.values_list("table", flat=True)) == {"松 9"}
        assert Event.objects.get(pk=own.pk).starts_at == own.starts_at


@pytest.mark.django_db
class TestHouseOfYourOwn:
    def test_is_never_filled_with_invented_people(self) -> None:
        UserFactory()

        with pytest.raises(CommandError, match="People already work in this house"):
            call_command("demo_house")

        assert not Event.objects.exists()


def _serve_once(house: House, port: int) -> Any:
    """Start the demo, read a page of it, stop it; return what it wrote down for scripts."""
    served = house.start("demo", "--port", str(port))
    house.wait_for(lambda: answers(port, "/readyz"), "the demo house was never ready")
    told = json.loads((house.folder / "demo.json").read_text(encoding="utf-8"))
    with urlopen(told["running_event"]["page_url"], timeout=20) as page:
        assert "正在进行" in page.read().decode()
    served.terminate()
    assert served.wait(30) == 0
    return told


def _take_back(house: House, statements: Iterable[str]) -> None:
    """Let a house look as it did before its last upgrade."""
    if connection.vendor != "sqlite":
        with connection.cursor() as cursor:
            for statement in statements:
                cursor.execute(statement)
        return
    with closing(sqlite3.connect(house.database)) as database, database:
        for statement in statements:
            database.execute(statement)
