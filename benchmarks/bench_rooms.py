"""Which of fifty rooms are free, in a house with two years of bookings, each with its price.

Beside it stands a floor: one indexed question for what takes any room then, and a loop that leaves the taken
ones out, with neither hours nor layouts nor prices. Printed are the processor time of one look, the wall time,
the queries, and the ratio to the floor; and the same for the times around one room (alternatives).

Run: `.venv/bin/python benchmarks/bench_rooms.py [rooms] [days] [rounds]`, on SQLite in a scratch folder or on an
empty database named by `DATABASE_URL`.
"""

from __future__ import annotations

import os
import random
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from statistics import median
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
USES_A_DAY = 3


def main(rooms: int = 50, days: int = 730, rounds: int = 30) -> int:
    """Fill a house, measure, print."""
    with tempfile.TemporaryDirectory(prefix="foyer-bench-") as folder:
        os.environ |= {
            "FOYER_DATA_DIR": folder,
            "DJANGO_SETTINGS_MODULE": "foyer.settings.base",
            "FOYER_SECRET_KEY": "bench",
            "FOYER_LOG_LEVEL": "ERROR",
        }
        sys.path[:0] = [str(ROOT / "site"), str(ROOT)]
        import django  # noqa: PLC0415  settings come from the environment set above

        django.setup()
        from django.core.management import call_command  # noqa: PLC0415

        call_command("migrate", verbosity=0)
        return report(fill(rooms, days), rounds, days)


def fill(rooms: int, days: int) -> list[Any]:
    """Write rooms, their prices and what takes them on every day; return the rooms."""
    from django.db import transaction  # noqa: PLC0415

    from foyer.core.days import house_day, start_of  # noqa: PLC0415
    from foyer.fees.models import FeeItem, FeeSchedule  # noqa: PLC0415
    from foyer.venues.models import Occupation, Room, Venue  # noqa: PLC0415

    dice = random.Random(6)
    first = start_of(house_day(_now()) - timedelta(days=days // 2))
    with transaction.atomic():
        venue = Venue.objects.create(name="松涧会馆")
        made = [
            Room.objects.create(venue=venue, name=f"会场{n}", capacity=20 + n * 5)
            for n in range(rooms)
        ]
        draft = FeeSchedule(name="收费", valid_from=house_day(first), live=False)
        draft.items = [
            FeeItem(room=room, unit=unit, amount=amount)
            for room in made
            for unit, amount in (
                ("hour", 300),
                ("half_day", 1000),
                ("day", 1800),
                ("evening", 1500),
            )
        ]
        draft.save()
        draft.save_revision().publish()
        half, starts = timedelta(minutes=30), (9, 13, 17)
        uses = (
            (room, first + timedelta(days=day, hours=hour), timedelta(hours=dice.choice((1, 2))))
            for room in made
            for day in range(days)
            for hour in dice.sample(starts, dice.randint(0, USES_A_DAY))
        )
        Occupation.objects.bulk_create(
            (
                Occupation(
                    room=room,
                    purpose="booking",
                    title="预订",
                    starts_at=start,
                    ends_at=start + length,
                    from_at=start - half,
                    until_at=start + length + half,
                )
                for room, start, length in uses
            ),
            batch_size=5000,
        )
    return made


def report(rooms: list[Any], rounds: int, days: int) -> int:
    """Measure in turns, print, and return how many targets were missed."""
    from foyer.bookings.queries.free import Looking, Sought, alternatives  # noqa: PLC0415
    from foyer.core.days import house_day, start_of  # noqa: PLC0415
    from foyer.venues.models import Occupation, Room  # noqa: PLC0415

    dice, today = random.Random(7), start_of(house_day(_now()))

    def sought() -> Sought:
        start = today + timedelta(days=dice.randint(1, days // 2 - 5), hours=dice.randint(9, 18))
        return Sought(start, start + timedelta(hours=2), heads=30)

    def floor() -> int:
        wanted = sought()
        meets = {"from_at__lt": wanted.ends_at, "until_at__gt": wanted.starts_at}
        taken = set(Occupation.objects.filter(**meets).values_list("room_id", flat=True))
        fitting = Room.objects.filter(capacity__gte=wanted.heads).order_by("pk")
        return len([room for room in fitting if room.pk not in taken])

    ways: dict[str, Callable[[], Any]] = {
        "floor": floor,
        "free rooms, with prices": lambda: Looking(sought(), at=_now()).fits(),
        "alternatives to one": lambda: alternatives(dice.choice(rooms), sought(), at=_now()),
    }
    print(f"{len(rooms)} rooms, {Occupation.objects.count()} uses in {days} days")
    print(f"{'':26}{'CPU ms':>8}{'wall ms':>9}{'queries':>9}{'x floor':>9}")
    told = {name: _measure(way, rounds) for name, way in ways.items()}
    for name, (cpu, wall, queries) in told.items():
        by = cpu / told["floor"][0]
        print(f"{name:26}{cpu:8.1f}{wall:9.1f}{queries:9}{by:9.1f}")
    met = told["free rooms, with prices"][2] <= 12
    print(f"{'met   ' if met else 'MISSED'} a dozen queries at most, however many rooms")
    return 0 if met else 1


def _measure(way: Callable[[], Any], rounds: int) -> tuple[float, float, int]:
    """Return the middle of processor and wall time in milliseconds, and the queries of one round."""
    from django.db import connection  # noqa: PLC0415
    from django.test.utils import CaptureQueriesContext  # noqa: PLC0415

    with CaptureQueriesContext(connection) as counted:
        way()
    cpus, walls = [], []
    for _ in range(rounds):
        cpu, wall = time.process_time(), time.perf_counter()
        way()
        cpus.append(time.process_time() - cpu)
        walls.append(time.perf_counter() - wall)
    return median(cpus) * 1000, median(walls) * 1000, len(counted)


def _now() -> Any:
    from django.utils import timezone  # noqa: PLC0415

    return timezone.now()


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:4])))
