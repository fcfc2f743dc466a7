"""Database and cache go and come back while tablets sign guests in. (security 5, 18)"""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from django.db import connection

from foyer.core.drill_houses import furnished
from foyer.core.drills import Environment, NotHere, PromiseBroken, Say, drill

from .stage import Server, Stage, count
from .tablets import Evening, shared_out, tablets_of

_CLUSTER = "FOYER_DRILL_CLUSTER"  # where the drill's own PostgreSQL lies, for the process inside
_FROZEN = 5.0  # seconds
_FREEZE = f"PostgreSQL frozen for {_FROZEN:.0f} s"
_SHARES = 5  # of the guests: before the first trouble, and one to each of the four
Come = Callable[[], None]
_TABLET_WAITS = 2.5  # seconds, as kiosk/outbox.js


@contextmanager
def house_on_own_cluster(say: Say) -> Iterator[Environment]:
    """Make a house on a PostgreSQL of its own, which may be stopped.

    Raises:
        NotHere: PostgreSQL's programs are not on this machine.
    """
    with tempfile.TemporaryDirectory(prefix="foyer-drill-") as name:
        folder = Path(name)
        cluster = Cluster(folder / "cluster")
        cluster.make()
        try:
            (folder / "data").mkdir()
            url = f"postgres://postgres@127.0.0.1:{cluster.port}/postgres"
            environment = furnished(folder / "data", say, url)
            yield environment | {_CLUSTER: f"{cluster.folder}:{cluster.port}"}
        finally:
            cluster.run("stop", "-m", "immediate")


