"""The report of a form with 20,000 answers: time, memory and queries of one reading, whole and side by side.

A reading walks through all answers in batches; what it keeps grows with the questions, not with the answers.
Printed are the wall and processor time of one report, its queries, and the most memory Python held meanwhile.
The targets: two seconds of processor time at most, ten queries at most, 8 MB at most.

Run: `.venv/bin/python benchmarks/bench_reports.py [answers] [rounds]`, on SQLite in a scratch folder or on an
empty database named by `DATABASE_URL`.
"""

from __future__ import annotations

import os
import random
import sys
import tempfile
import time
import tracemalloc
from datetime import timedelta
from pathlib import Path
from statistics import median
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
SECONDS, QUERIES, MEGABYTES = 2.0, 10, 8
WORDS = [
    "茶点很好，琴声太轻。",
    "座位离屏幕远了些。",
    "接待周到，下次还来。",
    "停车指引可以更清楚。",
]


def main(answers: int = 20_000, rounds: int = 5) -> int:
    """Fill a house, measure, print; return how many targets were missed."""
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
        missed = 0
        for anonymous in (False, True):
            page = fill(answers, anonymous=anonymous)
            missed += report(page, rounds, "anonymous" if anonymous else "named")
        return missed


def fill(answers: int, *, anonymous: bool) -> Any:
    """Write a form of eight questions and its answers, half of them with a sealed e-mail address."""
    from django.utils import timezone  # noqa: PLC0415

    from forms_content.definition import Choice, Definition, Question, Step  # noqa: PLC0415
    from forms_content.models import FormPage, FormVersion, Submission  # noqa: PLC0415
    from foyer.events.models import HomePage  # noqa: PLC0415

    three = tuple(Choice(f"c{n}", {"zh-hans": f"选项{n}"}) for n in (1, 2, 3))
    rows = tuple(Choice(f"r{n}", {"zh-hans": f"行{n}"}) for n in (1, 2, 3))
    kinds = ("single", "multiple", "matrix", "ranking", "rating", "nps", "long_text", "email")
    asked = tuple(
        Question(
            f"q{n}",
            kind,
            {"zh-hans": f"题{n}"},
            choices=three if kind in kinds[:4] else (),
            rows=rows if kind == "matrix" else (),
            most=5 if kind == "rating" else None,
            aspect="overall" if kind == "rating" else "",
            personal=kind == "email",
        )
        for n, kind in enumerate(kinds, 1)
    )
    home = HomePage.objects.first()
    name = f"bench-{anonymous}".lower()
    page = home.add_child(instance=FormPage(title="Bench", slug=name, anonymous=anonymous))
    definition = Definition({"zh-hans": "Bench"}, (Step({}, asked),)).to_json()
    now, dice = timezone.now(), random.Random(31)
    version = FormVersion.objects.create(page=page, number=1, definition=definition, made_at=now)
    Submission.objects.bulk_create(
        (
            Submission(
                page=page,
                version=version,
                number=f"{name}-{n}",
                once=f"{name}-{n}",
                received_at=now - timedelta(minutes=20 * n),
                keep_until=now + timedelta(days=30),
                language=dice.choice(("zh-hans", "zh-hant", "en")),
                source="page",
                answers={
                    "q1": dice.choice(("c1", "c2", "c3")),
                    "q2": ["c1", "c3"],
                    "q3": {"r1": "c1", "r2": "c2", "r3": "c3"},
                    "q4": ["c2", "c1", "c3"],
                    "q5": dice.randint(1, 5),
                    "q6": dice.randint(0, 10),
                    "q7": dice.choice(WORDS),
                },
                sealed_answers='{"q8": "guest@example.com"}' if n % 2 else "",
                sealed_keys={"q8": True} if n % 2 else {},
            )
            for n in range(answers)
        ),
        batch_size=1000,
    )
    return page


def report(page: Any, rounds: int, name: str) -> int:
    """Measure the report whole and side by side; print medians."""
    from django.db import connection  # noqa: PLC0415
    from django.test.utils import CaptureQueriesContext  # noqa: PLC0415

    from forms_content.results import report_of  # noqa: PLC0415

    missed = 0
    for by in ("", "month", "q1"):
        walls, cpus = [], []
        for _round in range(rounds):
            wall, cpu = time.perf_counter(), time.process_time()
            with CaptureQueriesContext(connection) as queries:
                counted = report_of(page, language="zh-hans", by=by).count
            walls.append(time.perf_counter() - wall)
            cpus.append(time.process_time() - cpu)
        tracemalloc.start()
        report_of(page, language="zh-hans", by=by)
        most = tracemalloc.get_traced_memory()[1] / 2**20
        tracemalloc.stop()
        missed += (median(cpus) > SECONDS) + (len(queries) > QUERIES) + (most > MEGABYTES)
        print(
            f"{name:10} by {by or 'nothing':8} {counted:6} answers  {len(queries):3} queries  "
            f"wall {median(walls):6.2f} s  cpu {median(cpus):6.2f} s  most {most:6.1f} MB"
        )
    return missed


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:])))
