"""What the steps of an import share."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any, ClassVar

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import (
    FileResponse,
    Http404,
    HttpRequest,
    HttpResponseRedirect,
    StreamingHttpResponse,
)
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages

from foyer.core.imports.blocks import Kept, open_rows, options_of
from foyer.core.imports.enums import Decision, ImportStatus, RowOutcome, RowVerdict
from foyer.core.imports.models import ImportBatch, ImportRow
from foyer.core.imports.targets import Target
from foyer.core.models import User
from foyer.core.refusals import Refusal

PAGE = 50
_HIDDEN = "***"


def file_response(
    pieces: Iterator[bytes], *, name: str, content_type: str
) -> StreamingHttpResponse:
    """Return a file as an attachment nobody keeps on the way."""
    response = StreamingHttpResponse(pieces, content_type=content_type)
    response["Content-Disposition"] = FileResponse(filename=name, as_attachment=True).headers.get(
        "Content-Disposition", f'attachment; filename="{name}"'
    )
    response["Cache-Control"] = "no-store"
    response["X-Content-Type-Options"] = "nosniff"
    return response


class ImportStep:
    """What every step shares."""

    target: Target
    request: HttpRequest
    namespace: ClassVar[str]
    upload_title: ClassVar[str | Promise] = gettext_lazy("Import a list")
    file_name: ClassVar[str] = "list"  # of the empty one
    header_icon: ClassVar = "upload"

    @property
    def scope(self) -> str:
        """What the list goes into."""
        raise NotImplementedError

    @property
    def by(self) -> User:
        """Who is importing."""
        user: User = self.request.user  # type: ignore[assignment]  # staff only, the base has checked
        return user

    def may_see_private(self) -> bool:
        """Tell whether private columns of other people's records may be shown."""
        raise NotImplementedError

    @property
    def place(self) -> Sequence[int]:
        """What fills in the address the pages stand below."""
        return ()

    def step_url(self, step: str, batch: ImportBatch | None = None) -> str:
        """Return the address of a step."""
        return address_of(self.namespace, step, [*self.place, *([batch.pk] if batch else [])])

    def batches(self) -> QuerySet[ImportBatch]:
        """Return the files of this list the member of staff may see."""
        return ImportBatch.objects.filter(target=self.target.key, scope=self.scope)

    def find_batch(self, pk: int) -> ImportBatch:
        """Return a file of this list, or answer 404."""
        batch = self.batches().select_related("job", "by").filter(pk=pk).first()
        if batch is None:
            raise Http404
        return batch

    def where_it_stands(self, batch: ImportBatch) -> HttpResponseRedirect:
        """Lead to the step a file is at."""
        batch.refresh_from_db()
        return HttpResponseRedirect(self.step_url(STEPS[ImportStatus(batch.status)], batch))

    def refuse(self, refusal: Refusal) -> None:
        """Show why not."""
        messages.error(self.request, str(refusal))


def name_of(step: str) -> str:
    """Return the name of a step's address."""
    return "import" if step == "upload" else f"import_{step}"


def address_of(namespace: str, step: str, place: Sequence[int]) -> str:
    """Return the address of a step."""
    return reverse(f"{namespace}:{name_of(step)}", args=place)


STEPS = {
    ImportStatus.UPLOADED: "preview",
    ImportStatus.CHECKING: "progress",
    ImportStatus.CHECKED: "check",
    ImportStatus.APPLYING: "progress",
    ImportStatus.STOPPED: "result",
    ImportStatus.APPLIED: "result",
    ImportStatus.UNDOING: "progress",
    ImportStatus.UNDONE: "result",
}


_pages: dict[str, Callable[[str, ImportBatch], str]] = {}


def register_pages(target: Target, url_of: Callable[[str, ImportBatch], str]) -> None:
    """Say where the steps of a list's imports are, for the register of all imports."""
    _pages[target.key] = url_of


def page_of_batch(batch: ImportBatch) -> str:
    """Return the address of the step a file is at; nothing when its list is not known any more."""
    url_of = _pages.get(batch.target)
    return url_of(STEPS[ImportStatus(batch.status)], batch) if url_of else ""


class BatchStep(ImportStep):
    """A step about one file."""

    batch: ImportBatch

    def look_up(self, **kwargs: Any) -> None:
        """Find the list, then the file."""
        super().look_up(**kwargs)  # type: ignore[misc]  # the room's base
        self.batch = self.find_batch(kwargs["batch_pk"])

    def require_own_file(self) -> None:
        """Let in whoever uploaded the file or may see private columns: it is shown as it is."""
        if self.batch.by_id != self.by.pk and not self.may_see_private():
            raise PermissionDenied

    def get_page_title(self) -> str:
        """Return the title."""
        return _("Import of %(file)s") % {"file": self.batch.file_name}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Return the file and the addresses of its steps."""
        context: dict[str, Any] = super().get_context_data(**kwargs)  # type: ignore[misc]  # the room's base
        urls = {step: self.step_url(step, self.batch) for step in _ALL_STEPS}
        return context | {"batch": self.batch, "urls": urls, "upload_url": self.step_url("upload")}

    def page_of(self, rows: QuerySet[ImportRow]) -> dict[str, Any]:
        """Return one page of rows and the columns in which any of them says something."""
        page = Paginator(rows, PAGE).get_page(self.request.GET.get("p"))
        opened = open_rows(self.batch, page, self.target)
        shown = [shown_row(row, kept, self) for row, kept in opened]
        said = {key for row in shown for key in row["cells"]}
        columns = [column for column in self.target.columns if column.key in said]
        for row in shown:
            row["values"] = [row["cells"].get(column.key, "") for column in columns]
        return {"page": page, "rows": shown, "columns": [column.label for column in columns]}


_ALL_STEPS = (
    *("preview", "check", "progress", "status", "result"),
    *("errors", "undo", "resume", "stop"),
)


def shown_row(row: ImportRow, kept: Kept, step: BatchStep) -> dict[str, Any]:
    """Return one row for a page; private values of others are hidden from those who may not see them."""
    private = {column.key for column in step.target.columns if column.private}
    labels = {column.key: column.label for column in step.target.columns}
    sees = step.may_see_private()
    own = sees or step.batch.by_id == step.by.pk
    return {
        "number": row.number,
        "verdict": RowVerdict(row.verdict),
        "outcome": RowOutcome(row.outcome),
        "cells": {
            key: text if own or key not in private else _HIDDEN
            for key, text in kept["cells"].items()
        },
        "origin": kept["origin"],
        "decision": Decision(row.decision),
        "options": [
            (option.value, option.label) for option in options_of(row.verdict, kept["plans"])
        ],
        "reasons": kept["reasons"],
        "notes": kept["notes"],
        "changes": [
            {
                "label": labels[key],
                "before": before if sees or key not in private or not before else _HIDDEN,
                "after": after if own or key not in private else _HIDDEN,
            }
            for key, before, after in kept["changes"]
        ],
    }
