"""Looking at a file page by page, reading its words, printing it, taking it away; each opening is written down.

(000-29)
"""

from __future__ import annotations

from typing import Any, ClassVar

from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils import formats, timezone
from django.utils.translation import pgettext_lazy

from foyer.archive.enums import Scope, TextState, ViewKind
from foyer.archive.models import RecordFile
from foyer.archive.reader import CannotBeDrawn, drawn
from foyer.archive.services.opening import note_opening
from foyer.archive.watermark import marked
from foyer.core.client_ip import client_ip
from foyer.core.uploads.views import NOTHING_RUNS

from .base import ArchivePage

_LONGEST_SIDE = 1600
PRINTED_AT_ONCE = 20  # pages: each is drawn for this reader
_DRAWN = ("application/pdf",)
_PICTURES = ("image/jpeg", "image/png", "image/gif", "image/webp", "image/bmp", "image/tiff")


class OpeningPage(ArchivePage):
    """Something of one file, for whoever may open it now; to others it does not exist."""

    scope: ClassVar[str] = Scope.VIEW
    page_title: ClassVar = pgettext_lazy("archive", "Look at a file")

    def look_up(self, **kwargs: Any) -> None:
        """Find the file among those one may open."""
        self.now = timezone.now()
        files = RecordFile.objects.openable_by(self.staff, at=self.now, scope=self.scope)
        self.file = get_object_or_404(files.select_related("record"), pk=kwargs["pk"])

    def get_page_subtitle(self) -> str:
        """Name the record."""
        return self.file.record.number

    def note(self, kind: str, page: int | None = None) -> None:
        """Write down that it is opened."""
        note_opening(
            file=self.file,
            kind=kind,
            page=page,
            by=self.staff,
            at=self.now,
            address=client_ip(self.request),
        )

    @property
    def mark(self) -> str:
        """Who looks, and when."""
        when = formats.date_format(timezone.localtime(self.now), "Y-m-d H:i")
        return f"{self.staff.get_full_name() or self.staff.username} · {when}"


class LookPage(OpeningPage):
    """One page of a file: as a picture, or its words where it cannot be drawn."""

    template_name = "archive_admin/look.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Return the page asked for, and the ways to the others."""
        file = self.file
        last = file.pages or self._last_of_words()
        typed = self.request.GET.get("p", "1")
        asked = int(typed) if typed.isdecimal() and len(typed) < 7 else 1
        number = min(max(asked, 1), max(last, 1))
        is_drawn = can_be_drawn(file)
        takes = file.record.may_be_opened_by(self.staff, at=self.now, scope=Scope.DOWNLOAD)
        words: list[str] = []
        if not is_drawn:
            words = list(file.texts.filter(page=number).values_list("words", flat=True))
            if words:
                self.note(ViewKind.TEXT, number)
        return super().get_context_data(**kwargs) | {
            "file": file,
            "record": file.record,
            "is_drawn": is_drawn,
            "words": words,
            "number": number,
            "last": last,
            "before": number - 1 if number > 1 else None,
            "after": number + 1 if number < last else None,
            "mark": self.mark,
            "marks": range(12),
            "takes": takes,
            "prints": takes and is_drawn,
        }

    def _last_of_words(self) -> int:
        last = self.file.texts.order_by("-page").values_list("page", flat=True).first()
        return last or 1

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Show it; nobody keeps it on the way."""
        response = super().get(request, *args, **kwargs)
        response["Cache-Control"] = "no-store"
        return response


class DrawnPage(OpeningPage):
    """One page as a picture, with who looks and when across it."""

    kind: ClassVar[str] = ViewKind.PAGE

    def get(self, request: HttpRequest, *_args: Any, **kwargs: Any) -> HttpResponseBase:
        """Draw it; nothing drawn is kept."""
        number = kwargs["number"]
        if not can_be_drawn(self.file) or not 1 <= number <= (self.file.pages or 1):
            raise Http404
        try:
            with self.file.file.open("rb") as kept:
                picture = drawn(kept.read(), page=number, longest=_LONGEST_SIDE)
        except (OSError, CannotBeDrawn) as reason:
            raise Http404 from reason
        self.note(self.kind, number)
        return guarded(HttpResponse(marked(picture, self.mark), content_type="image/jpeg"))


class PrintedPage(DrawnPage):
    """One page as it is printed: taken away like a download, and written down as printed."""

    kind = ViewKind.PRINT
    scope = Scope.DOWNLOAD


class PrintPage(OpeningPage):
    """Pages of a file for paper, marked like those on the screen."""

    template_name = "archive_admin/look_print.html"
    scope = Scope.DOWNLOAD

    def look_up(self, **kwargs: Any) -> None:
        """Find a file whose pages can be drawn."""
        super().look_up(**kwargs)
        if not can_be_drawn(self.file):
            raise Http404

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Return some pages, and the ways to the others."""
        numbers = range(1, (self.file.pages or 1) + 1)
        page = Paginator(numbers, PRINTED_AT_ONCE).get_page(self.request.GET.get("p"))
        return super().get_context_data(**kwargs) | {
            "file": self.file,
            "record": self.file.record,
            "page": page,
        }


class DownloadView(OpeningPage):
    """The original, for whoever may take it away."""

    scope = Scope.DOWNLOAD

    def get(self, request: HttpRequest, *_args: Any, **_kwargs: Any) -> HttpResponseBase:
        """Give it out as it is, to be saved and never to be run."""
        try:
            opened = self.file.file.open("rb")
        except OSError as reason:
            raise Http404 from reason
        self.note(ViewKind.DOWNLOAD)
        return guarded(
            FileResponse(
                opened,
                as_attachment=True,
                filename=self.file.name,
                content_type="application/octet-stream",
            )
        )


def can_be_drawn(file: RecordFile) -> bool:
    """Tell whether pages of a file can be shown as pictures."""
    if file.text_state in {TextState.LOCKED, TextState.DAMAGED, TextState.TOO_LARGE}:
        return False
    return file.content_type in {*_DRAWN, *_PICTURES}


def guarded[Answer: HttpResponseBase](response: Answer) -> Answer:
    """Let nothing in an answer run, and nobody keep it on the way. (security 10)"""
    response["Content-Security-Policy"] = NOTHING_RUNS
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "no-store"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    return response
