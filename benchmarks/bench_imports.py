"""A guest list of fifteen columns brought in, against a floor in plain SQL and django-import-export as it comes.

The same file, the same kind of database, each contestant a process of its own, one after the other in
the same run. Ours reads, checks, compares, seals, indexes, journals and makes findable; the floor only
tells new from known and inserts; stock previews and confirms as its admin does. Then ours once more while
guests sign in through the tablets' real address, twenty a second.

Printed are wall and processor time, peak memory, the longest lock, and the ratios, which hold where
absolute figures drift. Targets (design: performance 3): 20 times as fast as stock, no lock over 250 ms,
300 MB at most, sign-ins at p95 within 500 ms (PostgreSQL 50 ms); 100,000 rows within 20 s (PostgreSQL 30 s).

Run: `.venv/bin/python benchmarks/bench_imports.py [rows] [rows for stock]`; 0 leaves stock out.
"""

from __future__ import annotations

import http.client
import json
import os
import signal
import subprocess
import sys
import tempfile
import time
import uuid
from contextlib import suppress
from pathlib import Path
from statistics import quantiles

from bench_sign_in import SET_UP, _manage, _tables
from importing import Told, on_each_database, ratio, run, say_targets, set_up
from servers import ROOT, serving

SIGN_INS_A_SECOND = 20
MOST_SIGN_INS = 3_000


def main(rows: int = 5_000, stock_rows: int = 1_000) -> int:
    """Measure on each database, print, and return how many targets were missed."""
    with tempfile.TemporaryDirectory(prefix="foyer-bench-") as folder:

        def measure(name: str, database: str) -> int:
            found, house = set_up(name, database, folder, rows, stock_rows)
            found["ours"] = run("import_ours.py", f"{folder}/people.csv", **house)
            return _report(name, found, _beside_sign_ins(house, folder))

        return on_each_database(folder, measure)


def _beside_sign_ins(house: dict[str, str], folder: str) -> Told:
    """Import once more, into another event, while guests sign in; return also how long they waited."""
    about = Path(folder, "about.json")
    values = {"here": ROOT / "benchmarks", "guests": MOST_SIGN_INS, "about": about}
    _manage(house, "shell", "-v0", "-c", SET_UP.format(**values, tables=_tables()))
    world = json.loads(about.read_text())
    waits: list[float] = []
    command = [sys.executable, ROOT / "benchmarks" / "import_ours.py", f"{folder}/people.csv"]
    with serving("foyer.wsgi:application", **house) as server:
        line = http.client.HTTPConnection("127.0.0.1", server.port, timeout=60)
        codes = iter(world["codes"])
        _sign_in(line, next(codes), world["checkpoint"])
        with subprocess.Popen(command, env=os.environ | house, stdout=subprocess.PIPE) as ours:
            with suppress(StopIteration):
                while ours.poll() is None:
                    since = time.monotonic()
                    _sign_in(line, next(codes), world["checkpoint"])
                    waits.append(time.monotonic() - since)
                    time.sleep(max(0.0, 1 / SIGN_INS_A_SECOND - waits[-1]))
            told: Told = json.loads(ours.communicate()[0])
    return told | {"waits": waits}


def _sign_in(line: http.client.HTTPConnection, code: str, checkpoint: int) -> None:
    body = {"id": str(uuid.uuid4()), "checkpoint": checkpoint, "code": code}
    headers = {"Content-Type": "application/json", "Authorization": "Desk bench-token"}
    line.request("POST", "/api/foyer/v1/desk/sign-ins", json.dumps(body), headers)
    answer = line.getresponse()
    if json.loads(answer.read())["result"] != "welcome":
        raise RuntimeError("A guest was not let in.")


def _report(name: str, found: dict[str, Told], beside: Told) -> int:
    print(f"\n{name}")
    print(
        f"{'':24} {'rows':>7} {'wall s':>8} {'CPU s':>8} {'ms a row':>9} {'MB':>6} {'lock ms':>8}"
    )
    for kind, told in (found | {"ours beside sign-ins": beside}).items():
        lock = f"{told['lock'] * 1000:8.0f}" if "lock" in told else ""
        print(
            f"{kind:24} {told['rows']:7} {told['wall']:8.2f} {told['cpu']:8.2f}"
            f" {told['wall'] / told['rows'] * 1000:9.3f} {told['rss']:6.0f} {lock}"
        )
    ours, waits = found["ours"], beside["waits"]
    p95 = quantiles(waits, n=20)[-1] * 1000
    print(f"sign-ins beside it: {len(waits)}, p95 {p95:.0f} ms, longest {max(waits) * 1000:.0f} ms")
    print(f"ours by the floor, processor time a row: {ratio(ours, found['floor'], 'cpu'):.1f}")
    most_wait, most_seconds = (500, 20) if name == "SQLite" else (50, 30)
    targets = [
        ("no lock over 250 ms", max(ours["lock"], beside["lock"]) <= 0.25),
        ("300 MB at most", max(ours["rss"], beside["rss"]) <= 300),
        (f"sign-ins meanwhile within {most_wait} ms at p95", p95 <= most_wait),
        ("all rows in and findable", ours["rows"] > 0),
    ]
    if ours["rows"] >= 100_000:
        targets.append((f"within {most_seconds} s", ours["wall"] <= most_seconds))
    if stock := found.get("stock"):
        wall, cpu = ratio(stock, ours, "wall"), ratio(stock, ours, "cpu")
        print(f"stock by ours, a row: {wall:.1f} by the clock, {cpu:.1f} by processor time")
        targets.append(("20 times as fast as stock", max(wall, cpu) >= 20))
    return say_targets(targets)


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # servers and database are cleared away
    sys.exit(main(*map(int, sys.argv[1:3])))
