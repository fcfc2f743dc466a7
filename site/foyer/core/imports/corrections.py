"""Rows that were left out, go out as a workbook with the reason, and come back corrected. (IMPORT 7)"""

import re
from collections.abc import Iterator, Sequence
from functools import cache

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext, override

from foyer.core.languages import OWN_NAMES
from foyer.core.text import fold

from .blocks import each_block, open_block, open_rows
from .columns import find_layout
from .counting import tally_of
from .enums import RowOutcome, RowVerdict
from .models import ImportBatch
from .stored import head_of, open_batch
from .targets import target_of


def row_header(number: int | str) -> str:
    """Return what stands above the numbers of rows that went out; it names the import they are from."""
    return gettext("Row in the file (import %(number)s)") % {"number": number}


@cache
def _row_headers() -> re.Pattern[str]:
    """Return what such a header looks like, in any of the house's languages."""
    mark = "77777"
    patterns = []
    for language in OWN_NAMES:
        with override(language):
            patterns.append(re.escape(fold(row_header(mark))).replace(mark, r"(\d{1,18})"))
    return re.compile("|".join(patterns))


def find_correction(headers: Sequence[str]) -> tuple[int, int] | None:
    """Return the position of the column of earlier row numbers and the import it names, if there is one."""
    for position, header in enumerate(headers):
        if found := _row_headers().fullmatch(fold(header)):
            return position, int(next(filter(None, found.groups())))
    return None


def corrected_batch(batch: ImportBatch, headers: Sequence[str]) -> ImportBatch | None:
    """Return the earlier import of the same list whose rows a file corrects, or None."""
    found = find_correction(headers)
    if found is None:
        return None
    same_list = ImportBatch.objects.filter(target=batch.target, scope=batch.scope, purged_at=None)
    earlier = same_list.filter(pk=found[1]).first()
    return earlier if earlier and target_of(batch).lets_correct(earlier, batch.by) else None


def rows_to_correct(batch: ImportBatch) -> Iterator[list[str]]:
    """Yield the headers, then each row that was left out as it stood in the file, its number and the reason.

    Columns a corrected file brought along (its numbers and reasons) give way to the new ones.
    """
    head = head_of(batch)
    target = target_of(batch)
    layout = find_layout(head, target, batch.mapping)
    width, ours = len(layout.headers), _our_columns(layout.headers)
    wanted = [position for position in range(width) if position not in ours]
    left_out = open_rows(batch, batch.rows.bad(), target)
    yield [*(layout.headers[n] for n in wanted), row_header(batch.pk), gettext("Reason")]
    row, kept = next(left_out, (None, None))
    for in_file in open_batch(batch).rows:
        if row is None or kept is None:
            return
        if in_file.number == row.number:
            cells = [*in_file.cells, *[""] * (width - len(in_file.cells))]
            yield [*(cells[n] for n in wanted), str(row.number), " ".join(kept["reasons"])]
            row, kept = next(left_out, (None, None))


def _our_columns(headers: Sequence[str]) -> set[int]:
    """Return the positions of the columns we added when the rows went out: the last two."""
    found = find_correction(headers)
    return {found[0], found[0] + 1} if found else set()


@transaction.atomic
def mark_mended(batch: ImportBatch) -> None:
    """Note in the earlier import which of its rows this one has brought in."""
    earlier = batch.corrects
    if earlier is None:
        return
    mended: list[int] = []
    target = target_of(batch)
    brought_in = Q(outcome=RowOutcome.APPLIED) | Q(verdict=RowVerdict.SAME)
    done = set(batch.rows.filter(brought_in).values_list("number", flat=True))
    for block in each_block(batch):
        kept = open_block(block, target)
        mended += [
            row["origin"] for number, row in kept.items() if number in done and row["origin"]
        ]
    earlier.rows.bad().filter(number__in=mended).update(outcome=RowOutcome.MENDED)
    ImportBatch.objects.filter(pk=earlier.pk).update(tally=tally_of(earlier))
