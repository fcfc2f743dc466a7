"""How much an import does in one transaction, so that nobody else waits long. (security 6, stack T7)"""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from django.conf import settings
from django.db import connection

from .blocks import SIZE

JOB = "core.import"
LONGEST_WORK = 0.08  # seconds of work inside one transaction; the commit comes on top
TOO_LONG = 0.2  # of these, however few rows there are
_FEW = 64  # with fewer, what a transaction costs whatever its size weighs more than the rows

Told = Callable[[int, int], None]
Clock = Callable[[], datetime]


def _rows_at_first() -> int:
    return int(settings.IMPORT_PACE[connection.vendor][0])


@dataclass
class Pace:
    """How many rows the next transaction takes."""

    rows: int = field(default_factory=_rows_at_first)

    def note(self, seconds: float) -> None:
        """Learn from how long the work of the last transaction took, its commit not counted."""
        fitting = self.rows * LONGEST_WORK / max(seconds, 0.001)
        fewest = 1 if seconds > TOO_LONG else _FEW
        self.rows = int(min(max(fitting, self.rows / 2, fewest), self.rows * 2, SIZE))

    def rest(self) -> None:
        """Leave the database to the others for a moment."""
        time.sleep(float(settings.IMPORT_PACE[connection.vendor][1]))
