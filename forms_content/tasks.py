"""What is due now and then."""

from datetime import datetime, timedelta

from foyer.core.jobs import JobRun, job
from foyer.core.ticks import every

from .services.drafts import POST_LINKS, post_links
from .services.files import purge_held
from .services.submitting import purge_submissions
from .services.trying import purge_trials


@job(POST_LINKS)
def post(run: JobRun) -> None:
    """Send the links to saved forms that are waited for."""
    post_links(run)


@every(timedelta(hours=6), "forms_content.purge")
def purge(*, at: datetime) -> None:
    """Delete the answers whose time is over, and the files of those never sent."""
    purge_submissions(at=at)
    purge_held(at=at)
    purge_trials(at=at)
