"""`manage.py drill preflight`: what is said before an evening, and that the try leaves nothing behind."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from foyer.core.models import WorkerPulse
from foyer.events.enums import EventStatus
from foyer.events.models import Event
from foyer.guests.enums import SignInWay
from foyer.guests.models import Desk, Guest, SignIn
from foyer.guests.services.checkpoints import ensure_door_checkpoint
from foyer.guests.services.pairing import give_token, set_pin
from tests.factories import BackupRunFactory, DeskFactory, EventFactory, GuestFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def event(monkeypatch: pytest.MonkeyPatch, settings, tmp_path) -> Event:
    """An event of this evening with a guest and a paired desk, in a house with a worker and a backup."""
    settings.BACKUP_DIR, settings.BACKUP_KEYS = tmp_path, ["k" * 43]
    BackupRunFactory()
    monkeypatch.setattr("foyer.guests.drills.preflight._is_synchronised", lambda: None)
    now = timezone.now()
    WorkerPulse.objects.create(name="w", beat_at=now)
    starts = now + timedelta(hours=3)
    event = EventFactory(
        title="春茶会",
        status=EventStatus.ANNOUNCED,
        starts_at=starts,
        ends_at=starts + timedelta(hours=3),
    )
    GuestFactory(event=event)
    desk = DeskFactory(event=event, name="正门")
    desk.checkpoints.add(ensure_door_checkpoint(event=event))
    give_token(desk=desk, token="preflight", at=now)
    set_pin(desk=desk, pin="2468", by=UserFactory())
    return event


def _told() -> str:
    out = StringIO()
    call_command("drill", "preflight", stdout=out)
    return out.getvalue()


def _refused() -> list[str]:
    out = StringIO()
    with pytest.raises(CommandError, match="not as they should be"):
        call_command("drill", "preflight", stdout=out)
    return [line for line in out.getvalue().splitlines() if line.startswith("MISSING")]


def test_finds_everything_in_its_place_and_leaves_nothing_behind(event: Event):
    before = [model.objects.count() for model in (Guest, Desk, SignIn)]

    told = _told()

    assert "MISSING" not in told
    assert "a scan tried and taken back" in told
    assert "正门" in told
    assert [model.objects.count() for model in (Guest, Desk, SignIn)] == before


def test_says_what_is_missing_of_the_house(event: Event, settings, monkeypatch):
    WorkerPulse.objects.update(beat_at=timezone.now() - timedelta(minutes=5))
    settings.PUBLIC_URL, settings.SECURE = "http://192.168.1.20:8000", False
    monkeypatch.setattr("foyer.guests.drills.preflight._LEAST_FREE", 2**60)
    settings.BACKUP_DIR = None

    lines = _refused()

    assert len(lines) == 4
    assert any("No backups are made" in line for line in lines)
    assert any("disk" in line for line in lines)
    assert any("sign of life" in line for line in lines)
    assert any("without TLS" in line for line in lines)


def test_says_what_is_missing_of_an_event(event: Event):
    event.guests.all().delete()
    Event.objects.update(doors_at=event.starts_at + timedelta(hours=1))
    Desk.objects.update(pin_hash="")
    bare = EventFactory(
        title="空场",
        starts_at=event.starts_at,
        ends_at=event.ends_at,
        status=EventStatus.ANNOUNCED,
    )
    GuestFactory(event=bare)

    lines = _refused()

    assert any("春茶会" in line and "nobody is on it" in line for line in lines)
    assert any("no staff PIN" in line for line in lines)
    assert any("the answer would be" in line for line in lines)
    assert any("空场" in line and "no tablet is paired" in line for line in lines)


def test_names_hosts_whom_nobody_can_tell(event: Event):
    guest = event.guests.get()
    guest.host = UserFactory(last_name="默", first_name="林", email="")
    guest.save()

    alone = _refused()
    UserFactory(role="Reception", email="desk@house.example")
    told = _refused()

    assert any("nobody at reception is told" in line for line in alone)
    assert any("without a way to tell them" in line and "默" in line for line in told)


def test_says_that_a_tablet_is_silent_and_that_the_clock_was_set_back(event: Event):
    Desk.objects.update(last_seen_at=timezone.now() - timedelta(hours=1))
    guest = event.guests.get()
    SignIn.objects.create(
        event=event,
        guest=guest,
        checkpoint=event.checkpoints.get(),
        way=SignInWay.CODE,
        signed_in_at=timezone.now(),
        heard_at=timezone.now(),
        changed_at=timezone.now() + timedelta(hours=2),
        scan_id="6f0b7c0e-5c0a-4c7e-9d57-0b0a1a2b3c4d",
    )

    lines = _refused()

    assert any("not been heard of" in line for line in lines)
    assert any("set back" in line for line in lines)
