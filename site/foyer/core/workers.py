"""The processes that work in the background: who they are, and what their supervisor does in between."""

import logging
import os
import secrets
import socket
from collections.abc import Callable
from datetime import datetime
from types import FrameType

from django.db import DatabaseError, close_old_connections, connection
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.signals import connection_created
from django_tasks_db.management.commands.db_worker import Worker

from .jobs import ThisProcess, release_jobs, revive_jobs
from .memory import settle
from .models import WorkerPulse
from .pinyin import load_readings
from .supervision import Child, Supervisor
from .ticks import run_due

logger = logging.getLogger(__name__)

BEAT_SECONDS = 5.0
WORKER_ID_BYTES = 6
_QUEUE = "jobs"


class JobWorker(Worker):
    """Carries jobs until asked to stop; a job it is at is handed back at its next step."""

    def __init__(self, worker_id: str) -> None:
        ThisProcess.worker_id = worker_id
        super().__init__(
            queue_names=[_QUEUE],
            excluded_queue_names=[],
            interval=1.0,
            batch=False,
            backend_name=_QUEUE,
            startup_delay=False,
            max_tasks=None,
            worker_id=worker_id,
        )

    def shutdown(self, signum: int, frame: FrameType | None) -> None:
        """Stop after the step that is being done."""
        ThisProcess.stopping.set()
        super().shutdown(signum, frame)


def begin_work() -> None:
    """Load what most jobs need, once in a worker's life, and see to it how its questions are planned."""
    connection_created.connect(_plan_afresh)
    if connection.connection:
        _plan_afresh(connection)
    load_readings()
    settle()


def _plan_afresh(connection: BaseDatabaseWrapper, **_: object) -> None:
    """Have PostgreSQL plan each question for the tables as they are: a job fills some from nothing.

    A plan once kept for an empty table reads it from end to end when it has grown.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET plan_cache_mode = force_custom_plan")


def carry_jobs(*, worker_id: str) -> None:
    """Carry jobs in this process until SIGTERM or SIGINT."""
    worker = JobWorker(worker_id)
    worker.configure_signals()
    begin_work()
    worker.run()


def worker_child(clock: Callable[[], datetime]) -> Child:
    """Return a process that carries jobs; when it dies, its jobs go to the next one at once."""
    worker_id = secrets.token_hex(WORKER_ID_BYTES)

    def hand_over(_pid: int) -> None:
        at = clock()
        if _reaching_database(lambda: release_jobs(worker_id=worker_id, at=at)):
            _reaching_database(lambda: revive_jobs(at=at))

    return Child(
        name="The worker",
        act="foyer.core.workers.carry_jobs",
        arguments={"worker_id": worker_id},
        when_dead=hand_over,
    )


def supervisor(
    *, servers: list[Child], workers: list[Child], clock: Callable[[], datetime]
) -> Supervisor:
    """Return a supervisor that does what is due in between, and says that the workers live."""
    name = f"{socket.gethostname()[:60]}:{os.getpid()}"

    def beat() -> None:
        if workers:
            _reaching_database(lambda: run_due(at=clock()))
        if any(worker.alive for worker in workers):
            _reaching_database(lambda: give_sign_of_life(name=name, at=clock()))

    return Supervisor([*servers, *workers], every=BEAT_SECONDS, beat=beat)


def give_sign_of_life(*, name: str, at: datetime) -> None:
    """Note that the workers of one supervisor live."""
    WorkerPulse.objects.update_or_create(name=name, defaults={"beat_at": at})


def _reaching_database(act: Callable[[], object]) -> bool:
    """Do something with the database; when it is away, say so and go on. Tell whether it was done."""
    close_old_connections()
    try:
        act()
    except DatabaseError:
        logger.exception("The database cannot be reached; trying again")
        return False
    return True
