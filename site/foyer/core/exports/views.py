"""The pages of an export: what is asked before, how far it is, the file."""

from __future__ import annotations

from typing import Any, ClassVar, Protocol

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponseBase, JsonResponse, StreamingHttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages

from foyer.core.enums import JobStatus
from foyer.core.imports.views.base import file_response
from foyer.core.refusals import Refusal
from foyer.core.views import StaffPage

from .enums import ExportStatus
from .forms import ExportForm
from .making import TYPES, Wish, begin_export, file_name, send_at_once, stored_pieces
from .models import Export
from .targets import ExportTarget, known_target


class Chosen(Protocol):
    """Some records of a list: those ticked, or all it was narrowed down to."""

    @property
    def is_understood(self) -> bool:
        """Whether every value the list was narrowed down by still means something."""

    @property
    def keys(self) -> list[int]:
        """The keys of the records, in the order of the list."""

    @property
    def conditions(self) -> list[tuple[str, str]]:
        """What the list was narrowed down by, in words."""


class ExportPage(StaffPage):
    """Asks for columns, language, form and purpose, then sends the file or starts to make it.

    A room says which list it is, and which records the address means.
    """

    template_name = "core/exports/export.html"
    target: ClassVar[ExportTarget]
    page_title: ClassVar = gettext_lazy("Export")
    header_icon: ClassVar = "download"

    def choose(self) -> Chosen:
        """Return the records the address means."""
        raise NotImplementedError

    @property
    def list_url(self) -> str:
        """The address of the list."""
        raise NotImplementedError

    @cached_property
    def chosen(self) -> Chosen:
        """The records the address means."""
        return self.choose()

    def get_page_subtitle(self) -> str:
        """Name the list."""
        return str(self.target.label)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Return the way here: home, the list, this page."""
        return [
            *self.breadcrumbs_items,
            {"url": self.list_url, "label": str(self.target.label)},
            {"url": "", "label": self.get_page_title()},
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Return the question, and the files of the last hour."""
        kwargs.setdefault("form", ExportForm(target=self.target, by=self.staff))
        own = Export.objects.filter(by=self.staff, target=self.target.key)
        return super().get_context_data(**kwargs) | {
            "count": len(self.chosen.keys),
            "conditions": self.chosen.conditions,
            "masks": self.target.masks,
            "has_sensitive": any(one.sensitive for one in self.target.all_columns(self.staff)),
            "sees_sensitive": self.staff.has_perm(self.target.sensitive_right),
            "list_url": self.list_url,
            "files": own.filter(status__in=ExportStatus.STORED),
        }

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Lead back when the list cannot be understood: else it would mean all records."""
        if request.user.has_perm(self.right) and not self.chosen.is_understood:
            messages.warning(request, _("The list has changed meanwhile. Please choose again."))
            return redirect(self.list_url)
        return super().dispatch(request, *args, **kwargs)

    def post(self, request: HttpRequest, *_args: Any, **_kwargs: Any) -> HttpResponseBase:
        """Send the file, or start to make it."""
        form = ExportForm(request.POST, target=self.target, by=self.staff)
        if form.is_valid():
            said = [f"{label}: {value}" for label, value in self.chosen.conditions]
            try:
                export = begin_export(
                    target=self.target,
                    keys=self.chosen.keys,
                    wish=Wish(narrowed="\n".join(said), **form.cleaned_data),
                    by=self.staff,
                    at=timezone.now(),
                )
            except Refusal as refusal:
                form.add_error(None, str(refusal))
            else:
                if export.job is None:
                    return _attachment(export, send_at_once(export, at=timezone.now()))
                return redirect("exports:file_page", pk=export.pk)
        response: HttpResponseBase = self.render_to_response(self.get_context_data(form=form))
        return response


class OwnFile(StaffPage):
    """A page about one file that was made for who is looking; to others it does not exist."""

    right = "wagtailadmin.access_admin"
    header_icon: ClassVar = "download"
    page_title: ClassVar = gettext_lazy("Export")

    def look_up(self, **kwargs: Any) -> None:
        """Find the file; whoever lost the right to export may not have it any more."""
        found = Export.objects.select_related("job", "by").filter(by=self.staff, pk=kwargs["pk"])
        export = found.first()
        target = known_target(export.target) if export else None
        if export is None or target is None:
            raise Http404
        if not self.staff.has_perm(target.right):
            raise PermissionDenied
        self.export, self.target = export, target

    def get_page_subtitle(self) -> str:
        """Name the list."""
        return str(self.target.label)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Return the way here: home, this page."""
        return [*self.breadcrumbs_items, {"url": "", "label": self.get_page_title()}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Return the file and how far it is."""
        over = self.export.expires_at is not None and timezone.now() >= self.export.expires_at
        return super().get_context_data(**kwargs) | {
            "export": self.export,
            "is_ready": self.export.status == ExportStatus.READY and not over,
            "progress": progress_of(self.export),
            "file_url": reverse("exports:file", args=[self.export.pk]),
            "status_url": reverse("exports:status", args=[self.export.pk]),
        }


class FilePage(OwnFile):
    """Shows how far a file is, then the way to it; asks again by itself, with or without JavaScript."""

    template_name = "core/exports/file.html"


class FileStatus(OwnFile):
    """The progress as JSON."""

    def get(self, request: HttpRequest, *_args: Any, **_kwargs: Any) -> HttpResponseBase:
        """Return how far the work is."""
        return JsonResponse(progress_of(self.export))


class FileView(OwnFile):
    """The file itself, for one hour."""

    def get(self, request: HttpRequest, *_args: Any, **_kwargs: Any) -> HttpResponseBase:
        """Send it, or say that it is over."""
        try:
            return _attachment(self.export, stored_pieces(self.export, at=timezone.now()))
        except Refusal as refusal:
            messages.error(request, str(refusal))
            return redirect("exports:file_page", pk=self.export.pk)


def progress_of(export: Export) -> dict[str, Any]:
    """Return how far the making of a file is."""
    job = export.job
    alive = job is not None and job.status in (JobStatus.WAITING, JobStatus.RUNNING)
    making = export.status == ExportStatus.MAKING
    done, total = (job.step, job.total) if job else (0, 0)
    return {
        "finished": not making,
        "stopped": making and not alive,
        "done": done,
        "total": total,
        "text": _("%(done)s of %(total)s rows") % {"done": done, "total": total},
    }


def _attachment(export: Export, pieces: Any) -> StreamingHttpResponse:
    return file_response(pieces, name=file_name(export), content_type=TYPES[export.kind])
