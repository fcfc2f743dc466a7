"""The database's connections: where a patience is set, silence ends them. (decision 0015)"""

import time
from typing import Any

from django.db.backends.postgresql import base
from django.db.backends.postgresql.psycopg_any import IsolationLevel
from psycopg import Connection, OperationalError, errors
from psycopg.abc import RV, PQGen

from foyer.core.patience import patience_now

_LOOK = 0.1  # seconds between two looks, as psycopg's own
_BELIEVED = 1.0  # seconds for which one silence speaks for the next
_CONNECTING = 2  # seconds; psycopg takes no fewer

_silent_at = float("-inf")  # when this process last met a silent server


class ServerSilent(OperationalError):
    """The server takes what it is sent and says nothing."""


class PatientConnection(Connection[Any]):
    """A connection that is closed when an answer takes longer than the patience of who asks.

    What was sent may still be carried out once the server wakes: whoever was refused asks again under the
    same id, and finds it kept. (decision 0003)
    """

    def wait(self, gen: PQGen[RV], interval: float = _LOOK, timeout: float | None = None) -> RV:
        """Wait for an answer."""
        try:
            return super().wait(gen, interval, patience_now() if timeout is None else timeout)
        except errors._WaitTimeout as late:
            self.pgconn.finish()  # at once: `close` would be as polite as the server is not
            _note_silence()
            raise ServerSilent from late


class DatabaseWrapper(base.DatabaseWrapper):
    """Django's, with patient connections."""

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        """Connect; tablets are told at once while the server was silent a moment ago."""
        self.isolation_level = IsolationLevel.READ_COMMITTED
        if patience_now() is None:
            return PatientConnection.connect(**conn_params)
        if time.monotonic() - _silent_at < _BELIEVED:
            raise ServerSilent
        try:
            return PatientConnection.connect(**conn_params | {"connect_timeout": _CONNECTING})
        except errors.ConnectionTimeout:
            _note_silence()
            raise


def _note_silence() -> None:
    global _silent_at  # noqa: PLW0603  one moment for the whole process
    _silent_at = time.monotonic()
