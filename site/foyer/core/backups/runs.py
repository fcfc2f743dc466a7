"""The backups the house makes by itself: asked for, made, verified, kept for their time. (001-30)"""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from pathlib import Path

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils.timezone import get_default_timezone
from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import log

from foyer.core.days import house_day
from foyer.core.jobs import JobRun, start_job
from foyer.core.models import HousePolicy, User
from foyer.core.refusals import Refusal

from .enums import BackupStatus
from .house import this_house
from .keys import backup_keys
from .making import make_backup
from .models import BackupRun
from .reading import Known, read_backup
from .refusals import BackupDamaged, BackupInconsistent, BackupTruncated
from .retention import Kept, Plan, kept_until, lapsed, longest_days

JOB = "core.make_backup"
SUFFIX = ".backup"
_BEAT_BYTES = 32 * 1024 * 1024
_FAILURES_KEPT = timedelta(days=30)
_PARTS_KEPT = timedelta(days=1)
_LONGEST_TROUBLE = 300


class NoBackupFolder(Refusal):
    """`FOYER_BACKUP_DIR` is missing."""

    code = "no_backup_folder"
    message = _("The house has no folder for backups: FOYER_BACKUP_DIR is not set.")


class BackupUnderWay(Refusal):
    """One is being made already."""

    code = "backup_under_way"
    message = _("A backup is being made already.")


@dataclass(frozen=True, slots=True)
class Shown:
    """A backup as the page of backups tells of it."""

    run: BackupRun
    kept_until: datetime | None
    is_last: bool


def ask_for_backup(*, by: User | None, at: datetime) -> BackupRun:
    """Have a worker make a backup into the house's folder.

    Raises:
        NoBackupFolder: there is no folder.
        NoBackupKey: there is no key.
        BackupUnderWay: one is being made.
    """
    _folder()
    backup_keys()
    try:
        with transaction.atomic():
            name = f"foyer-{at:%Y%m%dT%H%M%SZ}-{secrets.token_hex(2)}{SUFFIX}"
            run = BackupRun.objects.create(name=name, by=by, made_at=at)
            run.job = start_job(kind=JOB, arguments={"run": run.pk}, by=by, at=at)
            run.save(update_fields=["job"])
            if by is not None:
                log(run, "foyer.backup.ask", user=by)
    except IntegrityError as reason:
        raise BackupUnderWay from reason
    return run


def carry_backup(job: JobRun) -> None:
    """Make the backup of a job and verify it; begun anew where an earlier worker died.

    A file that has the name already is whole: an earlier worker wrote it, or this database was restored from it. It
    is only verified, never written again.
    """
    run = BackupRun.objects.filter(pk=job.arguments["run"]).first()
    if run is None or run.status not in BackupStatus.OPEN:
        return
    run.status = BackupStatus.MAKING
    run.save(update_fields=["status"])
    try:
        known = _made(run, _Beat(job))
    except (Refusal, OSError) as reason:
        _fail(run, reason)
        return
    run.status, run.verified_at = BackupStatus.VERIFIED, job.now()
    run.made_at, run.size = known.head.made_at, (_folder() / run.name).stat().st_size
    run.rows, run.files, run.missed = known.rows, known.files, len(known.gone)
    run.save()


def is_backup_due(*, at: datetime) -> bool:
    """Tell whether none was made since the hour of the night that the policy names."""
    hour = HousePolicy.load().backup_hour
    due = datetime.combine(house_day(at), time(hour), get_default_timezone())
    due = due if due <= at else due - timedelta(days=1)
    return not BackupRun.objects.verified().filter(made_at__gte=due).exists()


def tend_folder(*, at: datetime) -> list[str]:
    """Note what lies in the folder and what no longer does; delete what is over its time. Return what was deleted."""
    folder = _folder()
    _give_up_abandoned()
    lying = {path.name: path for path in folder.glob(f"*{SUFFIX}") if path.is_file()}
    for run in BackupRun.objects.lying().exclude(name__in=lying):
        BackupRun.objects.filter(pk=run.pk).update(status=BackupStatus.LOST, gone_at=at)
    _note_unknown(lying, at)
    over = lapsed(_kept(), _plan(), at=at)
    for name in over:
        (folder / name).unlink(missing_ok=True)
        BackupRun.objects.filter(name=name).update(status=BackupStatus.DELETED, gone_at=at)
    _sweep(folder, at)
    return over


