"""Long tasks: a row that survives, a queue that only transports, a worker that may die.

A room registers what a kind of job does and starts jobs; everything else happens here:

    @job("guests.send_invitations")
    def send_invitations(run: JobRun) -> None:
        for step in range(run.step, ...):     # run.step is where an earlier worker stopped
            ...                               # do one step; doing it twice must be harmless
            run.advance(step + 1)

A worker that dies is noticed by its silence, and the job goes on where it stopped, five times at
most without any progress. Two workers never carry one job: `advance` refuses whoever lost the
claim. A step that must happen exactly once is written in one transaction with `advance`.
"""

from .carrying import MOST_ATTEMPTS, carry, carry_due_jobs
from .queue import (
    SILENCE,
    cancel_job,
    carry_job,
    put_in_queue,
    release_jobs,
    revive_jobs,
    start_job,
)
from .run import (
    JobCancelled,
    JobLost,
    JobPostponed,
    JobRun,
    ThisProcess,
    job,
    load_handlers,
)

__all__ = [
    "MOST_ATTEMPTS",
    "SILENCE",
    "JobCancelled",
    "JobLost",
    "JobPostponed",
    "JobRun",
    "ThisProcess",
    "cancel_job",
    "carry",
    "carry_due_jobs",
    "carry_job",
    "job",
    "load_handlers",
    "put_in_queue",
    "release_jobs",
    "revive_jobs",
    "start_job",
]
