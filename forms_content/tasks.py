"""What is due now and then."""

from datetime import datetime, timedelta

from foyer.core.ticks import every

from .services.files import purge_held
from .services.submitting import purge_submissions


@every(timedelta(hours=6), "forms_content.purge")
def purge(*, at: datetime) -> None:
    """Delete the answers whose time is over, and the files of those never sent."""
    purge_submissions(at=at)
    purge_held(at=at)
