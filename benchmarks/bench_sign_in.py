"""A sign-in through the tablets' real address, against a bare Django view that reads and writes one row.

Same server (granian, one thread a worker), same database, same client, rounds interleaved, every request
another guest's first scan; then the same guests again, who are told "already". Beside the floor stands a
WSGI function without Django. Printed are medians and the ratios to the floor. Targets (design:
performance 1): on PostgreSQL with two workers ≥ 1.5 times the floor's rate, on SQLite ≥ 0.6 of raw WSGI,
nowhere less than 0.7 of the floor; p99 at 16 connections ≤ 40 ms, on SQLite at 32 ≤ 50 ms.

PostgreSQL is measured where `DATABASE_URL` (or postgres@127.0.0.1) can make a database of its own.

Run: `.venv/bin/python benchmarks/bench_sign_in.py [scans a round] [rounds]`
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import tempfile
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from urllib.parse import urlsplit

import psycopg
from load import Load, load, request
from servers import ROOT, Server, serving

Rounds = dict[str, list[tuple[Load, float]]]
# Workers and connections.
LOADS = {"SQLite": ((1, 1), (1, 16), (1, 32)), "PostgreSQL": ((1, 1), (1, 16), (2, 8))}
WARM_UP = 200
SET_UP = """
import json, sys
from uuid import uuid4
from datetime import timedelta
from django.db import connection
from django.utils import timezone
from foyer.events.models import Event, EventType
from foyer.guests.models import Checkpoint, Desk, Guest, SignIn
from foyer.guests.services.codes import set_new_code
from foyer.guests.services.pairing import give_token
sys.path.insert(0, "{here}")
now = timezone.now()
event = Event.objects.create(number="E-1", type=EventType.objects.first(), title="秋日品鉴晚宴",
    starts_at=now - timedelta(hours=1), ends_at=now + timedelta(hours=9), capacity=1, status="running")
door = Checkpoint.objects.create(event=event, name="签到")
desk = Desk.objects.create(name="一号台", event=event)
desk.checkpoints.set([door])
give_token(desk=desk, token="bench-token", at=now)
guests = [Guest(event=event, name="王小明", form_of_address="mr", title="董事", table="8", seat="A2",
    language="zh-hans") for n in range({guests})]
codes = [set_new_code(guest, at=now) for guest in guests]
guests = Guest.objects.bulk_create(guests, batch_size=500)
earlier = Checkpoint.objects.create(event=event, name="彩排")
SignIn.objects.bulk_create([SignIn(event=event, guest=guest, checkpoint=earlier, desk=desk, scan_id=uuid4(),
    way="code", party=1, signed_in_at=now, heard_at=now, changed_at=now) for guest in guests], batch_size=500)
with connection.cursor() as cursor:
    for statement in {tables!r}.split(";"):
        cursor.execute(statement)
    cursor.executemany("INSERT INTO bare_guest (id, code, name) VALUES (%s, %s, %s)",
        [(n, code, "王小明") for n, code in enumerate(codes)])
    cursor.execute("ANALYZE")
with open("{about}", "w") as about:
    json.dump({{"codes": codes, "checkpoint": door.pk}}, about)
