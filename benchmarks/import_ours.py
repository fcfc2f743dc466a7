"""Our import of one guest list, from the upload to the guests being found, as the worker carries it.

Run by `bench_imports.py`; prints what it measured as JSON.
"""

import json
import resource
import sys
import time
from datetime import timedelta
from pathlib import Path
from typing import Any

import django

django.setup()

from django.db import transaction  # noqa: E402  after the settings
from django.utils import timezone  # noqa: E402

from foyer.core.imports.applying import apply_rows, confirm_import  # noqa: E402
from foyer.core.imports.checking import check_rows  # noqa: E402
from foyer.core.imports.enums import ImportStatus  # noqa: E402
from foyer.core.imports.models import ImportBatch  # noqa: E402
from foyer.core.imports.staging import layout_of, upload_list  # noqa: E402
from foyer.core.imports.stored import head_of  # noqa: E402
from foyer.core.models import User  # noqa: E402
from foyer.core.workers import begin_work  # noqa: E402
from foyer.events.models import Event, EventType  # noqa: E402
from foyer.guests.models import Checkpoint, Guest  # noqa: E402
from foyer.guests.resources import GUEST_LIST, scope_of  # noqa: E402

LOCKS: list[float] = []


def watch_locks() -> None:
    """Note how long each outermost transaction that writes holds the lock, its commit included."""
    enter, leave = transaction.Atomic.__enter__, transaction.Atomic.__exit__
    began: list[float] = []

    def entered(atomic: Any) -> None:
        enter(atomic)
        began.append(time.monotonic())

    def left(atomic: Any, *exc: Any) -> None:
        leave(atomic, *exc)
        since = began.pop()
        if not began:
            LOCKS.append(time.monotonic() - since)

    transaction.Atomic.__enter__, transaction.Atomic.__exit__ = entered, left  # type: ignore[method-assign]  # only to measure


def event(number: str) -> Event:
    """Make an event that is running."""
    now = timezone.now()
    made: Event = Event.objects.create(
        number=number,
        type=EventType.objects.first(),
        title="秋日品鉴晚宴",
        starts_at=now - timedelta(hours=1),
        ends_at=now + timedelta(hours=9),
        capacity=1,
        status="running",
    )
    Checkpoint.objects.create(event=made, name="签到")
    return made


def carry(file: str) -> dict[str, Any]:
    """Import the file and say what it took."""
    data, by, list_of = (
        Path(file).read_bytes(),
        User.objects.create(username=f"bench-{time.time_ns()}"),
        event(f"E-{time.time_ns()}"),
    )
    watch_locks()
    begin_work()
    since = time.monotonic(), time.process_time()
    now = timezone.now()
    batch = upload_list(
        target=GUEST_LIST,
        scope=scope_of(list_of),
        data=data,
        file_name="people.csv",
        by=by,
        language="zh-hans",
        at=now,
    )
    meanings = layout_of(batch, head_of(batch)).meanings
    ImportBatch.objects.filter(pk=batch.pk).update(
        status=ImportStatus.CHECKING, mapping={str(n): key for n, key in enumerate(meanings)}
    )
    batch.refresh_from_db()
    check_rows(batch, lambda _done, _all: None, at=now)
    checked = time.monotonic()
    confirm_import(batch=batch, by=by, at=now)
    apply_rows(batch, clock=timezone.now, told=lambda _done, _all: None)
    found = list_of.guests.matching("wei").exists()
    return {
        "rows": Guest.objects.filter(event=list_of).count() if found else 0,
        "wall": time.monotonic() - since[0],
        "checked": checked - since[0],
        "cpu": time.process_time() - since[1],
        "rss": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
        "lock": max(LOCKS),
    }


if __name__ == "__main__":
    print(json.dumps(carry(sys.argv[1])))
