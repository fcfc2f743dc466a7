"""A worker is killed again and again in the middle of an import. (IMPORT 8)"""

from __future__ import annotations

import hashlib
import json
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.utils import timezone

from foyer.clients.models import Client, Contact
from foyer.clients.resources import CLIENT_LIST, SCOPE
from foyer.core.drills import PromiseBroken, Say, drill
from foyer.core.imports.applying import confirm_import
from foyer.core.imports.enums import ImportStatus
from foyer.core.imports.models import ImportBatch
from foyer.core.imports.staging import choose_columns, discard, layout_of, upload_list
from foyer.core.imports.stored import head_of
from foyer.core.imports.undoing import undo_import
from foyer.core.jobs import carry
from foyer.core.models import User

_PATIENCE = 600.0  # seconds
_LOOK = 0.02  # seconds between two looks at how far the import is
_HEADERS = "客户编号,客户名称,行业,地址,联系人,手机,邮箱,农历生日"


@drill("import")
def drill_import(say: Say, rows: int = 20_000, kills: int = 20, seed: int = 0) -> None:
    """Import a list undisturbed, take it back, and import it again with a worker that is killed.

    Needs a house without clients, such as a database made for it, whose worker does not run.

    Raises:
        PromiseBroken: the two did not end the same, or a second run would change something.
    """
    if Client.objects.exists() or Contact.objects.exists():
        message = "This house has clients. Run the drill on a database made for it."
        raise PromiseBroken(message)
    seed = seed or random.SystemRandom().randrange(1, 1_000_000)
    by = User.objects.create(username=f"drill-{seed}", is_superuser=True)
    data = "\r\n".join((_HEADERS, *_list_of(rows))).encode()
    try:
        undisturbed = _Run(data, by)
        undisturbed.to_its_end()
        meant = content_hash()
        undisturbed.take_back()
        killed = _Run(data, by)
        say(f"seed {seed}; {_disturb(killed, kills=kills, seed=seed, say=say)} kills -9")
        _require(content_hash() == meant, "The killed import ended otherwise than the undisturbed.")
        say(f"content {meant[:16]} both times, of {rows} rows")
        _compare_again(data, by, rows)
        say("a second run says of every row that it is unchanged")
        killed.take_back()
        _require(not Client.objects.exists(), "Undoing left clients behind.")
    finally:
        by.delete()


def content_hash() -> str:
    """Return a hash of all clients and contacts, whatever their keys in the database."""
    told = hashlib.sha256()
    clients = Client.objects.order_by("number")
    columns = ("number", "name", "industry", "addresses__text")
    for values in clients.values_list(*columns).iterator():
        told.update(json.dumps(values, ensure_ascii=False).encode())
    for contact in Contact.objects.select_related("client").order_by("client__number", "name"):
        facts = (contact.name, contact.phone, contact.email, contact.lunar_birthday)
        values = (contact.client and contact.client.number, *facts)
        told.update(json.dumps(values, ensure_ascii=False).encode())
    return told.hexdigest()


def _list_of(rows: int) -> Iterator[str]:
    """Yield a list: a client and its contact, then another contact of the same client, and so on."""
    for n in range(rows):
        number = f"D{n // 2:07d}"
        reach = f"{13_000_000_000 + n},d{n}@example.com,八月初三"
        if n % 2:
            yield f"{number},,,,乙{n},{reach}"
        else:
            yield f"{number},演练{n}有限公司,行业{n % 7},演练路{n}号,甲{n},{reach}"


