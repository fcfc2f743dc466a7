"""What a worker does with backups."""

from datetime import datetime, timedelta

from django.conf import settings

from foyer.core.jobs import job
from foyer.core.refusals import Refusal
from foyer.core.ticks import every

from .alarm import watch_backups
from .runs import JOB, ask_for_backup, carry_backup, is_backup_due, tend_folder

job(JOB)(carry_backup)


@every(timedelta(hours=1), "core.backups")
def keep_backups(*, at: datetime) -> None:
    """Have the night's backup made, delete what is over its time, raise the alarm when the newest is too old."""
    if settings.BACKUP_DIR is None:
        return
    try:
        tend_folder(at=at)
        if is_backup_due(at=at):
            ask_for_backup(by=None, at=at)
    except Refusal:
        pass  # without a key or while one is made: the alarm and the page tell of it
    finally:
        watch_backups(at=at)
