"""Putting in place what the database itself keeps and Django has no word for on both: exclusions, triggers.

SQLite forgets triggers when a migration makes a table anew: rooms put theirs in place after every `migrate`,
which is harmless to repeat.
"""

from __future__ import annotations

from collections.abc import Sequence

from django.db import connections


def put_in_place(
    using: str, *, table: str, sqlite: Sequence[str], postgresql: Sequence[str]
) -> None:
    """Carry out the statements of a database's kind, where the table they are about is there already."""
    connection = connections[using]
    if table not in connection.introspection.table_names():
        return
    with connection.cursor() as cursor:
        for statement in sqlite if connection.vendor == "sqlite" else postgresql:
            cursor.execute(statement)


def refuse_on_sqlite(name: str, when: str, table: str, condition: str, fault: str) -> list[str]:
    """Return the statements that make SQLite refuse a change.

    Args:
        name: the trigger's name.
        when: INSERT, UPDATE or DELETE.
        table: the table that is changed.
        condition: when it is refused, of NEW and OLD.
        fault: the words of the IntegrityError.
    """
    create = (
        f"CREATE TRIGGER {name} BEFORE {when} ON {table} WHEN {condition} "
        f"BEGIN SELECT RAISE(ABORT, '{fault}'); END"
    )
    return [f"DROP TRIGGER IF EXISTS {name}", create]
