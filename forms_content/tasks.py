"""What is due now and then."""

from datetime import datetime, timedelta

from foyer.core.ticks import every

from .services.submitting import purge_submissions


@every(timedelta(hours=6), "forms_content.purge")
def purge(*, at: datetime) -> None:
    """Delete the answers whose time is over."""
    purge_submissions(at=at)
