"""The clients room's background work; the rules are in the services."""

from datetime import datetime, timedelta

from foyer.core.jobs import JobRun, job
from foyer.core.ticks import every

from .services.digests import SEND_DIGESTS, forget_digests, send_digests, start_digests


@job(SEND_DIGESTS)
def digests(run: JobRun) -> None:
    """Send the morning mails of one day."""
    send_digests(run)


@every(timedelta(minutes=5), "clients.start_digests")
def start(*, at: datetime) -> None:
    """Start the morning mails when it is time."""
    start_digests(at=at)


@every(timedelta(days=1), "clients.forget_digests")
def forget(*, at: datetime) -> None:
    """Forget which mails went out long ago."""
    forget_digests(at=at)
