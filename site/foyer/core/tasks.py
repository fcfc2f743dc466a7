"""The core room's own periodic work."""

from datetime import datetime, timedelta

from django.db import connection
from django_tasks_db.models import DBTaskResult

from .backups import tasks as backup_tasks  # noqa: F401  registers its job and its pass
from .business_calendar.filling import fill_calendar
from .business_calendar.models import BusinessPolicy
from .days import house_day
from .exports import tasks as export_tasks  # noqa: F401  registers its job and its pass
from .imports import tasks as import_tasks  # noqa: F401  registers its job and its pass
from .jobs import revive_jobs
from .models import WorkerPulse
from .publishing import publish_due
from .throttle import purge_attempts
from .ticks import every, purge_slots

_MESSAGES_KEPT = timedelta(days=7)
_PULSES_KEPT = timedelta(days=1)
_SAMPLED = 10_000  # entries of each index; with a tenth of it plans came out worse


@every(timedelta(seconds=5), "core.revive_jobs")
def revive(*, at: datetime) -> None:
    """Let the jobs of dead workers go on, and send lost messages again."""
    revive_jobs(at=at)


@every(timedelta(seconds=10), "core.publish_due")
def publish(*, at: datetime) -> None:
    """Let pages appear and disappear at the time set for them. (000-10)"""
    publish_due(at=at)


@every(timedelta(hours=1), "core.tidy")
def tidy(*, at: datetime) -> None:
    """Delete what only served the moment: counted attempts, passes, messages, pulses."""
    purge_attempts(at=at)
    purge_slots(at=at)
    DBTaskResult.objects.filter(enqueued_at__lt=at - _MESSAGES_KEPT).delete()
    WorkerPulse.objects.filter(beat_at__lt=at - _PULSES_KEPT).delete()


@every(timedelta(hours=1), "core.measure_tables")
def measure_tables(*, at: datetime) -> None:
    """Let SQLite learn how large its tables are, as PostgreSQL does by itself.

    Without it a search among 100,000 records takes a plan made for a few, and 16 seconds. A sample of each
    index is enough, and holds nobody up.
    """
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute(f"PRAGMA analysis_limit={_SAMPLED}")
            cursor.execute("ANALYZE")


@every(timedelta(days=1), "core.fill_calendar")
def fill_business_calendar(*, at: datetime) -> None:
    """Write the holidays of last year, this and the next, as far as they are known."""
    year = house_day(at).year
    region = BusinessPolicy.load().region
    fill_calendar(region=region, years=(year - 1, year, year + 1))
