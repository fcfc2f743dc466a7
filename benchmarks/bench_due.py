"""What is due at one account manager's clients, and at everybody's, in a house with 100,000 clients.

Printed are the processor time of one reading in Python and the database's share of the wall time, and the
number of queries, which does not depend on the number of clients. The target is ten queries at most for
one manager, and a list well under half a second.

Run: `.venv/bin/python benchmarks/bench_due.py [clients] [rounds]`, on SQLite in a scratch folder or on an
empty database named by `DATABASE_URL`.
"""

from __future__ import annotations

import os
import random
import sys
import tempfile
import time
from datetime import date, timedelta
from pathlib import Path
from statistics import median

ROOT = Path(__file__).resolve().parent.parent
MANAGERS = 50
VISITS_EACH = 5


def main(clients: int = 100_000, rounds: int = 5) -> int:
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
        manager = fill(clients)
        return report(manager, rounds)


def fill(clients: int) -> int:
    """Write clients, contacts and visits as a house has them; return one manager's key."""
    from django.db import connection, transaction  # noqa: PLC0415
    from django.utils import timezone  # noqa: PLC0415

    from foyer.clients.models import Client, Contact, Visit  # noqa: PLC0415
    from foyer.core.models import User  # noqa: PLC0415

    dice, now = random.Random(18), timezone.now()
    users = User.objects.bulk_create(User(username=f"manager{n}") for n in range(MANAGERS))
    tiers = ("key",) * 5 + ("regular",) * 25 + ("prospect",) * 70
    with transaction.atomic():
        made = Client.objects.bulk_create(
            (
                Client(
                    number=f"C{n:06}",
                    name=f"Client {n}",
                    tier=tiers[n % 100],
                    account_manager=users[dice.randrange(MANAGERS)],
                )
                for n in range(clients)
            ),
            batch_size=2000,
        )
        Client.objects.update(created_at=now - timedelta(days=800))
        Contact.objects.bulk_create(
            (
                Contact(
                    client=client,
                    name=f"Person {n}",
                    birthday=date(1960 + n % 40, 1 + n % 12, 1 + n % 28) if n % 3 else None,
                )
                for n, client in enumerate(made)
            ),
            batch_size=2000,
        )
        Visit.objects.bulk_create(
            (
                Visit(
                    client=client,
                    staff_id=client.account_manager_id,
                    mode=dice.choice(("phone", "visit", "email", "wechat")),
                    happened_at=(moment := now - timedelta(days=dice.randrange(1, 400))),
                    written_on=moment.date(),
                    filed_at=moment,
                    changed_at=moment,
                    next_visit_on=moment.date() + timedelta(days=30)
                    if dice.random() < 0.1
                    else None,
                )
                for client in made
                for _n in range(VISITS_EACH)
            ),
            batch_size=2000,
        )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return users[0].pk


def report(manager: int, rounds: int) -> int:
    """Measure both lists in turn and print medians; return how many targets were missed."""
    from django.db import connection  # noqa: PLC0415
    from django.test.utils import CaptureQueriesContext  # noqa: PLC0415
    from django.utils import timezone  # noqa: PLC0415

    from foyer.clients.models import CarePolicy  # noqa: PLC0415
    from foyer.clients.queries.due_items import DueScope  # noqa: PLC0415
    from foyer.clients.queries.due_list import due_items, due_rows  # noqa: PLC0415
    from foyer.core.days import house_day  # noqa: PLC0415

    today = house_day(timezone.now())
    scopes = {"one manager": DueScope(manager=manager), "everybody": DueScope()}
    walls: dict[str, list[float]] = {name: [] for name in scopes}
    cpus: dict[str, list[float]] = {name: [] for name in scopes}
    found, asked = {}, {}
    for _round in range(rounds):
        for name, scope in scopes.items():
            wall, cpu = time.perf_counter(), time.process_time()
            with CaptureQueriesContext(connection) as queries:
                items = due_items(scope, policy=CarePolicy.load(), today=today)
                due_rows(items[:50], today)
            walls[name].append(time.perf_counter() - wall)
            cpus[name].append(time.process_time() - cpu)
            found[name], asked[name] = len(items), len(queries)
    for name in scopes:
        print(
            f"{name:12} {found[name]:7} due  {asked[name]:3} queries  "
            f"wall {median(walls[name]) * 1000:8.1f} ms  cpu {median(cpus[name]) * 1000:8.1f} ms"
        )
    return int(asked["one manager"] > 10)


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:])))
