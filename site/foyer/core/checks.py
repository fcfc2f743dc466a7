"""What the house makes sure of before it works: that SQLite loses no acknowledged commit. (security 6)"""

from collections.abc import Iterator, Sequence
from typing import Any

from django.core.checks import Error, Tags, register
from django.core.exceptions import ImproperlyConfigured
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.backends.signals import connection_created

_LEAST_WAIT = 20_000  # milliseconds a writer waits for its turn
_SYNCHRONOUS = ("OFF", "NORMAL", "FULL", "EXTRA")
_WHERE = (
    "The house does not start on such a database: an acknowledged sign-in could be lost. "
    "Keep FOYER_DATA_DIR on a disk of this machine (no network share), use the settings of "
    "foyer.settings.base unchanged, or set DATABASE_URL to a PostgreSQL database."
)


class UnsafeDatabase(ImproperlyConfigured):
    """SQLite does not run the way the house needs it."""


def faults_of(connection: Any) -> list[str]:
    """Return what an open SQLite connection lacks, in words; nothing for another database."""
    if connection.vendor != "sqlite" or connection.is_in_memory_db():
        return []
    return list(_faults(connection))


def _faults(connection: Any) -> Iterator[str]:
    found = {
        name: connection.connection.execute(f"PRAGMA {name}").fetchone()[0]
        for name in ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
    }
    if found["journal_mode"] != "wal":
        yield f"its journal is {found['journal_mode']!r} instead of WAL"
    if found["synchronous"] < _SYNCHRONOUS.index("FULL"):
        yield f"synchronous is {_SYNCHRONOUS[found['synchronous']]} instead of FULL"
    if not found["foreign_keys"]:
        yield "foreign keys are not enforced"
    if found["busy_timeout"] < _LEAST_WAIT:
        yield f"a writer waits {found['busy_timeout']} ms for its turn instead of {_LEAST_WAIT}"
    if connection.transaction_mode not in ("IMMEDIATE", "EXCLUSIVE"):
        yield f"transactions begin {connection.transaction_mode or 'DEFERRED'} instead of IMMEDIATE"


def refuse_unsafe(*, connection: Any, **_kwargs: Any) -> None:
    """Refuse a connection that could lose what was acknowledged.

    Raises:
        UnsafeDatabase: SQLite runs without one of the settings above.
    """
    if faults := faults_of(connection):
        connection.close()  # left open, it would be used by the next who asks
        raise UnsafeDatabase(_sentence(connection.settings_dict["NAME"], faults))


@register(Tags.database)
def check_sqlite(*, databases: Sequence[str] | None = None, **_kwargs: Any) -> list[Error]:
    """Report an unsafe SQLite where databases are checked: `migrate`, `check --database default`."""
    faults: list[Error] = []
    for alias in databases or ():
        try:
            connections[alias].ensure_connection()
        except UnsafeDatabase as reason:
            faults.append(Error(str(reason), id="foyer.E001"))
    return faults


def open_database() -> None:
    """Open the house's database, so that an unsafe one is refused before anything is served."""
    connections[DEFAULT_DB_ALIAS].ensure_connection()


def _sentence(name: object, faults: Sequence[str]) -> str:
    return f"SQLite at {name} is not safe: {'; '.join(faults)}. {_WHERE}"


connection_created.connect(refuse_unsafe, dispatch_uid="foyer.core.checks")
