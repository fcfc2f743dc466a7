"""Before an evening: is everything in its place? (000-11, 004-12)"""

from __future__ import annotations

import os
import secrets
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from datetime import datetime, timedelta
from uuid import uuid4

from django.conf import settings
from django.db import connection, transaction
from django.db.migrations.executor import MigrationExecutor
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import override

from foyer.core.backups.alarm import backup_trouble
from foyer.core.checks import UnsafeDatabase, open_database
from foyer.core.drills import PromiseBroken, Say, drill
from foyer.core.health import is_worker_alive
from foyer.core.transport.certificate import read_certificate
from foyer.events.enums import EventStatus
from foyer.events.models import Event
from foyer.guests.enums import Verdict
from foyer.guests.models import Checkpoint, Desk, Guest, SignIn
from foyer.guests.services.codes import set_new_code
from foyer.guests.services.pairing import give_token, hash_token
from foyer.guests.services.sign_in import Scan, sign_in_guest
from foyer.guests.services.welcomes import is_reachable, reception

_LEAST_FREE = 1024**3  # bytes
_SILENCE = timedelta(minutes=10)
_CERTIFICATE_LEFT = timedelta(days=7)
_CLOCKS_APART = 2.0  # seconds
_LONGEST_SCAN = 0.3  # seconds, the target of a burst's p95
_OVER = (EventStatus.CANCELLED, EventStatus.CLOSED)


@drill("preflight")
def drill_preflight(say: Say, hours: int = 24) -> None:
    """Look at everything an evening needs, and try a scan at each event that leaves nothing behind.

    Args:
        say: told a line for each thing looked at.
        hours: how far ahead events are looked at.

    Raises:
        PromiseBroken: something is missing; the lines said what.
    """
    now, missing = timezone.now(), 0
    for what, trouble in (*_house(now), *_events(now, now + timedelta(hours=hours))):
        missing += bool(trouble)
        say(f"{'MISSING' if trouble else 'ok':8} {what}{f': {trouble}' if trouble else ''}")
    if missing:
        message = f"{missing} things are not as they should be."
        raise PromiseBroken(message)


Found = Iterator[tuple[str, str]]  # what was looked at, and what is wrong with it


def _house(now: datetime) -> Found:
    """Look at the machine and the house on it."""
    free = shutil.disk_usage(settings.DATA_DIR).free
    few = "" if free >= _LEAST_FREE else f"less than {_LEAST_FREE // 1024**3} GB"
    yield f"disk, {free / 1024**3:.1f} GB free", few
    yield "data folder can be written to", _not_writable()
    yield "database", _database_trouble()
    yield "clock", _clock_trouble(now)
    yield "worker", "" if is_worker_alive(now) else "none has given a sign of life in two minutes"
    yield "address for tablets", _address_trouble(now)
    with override("en"):
        yield "backups", backup_trouble(at=now)


def _not_writable() -> str:
    try:
        with tempfile.NamedTemporaryFile(dir=settings.DATA_DIR) as file:
            file.write(b"foyer")
            file.flush()
            os.fsync(file.fileno())
    except OSError as reason:
        return str(reason.strerror)
    return ""


def _database_trouble() -> str:
    try:
        open_database()
    except UnsafeDatabase as reason:
        return str(reason)
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        return "it is behind the code: manage.py migrate"
    return ""


def _clock_trouble(now: datetime) -> str:
    newest = SignIn.objects.aggregate(at=Max("changed_at"))["at"]
    if newest and newest > now:
        return f"it stands before the last sign-in, {newest:%Y-%m-%d %H:%M}: it was set back"
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT clock_timestamp()")
            apart = abs((cursor.fetchone()[0] - timezone.now()).total_seconds())
        if apart > _CLOCKS_APART:
            return f"it is {apart:.0f} s away from the database's"
    if _is_synchronised() is False:
        return "this machine does not keep it right by the network (timedatectl)"
    return ""


