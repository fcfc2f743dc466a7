"""An evening made up for a drill, the server of its tablets, and the count at its end."""

from __future__ import annotations

import os
import secrets
import signal
import socket
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from http.client import HTTPConnection, HTTPException
from typing import Any, Self

from django.conf import settings
from django.db import connection
from django.utils import timezone

from foyer.core.drill_houses import database_url
from foyer.core.drills import Environment, PromiseBroken, Say
from foyer.events.enums import EventStatus
from foyer.events.models import Event, EventType
from foyer.guests.models import Checkpoint, Guest, SignIn
from foyer.guests.models import Desk as DeskRecord
from foyer.guests.services.checkpoints import ensure_door_checkpoint
from foyer.guests.services.codes import set_new_code
from foyer.guests.services.pairing import give_token

_PATIENCE = 180.0  # seconds for a server to answer on a busy machine
_LOOK = 0.05  # seconds between two looks


@dataclass(frozen=True, slots=True)
class Stage:
    """A running event, its door, its guests, and the tokens of its tablets."""

    event: Event
    checkpoint: Checkpoint
    guests: list[Guest]
    tokens: list[str]

    @classmethod
    def made(cls, *, guests: int, tablets: int) -> Stage:
        """Make it, in a house that has no guests.

        Raises:
            PromiseBroken: the house has guests of its own.
        """
        if Guest.objects.exists():
            message = (
                "This house has guests. Leave --here out, or run it on a database made for it."
            )
            raise PromiseBroken(message)
        now = timezone.now()
        kind, _made = EventType.objects.get_or_create(code="drill", defaults={"name": "演练"})
        event = Event.objects.create(
            type=kind,
            title="演练",
            status=EventStatus.RUNNING,
            starts_at=now - timedelta(hours=2),
            ends_at=now + timedelta(hours=6),
            capacity=guests,
        )
        door = ensure_door_checkpoint(event=event)
        asked = [Guest(event=event, name=f"演练{number}") for number in range(guests)]
        for guest in asked:
            set_new_code(guest, at=now)
        Guest.objects.bulk_create(asked, batch_size=500)
        tokens = [_paired(event, door, number) for number in range(tablets)]
        return cls(event, door, list(event.guests.order_by("pk")), tokens)

    def strike(self) -> None:
        """Leave the house as it was found."""
        SignIn.objects.filter(event=self.event).delete()
        self.event.guests.all().delete()
        DeskRecord.objects.filter(event=self.event).delete()
        self.checkpoint.delete()
        self.event.delete()


def _paired(event: Event, door: Checkpoint, number: int) -> str:
    desk = DeskRecord.objects.create(event=event, name=f"演练{number + 1}号")
    desk.checkpoints.add(door)
    return give_token(desk=desk, token=secrets.token_urlsafe(32), at=timezone.now()).token


