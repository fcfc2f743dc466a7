"""The catalogue at 1,000 and at 100,000 records: list, search, list of gaps, what is due; ratios in one run.

python benchmarks/bench_archive.py            # the database of the settings, in a database of its own
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(HERE), str(HERE / "site")]
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "foyer.settings.testing")

SIZES = (1_000, 100_000)
TURNS = 7


@contextmanager
def _house() -> Iterator[None]:
    import django  # noqa: PLC0415

    django.setup()
    from django.db import connection  # noqa: PLC0415
    from django.test.utils import setup_test_environment  # noqa: PLC0415

    setup_test_environment()
    kept = connection.creation.create_test_db(verbosity=0)
    try:
        yield
    finally:
        connection.creation.destroy_test_db(kept, verbosity=0)


def _fill(total: int) -> Any:
    from django.utils import timezone  # noqa: PLC0415
    from wagtail.search.backends import get_search_backend  # noqa: PLC0415

    from foyer.archive.models import ArchiveRecord, FileText, RecordClass, RecordFile  # noqa: PLC0415
    from tests.factories import DepartmentFactory, UserFactory  # noqa: PLC0415

    keeper = UserFactory(role="Marketing")
    department, now = DepartmentFactory(members=[keeper]), timezone.now()
    record_class, have = RecordClass.objects.get(code="event"), ArchiveRecord.objects.count()
    records = ArchiveRecord.objects.bulk_create(
        ArchiveRecord(
            number=f"B{n:08}",
            title=f"第{n}场{'答谢' if n % 100 == 0 else '路演'}活动方案",
            dated_on=date(2026, 1, 1) - timedelta(days=n % 3650),
            source="市场部",
            summary="流程、座位与礼品安排。",
            record_class=record_class,
            secrecy=n % 4,
            keeper=keeper,
            department=department,
            due_on=date(2020, 1, 1) + timedelta(days=n % 7300),
            filed_at=now,
            changed_at=now,
        )
        for n in range(have, total)
    )
    files = RecordFile.objects.bulk_create(
        RecordFile(
            record=one, file="uploads/none.txt", name="a.txt", size=1, sha256="0" * 64,
            content_type="text/plain", added_at=now,
        )
        for one in records
    )  # fmt: skip
    texts = FileText.objects.bulk_create(
        FileText(file=one, page=1, words=f"第{n}份{'琉璃' if n % 200 == 0 else '灯光'}布置")
        for n, one in enumerate(files)
    )
    backend = get_search_backend()
    for kind, rows in ((ArchiveRecord, records), (FileText, texts)):
        for begin in range(0, len(rows), 5000):
            backend.add_bulk(kind, rows[begin : begin + 5000])
    return UserFactory(role="Finance")


def _acts(user: Any) -> dict[str, Callable[[], Any]]:
    from django.test import Client  # noqa: PLC0415
    from django.urls import reverse  # noqa: PLC0415

    client = Client()
    client.force_login(user)
    listed = reverse("archive:list")
    return {
        "list": lambda: client.get(listed),
        "search, title": lambda: client.get(listed, {"q": "答谢"}),
        "search, file": lambda: client.get(listed, {"q": "琉璃"}),
        "due": lambda: client.get(listed, {"view": "due"}),
        "gaps": lambda: client.get(reverse("archive:gaps")),
        "tree": lambda: client.get(reverse("archive:tree")),
    }


def _best(act: Callable[[], Any]) -> tuple[float, float]:
    """Return the best CPU and wall milliseconds of some turns."""
    act()
    turns = []
    for _ in range(TURNS):
        cpu, wall = time.process_time(), time.perf_counter()
        answer = act()
        assert answer.status_code == 200, answer.status_code
        turns.append((time.process_time() - cpu, time.perf_counter() - wall))
    return min(cpu for cpu, _w in turns) * 1000, min(wall for _c, wall in turns) * 1000


def main() -> None:
    """Measure at both sizes and print the ratios."""
    with _house():
        told: dict[str, list[tuple[float, float]]] = {}
        for size in SIZES:
            for name, act in _acts(_fill(size)).items():
                told.setdefault(name, []).append(_best(act))
    for name, ((cpu, wall), (more_cpu, more_wall)) in told.items():
        print(
            f"{name:14} {SIZES[0]:>7}: {cpu:6.1f} ms CPU {wall:6.1f} ms · {SIZES[1]:>7}: "
            f"{more_cpu:6.1f} ms CPU {more_wall:6.1f} ms · ×{more_cpu / cpu:.2f}"
        )


if __name__ == "__main__":
    main()
