"""Tablets for drills: each has a connection of its own, and asks until it is told."""

from __future__ import annotations

import json
import threading
import time
import uuid
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from http.client import HTTPConnection, HTTPException
from typing import Any

from foyer.core.drills import PromiseBroken
from foyer.guests.models import Guest

from .stage import Stage, Told

API = "/api/foyer/v1/desk"
_PATIENCE = 300.0  # seconds until a tablet is told; longer means that the lobby stands still
_PAUSE = 0.05  # seconds between two tries


class Tablet:
    """Speaks to the tablets' server over HTTP.

    Args:
        within: seconds an answer may take before the tablet asks again.
    """

    def __init__(self, stage: Stage, token: str, port: int, *, within: float = 30) -> None:
        self.stage, self.port, self.within = stage, port, within
        self.headers = {"Authorization": f"Desk {token}", "Content-Type": "application/json"}
        self._line: HTTPConnection | None = None
        self.answers: list[int] = []  # every status met, those of retries included

    def ask(self, method: str, path: str, body: Any = None) -> Any | None:
        """Return what the house says, or None when it was not reached."""
        self._line = self._line or HTTPConnection("127.0.0.1", self.port, timeout=self.within)
        try:
            content = None if body is None else json.dumps(body)
            self._line.request(method, API + path, content, self.headers)
            response = self._line.getresponse()
            text = response.read()
        except (OSError, HTTPException):
            self.close()
            return None
        self.answers.append(response.status)
        return json.loads(text) if response.status < 500 else None

    def scan(self, guest: Guest) -> Told:
        """Scan a guest's code, and ask under the same id until the house answers.

        Raises:
            PromiseBroken: the house has not answered for minutes, or refuses the scan.
        """
        body = {"id": str(uuid.uuid4()), "checkpoint": self.stage.checkpoint.pk}
        return self.send(guest, body | {"code": guest.code_sealed})

    def send(self, guest: Guest, scan: dict[str, Any]) -> Told:
        """Send one scan, the same each time, until the house answers."""
        began, tries = time.monotonic(), 1
        while (told := self.ask("POST", "/sign-ins", scan)) is None:
            if time.monotonic() - began > _PATIENCE:
                message = "A tablet was not told anything for minutes."
                raise PromiseBroken(message)
            time.sleep(_PAUSE)
            tries += 1
        if "result" not in told:
            message = f"A scan was refused: {told}"
            raise PromiseBroken(message)
        return Told(scan["id"], guest.pk, told["result"], time.monotonic() - began, tries)

    def close(self) -> None:
        """Hang up."""
        with suppress(OSError):
            if self._line:
                self._line.close()
        self._line = None


def tablets_of(stage: Stage, port: int, *, within: float = 30) -> list[Tablet]:
    """Return a tablet for each token of the stage."""
    return [Tablet(stage, token, port, within=within) for token in stage.tokens]


class Evening:
    """Tablets that all work at once, each on its own guests, and what they have been told so far.

    Args:
        tablets: who scans.
        queues: the guests of each.
        first: how many of all guests are there from the start, the others when they `come`; None: all.
    """

    def __init__(
        self,
        tablets: Sequence[Tablet],
        queues: Sequence[Sequence[Guest]],
        *,
        first: int | None = None,
    ) -> None:
        self.tablets, self.queues = tablets, queues
        self.told: list[Told] = []  # list.append is atomic
        everybody = sum(len(queue) for queue in queues)
        self._there = threading.Semaphore(everybody if first is None else first)
        self._pool = ThreadPoolExecutor(len(tablets))

    def begin(self) -> Evening:
        """Let all of them begin in the same moment."""
        together = threading.Barrier(len(self.tablets))
        pairs = zip(self.tablets, self.queues, strict=True)
        self._work = [self._pool.submit(self._scan, *pair, together) for pair in pairs]
        return self

    def _scan(self, tablet: Tablet, guests: Sequence[Guest], together: threading.Barrier) -> None:
        together.wait()
        for guest in guests:
            self._there.acquire()
            self.told.append(tablet.scan(guest))
        tablet.close()

    def come(self, number: int) -> None:
        """Let so many guests more come to the tablets."""
        self._there.release(number)

    @property
    def is_over(self) -> bool:
        """Whether every guest has been scanned, or a tablet has given up."""
        return all(one.done() for one in self._work)

    def wait_until(self, condition: Callable[[], bool]) -> None:
        """Wait until something holds, or all is over."""
        while not (condition() or self.is_over):
            time.sleep(0.002)

    def end(self) -> list[Told]:
        """Wait for the last guest; return everything that was told.

        Raises:
            PromiseBroken: a tablet gave up.
        """
        self._pool.shutdown()
        for one in self._work:
            one.result()
        return self.told


def shared_out(guests: Sequence[Guest], tablets: int, *, twice: int = 0) -> list[list[Guest]]:
    """Return the guests of each tablet; every `twice`-th guest also holds the code before another one."""
    queues: list[list[Guest]] = [[] for _tablet in range(tablets)]
    for number, guest in enumerate(guests):
        queues[number % tablets].append(guest)
        if twice and number % twice == 0:
            queues[(number + 1) % tablets].append(guest)
    return queues
