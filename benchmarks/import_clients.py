"""Our import of one list of clients with their contacts, from the upload to the clients being found.

Run by `bench_client_imports.py`; prints what it measured as JSON.
"""

import json
import resource
import sys
import time
from pathlib import Path
from typing import Any

import django

django.setup()

from django.utils import timezone  # noqa: E402  after the settings
from import_ours import LOCKS, watch_locks  # noqa: E402

from foyer.clients.models import Client  # noqa: E402
from foyer.clients.resources import CLIENT_LIST, SCOPE  # noqa: E402
from foyer.core.imports.applying import apply_rows, confirm_import  # noqa: E402
from foyer.core.imports.checking import check_rows  # noqa: E402
from foyer.core.imports.enums import ImportStatus  # noqa: E402
from foyer.core.imports.models import ImportBatch  # noqa: E402
from foyer.core.imports.staging import layout_of, upload_list  # noqa: E402
from foyer.core.imports.stored import head_of  # noqa: E402
from foyer.core.models import User  # noqa: E402
from foyer.core.workers import begin_work  # noqa: E402


def carry(file: str) -> dict[str, Any]:
    """Import the file and say what it took."""
    data = Path(file).read_bytes()
    by, _made = User.objects.get_or_create(username="bench", is_superuser=True)
    watch_locks()
    begin_work()
    since = time.monotonic(), time.process_time()
    now = timezone.now()
    batch = upload_list(
        target=CLIENT_LIST.fresh(),
        scope=SCOPE,
        data=data,
        file_name="clients.csv",
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
    if batch.rows.applies().exists():
        confirm_import(batch=batch, by=by, at=now)
        apply_rows(batch, clock=timezone.now, told=lambda _done, _all: None)
    found = Client.objects.matching("江南").exists()
    batch.refresh_from_db()
    return {
        "rows": batch.rows.count() if found else 0,
        "verdicts": {k: batch.rows.filter(verdict=k).count() for k in ("new", "update", "same")},
        "wall": time.monotonic() - since[0],
        "checked": checked - since[0],
        "cpu": time.process_time() - since[1],
        "rss": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
        "lock": max(LOCKS),
    }


if __name__ == "__main__":
    print(json.dumps(carry(sys.argv[1])))
