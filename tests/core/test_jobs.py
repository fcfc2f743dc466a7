from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import transaction
from django_tasks_db.models import DBTaskResult

from foyer.core.enums import JobStatus
from foyer.core.jobs import (
    MOST_ATTEMPTS,
    SILENCE,
    JobLost,
    JobRun,
    ThisProcess,
    cancel_job,
    carry,
    carry_due_jobs,
    job,
    release_jobs,
    revive_jobs,
    run,
    start_job,
)
from foyer.core.models import Job
from foyer.core.refusals import Refusal

NOON = datetime(2026, 12, 6, 4, tzinfo=UTC)


class NoPaper(Refusal):
    code = "no_paper"
    message = "There is no paper."


class WorkerKilled(BaseException):
    """Ends a worker as kill -9 does: nothing after it runs."""


@pytest.fixture
def handle(db: None) -> Iterator[Callable[[Callable[[JobRun], None]], Job]]:
    """Register what the job does and start one of three steps."""

    def _handle(handler: Callable[[JobRun], None]) -> Job:
        job("tests.count")(handler)
        return start_job(kind="tests.count", arguments={}, by=None, at=NOON, total=3)

    yield _handle
    run._handlers.pop("tests.count", None)
    ThisProcess.stopping.clear()


def clock(at: datetime = NOON) -> Callable[[], datetime]:
    return lambda: at


def carry_at(started: Job, at: datetime = NOON) -> Job:
    carry(pk=started.pk, clock=clock(at))
    started.refresh_from_db()
    return started


def kill_while_carrying(started: Job, at: datetime = NOON) -> None:
    with pytest.raises(WorkerKilled):
        carry(pk=started.pk, clock=clock(at))
    started.refresh_from_db()


class TestStartJob:
    def test_sends_a_message_only_when_the_job_is_committed(
        self, handle: Any, django_capture_on_commit_callbacks: Any
    ):
        with django_capture_on_commit_callbacks(execute=True):
            started = handle(lambda run: None)
            messages_before = DBTaskResult.objects.count()

        started.refresh_from_db()
        assert messages_before == 0
        assert str(DBTaskResult.objects.get().pk) == started.message_id


class TestCarry:
    def test_carries_a_job_once_however_many_messages_there_are(self, handle: Any):
        turns: list[int] = []
        started = handle(lambda run: turns.append(run.step))

        carried = [carry(pk=started.pk, clock=clock()) for _message in range(2)]

        started.refresh_from_db()
        assert (turns, carried, started.status) == ([0], [True, False], JobStatus.DONE)

    def test_goes_on_at_the_step_where_a_dead_worker_stopped(self, handle: Any):
        steps: list[int] = []
        deaths = iter([WorkerKilled])

        def count(run: JobRun) -> None:
            for step in range(run.step, 3):
                if step == 1 and (death := next(deaths, None)):
                    raise death
                steps.append(step)
                run.advance(step + 1, result={"last": step})

        started = handle(count)
        kill_while_carrying(started)
        later = NOON + SILENCE + timedelta(seconds=1)

        revive_jobs(at=later)
        carry_at(started, later)

        assert steps == [0, 1, 2]
        assert (started.status, started.step, started.result) == (JobStatus.DONE, 3, {"last": 2})

    def test_leaves_a_running_job_to_its_living_worker(self, handle: Any):
        inner: list[bool] = []
        started = handle(lambda run: inner.append(carry(pk=run.job.pk, clock=clock())))

        carry_at(started)

        assert inner == [False]

    def test_refuses_the_next_step_of_a_worker_that_lost_its_job(self, handle: Any):
        written: list[str] = []

        def be_overtaken(run: JobRun) -> None:
            revive_jobs(at=NOON + SILENCE * 2)
            with pytest.raises(JobLost), transaction.atomic():
                run.advance(1)
            written.append("lost")
            raise JobLost

        started = handle(be_overtaken)

        carry_at(started)

        assert (written, started.status, started.step) == (["lost"], JobStatus.WAITING, 0)

    def test_stops_at_the_next_step_when_cancelled(self, handle: Any):
        steps: list[int] = []

        def count(run: JobRun) -> None:
            for step in range(3):
                steps.append(step)
                cancel_job(job=run.job, at=NOON)
                run.advance(step + 1)

        started = carry_at(handle(count))

        assert (steps, started.status) == ([0], JobStatus.CANCELLED)

    def test_hands_the_job_back_when_its_process_is_to_stop(self, handle: Any):
        def count(run: JobRun) -> None:
            ThisProcess.stopping.set()
            run.advance(1)

        started = carry_at(handle(count))

        assert (started.status, started.step, started.claim) == (JobStatus.WAITING, 1, "")

    def test_shows_a_refusal_and_does_not_try_again(self, handle: Any):
        def refuse(run: JobRun) -> None:
            raise NoPaper

        started = carry_at(handle(refuse))

        assert (started.status, started.error) == (JobStatus.FAILED, "There is no paper.")

    def test_tries_a_fault_again_later_and_gives_up_after_five_times(
        self, handle: Any, caplog: pytest.LogCaptureFixture
    ):
        def stumble(run: JobRun) -> None:
            raise ZeroDivisionError

        started, at, waited = handle(stumble), NOON, []
        while started.status == JobStatus.WAITING:
            carry_at(started, at)
            waited.append((started.run_after or at) - at)
            at = started.run_after or at

        assert len(caplog.records) == MOST_ATTEMPTS
        assert [pause.total_seconds() for pause in waited] == [5, 30, 120, 600, 0]
        assert (started.status, bool(started.error)) == (JobStatus.FAILED, True)


