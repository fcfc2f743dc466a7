"""The queue of cases, the monthly report and the tick's alarms in a house with 10,000 open cases.

Printed are the processor time of ours, the wall time and the number of queries, at 1,000 open cases and in the
same house grown to 10,000: the queries must not grow, no page may take half a second of processor time, and a
pass of the alarms must be over long before the next one in ten minutes.

Run: `.venv/bin/python benchmarks/bench_cases.py [cases] [rounds]`, on SQLite in a scratch folder or on an empty
database named by `DATABASE_URL`.
"""

from __future__ import annotations

import os
import random
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from statistics import median
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
STAFF = 20
PAGE_MS, PASS_MS = 500, 60_000  # of processor time; of wall time


def main(cases: int = 10_000, rounds: int = 5) -> int:
    """Fill a house twice, measure each time, print; return how many targets were missed."""
    with tempfile.TemporaryDirectory(prefix="foyer-bench-") as folder:
        os.environ |= {
            "FOYER_DATA_DIR": folder,
            "DJANGO_SETTINGS_MODULE": "foyer.settings.base",
            "FOYER_SECRET_KEY": "bench",
            "FOYER_ALLOWED_HOSTS": "testserver",
            "FOYER_LOG_LEVEL": "ERROR",
        }
        sys.path[:0] = [str(ROOT / "site"), str(ROOT)]
        import django  # noqa: PLC0415  settings come from the environment set above

        django.setup()
        from django.core.management import call_command  # noqa: PLC0415

        call_command("migrate", verbosity=0)
        call_command("collectstatic", verbosity=0, interactive=False)
        missed, asked = 0, dict[str, set[int]]()
        for count, more in ((cases // 10, cases // 10), (cases, cases - cases // 10)):
            fill(more)
            missed += report(count, rounds, asked)
        grown = [name for name, queries in asked.items() if len(queries) > 1]
        print("queries grow:", ", ".join(grown) or "none")
        return missed + len(grown)


def open_hour() -> datetime:
    """Return a moment of business, a Wednesday at eleven, whenever this runs."""
    from django.utils import timezone  # noqa: PLC0415

    now = timezone.localtime()
    return (now + timedelta(days=(2 - now.weekday()) % 7)).replace(hour=11, minute=0)


def fill(count: int) -> None:
    """Write open cases in every step, a tenth of them late, a tenth due soon, most with somebody answerable."""
    from django.contrib.auth.models import Group  # noqa: PLC0415
    from django.db import connection, transaction  # noqa: PLC0415

    from foyer.cases.models import Case, CaseMessage, CaseStep  # noqa: PLC0415
    from foyer.cases.services.secrets import set_new_secret  # noqa: PLC0415
    from foyer.clients.models import Client  # noqa: PLC0415
    from foyer.core.models import User  # noqa: PLC0415

    dice, now, before = random.Random(7), open_hour(), Case.objects.count()
    desk = Group.objects.get(name="Service desk")
    staff = list(User.objects.order_by("pk"))
    if not staff:
        staff = User.objects.bulk_create(
            User(username=f"desk{n}", email=f"desk{n}@example.com") for n in range(STAFF)
        )
        for one in staff[:3]:
            one.groups.add(desk)
    steps = ("received", "contacted", "investigating", "resolving", "following_up")
    with transaction.atomic():
        clients = Client.objects.bulk_create(
            (Client(number=f"C{before}-{n:05}", name=f"客户{n}") for n in range(count // 4)),
            batch_size=2000,
        )
        made = []
        for n in range(count):
            status, late = steps[n % 5], n % 10
            due = (
                timedelta(hours=-5)
                if late == 0
                else timedelta(hours=1 if late == 1 else 40 + n % 90)
            )
            case = Case(
                number=f"K{before + n:06}",
                kind=("complaint", "feedback", "enquiry")[n % 3],
                channel="phone",
                severity=("normal", "serious", "urgent")[n % 3],
                status=status,
                content="宴会厅空调太冷，反映后无人处理。" * (1 + n % 4),
                client=dice.choice(clients),
                reporter_name=f"来宾{n}",
                owner=staff[n % STAFF] if n % 7 else None,
                opened_at=now - timedelta(hours=dice.randrange(6, 700)),
                contact_due_at=now + due,
                answer_due_at=now + due + timedelta(hours=30),
                contacted_at=None if status == "received" else now - timedelta(hours=5),
                contact_in_time=None if status == "received" else n % 4 > 0,
            )
            if status != "received":
                case.answer_due_at = now + due
            set_new_secret(case)
            made.append(case)
        Case.objects.bulk_create(made, batch_size=1000)
        CaseStep.objects.bulk_create(
            (CaseStep(case=case, after=case.status, at=case.opened_at) for case in made),
            batch_size=2000,
        )
        CaseMessage.objects.bulk_create(
            (CaseMessage(case=case, kind="note", text="已记录", at=now) for case in made),
            batch_size=2000,
        )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def report(count: int, rounds: int, asked: dict[str, set[int]]) -> int:
    """Measure each reading and the passes of the alarms, print medians; return how many targets were missed."""
    from django.contrib.auth.models import Group  # noqa: PLC0415
    from django.db import connection  # noqa: PLC0415
    from django.test import Client as Browser  # noqa: PLC0415
    from django.test.utils import CaptureQueriesContext  # noqa: PLC0415

    from foyer.cases.models import Case, CaseLetter  # noqa: PLC0415
    from foyer.cases.queries.months import Month  # noqa: PLC0415
    from foyer.cases.queries.report import report_of  # noqa: PLC0415
    from foyer.cases.services.alarms import tell_due_cases  # noqa: PLC0415
    from foyer.core.models import Job, User  # noqa: PLC0415

    now = open_hour()
    supervisor = User.objects.order_by("pk").first()
    assert supervisor is not None
    manager = User.objects.order_by("-pk").first()
    assert manager is not None
    manager.groups.add(Group.objects.get(name="Account managers"))
    browsers = {"every case": Browser(), "one's own": Browser()}
    browsers["every case"].force_login(supervisor)
    browsers["one's own"].force_login(manager)

    first = Case.objects.get(number="K000000")

    def queue_page(who: str, query: str) -> Callable[[], Any]:
        return lambda: browsers[who].get(f"/admin/cases/{query}")

    reads: dict[str, Callable[[], Any]] = {
        "queue": queue_page("every case", ""),
        "queue, last page": queue_page("every case", f"?p={count // 50}"),
        "queue, overdue": queue_page("every case", "?view=overdue"),
        "queue, searched": queue_page("every case", "?q=来宾77"),
        "queue, one's own": queue_page("one's own", ""),
        "one case": lambda: browsers["every case"].get(f"/admin/cases/{first.pk}/"),
        "monthly report": lambda: report_of(Month(now.date().replace(day=1)), at=now),
    }
    missed = 0
    for name, read in reads.items():
        read()
        walls, cpus = [], []
        for _round in range(rounds):
            wall, cpu = time.perf_counter(), time.process_time()
            with CaptureQueriesContext(connection) as queries:
                read()
            walls.append(time.perf_counter() - wall)
            cpus.append(time.process_time() - cpu)
        asked.setdefault(name, set()).add(len(queries))
        missed += median(cpus) * 1000 > PAGE_MS
        print(
            f"{count:6} open  {name:18} {len(queries):3} queries  "
            f"wall {median(walls) * 1000:7.1f} ms  cpu {median(cpus) * 1000:7.1f} ms"
        )
    CaseLetter.objects.all().delete()
    Case.objects.update(alarmed_for=None)
    passes, walls, most = 0, [], 0
    while True:
        before, wall = CaseLetter.objects.count(), time.perf_counter()
        with CaptureQueriesContext(connection) as queries:
            tell_due_cases(at=now)
        walls.append(time.perf_counter() - wall)
        passes, most = passes + 1, max(most, len(queries))
        if CaseLetter.objects.count() == before:
            break
    Job.objects.all().delete()
    idle = walls.pop()
    missed += max(walls) * 1000 > PASS_MS
    print(
        f"{count:6} open  alarms             {most:3} queries  {passes - 1} passes, the longest "
        f"{max(walls) * 1000:.0f} ms, {CaseLetter.objects.count()} letters; with nothing new {idle * 1000:.0f} ms"
    )
    return missed


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:])))
