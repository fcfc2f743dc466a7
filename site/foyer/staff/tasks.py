"""The staff room's background work; the rules are in the services."""

from datetime import datetime, timedelta

from django.contrib.sessions.models import Session

from foyer.core.jobs import JobRun, job
from foyer.core.ticks import every

from .services.new_password import SEND_LETTERS, send_letters
from .services.webhook_notice import TELL, send_notices
from .services.webhooks import SEND, purge_deliveries, resume, send_due


@job(SEND_LETTERS)
def send_password_letters(run: JobRun) -> None:
    """Send the letters one question for a new password leads to."""
    send_letters(run)


@job(SEND)
def send_webhooks(run: JobRun) -> None:
    """Send what other programs are to be told."""
    send_due(run)


@job(TELL)
def tell_of_stopped_webhooks(run: JobRun) -> None:
    """Tell administrators of an address that was switched off."""
    send_notices(run)


@every(timedelta(minutes=1), "staff.resume_webhooks")
def resume_webhooks(*, at: datetime) -> None:
    """Send again what was not taken, when its time has come."""
    resume(at=at)


@every(timedelta(hours=1), "staff.tidy")
def tidy(*, at: datetime) -> None:
    """Delete the sessions that are over, and what was told long ago."""
    Session.objects.filter(expire_date__lt=at).delete()
    purge_deliveries(at=at)
