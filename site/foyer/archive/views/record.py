"""One record: its four facts, what it is about, its files; changing it, adding to it. (000-27)"""

from __future__ import annotations

from typing import Any, ClassVar

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy
from wagtail.admin import messages

from foyer.archive.enums import FileHealth, Scope, TextState
from foyer.archive.forms.record import RecordForm, VersionForm
from foyer.archive.models import ArchiveRecord, RecordFile
from foyer.archive.queries.catalogue import about_many
from foyer.archive.services.changing import change_record, may_change
from foyer.archive.services.filing import add_file, stored
from foyer.archive.services.reading import start_reading
from foyer.core.refusals import Refusal

from .base import ArchivePage


class RecordPage(ArchivePage):
    """One record, for whoever may know of it; its files for whoever may open it."""

    template_name = "archive_admin/record.html"
    page_title: ClassVar = pgettext_lazy("archive", "Record")

    def look_up(self, **kwargs: Any) -> None:
        """Find the record among those one may know of."""
        seen = ArchiveRecord.objects.visible_to(self.staff)
        seen = seen.select_related("record_class", "keeper", "department", "answers", "filed_by")
        self.record, self.now = get_object_or_404(seen, pk=kwargs["pk"]), timezone.now()
        self.may_change = may_change(self.record, self.staff)

    def get_page_subtitle(self) -> str:
        """Name the record."""
        return self.record.number

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Return the record as far as the reader may see it."""
        record = self.record
        opens = record.may_be_opened_by(self.staff, at=self.now)
        takes = opens and record.may_be_opened_by(self.staff, at=self.now, scope=Scope.DOWNLOAD)
        kwargs.setdefault("version_form", VersionForm(record=record) if self.may_change else None)
        return super().get_context_data(**kwargs) | {
            "record": record,
            "about": about_many([record], self.staff).get(record.pk, ()),
            "lines": self._lines(),
            "opens": opens,
            "takes": takes,
            "may_change": self.may_change,
            "ask_url": "" if takes else _ask_url(record),
            "history_url": self._history_url(),
        }

    def _lines(self) -> list[dict[str, Any]]:
        """Return file by file the newest version and those before it."""
        lines: dict[Any, dict[str, Any]] = {}
        files = RecordFile.objects.filter(record=self.record).select_related("added_by")
        for one in files.order_by("name", "line", "-version"):
            file: Any = one
            file.is_faulty = file.health in FileHealth.FAULTS
            file.words_fault = file.text_state in {
                TextState.LOCKED,
                TextState.DAMAGED,
                TextState.TOO_LARGE,
            }
            line = lines.setdefault(file.line, {"newest": file, "older": []})
            if line["newest"] is not file:
                line["older"].append(file)
        return list(lines.values())

    def _history_url(self) -> str:
        viewset: Any = ArchiveRecord.snippet_viewset
        return reverse(viewset.get_url_name("history"), args=[self.record.pk])


class ChangePage(RecordPage):
    """Change what is said of a record."""

    template_name = "archive_admin/change.html"
    page_title: ClassVar = pgettext_lazy("archive", "Change a record")

    def look_up(self, **kwargs: Any) -> None:
        """Find the record; only its keeper and the archivist change it."""
        super().look_up(**kwargs)
        if not self.may_change:
            raise PermissionDenied

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Return the form."""
        kwargs.setdefault("form", RecordForm(instance=self.record))
        return super().get_context_data(**kwargs)

    def post(self, request: HttpRequest, *_args: Any, **_kwargs: Any) -> HttpResponseBase:
        """Change it, or say why not with all that was typed."""
        form = RecordForm(request.POST, instance=self.record)
        if form.is_valid():
            told = dict(form.cleaned_data)
            try:
                seen_at = parse_datetime(told.pop("seen_at") or "")
            except ValueError:
                seen_at = None
            try:
                change_record(
                    record=self.record, to=told, seen_at=seen_at, by=self.staff, at=self.now
                )
            except Refusal as refusal:
                form.refuse(refusal)
            else:
                messages.success(request, _("Changed."))
                return redirect("archive:record", self.record.pk)
        self.record.refresh_from_db()
        response: HttpResponseBase = self.render_to_response(self.get_context_data(form=form))
        return response


class AddFilePage(RecordPage):
    """Add a file, or the next version of one."""

    def look_up(self, **kwargs: Any) -> None:
        """Find the record; only its keeper and the archivist add to it."""
        super().look_up(**kwargs)
        if not self.may_change:
            raise PermissionDenied

    def get(self, request: HttpRequest, *_args: Any, **_kwargs: Any) -> HttpResponseBase:
        """The form stands on the record's page."""
        return redirect("archive:record", self.record.pk)

    def post(self, request: HttpRequest, *_args: Any, **_kwargs: Any) -> HttpResponseBase:
        """Add it, or say why not."""
        form = VersionForm(request.POST, request.FILES, record=self.record)
        if form.is_valid():
            replaces = form.cleaned_data["replaces"]
            try:
                with stored([form.cleaned_data["file"]]) as (kept,):
                    added = add_file(
                        record=self.record, file=kept, replaces=replaces, by=self.staff, at=self.now
                    )
            except Refusal as refusal:
                form.add_error("file", str(refusal))
            else:
                start_reading(files=[added], by=self.staff, at=self.now)
                messages.success(request, _("Added. Earlier versions are kept."))
                return redirect("archive:record", self.record.pk)
        response: HttpResponseBase = self.render_to_response(
            self.get_context_data(version_form=form)
        )
        return response


def _ask_url(record: ArchiveRecord) -> str:
    """Return where one asks to open the record."""
    return f"{reverse('archive:ask')}?record={record.number}"
