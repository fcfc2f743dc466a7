"""Letters that a room keeps in a table: claimed one by one, sent by a job, none twice. (000-07)

An act writes a letter down in its own transaction and starts the job; the job claims each letter before it
is handed over. What a dead worker had claimed may have gone out and is never sent again.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from django.db import models

from .enums import JobStatus
from .jobs import JobRun, start_job
from .mail import Letter, NotNow, Postbox, Rejected, ServerAway, Unclear
from .models import HousePolicy, Job

_AGAIN_AFTER: Final = timedelta(minutes=10)
_LONGEST_ERROR: Final = 300


@dataclass(frozen=True, slots=True)
class Outbox:
    """The letters of one room.

    Attributes:
        kind: of the job that sends them.
        letters: their model, with `status`, `error` and `sent_at`.
        related: what writing one needs of other tables.
        status: the room's names of what becomes of a letter.
        write: returns a letter as it goes out; None: by now it would say nothing true.
    """

    kind: str
    letters: type[models.Model]
    related: tuple[str, ...]
    status: Any
    write: Callable[[Any, HousePolicy, datetime], Letter | None]

    def start(self, *, at: datetime) -> None:
        """Have what waits sent."""
        start_job(kind=self.kind, arguments={}, by=None, at=at)

    def post(self, run: JobRun) -> None:
        """Send every letter that waits; one found claimed by a dead worker may have gone out and is left."""
        house = HousePolicy.load()
        waiting = list(self._standing("QUEUED").select_related(*self.related))
        run.advance(0, total=len(waiting))
        try:
            with Postbox() as postbox:
                for step, letter in enumerate(waiting, 1):
                    self._post(postbox, letter, house, run.now())
                    run.advance(step)
        except NotNow:
            run.postpone(run.now() + _AGAIN_AFTER)

    def settle(self, *, at: datetime) -> None:
        """Bring to an end what a dead worker left behind: what it had claimed may have gone out. (000-07)"""
        jobs = Job.objects.filter(kind=self.kind)
        if not jobs.filter(status=JobStatus.RUNNING).exists():
            self._standing("SENDING").update(status=self.status.UNCLEAR)
        if self._standing("QUEUED").exists() and not jobs.open().exists():
            self.start(at=at)

    def _standing(self, status: str) -> Any:
        kept: Any = self.letters._default_manager
        return kept.filter(status=self.status[status])

    def _post(self, postbox: Postbox, letter: Any, house: HousePolicy, at: datetime) -> None:
        """Send one letter, or write down why not.

        Raises:
            NotNow: nothing was handed over; the letter waits.
        """
        row = self.letters._default_manager.filter(pk=letter.pk)
        postbox.open()
        queued = row.filter(status=self.status.QUEUED)
        if not queued.update(status=self.status.SENDING):
            return
        try:
            written = self.write(letter, house, at)
            if written is None:
                row.update(status=self.status.DROPPED)
                return
            postbox.send(written)
        except Rejected as refused:
            row.update(status=self.status.FAILED, error=str(refused)[:_LONGEST_ERROR])
        except Unclear as unclear:
            row.update(status=self.status.UNCLEAR, error=str(unclear)[:_LONGEST_ERROR])
        except (NotNow, ServerAway):
            row.update(status=self.status.QUEUED)
            raise
        else:
            row.update(status=self.status.SENT, sent_at=at)