def _is_synchronised() -> bool | None:
    """Tell whether the system keeps its clock right by the network; None where it cannot be asked."""
    command = ["timedatectl", "show", "--property=NTPSynchronized", "--value"]
    try:
        told = subprocess.run(  # noqa: S603  a command of ours
            command, capture_output=True, text=True, timeout=5, check=True
        )
    except (OSError, subprocess.SubprocessError):
        return None
    return told.stdout.strip() == "yes"


def _address_trouble(now: datetime) -> str:
    if not settings.SECURE:
        local = settings.PUBLIC_URL.startswith(("http://127.0.0.1", "http://localhost"))
        return "" if local else f"{settings.PUBLIC_URL} is without TLS: no camera, no offline list"
    known = read_certificate(settings.TLS_DIR) if settings.TLS_DIR else None
    if settings.TLS_DIR and not known:
        return f"there is no certificate in {settings.TLS_DIR}"
    if known and known.expires - now < _CERTIFICATE_LEFT:
        return f"its certificate ends on {known.expires:%Y-%m-%d}: start the house anew"
    return ""


def _events(now: datetime, until: datetime) -> Found:
    """Look at the events that run or begin soon, and at their desks."""
    events = Event.objects.upcoming(at=now).filter(starts_at__lte=until).exclude(status__in=_OVER)
    for event in events.prefetch_related("desks__checkpoints", "checkpoints"):
        guests = event.guests.filter(cancelled_at=None).count()
        yield f"{event}: guest list, {guests} guests", "" if guests else "nobody is on it"
        yield f"{event}: hosts can be told", _hosts_trouble(event)
        paired = [desk for desk in event.desks.all() if desk.token_hash]
        yield f"{event}: desks", "" if paired else "no tablet is paired for it"
        for desk in paired:
            yield f"{event}: {desk}", _desk_trouble(desk, event, now)
        for checkpoint in event.checkpoints.all():
            yield f"{event}: {checkpoint}, a scan tried and taken back", _scan_trouble(checkpoint)


def _hosts_trouble(event: Event) -> str:
    """Return which hosts nobody can tell of their guests, and whether anybody hears of those who wait."""
    asked = Guest.objects.filter(event=event, cancelled_at=None, host__isnull=False)
    hosts = {guest.host for guest in asked.select_related("host").order_by("host", "pk")}
    if not hosts:
        return ""
    if not any(map(is_reachable, reception())):
        return "nobody at reception is told of guests who wait"
    silent = sorted(str(host) for host in hosts if host and not is_reachable(host))
    return f"without a way to tell them: {', '.join(silent)}" if silent else ""


def _desk_trouble(desk: Desk, event: Event, now: datetime) -> str:
    if not desk.pin_hash:
        return "it has no staff PIN"
    if all(checkpoint.event_id != event.pk for checkpoint in desk.checkpoints.all()):
        return "it has no checkpoint of this event"
    if not desk.last_seen_at or now - desk.last_seen_at > _SILENCE:
        return "its tablet has not been heard of for ten minutes"
    return ""


def _scan_trouble(checkpoint: Checkpoint) -> str:
    """Sign an invented guest in as a tablet would when the event begins, and leave nothing behind."""
    at = checkpoint.event.starts_at
    with transaction.atomic():
        desk = Desk.objects.create(name=f"preflight {uuid4()}", event=checkpoint.event)
        desk.checkpoints.add(checkpoint)
        token = give_token(desk=desk, token=secrets.token_urlsafe(32), at=at).token
        guest = Guest(event=checkpoint.event, name="Preflight")
        set_new_code(guest, at=at)
        guest.save()
        scan = Scan(id=uuid4(), checkpoint_id=checkpoint.pk, code_hash=guest.code_hash)
        since = time.monotonic()
        arrival = sign_in_guest(token_hash=hash_token(token), scan=scan, now=at)
        took = time.monotonic() - since
        kept = SignIn.objects.filter(guest=guest, checkpoint=checkpoint).exists()
        transaction.set_rollback(True)
    if arrival.result != Verdict.WELCOME or not kept:
        return f"the answer would be “{arrival.result.label}”"
    return "" if took <= _LONGEST_SCAN else f"it took {took * 1000:.0f} ms"
