"""Keeping child processes alive, and stopping them all when asked.

On Linux a child is forked from the loaded house: it starts at once and shares its memory.
"""

import ctypes
import logging
import os
import signal
import sys
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from multiprocessing import get_context
from multiprocessing.process import BaseProcess
from types import FrameType

import django
from django.db import connections
from django.utils.module_loading import import_string

logger = logging.getLogger(__name__)

STOP_SECONDS = 15.0
_PATIENCE = 30.0  # a child that lived so long starts with the shortest pause again
_PAUSES = (0.2, 1.0, 5.0, 15.0)
_PR_SET_PDEATHSIG = 1
_PROCESSES = get_context("fork") if sys.platform == "linux" else get_context("spawn")


@dataclass
class Child:
    """One process to keep alive.

    Args:
        name: how the log calls it.
        act: where the function is that it runs, such as "foyer.core.workers.carry_jobs".
        arguments: what that function is called with.
        when_dead: called after each death, before the next start, with the process id that was.
    """

    name: str
    act: str
    arguments: Mapping[str, str | int] = field(default_factory=dict)
    when_dead: Callable[[int], None] = lambda _pid: None
    process: BaseProcess | None = None
    started: float = 0.0
    start_after: float = 0.0
    deaths: int = 0

    @property
    def alive(self) -> bool:
        """Whether the process runs."""
        return self.process is not None and self.process.is_alive()

    def start(self) -> None:
        """Start the process; a connection of ours is never shared with it."""
        connections.close_all()
        self.process = _PROCESSES.Process(
            target=_live, args=(self.act, dict(self.arguments)), name=self.name
        )
        self.process.start()
        self.started = time.monotonic()

    def watch(self) -> None:
        """Start the process when it is due; clear away what a dead one left."""
        if self.alive:
            return
        if self.process is not None:
            self._bury(self.process)
        if time.monotonic() >= self.start_after:
            self.start()

    def signal(self, number: int) -> None:
        """Send a signal to the process, or to its whole group when it is to be killed."""
        if self.process is None or self.process.pid is None:
            return
        with suppress(ProcessLookupError):
            (os.killpg if number == signal.SIGKILL else os.kill)(self.process.pid, number)

    def _bury(self, process: BaseProcess) -> None:
        logger.warning("%s ended with %s and is started again", self.name, process.exitcode)
        self.signal(signal.SIGKILL)
        now = time.monotonic()
        self.deaths = 1 if now - self.started > _PATIENCE else self.deaths + 1
        self.start_after = now + _PAUSES[min(self.deaths, len(_PAUSES)) - 1]
        self.process = None
        self.when_dead(process.pid or 0)


class Supervisor:
    """Keeps children alive and does something every few seconds, until it is asked to stop."""

    def __init__(self, children: Sequence[Child], every: float, beat: Callable[[], None]) -> None:
        self.children = children
        self.every, self.beat = every, beat
        self.stopping = threading.Event()

    def run(self) -> None:
        """Run until SIGTERM or SIGINT, then stop every child."""
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._stop)
        due = 0.0
        try:
            while not self.stopping.is_set():
                for child in self.children:
                    child.watch()
                if time.monotonic() >= due:
                    self.beat()
                    due = time.monotonic() + self.every
                self.stopping.wait(0.2)
        finally:
            self.stop_children()

    def stop_children(self) -> None:
        """Ask every child to stop; kill what has not stopped in time."""
        for child in self.children:
            child.signal(signal.SIGTERM)
        last = time.monotonic() + STOP_SECONDS
        for child in self.children:
            if child.process is None:
                continue
            child.process.join(max(0.0, last - time.monotonic()))
            if child.alive:
                logger.warning("%s did not stop in time and is killed", child.name)
            child.signal(signal.SIGKILL)
            child.process.join()

    def _stop(self, _number: int, _frame: FrameType | None) -> None:
        self.stopping.set()


def _live(act: str, arguments: dict[str, str | int]) -> None:
    """Be a child: in a group of its own, so that nothing of it is left when it dies."""
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    signal.signal(signal.SIGINT, signal.default_int_handler)
    os.setsid()
    if sys.platform == "linux":
        _die_with_parent()
    django.setup()
    import_string(act)(**arguments)


def _die_with_parent() -> None:
    """Ask Linux to end this process when its parent dies, even by kill -9."""
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)
