"""Taking a job, carrying it as far as it goes, and writing down how that ended."""

import logging
import secrets
import threading
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from django.db import DatabaseError, connection
from django.db.models import F
from django.utils.translation import gettext as _

from foyer.core.enums import JobStatus
from foyer.core.models import Job
from foyer.core.refusals import Refusal

from .run import (
    JobCancelled,
    JobLost,
    JobPostponed,
    JobRun,
    ThisProcess,
    due_jobs,
    handler_of,
    held,
)

logger = logging.getLogger(__name__)

HEARTBEAT_SECONDS = 10.0
MOST_ATTEMPTS = 5  # without progress
_PAUSES = (5, 30, 120, 600)  # seconds before another attempt after a fault


def carry(*, pk: int, clock: Callable[[], datetime]) -> bool:
    """Take a waiting job, carry it as far as it goes, and write down how that ended.

    Args:
        pk: the job.
        clock: tells the time.

    Returns:
        Whether the job was there to be taken.
    """
    claimed = _claim(pk, clock())
    if claimed is None:
        return False
    run = JobRun(claimed, clock)
    with _Heartbeat(claimed, clock):
        ending = _run_handler(run)
    if ending:
        held(claimed).update(claim="", heartbeat_at=clock(), **ending)
    return True


def carry_due_jobs(*, clock: Callable[[], datetime]) -> int:
    """Carry every job that waits, one after the other, without a queue; return how many."""
    carried = 0
    while not ThisProcess.stopping.is_set():
        pks = list(due_jobs(clock()).order_by("pk").values_list("pk", flat=True))
        if not pks:
            break
        carried += sum(carry(pk=pk, clock=clock) for pk in pks)
    return carried


def _run_handler(run: JobRun) -> dict[str, Any]:
    """Return the columns that say how the handler ended; none when the job is no longer ours."""
    try:
        handler_of(run.job.kind)(run)
    except (JobLost, JobCancelled):
        return {}
    except JobPostponed as later:
        return {"status": JobStatus.WAITING, "run_after": later.until, "attempts": 0}
    except Refusal as refusal:
        return failed(str(refusal), run.now())
    except Exception:
        logger.exception("Job %s (%s) stopped at step %s", run.job.pk, run.job.kind, run.step)
        return _again_or_failed(run.job, run.now())
    return {"status": JobStatus.DONE, "finished_at": run.now(), "error": ""}


def _claim(pk: int, at: datetime) -> Job | None:
    claim = ThisProcess.worker_id + secrets.token_hex(16)[len(ThisProcess.worker_id) :]
    taken = (
        due_jobs(at)
        .filter(pk=pk)
        .update(
            status=JobStatus.RUNNING,
            claim=claim,
            attempts=F("attempts") + 1,
            heartbeat_at=at,
            run_after=None,
        )
    )
    return Job.objects.select_related("by").get(pk=pk) if taken else None


def failed(sentence: str, at: datetime) -> dict[str, Any]:
    """Return the columns of a job that was given up."""
    return {"status": JobStatus.FAILED, "error": sentence, "finished_at": at}


def _again_or_failed(job: Job, at: datetime) -> dict[str, Any]:
    if job.attempts >= MOST_ATTEMPTS:
        sentence = _("The task stopped %(times)s times at the same place and was given up.")
        return failed(sentence % {"times": job.attempts}, at)
    pause = _PAUSES[min(max(job.attempts, 1), len(_PAUSES)) - 1]
    return {"status": JobStatus.WAITING, "run_after": at + timedelta(seconds=pause)}


class _Heartbeat:
    """Says every few seconds that this process lives, however long one step takes."""

    def __init__(self, job: Job, clock: Callable[[], datetime]) -> None:
        self._job, self._clock, self._done = job, clock, threading.Event()
        self._thread = threading.Thread(target=self._beat, name=f"job-{job.pk}", daemon=True)

    def __enter__(self) -> None:
        self._thread.start()

    def __exit__(self, *exc: object) -> None:
        self._done.set()
        self._thread.join()

    def _beat(self) -> None:
        while not self._done.wait(HEARTBEAT_SECONDS):
            try:
                held(self._job).update(heartbeat_at=self._clock())
            except DatabaseError:
                logger.warning("Job %s could not give a sign of life", self._job.pk)
            finally:
                connection.close()