class Server:
    """A server of this house as processes of its own, which may be killed and started again.

    Args:
        process: "kiosk" for the tablets' own, "house" for the whole house.
        more: what its environment has beside.
    """

    def __init__(self, process: str = "kiosk", **more: str) -> None:
        with socket.create_server(("127.0.0.1", 0)) as probe:
            self.port: int = probe.getsockname()[1]
        self.environment = _environment() | {"FOYER_PROCESS": process} | more
        self.main: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start it, and wait until it answers.

        Raises:
            PromiseBroken: it does not answer for minutes.
        """
        workers = "1" if connection.vendor == "sqlite" else "2"
        line = [sys.executable, "-m", "foyer", "serve", "--port", str(self.port)]
        with (settings.DATA_DIR / "drill.log").open("ab") as log:
            self.main = subprocess.Popen(  # noqa: S603  a command of ours
                [*line, "--workers", workers],
                env=self.environment,
                stdout=log,
                stderr=log,
                start_new_session=True,  # so that it can be killed with all it has started
            )
        last = time.monotonic() + _PATIENCE
        while not self.answers():
            if time.monotonic() > last or self.main.poll() is not None:
                message = "The server of the drill does not answer."
                raise PromiseBroken(message)
            time.sleep(_LOOK)

    def answers(self) -> bool:
        """Tell whether it answers."""
        line = HTTPConnection("127.0.0.1", self.port, timeout=5)
        try:
            line.request("GET", "/healthz")
            return line.getresponse().status == 200
        except (OSError, HTTPException):
            return False
        finally:
            line.close()

    def send(self, number: signal.Signals) -> None:
        """Send a signal to all its processes at once."""
        if self.main and self.main.poll() is None:
            os.killpg(self.main.pid, number)

    def kill(self) -> None:
        """Kill all its processes, without a word of warning."""
        self.send(signal.SIGKILL)
        if self.main:
            self.main.wait(60)

    def __enter__(self) -> Self:
        """Start it."""
        self.start()
        return self

    def __exit__(self, *_fault: object) -> None:
        """Stop it."""
        self.send(signal.SIGTERM)
        try:
            if self.main:
                self.main.wait(30)
        except subprocess.TimeoutExpired:
            self.kill()


def _environment() -> Environment:
    """Return the environment in which a process serves this house as this process has it."""
    return os.environ | {
        "DJANGO_SETTINGS_MODULE": "foyer.settings.development",
        "DATABASE_URL": database_url(),
        "FOYER_SECRET_KEY": settings.SECRET_KEY,
        "FOYER_FIELD_KEYS": ",".join(settings.FIELD_KEYS),
        "FOYER_DATA_DIR": str(settings.DATA_DIR),
        "FOYER_PUBLIC_URL": "http://127.0.0.1",
        "FOYER_LOG_LEVEL": "CRITICAL",
        "PYTHONPATH": os.pathsep.join((str(settings.SOURCE_DIR.parent), str(settings.PROJECT_DIR))),
    }


@dataclass(frozen=True, slots=True)
class Told:
    """What a tablet was told of one scan, once it was told anything.

    Attributes:
        seconds: from the first try to the answer.
        tries: how often the scan had to be sent.
    """

    scan_id: str
    guest: int
    result: str
    seconds: float
    tries: int


def count(stage: Stage, told: Iterable[Told], say: Say) -> None:
    """Say how many sign-ins were lost, doubled, or told falsely of.

    LOST: a tablet was told welcome, and nothing is kept. DUP: a guest with two sign-ins, or welcomed by two
    scans. FALSE: a scan that was kept, and told "already".

    Raises:
        PromiseBroken: there is one of these.
    """
    told = list(told)
    kept = {
        str(scan): guest
        for scan, guest in SignIn.objects.standing()
        .filter(event=stage.event)
        .values_list("scan_id", "guest")
    }
    welcomed = [one for one in told if one.result == "welcome"]
    lost = sum(kept.get(one.scan_id) != one.guest for one in welcomed)
    times: Counter[Any] = Counter(kept.values())
    welcomes = Counter(guest for _scan, guest in {(one.scan_id, one.guest) for one in welcomed})
    doubled = sum(number > 1 for number in times.values())
    doubled += sum(number > 1 for number in welcomes.values())
    false = sum(one.result == "already" and one.scan_id in kept for one in told)
    say(f"{len(told)} scans answered, {len(kept)} sign-ins kept, of {len(stage.guests)} guests")
    say(f"LOST {lost} · DUP {doubled} · FALSE {false}")
    if lost or doubled or false:
        message = "Sign-ins were lost, doubled or told of falsely."
        raise PromiseBroken(message)


def say_times(told: Iterable[Told], say: Say) -> tuple[float, float]:
    """Say how long answers took; return the 95th of a hundred and the longest, in seconds."""
    times = sorted(one.seconds for one in told)
    half, most = times[len(times) // 2], times[-1]
    tail = times[min(len(times) - 1, len(times) * 95 // 100)]
    say(f"answers: median {half * 1000:.0f} ms, p95 {tail * 1000:.0f} ms, max {most * 1000:.0f} ms")
    return tail, most
