"""Papers come into a client's file, change and leave it; the client's history tells of each. (001-04, 001-29)"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from wagtail.log_actions import log

from foyer.clients.models import Client, ClientDocument
from foyer.core.models import User
from foyer.core.uploads.clean_file import CleanFile


@transaction.atomic
def add_document(
    *, client: Client, file: CleanFile, kind: str, note: str, by: User | None, at: datetime
) -> ClientDocument:
    """Keep a paper in a client's file."""
    document = ClientDocument(client=client, kind=kind, note=note, added_by=by, added_at=at)
    document.take(file)
    document.save()
    _tell("foyer.client.document_add", document, by)
    return document


@transaction.atomic
def change_document(
    *,
    document: ClientDocument,
    file: CleanFile | None,
    kind: str,
    note: str,
    by: User,
    at: datetime,
) -> None:
    """Say something else of a paper, or put another file in its place; the former one is deleted.

    Args:
        document: the paper.
        file: what takes its place; None: the file stays.
        kind: what it is.
        note: what it is about.
        by: who changes it.
        at: the moment.
    """
    document.kind, document.note = kind, note
    if file:
        document.take(file)
        document.added_by, document.added_at = by, at
    document.save()
    _tell("foyer.client.document_replace" if file else "foyer.client.document_change", document, by)


@transaction.atomic
def remove_document(*, document: ClientDocument, by: User) -> None:
    """Take a paper out of a client's file; its file is deleted."""
    _tell("foyer.client.document_remove", document, by)
    document.delete()


def _tell(action: str, document: ClientDocument, by: User | None) -> None:
    """Write into the client's history; file names and notes may name people, so a key stands there."""
    log(document.client, action, user=by, data={"document": document.pk, "kind": document.kind})