"""


def main(scans: int = 1500, rounds: int = 5) -> int:
    """Measure on each database, print, and return how many targets were missed."""
    missed = 0
    with tempfile.TemporaryDirectory(prefix="foyer-bench-") as folder:
        missed += _measure("SQLite", f"sqlite:///{folder}/foyer.sqlite3", folder, scans, rounds)
    with tempfile.TemporaryDirectory(prefix="foyer-bench-") as folder, _postgres() as address:
        if address:
            missed += _measure("PostgreSQL", address, folder, scans, rounds)
        else:
            print("PostgreSQL cannot be reached: not measured.")
    return missed


def _measure(name: str, database: str, folder: str, scans: int, rounds: int) -> int:
    house = {
        "FOYER_DATA_DIR": folder,
        "DATABASE_URL": database,
        "DJANGO_SETTINGS_MODULE": "foyer.settings.base",
        "FOYER_SECRET_KEY": "bench",
        "FOYER_LOG_LEVEL": "ERROR",
    }
    about = Path(folder, "about.json")
    guests = len(LOADS[name]) * (WARM_UP + rounds * scans)
    values = {"here": ROOT / "benchmarks", "guests": guests, "about": about, "tables": _tables()}
    _manage(house, "migrate", "-v0")
    _manage(house, "shell", "-v0", "-c", SET_UP.format(**values))
    told = json.loads(about.read_text())
    missed = 0
    codes = iter(told["codes"])
    for workers, connections in LOADS[name]:
        with (
            serving("foyer.wsgi:application", workers=workers, **house) as ours,
            serving("bare_sign_in:application", workers=workers, BENCH_DATABASE=database) as floor,
            serving("raw_sign_in:application", workers=workers, BENCH_DATABASE=database) as raw,
        ):
            servers = {"bare view": floor, "raw WSGI": raw, "first sign-in": ours}
            servers["already signed in"] = ours
            results: Rounds = {kind: [] for kind in servers}
            _warm_up(servers, [next(codes) for _scan in range(WARM_UP)], told["checkpoint"])
            for _round in range(rounds):
                batch = [next(codes) for _scan in range(scans)]
                for kind, server in servers.items():
                    wires = [_wire(server is ours, code, told["checkpoint"]) for code in batch]
                    results[kind].append(_timed(server, wires, connections))
        missed += _report(name, workers, connections, results)
    return missed


def _tables() -> str:
    source = Path(ROOT, "benchmarks", "bare_sign_in.py").read_text()
    return source.partition('TABLES = """')[2].partition('"""')[0]


def _wire(ours: bool, code: str, checkpoint: int) -> bytes:
    body = {"id": str(uuid.uuid4()), "checkpoint": checkpoint, "code": code}
    return request(
        "/api/foyer/v1/desk/sign-ins" if ours else "/bare/sign-ins",
        method="POST",
        body=json.dumps(body).encode(),
        Content_Type="application/json",
        Authorization="Desk bench-token",
        Accept_Language="zh-Hans",
    )


def _warm_up(servers: dict[str, Server], codes: list[str], checkpoint: int) -> None:
    ours = servers.pop("already signed in")
    for server in servers.values():
        wires = [_wire(server is ours, code, checkpoint) for code in codes]
        _timed(server, wires, 4)
    servers["already signed in"] = ours


def _timed(server: Server, wires: list[bytes], connections: int) -> tuple[Load, float]:
    before = server.cpu()
    round_ = load(server.port, wires, connections=connections)
    if set(round_.statuses) != {200}:
        raise RuntimeError("Not every scan was answered: " + repr(round_.statuses))
    return round_, (server.cpu() - before) / round_.answers


def _report(name: str, workers: int, connections: int, results: Rounds) -> int:
    print(f"\n{name}, workers: {workers}, connections: {connections}")
    print(
        f"{'':20} {'req/s':>7} {'p50 ms':>7} {'p99 ms':>7} {'CPU ms':>7} {'x floor':>8} {'p99 x':>6}"
    )
    rates = {kind: median(load.rate for load, _cpu in rounds) for kind, rounds in results.items()}
    tails = {kind: median(load.p99_ms for load, _cpu in rounds) for kind, rounds in results.items()}
    for kind, rounds in results.items():
        p50 = median(load.p50_ms for load, _cpu in rounds)
        cpu = median(cpu for _load, cpu in rounds) * 1000
        ratios = rates[kind] / rates["bare view"], tails[kind] / tails["bare view"]
        print(
            f"{kind:20} {rates[kind]:7.0f} {p50:7.2f} {tails[kind]:7.2f} {cpu:7.3f}"
            f" {ratios[0]:8.2f} {ratios[1]:6.2f}"
        )
    ours = rates["first sign-in"]
    share = 1.5 if workers > 1 else 0.7
    targets = {f"≥ {share} of the floor's rate": ours >= share * rates["bare view"]}
    if name == "SQLite":
        targets["≥ 0.6 of raw WSGI"] = ours >= 0.6 * rates["raw WSGI"]
    if most := {16: 40, 32: 50}.get(connections):
        targets[f"p99 ≤ {most} ms"] = tails["first sign-in"] <= most
    for target, met in targets.items():
        print(f"{'met   ' if met else 'MISSED'} first sign-in {target}")
    return sum(not met for met in targets.values())


@contextmanager
def _postgres() -> Iterator[str]:
    """Make a database for the measurement and drop it afterwards; an empty address where none can be made."""
    server = os.environ.get("DATABASE_URL", "postgres://postgres@127.0.0.1:5432/postgres")
    name = f"foyer_bench_{os.getpid()}"
    try:
        connection = psycopg.connect(
            urlsplit(server)._replace(path="/postgres").geturl(), autocommit=True
        )
    except psycopg.OperationalError:
        yield ""
        return
    with connection:
        connection.execute(f"CREATE DATABASE {name}".encode())
        try:
            yield urlsplit(server)._replace(path=f"/{name}").geturl()
        finally:
            connection.execute(f"DROP DATABASE {name} WITH (FORCE)".encode())


def _manage(house: dict[str, str], *words: str) -> None:
    subprocess.run([sys.executable, ROOT / "manage.py", *words], env=os.environ | house, check=True)


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # servers and database are cleared away
    sys.exit(main(*map(int, sys.argv[1:3])))
