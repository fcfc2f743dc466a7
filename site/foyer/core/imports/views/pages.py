"""The pages of one list's imports: every step, its address and the register's way to it, declared at once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.urls import URLPattern, path
from django.utils.text import capfirst

from foyer.core.imports.models import ImportBatch
from foyer.core.imports.targets import Target
from foyer.core.spreadsheets.writer import CONTENT_TYPES, xlsx_pieces

from .after import ErrorsStep, ProgressStep, ResultStep, ResumeStep, StatusStep, StopStep, UndoStep
from .base import ImportStep, address_of, file_response, name_of, register_pages
from .before import PreviewStep, UploadStep
from .check import CheckStep


class TemplateStep(ImportStep):
    """An empty workbook with the columns that are known."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Return the workbook."""
        rows = [[capfirst(str(column.label)) for column in self.target.columns]]
        name, content_type = f"{self.file_name}.xlsx", CONTENT_TYPES["xlsx"]
        return file_response(xlsx_pieces(rows), name=name, content_type=content_type)


_OF_A_LIST: dict[str, tuple[str, type[ImportStep]]] = {
    "upload": ("", UploadStep),
    "template": ("template/", TemplateStep),
}
_OF_A_FILE: dict[str, tuple[str, type[ImportStep]]] = {
    "preview": ("", PreviewStep),
    "check": ("check/", CheckStep),
    "progress": ("progress/", ProgressStep),
    "status": ("status/", StatusStep),
    "resume": ("resume/", ResumeStep),
    "stop": ("stop/", StopStep),
    "result": ("result/", ResultStep),
    "errors": ("errors/", ErrorsStep),
    "undo": ("undo/", UndoStep),
}


PlaceOf = Callable[[ImportBatch], Sequence[int]]


def _nowhere(_batch: ImportBatch) -> Sequence[int]:
    return ()


def import_pages(
    page: type[ImportStep],
    *,
    target: Target,
    below: str = "",
    place_of: PlaceOf = _nowhere,
    **own: type[ImportStep],
) -> list[URLPattern]:
    """Return the addresses of a list's imports, and make them known to the register of all imports.

    Args:
        page: what the steps share in this room: the right, the list, where the pages stand.
        target: the list.
        below: the address they stand below, with what `page.place` fills in.
        place_of: what fills it in for a file.
        own: steps the room does otherwise than the house, by name.
    """

    def url_of(step: str, batch: ImportBatch) -> str:
        return address_of(page.namespace, step, [*place_of(batch), batch.pk])

    register_pages(target, url_of)
    above, of_file = f"{below}import/", f"{below}import/<int:batch_pk>/"
    return [
        path(f"{start}{rest}", _view(page, own.get(step, does)), name=name_of(step))
        for start, steps in ((above, _OF_A_LIST), (of_file, _OF_A_FILE))
        for step, (rest, does) in steps.items()
    ]


def _view(page: type[ImportStep], step: type[ImportStep]) -> Any:
    """Return a step as a page of the room."""
    made: Any = type(
        step.__name__, (step, page), {"__doc__": step.__doc__, "__module__": page.__module__}
    )
    return made.as_view()
