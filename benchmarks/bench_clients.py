"""The list of clients as staff open, narrow down and search it, in a house of 1,000 and in one of 100,000 clients.

Printed are the processor time of one request in this process, its queries, and how much more the large house
costs. The targets: 60 ms at most, 1.3 times the small house at most, ten queries at most.

Run: `.venv/bin/python benchmarks/bench_clients.py [clients] [rounds]`, on SQLite in a scratch folder or on an
empty database named by `DATABASE_URL`.
"""

from __future__ import annotations

import os
import random
import sys
import tempfile
import time
from pathlib import Path
from statistics import median
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
SMALL, MANAGERS, BATCH = 1_000, 50, 2_000
LIST = "/admin/snippets/clients/client/"
PAGES = {
    "list": LIST,
    "last page": f"{LIST}?p={{last}}",
    "by tier": f"{LIST}results/?tier=key",
    "by tier and region": f"{LIST}results/?tier=regular&region=foreign",
    "two characters": f"{LIST}results/?q=云栖",
    "initials": f"{LIST}results/?q=hzyq",
    "contact, last four": "/admin/snippets/clients/contact/results/?q=0123",
}
PLACES = "杭州 上海 苏州 南京 宁波 绍兴 嘉兴 无锡 厦门 深圳".split()  # noqa: SIM905  read as a list of words
NAMES = "云栖 东篱 松涧 青禾 远山 白鹭 临江 知味 清和 南屏".split()  # noqa: SIM905  as above
TRADES = "会展 文化 实业 贸易 科技 设计 旅游 物产".split()  # noqa: SIM905  as above


def main(clients: int = 100_000, rounds: int = 7) -> int:
    """Fill a house twice as far, measure after each, print; return how many targets were missed."""
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
        call_command("collectstatic", verbosity=0, interactive=False)
        browser = log_in()
        fill(0, SMALL)
        small = measure(browser, SMALL, rounds)
        fill(SMALL, clients)
        return report(small, measure(browser, clients, rounds))


def log_in() -> Any:
    """Return a browser logged in as an administrator."""
    from django.contrib.auth.models import Group  # noqa: PLC0415
    from django.test import Client as Browser  # noqa: PLC0415
    from django.utils import timezone  # noqa: PLC0415

    from foyer.core.models import User  # noqa: PLC0415

    User.objects.bulk_create(User(username=f"manager{n}") for n in range(MANAGERS))
    user = User.objects.create_user("bench", is_superuser=True)
    user.groups.add(Group.objects.get(name="Administrators"))
    browser = Browser(headers={"host": "localhost"})
    browser.force_login(user)
    session = browser.session
    session["staff_began"] = session["staff_used"] = timezone.now().timestamp()
    session["staff_second_step"] = True
    session.save()
    return browser


def fill(first: int, end: int) -> None:
    """Write clients and contacts as a house has them."""
    from django.db import connection  # noqa: PLC0415

    from foyer.clients.models import Client, Contact  # noqa: PLC0415
    from foyer.core.models import User  # noqa: PLC0415

    dice, managers = random.Random(first), list(User.objects.filter(username__startswith="manager"))
    tiers = ("key",) * 5 + ("regular",) * 25 + ("prospect",) * 70
    for start in range(first, end, BATCH):
        made = Client.objects.bulk_create(
            Client(
                number=f"C{n:06}",
                name=f"{dice.choice(PLACES)}{dice.choice(NAMES)}{n}{dice.choice(TRADES)}有限公司",
                tier=tiers[n % 100],
                region="foreign" if n % 5 == 0 else "domestic",
                industry=dice.choice(TRADES),
                account_manager=managers[n % MANAGERS],
            )
            for n in range(start, min(start + BATCH, end))
        )
        Contact.objects.bulk_create(
            Contact(client=client, name=f"王{n}", phone=f"138{start + n:08}")
            for n, client in enumerate(made)
        )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


Found = dict[str, tuple[float, int]]


def measure(browser: Any, clients: int, rounds: int) -> Found:
    """Return for each page the median of its processor time in milliseconds, and its queries."""
    from django.db import connection  # noqa: PLC0415
    from django.test.utils import CaptureQueriesContext  # noqa: PLC0415

    pages = {name: url.format(last=-(-clients // 50)) for name, url in PAGES.items()}
    times: dict[str, list[float]] = {name: [] for name in pages}
    asked: dict[str, int] = {}
    for number in range(rounds + 1):
        for name, url in pages.items():
            began = time.process_time()
            response = browser.get(url)
            if number:  # the first time everything is loaded
                times[name].append((time.process_time() - began) * 1000)
            if response.status_code != 200:
                sys.exit(f"{url}: {response.status_code}")
    for name, url in pages.items():
        with CaptureQueriesContext(connection) as queries:
            browser.get(url)
        asked[name] = len(queries)
    return {name: (median(times[name]), asked[name]) for name in pages}


def report(small: Found, large: Found) -> int:
    """Print both houses side by side; return how many targets were missed."""
    missed = 0
    print(f"{'':20} {'small':>8} {'large':>8} ratio queries")
    for name, (cpu, queries) in large.items():
        before = small[name][0]
        print(f"{name:20} {before:5.1f} ms {cpu:5.1f} ms {cpu / before:5.2f} {queries:7}")
        missed += cpu > 60 or cpu > 1.3 * before or queries > 10
    return missed


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:])))
