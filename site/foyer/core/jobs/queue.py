"""Writing jobs down, handing them to the workers, finding those whose worker or message was lost."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.tasks import TaskResultStatus, task, task_backends
from django.tasks.exceptions import TaskResultDoesNotExist
from django.utils import timezone
from django.utils.translation import gettext as _

from foyer.core.enums import JobStatus
from foyer.core.models import Job, User

from .carrying import MOST_ATTEMPTS, carry, failed
from .run import due_jobs, held

SILENCE = timedelta(
    seconds=60
)  # a running job without a sign of life for so long has lost its worker
BACKEND = "jobs"
_LOST_AFTER = timedelta(
    seconds=15
)  # a job this old whose message was never noted goes into the queue again


@transaction.atomic
def start_job(
    *,
    kind: str,
    arguments: Mapping[str, Any],
    by: User | None,
    at: datetime,
    total: int = 0,
) -> Job:
    """Write down a long task and, once that is committed, hand it to the workers.

    Args:
        kind: a registered kind, such as "guests.send_invitations".
        arguments: what the handler needs, as JSON can hold it; no personal data.
        by: who asked for it.
        at: the moment it was asked for.
        total: how many steps it has, where that is known.
    """
    made = Job.objects.create(
        kind=kind, arguments=dict(arguments), by=by, created_at=at, total=total
    )
    transaction.on_commit(lambda: put_in_queue(made), robust=True)
    return made


def cancel_job(*, job: Job, at: datetime) -> bool:
    """Cancel an open job; a worker at it stops at its next step. Tell whether it was open."""
    return bool(
        Job.objects.open()
        .filter(pk=job.pk)
        .update(status=JobStatus.CANCELLED, claim="", finished_at=at)
    )


def put_in_queue(job: Job) -> None:
    """Send the message that makes a worker take the job up; a second message does no harm."""
    message = carry_job.enqueue(job.pk)
    Job.objects.filter(pk=job.pk).update(message_id=message.id)


@task(backend=BACKEND, queue_name=BACKEND)
def carry_job(pk: int) -> None:
    """Carry one job, if it waits."""
    carry(pk=pk, clock=timezone.now)


def release_jobs(*, worker_id: str, at: datetime) -> int:
    """Let the jobs of a worker that is known to be dead wait for another; return how many."""
    orphans = Job.objects.filter(status=JobStatus.RUNNING, claim__startswith=worker_id)
    return sum(_let_go(orphan, at) for orphan in orphans)


def revive_jobs(*, at: datetime) -> int:
    """Let the jobs of silent workers wait again; put every due job in the queue that is not there.

    Returns:
        How many messages were sent.
    """
    for silent in Job.objects.silent(since=at - SILENCE):
        _let_go(silent, at)
    lost = [waiting for waiting in due_jobs(at) if not _is_on_its_way(waiting, at)]
    for waiting in lost:
        put_in_queue(waiting)
    return len(lost)


def _let_go(job: Job, at: datetime) -> int:
    """Take a job from its dead worker, unless that has just given a sign of life."""
    sentence = _("The worker died %(times)s times at the same place; the task was given up.")
    ending: dict[str, Any] = {"status": JobStatus.WAITING}
    if job.attempts >= MOST_ATTEMPTS:
        ending = failed(sentence % {"times": job.attempts}, at)
    return held(job).filter(heartbeat_at=job.heartbeat_at).update(claim="", **ending)


def _is_on_its_way(job: Job, at: datetime) -> bool:
    """Tell whether a message for this job lies in the queue."""
    if not job.message_id:
        return job.created_at > at - _LOST_AFTER
    try:
        result = task_backends[BACKEND].get_result(job.message_id)
    except TaskResultDoesNotExist:
        return False
    return result.status == TaskResultStatus.READY