class TestReviveJobs:
    def test_gives_up_a_job_whose_workers_die_at_the_same_place(self, handle: Any):
        def die(run: JobRun) -> None:
            raise WorkerKilled

        started, at = handle(die), NOON
        for _death in range(MOST_ATTEMPTS):
            kill_while_carrying(started, at)
            at += SILENCE * 2
            revive_jobs(at=at)

        started.refresh_from_db()
        assert (started.status, started.attempts) == (JobStatus.FAILED, MOST_ATTEMPTS)
        assert started.error

    def test_sends_the_message_of_a_job_again_when_it_was_lost(self, handle: Any):
        started = handle(lambda run: None)

        at_once = revive_jobs(at=NOON)
        later = revive_jobs(at=NOON + timedelta(minutes=1))
        again = revive_jobs(at=NOON + timedelta(minutes=2))

        assert (at_once, later, again) == (0, 1, 0)
        assert DBTaskResult.objects.get().args_kwargs["args"] == [started.pk]

    def test_leaves_a_job_alone_that_waits_for_its_time(self, handle: Any):
        def later(run: JobRun) -> None:
            run.postpone(NOON + timedelta(hours=1))

        started = carry_at(handle(later))

        assert (revive_jobs(at=NOON + timedelta(minutes=59)), started.attempts) == (0, 0)
        assert revive_jobs(at=NOON + timedelta(hours=1)) == 1


class TestReleaseJobs:
    def test_hands_over_the_jobs_of_one_dead_worker_only(
        self, handle: Any, monkeypatch: pytest.MonkeyPatch
    ):
        def die(run: JobRun) -> None:
            raise WorkerKilled

        first, second = handle(die), handle(die)
        monkeypatch.setattr(ThisProcess, "worker_id", "a" * 12)
        kill_while_carrying(first)
        monkeypatch.setattr(ThisProcess, "worker_id", "b" * 12)
        kill_while_carrying(second)

        release_jobs(worker_id="a" * 12, at=NOON)

        first.refresh_from_db()
        second.refresh_from_db()
        assert (first.status, second.status) == (JobStatus.WAITING, JobStatus.RUNNING)


class TestCarryDueJobs:
    def test_carries_every_waiting_job_without_a_queue(self, handle: Any):
        turns: list[int] = []
        handle(lambda run: turns.append(run.job.pk))
        handle(lambda run: turns.append(run.job.pk))

        carried = carry_due_jobs(clock=clock())

        assert (carried, len(set(turns))) == (2, 2)