class _Run:
    """One import of the list."""

    def __init__(self, data: bytes, by: User) -> None:
        self.by = by
        self.batch = upload_list(
            target=CLIENT_LIST.fresh(),
            scope=SCOPE,
            data=data,
            file_name="drill.csv",
            by=by,
            language="en",
            at=timezone.now(),
        )

    def begin_check(self) -> None:
        """Have the rows checked by a worker, or at once when they are few."""
        meanings = layout_of(self.batch, head_of(self.batch)).meanings
        mapping = {str(position): meaning for position, meaning in enumerate(meanings)}
        choose_columns(batch=self.batch, mapping=mapping, by=self.by, at=timezone.now())

    def confirm(self) -> None:
        """Have the rows written by a worker."""
        confirm_import(batch=self.batch, by=self.by, at=timezone.now())

    def check(self) -> None:
        """Check every row here."""
        self.begin_check()
        self._carry()

    def to_its_end(self) -> None:
        """Check and write every row here."""
        self.check()
        self.confirm()
        self._carry()

    def take_back(self) -> None:
        """Undo the import here, and forget it."""
        undo_import(batch=self.batch, by=self.by, at=timezone.now())
        self._carry()
        self.forget()

    def forget(self) -> None:
        """Delete the file and its rows."""
        discard(batch=self.batch)
        ImportBatch.objects.filter(pk=self.batch.pk).delete()

    @property
    def status(self) -> str:
        """Where the import stands."""
        self.batch.refresh_from_db()
        return self.batch.status

    @property
    def progress(self) -> int:
        """How many rows have been checked and written, counted together."""
        return self.batch.rows.count() + self.batch.rows.exclude(outcome="").count()

    def _carry(self) -> None:
        self.batch.refresh_from_db()
        if self.batch.job_id:
            carry(pk=self.batch.job_id, clock=timezone.now)
        self.batch.refresh_from_db()


def _disturb(run: _Run, *, kills: int, seed: int, say: Say) -> int:
    """Have a worker check and write the list, and kill it at random moments; return how often."""
    pick = random.Random(seed)  # noqa: S311  moments, no secrets
    total = 2 * _rows_of(run)
    moments = sorted(pick.randrange(1, total * 9 // 10) for _kill in range(kills))
    done: list[int] = []
    run.begin_check()
    with _worker() as pid:
        for moment in moments:
            # A worker that has done nothing since the last kill is let alone: five such end a job.
            wanted = max(moment, done[-1] + 1) if done else moment
            if not _reach(run, wanted):
                break
            time.sleep(pick.uniform(0, 0.2))  # into the middle of a step
            done.append(run.progress)
            _kill_child(pid)
        _reach(run, total)
        _wait(lambda: run.status == ImportStatus.APPLIED)
    say(f"killed after so many rows checked and written: {', '.join(map(str, done))}")
    return len(done)


def _rows_of(run: _Run) -> int:
    table = head_of(run.batch)
    return table.total - 1


def _reach(run: _Run, progress: int) -> bool:
    """Wait until so much is done, confirming what was checked; tell whether it is not all done already."""

    def is_there() -> bool:
        status = run.status
        if status == ImportStatus.CHECKED:
            run.confirm()
        return status == ImportStatus.APPLIED or run.progress >= progress

    _wait(is_there)
    return run.batch.status != ImportStatus.APPLIED


def _wait(condition: object) -> None:
    last = time.monotonic() + _PATIENCE
    while not condition():  # type: ignore[operator]  # a function
        _require(time.monotonic() < last, "The import was not finished in time.")
        time.sleep(_LOOK)


@contextmanager
def _worker() -> Iterator[int]:
    """Run the house's worker in processes of its own."""
    path = (str(settings.SOURCE_DIR.parent), str(settings.PROJECT_DIR))
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(path)}
    line = [sys.executable, "-m", "foyer", "worker"]
    worker = subprocess.Popen(line, env=environment)  # noqa: S603  a command of ours
    try:
        yield worker.pid
    finally:
        worker.terminate()
        worker.wait(60)


def _kill_child(pid: int) -> None:
    """Kill the process that carries jobs; the one that watches it starts another."""
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    if children:
        os.kill(int(children[0]), signal.SIGKILL)


def _compare_again(data: bytes, by: User, rows: int) -> None:
    again = _Run(data, by)
    again.check()
    tally: Sequence[tuple[str, int]] = sorted(again.batch.tally.items())
    again.forget()
    _require(dict(tally) == {"same": rows, "all": rows}, f"A second run would change: {tally}")


def _require(kept: bool, otherwise: str) -> None:
    if not kept:
        raise PromiseBroken(otherwise)
