"""Leaving nothing of what was deleted in the database's own files."""

from __future__ import annotations

from django.db import connection
from wagtail.search.models import IndexEntry

_PATIENCE = "PRAGMA busy_timeout=250"  # milliseconds: whoever signs a guest in does not wait longer


def wipe_free_space() -> bool:
    """Move what the write-ahead log still holds into the database, and empty the log; tell whether it is.

    On SQLite only, where the house deletes securely (`PRAGMA secure_delete`): what is deleted is
    overwritten in the file, but the log holds older pages until it is emptied, which a reader at work
    prevents. PostgreSQL clears its own pages when it vacuums.
    """
    if connection.vendor != "sqlite" or connection.in_atomic_block:
        return True
    words = f"{IndexEntry._meta.db_table}_fts"
    with connection.cursor() as cursor:
        [[usual]] = cursor.execute("PRAGMA busy_timeout").fetchall()
        if words in connection.introspection.table_names(cursor):
            cursor.execute(f"INSERT INTO {words}({words}) VALUES ('optimize')")  # noqa: S608  a table's name
        cursor.execute(_PATIENCE)
        try:
            [[is_busy, *_pages]] = cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
        finally:
            cursor.execute(f"PRAGMA busy_timeout={usual}")
    return not is_busy
