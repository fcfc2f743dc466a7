"""One worker's turn at a job, and the register of what each kind of job does."""

import threading
from collections.abc import Callable, Mapping
from datetime import datetime
from functools import cache
from typing import Any, NoReturn

from django.db.models import Q
from django.utils.module_loading import autodiscover_modules

from foyer.core.enums import JobStatus
from foyer.core.models import Job, JobQuerySet

_handlers: dict[str, Callable[["JobRun"], None]] = {}


class JobCancelled(Exception):
    """Somebody cancelled the job while it ran; the handler stops."""


class JobLost(Exception):
    """Another worker has the job now; the handler stops."""


class JobPostponed(Exception):
    """The handler stops for now; the job goes on later."""

    def __init__(self, until: datetime) -> None:
        self.until = until
        super().__init__(until.isoformat())


class ThisProcess:
    """What a worker process knows of itself; asked to stop, it hands its job back at the next step."""

    worker_id = ""  # begins every claim made here, so that a dead worker's jobs can be told
    stopping = threading.Event()


class JobRun:
    """One worker's turn at a job: where to begin, and how to say how far it is."""

    def __init__(self, job: Job, clock: Callable[[], datetime]) -> None:
        self.job = job
        self.now = clock

    @property
    def arguments(self) -> Mapping[str, Any]:
        """What the job was started with."""
        arguments: dict[str, Any] = self.job.arguments
        return arguments

    @property
    def step(self) -> int:
        """How many steps are done: the point to go on from."""
        return self.job.step

    def advance(
        self, step: int, *, total: int | None = None, result: Mapping[str, Any] | None = None
    ) -> None:
        """Say how far the job is; also its sign of life.

        Args:
            step: how many steps are done now.
            total: how many there are in all, where that is known only now.
            result: values to add to the job's result.

        Raises:
            JobCancelled: somebody cancelled the job.
            JobLost: another worker has taken it over.
            JobPostponed: this process is to stop; another goes on.
        """
        job, fresh = self.job, step > self.job.step
        job.step, job.heartbeat_at = step, self.now()
        job.total = job.total if total is None else total
        job.result = job.result | dict(result or {})
        job.attempts = 0 if fresh else job.attempts
        values = {
            name: getattr(job, name)
            for name in ("step", "total", "result", "heartbeat_at", "attempts")
        }
        if not held(job).update(**values):
            self._stop_for_good()
        if ThisProcess.stopping.is_set():
            self.postpone(self.now())

    def postpone(self, until: datetime) -> NoReturn:
        """Stop here and go on at a later moment."""
        raise JobPostponed(until)

    def _stop_for_good(self) -> NoReturn:
        cancelled = Job.objects.filter(pk=self.job.pk, status=JobStatus.CANCELLED).exists()
        raise JobCancelled if cancelled else JobLost


def job(kind: str) -> Callable[[Callable[[JobRun], None]], Callable[[JobRun], None]]:
    """Register the function that carries jobs of one kind; it lives in a room's `tasks.py`."""

    def register(handler: Callable[[JobRun], None]) -> Callable[[JobRun], None]:
        _handlers[kind] = handler
        return handler

    return register


@cache
def load_handlers() -> None:
    """Import every room's `tasks.py`, where handlers and periodic functions register."""
    autodiscover_modules("tasks")


def handler_of(kind: str) -> Callable[[JobRun], None]:
    """Return the function that carries one kind of job."""
    load_handlers()
    return _handlers[kind]


def held(job: Job) -> JobQuerySet:
    """Return the job as a query that finds it only as long as this worker has it."""
    return Job.objects.filter(pk=job.pk, claim=job.claim, status=JobStatus.RUNNING)


def due_jobs(at: datetime) -> JobQuerySet:
    """Return the jobs a worker may take now."""
    return Job.objects.filter(Q(run_after=None) | Q(run_after__lte=at), status=JobStatus.WAITING)
