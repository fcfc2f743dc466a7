"""What the benchmarks of imports share: the databases, the floor and stock in the same run, and the house."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from bench_sign_in import _manage, _postgres
from import_lists import as_csv, people
from servers import ROOT

Told = dict[str, Any]


def on_each_database(folder: str, measure: Callable[[str, str], int]) -> int:
    """Measure on SQLite and, where it can be reached, PostgreSQL; return how many targets were missed.

    Args:
        folder: where files may lie.
        measure: is given the database's name and its address.
    """
    missed = measure("SQLite", f"sqlite:///{folder}")
    with _postgres() as address:
        if address:
            return missed + measure("PostgreSQL", address)
    print("PostgreSQL cannot be reached: not measured.")
    return missed


def set_up(
    name: str, database: str, folder: str, rows: int, stock_rows: int
) -> tuple[dict[str, Told], dict[str, str]]:
    """Run the floor and stock, make an empty house, and return what was told and the house's settings.

    Args:
        name: the database's.
        database: its address.
        folder: where files may lie; `people.csv` is left there.
        rows: how many the floor takes.
        stock_rows: how many stock takes; 0 leaves it out.
    """
    address = {
        kind: f"{database}/{kind}.sqlite3" if name == "SQLite" else database
        for kind in ("floor", "stock", "ours")
    }
    Path(folder, "people.csv").write_bytes(as_csv(people(rows)))
    found = {"floor": run("import_floor.py", f"{folder}/people.csv", address["floor"])}
    if stock_rows:
        Path(folder, "fewer.csv").write_bytes(as_csv(people(stock_rows)))
        found["stock"] = run("import_stock.py", f"{folder}/fewer.csv", address["stock"])
    if name == "PostgreSQL":  # one database for all: cleared for the next contestant
        statement = "DROP SCHEMA public CASCADE; CREATE SCHEMA public"
        subprocess.run(["psql", "-q", database, "-c", statement], check=True, capture_output=True)
    house = {
        "FOYER_DATA_DIR": f"{folder}/{name}",
        "DATABASE_URL": address["ours"],
        "DJANGO_SETTINGS_MODULE": "foyer.settings.base",
        "FOYER_SECRET_KEY": "bench",
        "FOYER_LOG_LEVEL": "ERROR",
        "PYTHONPATH": os.pathsep.join([str(ROOT / "site"), str(ROOT)]),
    }
    _manage(house, "compile_catalogues")  # the lists say 国内 and 先生
    _manage(house, "migrate", "-v0")
    return found, house


def run(script: str, file: str, address: str = "", **house: str) -> Told:
    """Run a contestant on a file in a process of its own and return what it told."""
    environment = os.environ | ({"DATABASE_URL": address} if address else {}) | house
    command = [sys.executable, ROOT / "benchmarks" / script, file]
    done = subprocess.run(command, env=environment, check=True, capture_output=True)
    told: Told = json.loads(done.stdout)
    return told


def ratio(one: Told, other: Told, what: str) -> float:
    """Return what one contestant took for a row by what another took."""
    return float(one[what] / one["rows"] / (other[what] / other["rows"]))


def say_targets(targets: list[tuple[str, bool]]) -> int:
    """Print which targets were met and return how many were missed."""
    for words, met in targets:
        print(f"{'met   ' if met else 'MISSED'} {words}", flush=True)
    return sum(not met for _words, met in targets)
