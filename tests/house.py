"""The house as processes of its own, on the test's data: for what only shows between processes."""

import os
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.error import URLError
from urllib.request import urlopen

import pytest
from django.conf import settings
from django.db import connection

DEADLINE = 120.0


class House:
    """Runs management commands in processes that see the data as it was at `open_doors`."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.database = folder / "foyer.sqlite3"
        self.environment = os.environ | {
            "DJANGO_SETTINGS_MODULE": "foyer.settings.development",
            "FOYER_SECRET_KEY": settings.SECRET_KEY,
            "FOYER_DATA_DIR": str(folder),
            "PYTHONPATH": os.pathsep.join(
                (str(settings.SOURCE_DIR.parent), str(settings.PROJECT_DIR))
            ),
        }
        self.processes: list[subprocess.Popen[bytes]] = []

    def open_doors(self, **environment: str) -> None:
        """Give the data written so far to the processes; PostgreSQL shares it, SQLite gets a copy."""
        self.environment |= environment
        if connection.vendor == "sqlite":
            self.environment.pop("DATABASE_URL", None)
            connection.ensure_connection()
            copy = sqlite3.connect(self.database)
            connection.connection.backup(copy)
            copy.close()
        else:
            self.share_database()

    def share_database(self) -> None:
        """Let the processes work on the very database the test works on."""
        at = connection.settings_dict
        if connection.vendor == "sqlite":
            self.environment["DATABASE_URL"] = f"sqlite:///{at['NAME']}"
            return
        login = f"{at['USER']}:{at['PASSWORD']}" if at["PASSWORD"] else at["USER"]
        place = f"{at['HOST']}:{at['PORT'] or 5432}/{at['NAME']}"
        self.environment["DATABASE_URL"] = f"postgres://{login}@{place}"

    def start(self, *command: str) -> subprocess.Popen[bytes]:
        """Start a management command."""
        line = [sys.executable, "-m", "foyer", *command]
        with (self.folder / "log").open("ab") as log:
            process = subprocess.Popen(
                line, env=self.environment, stdout=log, stderr=log, start_new_session=True
            )
        self.processes.append(process)
        return process

    def rows(self, query: str) -> Sequence[tuple[Any, ...]]:
        """Read from the processes' database."""
        if connection.vendor != "sqlite":
            with connection.cursor() as cursor:
                cursor.execute(query)
                return cursor.fetchall()
        reader = sqlite3.connect(self.database, timeout=20)
        try:
            return reader.execute(query).fetchall()
        finally:
            reader.close()

    def wait_for(self, condition: Callable[[], object], what: str) -> None:
        """Wait until something holds; fail with the processes' log when it does not in time."""
        last = time.monotonic() + DEADLINE
        while not condition():
            if time.monotonic() > last:
                pytest.fail(f"{what}\n{(self.folder / 'log').read_text()[-4000:]}")
            time.sleep(0.05)  # between two looks, never instead of one

    def kill(self) -> None:
        """Kill everything started, and all that it has started, without a word of warning."""
        for process in self.processes:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait(30)
        self.processes.clear()

    def close(self) -> None:
        """Stop what still runs."""
        for process in self.processes:
            if process.poll() is None:
                process.terminate()
        for process in self.processes:
            process.wait(30)


def free_port() -> int:
    """Return a port nobody listens on."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        number: int = probe.getsockname()[1]
    return number


def answers(port: int, path: str) -> bool:
    """Tell whether a server answers 200."""
    try:
        with urlopen(f"http://127.0.0.1:{port}{path}", timeout=5) as response:
            return bool(response.status == 200)
    except (URLError, OSError):
        return False


@contextmanager
def serving(folder: Path, **environment: str) -> Iterator[str]:
    """Serve the very database the tests work on with `manage.py serve`; gives the address."""
    house, port = House(folder), free_port()
    house.share_database()
    house.environment |= environment
    workers = "1" if connection.vendor == "sqlite" else "2"
    try:
        house.start("serve", "--port", str(port), "--workers", workers)
        house.wait_for(lambda: answers(port, "/healthz"), "the server never answered")
        yield f"http://127.0.0.1:{port}"
    finally:
        house.close()


def child_of(pid: int) -> int | None:
    """Return the first child of a process, or None."""
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return int(children[0]) if children else None


@pytest.fixture
def house(transactional_db: None, tmp_path: Path) -> Iterator[House]:
    """The house as processes; write data, `open_doors()`, then `start()` commands."""
    house = House(tmp_path)
    yield house
    house.close()