class Cluster:
    """A PostgreSQL of the drill's own, run as another user where this one is root.

    Args:
        port: where it listens; 0 takes a free one.
    """

    def __init__(self, folder: Path, port: int = 0) -> None:
        found = sorted(Path("/usr/lib/postgresql").glob("*/bin"))
        on_path = shutil.which("initdb")
        if not (found or on_path):
            message = "PostgreSQL's initdb and pg_ctl are not installed."
            raise NotHere(message)
        self.programs = found[-1] if found else Path(on_path or "").parent
        self.folder = folder
        self.port = port or _free_port()
        self.user = "postgres" if os.geteuid() == 0 else None

    def make(self) -> None:
        """Make it and start it."""
        self.folder.mkdir()
        if self.user:
            self.folder.parent.chmod(0o755)
            shutil.chown(self.folder, self.user)
        self._run("initdb", "-D", str(self.folder), "-A", "trust", "-U", "postgres")
        settings = f"port={self.port}\nlisten_addresses='127.0.0.1'\nunix_socket_directories=''\n"
        with (self.folder / "postgresql.conf").open("a") as file:
            file.write(settings)
        self.run("start", "-w")

    def run(self, *act: str) -> None:
        """Start, stop or restart it."""
        log = str(self.folder / "log")
        self._run("pg_ctl", "-D", str(self.folder), "-l", log, *act)

    def send(self, number: signal.Signals) -> None:
        """Send a signal to all its processes, those of its connections too."""
        main = int((self.folder / "postmaster.pid").read_text().split()[0])
        children = Path(f"/proc/{main}/task/{main}/children").read_text().split()
        for pid in (main, *map(int, children)):
            os.kill(pid, number)

    def _run(self, program: str, *arguments: str) -> None:
        subprocess.run(  # noqa: S603  PostgreSQL's own programs
            [str(self.programs / program), *arguments],
            user=self.user,
            cwd="/",
            check=True,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        number: int = probe.getsockname()[1]
    return number


@contextmanager
def _own_redis() -> Iterator[tuple[str, subprocess.Popen[bytes]]]:
    """Start a Redis of the drill's own; gives its address and its process."""
    program = shutil.which("redis-server")
    if not program:
        message = "redis-server is not installed."
        raise NotHere(message)
    port = _free_port()
    line = [program, "--port", str(port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"]
    redis = subprocess.Popen(line, stdout=subprocess.DEVNULL)  # noqa: S603  as said above
    try:
        yield f"redis://127.0.0.1:{port}/0", redis
    finally:
        redis.kill()
        redis.wait(10)


@drill("outage", house=house_on_own_cluster, earnest={"guests": 3000})
def drill_outage(say: Say, guests: int = 240, tablets: int = 8) -> None:
    """Kill Redis, restart PostgreSQL, kill it, and freeze it for five seconds under scanning tablets, and count.

    Raises:
        PromiseBroken: a sign-in was lost, doubled or told of falsely, or no tablet was told to come again.
        NotHere: PostgreSQL or Redis are not on this machine.
    """
    told_where = os.environ.get(_CLUSTER)
    if not told_where:
        message = "it only runs on a PostgreSQL of its own: leave --here out"
        raise NotHere(message)
    folder, _colon, port = told_where.rpartition(":")
    cluster, stage = Cluster(Path(folder), int(port)), Stage.made(guests=guests, tablets=tablets)
    with _own_redis() as (redis_url, redis), Server(REDIS_URL=redis_url) as server:
        line = tablets_of(stage, server.port, within=_TABLET_WAITS)
        queues = shared_out(stage.guests, tablets, twice=10)
        everybody = sum(len(queue) for queue in queues)
        # Guests come in shares, one to each trouble: none finds an empty lobby.
        share = everybody // _SHARES
        evening = Evening(line, queues, first=share).begin()
        met: dict[str, list[int]] = {}
        for number, (what, act) in enumerate(_troubles(cluster, redis), 1):
            place = number * share
            evening.wait_until(lambda place=place: len(evening.told) >= place)  # type: ignore[misc]  # bound at once
            before = [len(tablet.answers) for tablet in line]
            since = time.monotonic()
            coming = everybody if number == _SHARES - 1 else share
            act(lambda coming=coming: evening.come(coming))  # type: ignore[misc]  # bound at once
            after = place + share
            evening.wait_until(lambda after=after: len(evening.told) >= after)  # type: ignore[misc]  # bound at once
            pairs = zip(line, before, strict=True)
            past = met[what] = [one for tablet, at in pairs for one in tablet.answers[at:]]
            say(f"{what}: {time.monotonic() - since:.1f} s, {_described(past)}")
        told = evening.end()
    connection.close()  # ours was cut as well
    statuses = [status for tablet in line for status in tablet.answers]
    say(f"slowest scan {max(one.seconds for one in told):.1f} s; {_described(statuses)} in all")
    count(stage, told, say)
    _require(set(met["Redis killed"]) <= {200}, "Without Redis the tablets were refused.")
    _require(503 in met[_FREEZE], "No tablet was told to come again while PostgreSQL was frozen.")
    _require(503 in statuses, "No tablet was told to come again.")
    _require(set(statuses) <= {200, 503}, "Something else than 503 was answered.")


def _troubles(
    cluster: Cluster, redis: subprocess.Popen[bytes]
) -> Iterator[tuple[str, Callable[[Come], object]]]:
    """Yield each trouble; it lets guests come at the moment at which they are to meet it."""

    def kill(come: Come) -> None:
        redis.kill()
        come()

    def restart(come: Come) -> None:
        come()
        cluster.run("restart", "-w", "-m", "fast")

    def freeze(come: Come) -> None:
        cluster.send(signal.SIGSTOP)
        come()
        time.sleep(_FROZEN)
        cluster.send(signal.SIGCONT)

    def crash(come: Come) -> None:
        come()
        cluster.run("stop", "-m", "immediate")
        time.sleep(1)  # long enough for every tablet to meet it
        cluster.run("start", "-w")

    yield "Redis killed", kill
    yield "PostgreSQL restarted", restart
    yield "PostgreSQL stopped at once, and started", crash
    yield _FREEZE, freeze


def _described(statuses: list[int]) -> str:
    again = statuses.count(503)
    return f"{statuses.count(200)} answers, {again} times “come again”"


def _require(kept: bool, otherwise: str) -> None:
    if not kept:
        raise PromiseBroken(otherwise)
