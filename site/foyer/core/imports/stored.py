"""The uploaded file as it lies in private storage: sealed piece by piece, and its first rows beside it."""

import base64
import secrets
from collections.abc import Iterator
from dataclasses import asdict, replace
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.utils.translation import gettext_lazy as _

from foyer.core.refusals import Refusal
from foyer.core.spreadsheets.reader import Reading, Row, Source, Table, open_table, read_table

from .blocks import pack, unpack
from .columns import known_words
from .models import ImportBatch
from .targets import Target, target_of

HEAD = 60  # rows kept to be shown: titles, headers, and some of the list
DIRECTORY = "imports"  # in private storage
_PIECE = 512 * 1024


class FileGone(Refusal):
    """The stored copy was deleted after its time."""

    code = "import_file_gone"
    message = _("The stored copy of this file has been deleted. Upload the file again.")


def store_file(target: Target, data: bytes) -> str:
    """Put a file into private storage under a name nobody guesses, and return that name."""
    sealed = "\n".join(
        target.seal(base64.b64encode(data[start : start + _PIECE]).decode())
        for start in range(0, len(data), _PIECE)
    )
    name = f"{DIRECTORY}/{secrets.token_hex(16)}"
    return storages["private"].save(name, ContentFile(sealed.encode()))


def stored_file(batch: ImportBatch) -> bytes:
    """Return the file as it was uploaded.

    Raises:
        FileGone: its copy has been deleted.
    """
    target = target_of(batch)
    if not batch.file or not storages["private"].exists(batch.file):
        raise FileGone
    with storages["private"].open(batch.file) as file:
        pieces = (base64.b64decode(target.unseal(line.decode().strip())) for line in file)
        return b"".join(pieces)


def delete_file(batch: ImportBatch) -> None:
    """Delete the stored copy."""
    if batch.file:
        storages["private"].delete(batch.file)


def look_at(target: Target, data: bytes, reading: Reading | None = None) -> Table:
    """Read a file to its end, so that every limit is held, and keep its first rows.

    Raises:
        BadFile: the file cannot be read, or not that way.
    """
    table = read_table(data, reading=reading, words=known_words(target), keep=HEAD)
    header = reading.header if reading else 0
    return replace(table, reading=replace(table.reading, header=header))


def head_as_kept(target: Target, table: Table) -> str:
    """Return the first rows of a file as they may lie in the database."""
    rows = [[row.number, row.cells, dict(row.faults)] for row in table.rows]
    return pack(target, asdict(replace(table, rows=())) | {"rows": rows})


def head_of(batch: ImportBatch) -> Table:
    """Return the first rows of a file, as it was read.

    Raises:
        FileGone: its copy has been deleted.
    """
    if not batch.sealed_head:
        raise FileGone
    kept: dict[str, Any] = unpack(target_of(batch), batch.sealed_head)
    rows = tuple(
        Row(number, tuple(cells), {int(column): fault for column, fault in faults.items()})
        for number, cells, faults in kept["rows"]
    )
    return Table(
        **kept
        | {
            "rows": rows,
            "reading": Reading(**kept["reading"]),
            "encodings": tuple(kept["encodings"]),
            "sheets": tuple(kept["sheets"]),
        }
    )


def open_batch(batch: ImportBatch) -> Source:
    """Open the whole file, read as was chosen.

    Raises:
        FileGone: its copy has been deleted.
        BadFile: it cannot be read that way.
    """
    words = known_words(target_of(batch))
    return open_table(stored_file(batch), reading=Reading(**batch.reading), words=words)


def rows_under(batch: ImportBatch, header_row: int) -> Iterator[Row]:
    """Yield the rows under the headers."""
    return (row for row in open_batch(batch).rows if row.number > header_row)
