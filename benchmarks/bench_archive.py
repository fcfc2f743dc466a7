"""The archive as its people read it, in a house of 1,000 records and in one of 100,000.

Filled as a house has it: Chinese titles and summaries, four levels of secrecy, twelve departments, a file with
two pages of text for each record, a matter for each, 5,000 events whose files are more or less whole. Printed are
the processor time of one request in this process, the time by the clock, its queries, and how much more the
large house costs. The targets: 60 ms at most, 1.3 times the small house at most, ten queries at most.

Run: `.venv/bin/python benchmarks/bench_archive.py [records] [rounds]`, on SQLite in a scratch folder or on an
empty database named by `DATABASE_URL`.
"""

from __future__ import annotations

import os
import random
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import median
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
SMALL, STAFF, DEPARTMENTS, BATCH = 1_000, 40, 12, 5_000
RARE, COMMON = "琉璃", "晚宴"  # one in 500, and half of all
WORDS = "答谢 品鉴 路演 发布 年会 雅集 论坛 酒会 巡展 茶叙 签约 周年 客户 会员 媒体 春季".split()  # noqa: SIM905  read as a list of words
PAPERS = "策划方案 预算表 嘉宾名单 座位图 现场照片 签到记录 评估报告 合同 往来函件 会议纪要".split()  # noqa: SIM905  read as a list of words
HOUSES = "市场部 客户部 财务部 场地部 江南文化传播有限公司 临江实业有限公司".split()  # noqa: SIM905  as above
CLASSES = ("event", "event", "event", "event", "client", "case", "contract", "house", "lasting")
LIST = "/admin/archive/"
PAGES = {  # who asks, and for what
    "list": ("staff", LIST),
    "page 20": ("staff", f"{LIST}?p=20"),
    "class and year": ("staff", f"{LIST}?record_class={{event}}&year=2024"),
    "confidential, secret": ("staff", f"{LIST}?view=closed"),
    "my departments": ("staff", f"{LIST}?view=department"),
    "past their time": ("staff", f"{LIST}?view=due"),
    "search: rare, title": ("staff", f"{LIST}?q={RARE}"),
    "search: common": ("staff", f"{LIST}?q={COMMON}"),
    "search: in a file": ("staff", f"{LIST}?q=漆器"),
    "search: two words": ("staff", f"{LIST}?q={COMMON} 漆器"),
    "search: archivist": ("archivist", f"{LIST}?q={RARE}"),
    "tree": ("staff", f"{LIST}tree/"),
    "tree, a branch": ("staff", f"{LIST}tree/?record_class={{event}}&year=2024"),
    "due list": ("archivist", f"{LIST}due/?view=review"),
    "gap list": ("staff", f"{LIST}gaps/?kind=events.event"),
    "record": ("staff", f"{LIST}records/{{open}}/"),
}


def main(records: int = 100_000, rounds: int = 7) -> int:
    """Fill a house twice as far, measure after each, print; return how many targets were missed."""
    with tempfile.TemporaryDirectory(prefix="foyer-bench-") as folder:
        open_house(folder)
        people = hire()
        fill(0, SMALL)
        small = measure(people, rounds)
        fill(SMALL, records)
        return report(small, measure(people, rounds))


def open_house(folder: str) -> None:
    """Set a house up in a folder, or in the database of the environment."""
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


def hire() -> dict[str, Any]:
    """Make the staff and their departments; return browsers of an ordinary member of one, and of the archivist."""
    from django.contrib.auth.models import Group  # noqa: PLC0415

    from foyer.core.models import User  # noqa: PLC0415
    from foyer.staff.models import Department  # noqa: PLC0415

    staff = User.objects.bulk_create(User(username=f"staff{n}") for n in range(STAFF))
    for n in range(DEPARTMENTS):
        department = Department.objects.create(name=f"第{n}部", head=staff[n])
        department.members.set(staff[n::DEPARTMENTS])
    asking, archivist = staff[-1], User.objects.create_user("archivist")
    asking.groups.add(Group.objects.get(name="Marketing"))
    archivist.groups.add(Group.objects.get(name="Archivist"))
    return {"staff": logged_in(asking), "archivist": logged_in(archivist)}


def logged_in(user: Any) -> Any:
    """Return a browser of somebody who has taken the second step."""
    from django.test import Client  # noqa: PLC0415
    from django.utils import timezone  # noqa: PLC0415

    browser = Client(headers={"host": "localhost"})
    browser.force_login(user)
    session = browser.session
    session["staff_began"] = session["staff_used"] = timezone.now().timestamp()
    session["staff_second_step"] = True
    session.save()
    return browser