def backups_shown() -> list[Shown]:
    """Return what is known of backups, the newest first, with until when each is kept."""
    kept = _kept()
    until = kept_until(kept, _plan())
    verified = [one for one in kept if one.is_verified]
    last = max(verified, key=lambda one: one.made_at).name if verified else ""
    runs = BackupRun.objects.select_related("by")
    return [Shown(run, until.get(run.name), run.name == last) for run in runs]


def newest_verified() -> BackupRun | None:
    """Return the newest backup that was found whole."""
    return BackupRun.objects.verified().order_by("-made_at").first()


class _Beat:
    """Gives the job's sign of life every so many bytes, and at least when asked without any."""

    def __init__(self, job: JobRun) -> None:
        self.job, self.reached, self.bytes = job, job.step, 0

    def __call__(self, done: int) -> None:
        before, self.bytes = self.bytes // _BEAT_BYTES, self.bytes + done
        if not done or self.bytes // _BEAT_BYTES > before:
            self.job.advance(max(self.reached, self.bytes // _BEAT_BYTES))


class _Counting:
    """Takes the bytes of a backup that is verified, and gives signs of life."""

    def __init__(self, beat: _Beat) -> None:
        self.beat = beat

    def write(self, data: bytes) -> None:
        """Count some."""
        self.beat(len(data))


def _made(run: BackupRun, beat: _Beat) -> Known:
    path, house, keys = _folder() / run.name, this_house(), backup_keys()
    if not path.exists():
        make_backup(house=house, path=path, key=keys[0], at=beat.job.now(), done=beat)
    return read_backup(path=path, house=house, keys=keys, into=lambda _entry: _Counting(beat))


def _fail(run: BackupRun, reason: Exception) -> None:
    """Say what went wrong; a file that was not found whole has its name no longer."""
    path = Path(settings.BACKUP_DIR or "/nonexistent") / run.name
    if isinstance(reason, (BackupDamaged, BackupTruncated, BackupInconsistent)) and path.exists():
        path.rename(path.with_name(f"{path.name}.damaged"))
    said = reason.strerror or "" if isinstance(reason, OSError) else str(reason)
    run.status, run.trouble = BackupStatus.FAILED, said[:_LONGEST_TROUBLE]
    run.save(update_fields=["status", "trouble"])


def _folder() -> Path:
    if settings.BACKUP_DIR is None:
        raise NoBackupFolder
    folder = Path(settings.BACKUP_DIR)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder


def _plan() -> Plan:
    policy = HousePolicy.load()
    return Plan(policy.backup_daily, policy.backup_weekly, policy.backup_monthly, longest_days())


def _kept() -> Sequence[Kept]:
    return [
        Kept(run.name, run.made_at, run.status == BackupStatus.VERIFIED)
        for run in BackupRun.objects.lying()
    ]


def _note_unknown(lying: dict[str, Path], at: datetime) -> None:
    """Take into the list what was made by hand, or since the moment a restored database knows of."""
    known = set(BackupRun.objects.filter(name__in=lying).values_list("name", flat=True))
    for name in sorted(lying.keys() - known):
        found = lying[name].stat()
        made_at = min(datetime.fromtimestamp(found.st_mtime, at.tzinfo), at)
        BackupRun.objects.create(
            name=name[:80], status=BackupStatus.FOUND, made_at=made_at, size=found.st_size
        )


def _give_up_abandoned() -> None:
    """Give up what no job makes any more."""
    for run in BackupRun.objects.open().select_related("job"):
        job = run.job
        if job is None or job.status not in ("waiting", "running"):
            said = job.error if job else ""
            BackupRun.objects.filter(pk=run.pk).update(
                status=BackupStatus.FAILED, trouble=said[:_LONGEST_TROUBLE]
            )


def _sweep(folder: Path, at: datetime) -> None:
    """Forget old failures, and delete what was left half written or damaged."""
    before = at - _FAILURES_KEPT
    BackupRun.objects.filter(status=BackupStatus.FAILED, made_at__lt=before).delete()
    for part in folder.glob(f"*{SUFFIX}.*"):
        if part.stat().st_mtime < (at - _PARTS_KEPT).timestamp():
            part.unlink(missing_ok=True)
