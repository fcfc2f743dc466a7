"""Background work that keeps the archive whole: checks, copies, reminders; the rules are in the services. (000-28)"""

from datetime import datetime, timedelta

from foyer.archive.services.bags import PACK, forget_bag_files, make_bag
from foyer.archive.services.bags_reading import (
    READ,
    VERIFY,
    carry_reading,
    carry_verifying,
    forget_handed_in,
)
from foyer.archive.services.checking import CHECK, check_due, check_files
from foyer.archive.services.ending import reckon_ended
from foyer.archive.services.reminding_of_bags import REMIND, remind_of_bag, send_reminders
from foyer.archive.services.telling_faults import TELL, tell_faults
from foyer.core.jobs import JobRun, job
from foyer.core.ticks import every


@job(CHECK)
def check(run: JobRun) -> None:
    """Look at the files of one run."""
    check_files(run)


@job(TELL)
def tell(run: JobRun) -> None:
    """Tell keepers and archivists of what a run found."""
    tell_faults(run)


@job(PACK)
def pack(run: JobRun) -> None:
    """Write a bag."""
    make_bag(run)


@job(VERIFY)
def verify(run: JobRun) -> None:
    """Verify a copy that was handed in."""
    carry_verifying(run)


@job(READ)
def read(run: JobRun) -> None:
    """Read a copy in."""
    carry_reading(run)


@job(REMIND)
def send(run: JobRun) -> None:
    """Remind of the second medium."""
    send_reminders(run)


@every(timedelta(days=1), "archive.check_due")
def check_some(*, at: datetime) -> None:
    """Begin the day's look at files."""
    check_due(at=at)


@every(timedelta(days=1), "archive.reckon_ended")
def reckon(*, at: datetime) -> None:
    """Have the time of records run whose matters are over."""
    reckon_ended(at=at)


@every(timedelta(hours=6), "archive.remind_of_bag")
def remind(*, at: datetime) -> None:
    """Remind the archivists of the second medium when it is due."""
    remind_of_bag(at=at)


@every(timedelta(hours=1), "archive.forget_copies")
def forget(*, at: datetime) -> None:
    """Delete copies that were fetched, and what was handed in."""
    forget_bag_files(at=at)
    forget_handed_in(at=at)
