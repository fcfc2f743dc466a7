"""What a worker does with exports."""

from datetime import datetime, timedelta

from foyer.core.jobs import JobRun, job
from foyer.core.ticks import every

from .making import JOB, make_file, purge_exports
from .models import Export
from .notices import tell_ready


@job(JOB)
def carry_export(run: JobRun) -> None:
    """Make one long file; begun anew where an earlier worker died."""
    export = Export.objects.select_related("by").get(pk=run.arguments["export"])
    reached = run.step

    def told(done: int) -> None:
        run.advance(max(done, reached))

    make_file(export, told, at=run.now())
    tell_ready(export)


@every(timedelta(minutes=5), "core.purge_exports")
def purge(*, at: datetime) -> None:
    """Delete the files whose hour is over."""
    purge_exports(at=at)
