"""A program that goes on writing while a backup is made and restored."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from django.db import transaction

from foyer.clients.models import Client

from .damage import require

_PROCESSES = get_context("fork")


class Writer:
    """A process that writes pairs of clients, each pair in one transaction, and a file with each."""

    def __init__(self, folder: Path) -> None:
        self._count = _PROCESSES.Value("q", 0)
        self._stop = _PROCESSES.Event()
        arguments = (folder, self._count, self._stop)
        self.process = _PROCESSES.Process(target=_write, args=arguments)

    @property
    def kept(self) -> int:
        """How many pairs were committed."""
        return int(self._count.value)

    def require_alive(self) -> None:
        """See that it still writes."""
        require(self.process.is_alive(), "The writer was stopped by the backup or the restore.")

    def stop(self) -> None:
        """End it."""
        self._stop.set()
        self.process.join()


@contextmanager
def writing(folder: Path) -> Iterator[Writer]:
    """Write until the block is left."""
    writer = Writer(folder)
    writer.process.start()
    try:
        while writer.kept < 3:
            writer.require_alive()
            time.sleep(0.05)
        yield writer
    finally:
        writer.stop()


def _write(folder: Path, count: Any, stop: Any) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    pair = 0
    while not stop.is_set():
        pair += 1
        with transaction.atomic():
            for half in "ab":
                Client.objects.create(number=f"W{pair:07}{half}", name=f"同写{pair}")
        (folder / f"written-{pair}.txt").write_text(f"written {pair}", encoding="utf-8")
        count.value = pair
        time.sleep(0.005)
