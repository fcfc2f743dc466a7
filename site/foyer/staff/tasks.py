"""The staff room's background work; the rules are in the services."""

from datetime import datetime, timedelta

from django.contrib.sessions.models import Session

from foyer.core.jobs import JobRun, job
from foyer.core.ticks import every

from .services.new_password import SEND_LETTERS, send_letters


@job(SEND_LETTERS)
def send_password_letters(run: JobRun) -> None:
    """Send the letters one question for a new password leads to."""
    send_letters(run)


@every(timedelta(hours=1), "staff.tidy")
def tidy(*, at: datetime) -> None:
    """Delete the sessions that are over."""
    Session.objects.filter(expire_date__lt=at).delete()
