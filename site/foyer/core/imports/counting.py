"""How many rows of a file have which verdict and which outcome."""

from django.db.models import Count, Q

from .enums import RowOutcome, RowVerdict
from .models import ImportBatch, ImportRowQuerySet


def counts(batch: ImportBatch) -> dict[str, int]:
    """Return how many rows have each verdict and each outcome, by their values, in one query.

    `applies` are those to be written, `due` those of them still waiting, `bad` those to be corrected,
    `all` the whole file.
    """
    rows: ImportRowQuerySet = batch.rows.all()
    found = rows.aggregate(
        **{verdict: Count("pk", Q(verdict=verdict)) for verdict in RowVerdict.values},
        **{outcome: Count("pk", Q(outcome=outcome)) for outcome in RowOutcome.values if outcome},
        all=Count("pk"),
    )
    return dict(found) | {
        "bad": rows.bad().count(),
        "applies": rows.applies().count(),
        "due": rows.due().count(),
    }


def tally_of(batch: ImportBatch) -> dict[str, int]:
    """Return the counts that are kept when the rows are deleted."""
    return {name: number for name, number in counts(batch).items() if number}
