"""What the lists of this room have in common."""

from __future__ import annotations

from typing import Any

from django.http import StreamingHttpResponse

from foyer.core.models import User
from foyer.core.spreadsheets.writer import CONTENT_TYPES, table_pieces


def spreadsheet_response(rows: list[list[str]], *, kind: str, name: str) -> StreamingHttpResponse:
    """Return rows as a file to be kept."""
    return StreamingHttpResponse(
        table_pieces(rows, kind=kind, sheet=name),
        content_type=CONTENT_TYPES[kind],
        headers={"Content-Disposition": f'attachment; filename="{name}.{kind}"'},
    )


def account_managers(request: Any) -> Any:
    """Return the members of staff who look after a client."""
    return User.objects.filter(clients__isnull=False).distinct().order_by("username")
