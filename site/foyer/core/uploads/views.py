"""Giving a kept file out: to be saved, never to be run. (security 10, SEC-11)"""

from __future__ import annotations

from django.http import FileResponse, Http404, HttpRequest, HttpResponseBase

from foyer.core.views import StaffPage

from .models import PrivateFile

NOTHING_RUNS = "default-src 'none'; sandbox"


def private_file_response(record: PrivateFile) -> FileResponse:
    """Return a kept file as an attachment in which nothing runs and which nobody keeps on the way.

    The caller has checked that whoever asks may see the record.
    """
    try:
        opened = record.file.open("rb")
    except FileNotFoundError as reason:
        raise Http404 from reason
    response = FileResponse(
        opened, as_attachment=True, filename=record.file_name, content_type=record.content_type
    )
    response["Content-Security-Policy"] = NOTHING_RUNS
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "no-store"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    return response


class PrivateFileView(StaffPage):
    """One kept file; `find` looks among those the reader may see, so that to others it does not exist."""

    def look_up(self, **kwargs: object) -> None:
        """Find the file's record, or answer 404."""
        self.record = self.find(**kwargs)

    def find(self, **kwargs: object) -> PrivateFile:
        """Return the record the address names, if the reader may see it."""
        raise NotImplementedError

    def get(self, request: HttpRequest, *_args: object, **_kwargs: object) -> HttpResponseBase:
        """Give the file out."""
        return private_file_response(self.record)