def fill(first: int, end: int) -> None:
    """Write records, their files, their words and what they are about, as a house has them."""
    from django.db import connection, transaction  # noqa: PLC0415

    for start in range(first, end, BATCH):
        with transaction.atomic():
            fill_batch(start, min(start + BATCH, end))
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def fill_batch(start: int, end: int) -> None:
    """Write one batch, and put it into the search index."""
    from django.contrib.contenttypes.models import ContentType  # noqa: PLC0415
    from django.utils import timezone  # noqa: PLC0415
    from wagtail.search.backends import get_search_backend  # noqa: PLC0415

    from foyer.archive.models import (  # noqa: PLC0415
        ArchiveRecord,
        FileText,
        RecordClass,
        RecordFile,
        RecordLink,
    )
    from foyer.archive.services.keeping import due_day  # noqa: PLC0415
    from foyer.core.models import User  # noqa: PLC0415
    from foyer.events.models import Event  # noqa: PLC0415
    from foyer.staff.models import Department  # noqa: PLC0415

    dice, now = random.Random(start), timezone.now()
    classes = {one.code: one for one in RecordClass.objects.all()}
    papers = list(classes["event"].expected.all())
    people = list(User.objects.filter(username__startswith="staff"))
    departments = list(Department.objects.all())
    events = Event.objects.bulk_create(events_of(start, end))
    records = []
    for n in range(start, end):
        day = now.date() - timedelta(days=dice.randrange(3650))
        kind_of_event = f"{COMMON if n % 2 else '活动'}{RARE if n % 500 == 0 else ''}"
        code, words = CLASSES[n % len(CLASSES)], dice.sample(WORDS, 3)
        record = ArchiveRecord(
            number=f"A{n:07}",
            title=f"{day.year}年{''.join(words)}{kind_of_event}{dice.choice(PAPERS)}",
            dated_on=day,
            source=dice.choice(HOUSES),
            summary=f"{words[0]}{dice.choice(PAPERS)}，含流程、座位与礼品安排，共{n % 40 + 1}页。",
            record_class=classes[code],
            answers=dice.choice(papers) if code == "event" else None,
            secrecy=(0, 1, 1, 1, 1, 1, 2, 2, 2, 3)[n % 10],
            keeper=dice.choice(people),
            department=dice.choice(departments),
            ended_on=day,
            filed_at=now,
            changed_at=now,
        )
        record.due_on = due_day(record)
        records.append(record)
    records = ArchiveRecord.objects.bulk_create(records)
    files = RecordFile.objects.bulk_create(
        RecordFile(
            record=one,
            file="uploads/none.pdf",
            name=f"{one.title}.pdf",
            size=1,
            sha256=f"{one.pk:064}",
            content_type="application/pdf",
            added_at=now,
        )
        for one in records
    )
    texts = FileText.objects.bulk_create(
        FileText(file=one, page=page, words=page_of(dice, n + page))
        for n, one in enumerate(files, start)
        for page in (1, 2)
    )
    kind = ContentType.objects.get_for_model(Event)
    RecordLink.objects.bulk_create(
        RecordLink(record=one, kind=kind, subject_id=dice.choice(events).pk) for one in records
    )
    backend = get_search_backend()
    backend.add_bulk(ArchiveRecord, records)
    backend.add_bulk(FileText, texts)


def events_of(start: int, end: int) -> Iterator[Any]:
    """Return an event for each twenty records, held in the last ten years."""
    from foyer.events.enums import EventStatus  # noqa: PLC0415
    from foyer.events.models import Event, EventType  # noqa: PLC0415

    kind, first = EventType.objects.first(), datetime(2016, 1, 1, 11, tzinfo=UTC)
    for n in range(start, end, 20):
        begins = first + timedelta(hours=n % 80_000)
        yield Event(
            number=f"E{n:07}",
            type=kind,
            title=f"{WORDS[n // 20 % len(WORDS)]}{COMMON}{n}",
            starts_at=begins,
            ends_at=begins + timedelta(hours=4),
            capacity=120,
            status=EventStatus.HELD,
        )


def page_of(dice: random.Random, n: int) -> str:
    """Return one page of a file: sixty words without a space between them."""
    words = [dice.choice(WORDS) + dice.choice(PAPERS) for _ in range(20)]
    return "，".join(words) + ("，漆器布置。" if n % 400 == 0 else "。")


Found = dict[str, tuple[float, float, int]]


def measure(people: dict[str, Any], rounds: int) -> Found:
    """Return for each page the medians of processor and wall milliseconds, and its queries."""
    from django.db import connection  # noqa: PLC0415
    from django.test.utils import CaptureQueriesContext  # noqa: PLC0415

    from foyer.archive.models import ArchiveRecord, RecordClass  # noqa: PLC0415

    told = {
        "event": RecordClass.objects.get(code="event").pk,
        "open": ArchiveRecord.objects.filter(secrecy=0).latest("pk").pk,
    }
    found: Found = {}
    for name, (who, address) in PAGES.items():
        url, browser = address.format(**told), people[who]
        with CaptureQueriesContext(connection) as queries:  # and everything is loaded
            answer = browser.get(url)
        asked = len(queries)  # the next request forgets them
        if answer.status_code != 200:
            sys.exit(f"{url}: {answer.status_code}")
        cpu, wall = [], []
        for _round in range(rounds):
            began, began_wall = time.process_time(), time.perf_counter()
            browser.get(url)
            cpu.append((time.process_time() - began) * 1000)
            wall.append((time.perf_counter() - began_wall) * 1000)
        found[name] = median(cpu), median(wall), asked
    return found


def report(small: Found, large: Found) -> int:
    """Print both houses side by side; return how many targets were missed."""
    missed = 0
    print(f"{'':22} {'small: CPU':>10} {'wall':>9} {'large: CPU':>13} {'wall':>9} ratio queries")
    for name, (cpu, wall, queries) in large.items():
        before, before_wall, before_queries = small[name]
        print(
            f"{name:22} {before:7.1f} ms {before_wall:6.1f} ms {cpu:10.1f} ms {wall:6.1f} ms "
            f"{cpu / before:5.2f} {before_queries:3} {queries:3}"
        )
        missed += cpu > 60 or cpu > 1.3 * before or queries > 10
    return missed


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:])))
