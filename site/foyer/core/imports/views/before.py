"""The first steps: a file is handed in, and looked at."""

from __future__ import annotations

from typing import Any

from django.http import (
    HttpRequest,
    HttpResponseBase,
    HttpResponseRedirect,
)
from django.utils import timezone
from django.utils.translation import get_language

from foyer.core.imports.columns import HEADERS_WITHIN, Layout, find_layout, rows_under
from foyer.core.imports.enums import ImportStatus
from foyer.core.imports.forms import UploadForm
from foyer.core.imports.saying import UnsureDates
from foyer.core.imports.staging import (
    AlreadyUnderWay,
    choose_columns,
    choose_reading,
    upload_list,
)
from foyer.core.imports.stored import head_of
from foyer.core.languages import known_language
from foyer.core.refusals import Refusal
from foyer.core.spreadsheets.dates import DateOrder
from foyer.core.spreadsheets.encodings import ENCODINGS
from foyer.core.spreadsheets.reader import DELIMITERS, Reading

from .base import STEPS, BatchStep, ImportStep

SHOWN_ROWS = 20


class UploadStep(ImportStep):
    """Hands in a file; earlier files of the same list stand below."""

    template_name = "core/imports/upload.html"

    def get_page_title(self) -> str:
        """Return the title."""
        return str(self.upload_title)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Return the form, the columns that are known, and the latest files."""
        context: dict[str, Any] = super().get_context_data(**kwargs)  # type: ignore[misc]  # the room's base
        return {
            "form": UploadForm(),
            "columns": [column.label for column in self.target.columns],
            "template_url": self.step_url("template"),
            "latest": [
                (batch, self.step_url(STEPS[ImportStatus(batch.status)], batch))
                for batch in self.batches().select_related("by")[:10]
            ],
        } | context

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Take the file in."""
        form = UploadForm(request.POST, request.FILES)
        if form.is_valid():
            file = form.cleaned_data["file"]
            try:
                batch = upload_list(
                    target=self.target,
                    scope=self.scope,
                    data=file.read(),
                    file_name=file.name,
                    by=self.by,
                    language=known_language(get_language()),
                    at=timezone.now(),
                )
            except Refusal as refusal:
                form.add_error("file", str(refusal))
            else:
                return HttpResponseRedirect(self.step_url("preview", batch))
        context = self.get_context_data(form=form)
        return self.render_to_response(context, status=422)  # type: ignore[attr-defined,no-any-return]  # the room's base


class PreviewStep(BatchStep):
    """Shows the first rows as they were read; encoding, separator, sheet and columns can be changed."""

    template_name = "core/imports/preview.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Show the rows, unless the file has gone on."""
        if self.batch.status not in (ImportStatus.UPLOADED, ImportStatus.CHECKED):
            return self.where_it_stands(self.batch)
        self.require_own_file()
        return self.show(self.batch.mapping)

    def show(
        self, mapping: dict[str, str], unsure: UnsureDates | None = None, status: int = 200
    ) -> HttpResponseBase:
        """Show the rows with these meanings of the columns, and ask about dates where it must be."""
        try:
            context = self.get_context_data(mapping=mapping, unsure=unsure)
        except Refusal as refusal:
            self.refuse(refusal)
            return HttpResponseRedirect(self.step_url("upload"))
        return self.render_to_response(context, status=status)  # type: ignore[attr-defined,no-any-return]  # the room's base

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Return the rows and what can be chosen."""
        table = head_of(self.batch)
        layout = find_layout(table, self.target, kwargs.pop("mapping", None))
        unsure: UnsureDates | None = kwargs.pop("unsure", None)
        under = [row for row in table.rows if row.number > layout.header_row]
        width = len(layout.headers)
        reading = table.reading
        return super().get_context_data(**kwargs) | {
            "table": table,
            "layout": layout,
            "columns": list(zip(range(width), layout.headers, layout.meanings, strict=True)),
            "choices": [(column.key, column.label) for column in self.target.choices],
            "remembered": self.batch.status == ImportStatus.UPLOADED and bool(self.batch.mapping),
            "shown": [
                (row.number, [*row.cells, *[""] * (width - len(row.cells))])
                for row in under[:SHOWN_ROWS]
            ],
            "more": max(rows_under(table, layout) - SHOWN_ROWS, 0),
            "missing": layout.missing(self.target),
            "encoding": ENCODINGS.get(reading.encoding),
            "encodings": [
                (code, ENCODINGS[code], code == reading.encoding) for code in table.encodings
            ],
            "delimiters": [
                (code, label, code == reading.delimiter) for code, label in DELIMITERS.items()
            ],
            "sheets": [(name, name, name == reading.sheet) for name in table.sheets],
            "header_rows": [
                (row.number, row.number, row.number == layout.header_row)
                for row in table.rows[:HEADERS_WITHIN]
            ],
            "dates": self.dates_to_ask(layout, unsure),
        }

    def dates_to_ask(self, layout: Layout, unsure: UnsureDates | None) -> list[dict[str, Any]]:
        """Return the columns of dates that can be read in two ways, with what is known of each."""
        orders = self.batch.date_orders
        asked = {int(position): order for position, order in orders.items()}
        surveys = unsure.surveys if unsure else {}
        return [
            {
                "position": position,
                "header": layout.headers[position],
                "example": surveys[position].unsure if position in surveys else "",
                "order": (position in surveys and surveys[position].suggestion)
                or asked.get(position, ""),
            }
            for position in sorted(asked.keys() | surveys.keys())
            if position < len(layout.headers)
        ]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Read the file another way, or have its rows checked."""
        self.require_own_file()
        mapping = {
            name.removeprefix("column-"): str(value)
            for name, value in request.POST.items()
            if name.startswith("column-")
        }
        try:
            if "check" not in request.POST:
                choose_reading(batch=self.batch, reading=self.chosen_reading())
            else:
                choose_columns(
                    batch=self.batch,
                    mapping=mapping,
                    date_orders=self.chosen_date_orders(),
                    for_everybody="for-everybody" in request.POST,
                    by=self.by,
                    at=timezone.now(),
                )
        except AlreadyUnderWay as refusal:
            self.refuse(refusal)
        except UnsureDates as refusal:
            self.refuse(refusal)
            return self.show(mapping, refusal, status=422)
        except Refusal as refusal:
            self.refuse(refusal)
            return self.show(mapping, status=422)
        return self.where_it_stands(self.batch)

    def chosen_date_orders(self) -> dict[str, str]:
        """Return what was said of dates that can be read in two ways."""
        return {
            name.removeprefix("dates-"): str(value)
            for name, value in self.request.POST.items()
            if name.startswith("dates-") and value in set(DateOrder)
        }

    def chosen_reading(self) -> Reading:
        """Return the reading with what was tapped, the rest as it was."""
        now = Reading(**self.batch.reading)
        post = self.request.POST
        encoding = str(post.get("encoding", now.encoding))
        header = str(post.get("header", ""))
        return Reading(
            encoding=encoding,
            # another encoding may show another separator
            delimiter=str(post.get("delimiter", now.delimiter if encoding == now.encoding else "")),
            sheet=str(post.get("sheet", now.sheet)),
            header=int(header) if header.isdecimal() and len(header) < 9 else 0,
        )
