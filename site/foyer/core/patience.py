"""How long a request waits for a silent database before it is told to come again.

A server that is frozen, or whose machine is gone, enforces no `statement_timeout`: its clients wait for as
long as the network believes in it. Tablets go on by themselves after 2.5 seconds, and should be told before
that. Only the tablets' path sets a patience; whoever makes a report waits as before. (decision 0015)
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

TABLETS = 1.5  # seconds of silence; kiosk/outbox.js waits 2.5

_patience: ContextVar[float | None] = ContextVar("patience", default=None)


@contextmanager
def patience(seconds: float) -> Iterator[None]:
    """Wait no longer than this for any one answer of the database."""
    token = _patience.set(seconds)
    try:
        yield
    finally:
        _patience.reset(token)


def patience_now() -> float | None:
    """Return the seconds an answer may take here; None where nobody minds."""
    return _patience.get()
