"""What a worker does with an imported file."""

from datetime import datetime, timedelta

from foyer.core.jobs import JobRun, job
from foyer.core.ticks import every

from .applying import apply_rows
from .checking import check_rows
from .models import ImportBatch
from .pace import JOB
from .undoing import purge_imports, undo_rows


@job(JOB)
def carry_import(run: JobRun) -> None:
    """Check, apply or undo a file; goes on where an earlier worker stopped."""
    batch = ImportBatch.objects.select_related("job", "by").get(pk=run.arguments["batch"])

    def told(done: int, total: int) -> None:
        run.advance(done, total=total)

    match run.arguments["act"]:
        case "check":
            check_rows(batch, told, at=run.now())
        case "apply":
            apply_rows(batch, clock=run.now, told=told)
        case "undo":
            undo_rows(batch, clock=run.now, told=told)


@every(timedelta(hours=6), "core.purge_imports")
def purge(*, at: datetime) -> None:
    """Delete what imports left behind when its time is over."""
    purge_imports(at=at)
