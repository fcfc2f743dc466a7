"""What workers do for this room."""

from datetime import datetime, timedelta

from django.contrib.sessions.models import Session

from foyer.core.jobs import JobRun, job
from foyer.core.ticks import every

from .models import Erasure
from .services.erasing.database import wipe_free_space
from .services.erasing.erasures import JOB as ERASE
from .services.erasing.erasures import carry_erasure
from .services.retention import JOB as RETENTION
from .services.retention import let_lapse, start_lapsing
from .services.rotation.imports import delete_strays

_WIPED_AGAIN = timedelta(hours=24)


@job(ERASE)
def erase(run: JobRun) -> None:
    """Erase one person."""
    carry_erasure(run)


@job(RETENTION)
def lapse(run: JobRun) -> None:
    """Delete or anonymise what is kept no longer."""
    let_lapse(run)


@every(timedelta(days=1), "privacy.retention")
def retention(*, at: datetime) -> None:
    """Let lapse what is due; forget sessions that are over and files nobody knows of."""
    start_lapsing(at=at)
    Session.objects.filter(expire_date__lt=at).delete()
    delete_strays(at=at)


@every(timedelta(hours=1), "privacy.wipe")
def wipe(*, at: datetime) -> None:
    """Empty the database's log again after an erasure: a reader may have been in the way."""
    if Erasure.objects.filter(finished_at__gt=at - _WIPED_AGAIN).exists():
        wipe_free_space()
