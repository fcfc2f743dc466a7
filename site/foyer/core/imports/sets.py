"""Writing many rows of one model at once, at what the database itself takes for it. (performance 3)

`bulk_create` makes a record of every row and a statement of every value; these write the same bytes
for a fraction of that: values are formed column by column, what rows have in common is formed once,
and SQLite and PostgreSQL each get the rows the way they take them fastest. As with `bulk_create`, no
signals are sent.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache
from itertools import repeat
from typing import Any
from zlib import crc32

import orjson
from django.db import connection
from django.db.models import CharField, F, Lookup, Model, TextField

_AS_THEY_ARE = (CharField, TextField)  # columns that lie in the database as they read in Python

Read = Callable[[str], list[Any]]


class Mould:
    """Forms rows of one model from plain values: what varies is given, the rest is as in `blank`.

    Columns kept in step with others are worked out as at a save, unless they are given: their fields
    have a method `of_many`. A field with `prepare_many` brings a whole column into the database's form.

    Args:
        blank: an unsaved record with what all rows have in common.
        varying: attribute names of the columns that differ from row to row.
    """

    def __init__(self, blank: Model, varying: Iterable[str]) -> None:
        fields: list[Any] = [f for f in blank._meta.concrete_fields if not f.primary_key]
        self._varying = frozenset(varying)
        self._fields: dict[str, Any] = {field.column: field for field in fields}
        self._common = {
            field.column: field.get_db_prep_save(field.pre_save(blank, True), connection)
            for field in fields
        }
        self._values = {field.attname: getattr(blank, field.attname) for field in fields}

    def filled(self, values: Mapping[str, Any]) -> dict[str, Any]:
        """Return all the values a record would have, by attribute."""
        return self._values | dict(values)

    def rows(
        self, records: Sequence[Mapping[str, Any]], columns: Sequence[str] = ()
    ) -> list[tuple[Any, ...]]:
        """Return the rows of some records as the database takes them.

        Args:
            records: the values of each that may differ from those of `blank`, by attribute.
            columns: those wanted, in this order; all of them when empty.
        """

        def read(name: str) -> list[Any]:
            common = self._values.get(name)
            return [record.get(name, common) for record in records]

        formed = [self._column(self._fields[name], read) for name in columns or self._fields]
        return list(zip(*formed, strict=False)) if records else []

    def _column(self, field: Any, read: Read) -> Iterable[Any]:
        given = field.attname in self._varying
        derived: Iterable[Any]
        if hasattr(field, "of_many"):
            derived = read(field.attname) if given else field.of_many(read)
            return derived
        if not given:
            return repeat(self._common[field.column])
        if type(field) in _AS_THEY_ARE:
            return read(field.attname)
        if hasattr(field, "prepare_many"):
            derived = field.prepare_many(read(field.attname))
            return derived
        return [field.get_db_prep_save(value, connection) for value in read(field.attname)]


class Among(Lookup[Any]):
    """The condition that a column is one of many values, handed over as one parameter.

    `__in` makes a parameter of each: with thousands of them that takes longer than finding the rows.

    Args:
        column: its name, as in a filter.
        values: text or numbers.
    """

    lookup_name, prepare_rhs = "among", False

    def __init__(self, column: str, values: Iterable[Any]) -> None:
        super().__init__(F(column), list(values))

    def as_sql(self, compiler: Any, connection: Any) -> Any:
        """Return the condition as the database takes it."""
        column, params = self.process_lhs(compiler, connection)
        if connection.vendor == "postgresql":
            return f"{column} = ANY(%s)", [*params, self.rhs]
        told = orjson.dumps(self.rhs).decode()
        return f"{column} IN (SELECT value FROM json_each(%s))", [*params, told]  # noqa: S608  no value in it


@cache
def columns_of(model: type[Model]) -> tuple[str, ...]:
    """Return the columns of a model as a `Mould` forms them: all but the key."""
    fields = model._meta.concrete_fields
    return tuple(field.column for field in fields if field.column and not field.primary_key)


def reserve_keys(model: type[Model], count: int) -> Sequence[int]:
    """Return primary keys for so many new rows; on SQLite inside the transaction that writes them."""
    key = model._meta.pk
    table = model._meta.db_table
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [table])
            last = (cursor.fetchone() or (0,))[0]
            return range(last + 1, last + 1 + count)
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence(%s, %s)) FROM generate_series(1, %s)",
            [connection.ops.quote_name(table), key.column, count],
        )
        return [row[0] for row in cursor.fetchall()]


def insert_rows(model: type[Model], columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Insert rows, inside the caller's transaction; the values are such as `Field.get_db_prep_save` returns."""
    names = ", ".join(map(connection.ops.quote_name, columns))
    table = connection.ops.quote_name(model._meta.db_table)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f"COPY {table} ({names}) FROM STDIN") as copy:
                for row in rows:
                    copy.write_row(row)
            return
        stage = _stage(cursor, table, names, rows)
        # In the order of the stage: keys and what hangs on them come as they were given.
        cursor.execute(f"INSERT INTO {table} ({names}) SELECT * FROM {stage} ORDER BY rowid")  # noqa: S608  names of ours
        cursor.execute(f"DELETE FROM {stage}")  # noqa: S608


def _stage(cursor: Any, table: str, names: str, rows: Iterable[Sequence[Any]]) -> str:
    """Put rows into a temporary table like some columns of another, and return its name.

    SQLite forms the lists in a table's conditions (`tier IN …`) anew for every statement: ten lists for
    each new client took nearly as long as its row. From a stage all come to their place by one statement.
    """
    stage = f'temp."stage_{crc32(f"{table} {names}".encode()):08x}"'
    cursor.execute(  # it stays: making and dropping tables has every statement prepared again
        f"CREATE TABLE IF NOT EXISTS {stage} AS SELECT {names} FROM {table} WHERE 0"  # noqa: S608
    )
    places = ", ".join(["%s"] * (names.count(",") + 1))
    cursor.executemany(f"INSERT INTO {stage} VALUES ({places})", list(rows))  # noqa: S608
    return stage


def change_rows(
    model: type[Model], columns: Sequence[str], rows: Iterable[tuple[Sequence[Any], int]]
) -> None:
    """Write other values into rows, each named by its primary key."""
    quote, key = connection.ops.quote_name, model._meta.pk.attname
    places = ", ".join(f"{quote(column)} = %s" for column in columns)
    statement = (
        f"UPDATE {quote(model._meta.db_table)} SET {places} "  # noqa: S608  names of ours
        f"WHERE {quote(key)} = %s"
    )
    with connection.cursor() as cursor:
        cursor.executemany(statement, [[*values, pk] for values, pk in rows])
