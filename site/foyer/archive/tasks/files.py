"""Reading the words of files, and sweeping what was never filed. (000-26)"""

from datetime import datetime, timedelta

from foyer.archive.services.pending import drop_old
from foyer.archive.services.reading import READ_FILES, read_files, read_what_waits
from foyer.core.jobs import JobRun, job
from foyer.core.ticks import every


@job(READ_FILES)
def read(run: JobRun) -> None:
    """Read the words of files."""
    read_files(run)


@every(timedelta(hours=1), "archive.read_what_waits")
def read_waiting(*, at: datetime) -> None:
    """Have files read whose turn got lost."""
    read_what_waits(at=at)


@every(timedelta(hours=1), "archive.drop_pending")
def sweep(*, at: datetime) -> None:
    """Delete what was handed in and never filed."""
    drop_old(at=at)
