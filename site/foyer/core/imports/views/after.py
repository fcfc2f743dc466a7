"""The steps after a file was confirmed: progress, result, rows to correct, undoing."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models import Q
from django.http import (
    HttpRequest,
    HttpResponseBase,
    JsonResponse,
)
from django.utils import timezone
from django.utils.translation import gettext as _

from foyer.core.enums import JobStatus
from foyer.core.imports.applying import confirm_import, resume_import, stop_import
from foyer.core.imports.corrections import rows_to_correct
from foyer.core.imports.counting import counts
from foyer.core.imports.enums import ImportStatus, RowOutcome, RowVerdict
from foyer.core.imports.models import ImportBatch
from foyer.core.imports.undoing import KEPT, undo_import
from foyer.core.refusals import Refusal
from foyer.core.spreadsheets.writer import CONTENT_TYPES, xlsx_pieces

from .base import BatchStep, file_response


class ProgressStep(BatchStep):
    """Shows how far the work is; asks again by itself, with or without JavaScript."""

    template_name = "core/imports/progress.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Show the progress, unless the work is done."""
        if self.batch.status not in ImportStatus.AT_WORK:
            return self.where_it_stands(self.batch)
        may_stop = self.batch.status in (ImportStatus.CHECKING, ImportStatus.APPLYING)
        context = self.get_context_data(progress=progress_of(self.batch), may_stop=may_stop)
        return self.render_to_response(context)  # type: ignore[attr-defined,no-any-return]  # the room's base


class StatusStep(BatchStep):
    """The progress as JSON."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Return how far the work is."""
        return JsonResponse(progress_of(self.batch))


def progress_of(batch: ImportBatch) -> dict[str, Any]:
    """Return how far the work on a file is: `finished` when it is done, `stopped` when it was given up."""
    job = batch.job
    alive = job is not None and job.status in (JobStatus.WAITING, JobStatus.RUNNING)
    at_work = batch.status in ImportStatus.AT_WORK
    done, total = (job.step, job.total) if job else (0, 0)
    return {
        "finished": not at_work,
        "stopped": at_work and not alive,
        "done": done,
        "total": total,
        "text": _("%(done)s of %(total)s rows") % {"done": done, "total": total},
        "error": job.error if job and not alive else "",
    }


class ResumeStep(BatchStep):
    """Goes on with work that was given up, or with a file that was stopped in between."""

    http_method_names: Sequence[str] = ("post",)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Start another job for what is left."""
        go_on = confirm_import if self.batch.status == ImportStatus.STOPPED else resume_import
        try:
            go_on(batch=self.batch, by=self.by, at=timezone.now())
        except Refusal as refusal:
            self.refuse(refusal)
        return self.where_it_stands(self.batch)


class StopStep(BatchStep):
    """Cancels the checking, or stops the applying behind the rows that are being written."""

    http_method_names: Sequence[str] = ("post",)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Stop it; a second time does nothing."""
        try:
            stop_import(batch=self.batch, at=timezone.now())
        except Refusal as refusal:
            self.refuse(refusal)
        return self.where_it_stands(self.batch)


class ResultStep(BatchStep):
    """Says what became of the file."""

    template_name = "core/imports/result.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Show the result, unless the file is not there yet."""
        if self.batch.status not in ImportStatus.SETTLED:
            return self.where_it_stands(self.batch)
        return self.render_to_response(self.get_context_data())  # type: ignore[attr-defined,no-any-return]  # the room's base

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Return the counts, and the rows that were left or kept."""
        not_done = Q(outcome__in=(RowOutcome.KEPT, RowOutcome.REFUSED))
        left = self.batch.rows.filter(
            not_done | Q(verdict__in=(*RowVerdict.BAD, RowVerdict.POSSIBLE), outcome="")
        )
        purged, status = self.batch.purged_at, self.batch.status
        nothing = dict.fromkeys(("applied", "same", "bad", "undone", "kept", "mended", "due"), 0)
        return (
            super().get_context_data(**kwargs)
            | self.page_of(left)
            | {
                "count": nothing | (self.batch.tally if purged else counts(self.batch)),
                "corrections": self.batch.corrections.exclude(applied_at=None),
                "stopped": status == ImportStatus.STOPPED,
                "may_undo": status in ImportStatus.UNDOABLE and not purged,
                "kept_days": KEPT.days,
            }
        )


class UndoStep(BatchStep):
    """Takes a whole file back."""

    http_method_names: Sequence[str] = ("post",)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Start the undoing; a second time does nothing."""
        try:
            undo_import(batch=self.batch, by=self.by, at=timezone.now())
        except Refusal as refusal:
            self.refuse(refusal)
        return self.where_it_stands(self.batch)


class ErrorsStep(BatchStep):
    """The rows that were left out, as a workbook with the reason, to be corrected and sent again. (IMPORT 7)"""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Return the workbook, to whoever uploaded the file or may see private columns."""
        self.require_own_file()
        try:
            rows = list(rows_to_correct(self.batch))
        except Refusal as refusal:
            self.refuse(refusal)
            return self.where_it_stands(self.batch)
        name = f"import-{self.batch.pk}-rows-to-correct.xlsx"
        return file_response(xlsx_pieces(rows), name=name, content_type=CONTENT_TYPES["xlsx"])
