"""The rows of a file as they were checked: packed and sealed some hundred together, opened when they are needed."""

import base64
import zlib
from bisect import bisect_right
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Any

import orjson

from .enums import Decision, RowVerdict
from .models import ImportBatch, ImportBlock, ImportRow
from .sets import insert_rows
from .targets import Given, Judged, Target, target_of

SIZE = 1000  # rows of a block
_LEVEL = 1
_COLUMNS = ("batch_id", "number", "verdict", "decision", "outcome", "sealed")

Kept = dict[str, Any]  # cells, problems, reasons, notes, changes, plans, memo, origin


def pack(target: Target, value: Any) -> str:
    """Return a value packed and sealed, as it may lie in the database."""
    told = orjson.dumps(
        value, default=tuple, option=orjson.OPT_NON_STR_KEYS
    )  # a NamedTuple lies there as a list
    return target.seal(base64.b64encode(zlib.compress(told, _LEVEL)).decode())


def unpack(target: Target, sealed: str) -> Any:
    """Return a value that was packed."""
    return orjson.loads(zlib.decompress(base64.b64decode(target.unseal(sealed))))


def keep_block(
    batch: ImportBatch,
    target: Target,
    rows: Sequence[tuple[Given, Judged]],
    decided: Mapping[int, Decision] = MappingProxyType({}),
) -> None:
    """Keep some checked rows, inside the caller's transaction.

    Args:
        batch: the file.
        target: the list it is for.
        rows: what they say, and the verdicts on them.
        decided: what a person decided of rows when they were checked before; kept where it is still on offer.
    """
    numbers = [given.number for given, _judged in rows]
    keys = list({key: None for given, _judged in rows for key in given.values})
    kept = [_kept(given, judged, keys) for given, judged in rows]
    ImportBlock.objects.create(
        batch=batch,
        first=numbers[0],
        last=numbers[-1],
        sealed=pack(target, {"keys": keys, "rows": kept}),
    )
    staged = [
        (batch.pk, given.number, str(judged.verdict), _as_decided(judged, decided), "", "")
        for given, judged in rows
    ]
    insert_rows(ImportRow, _COLUMNS, staged)


def options_of(verdict: str, plans: Collection[str]) -> tuple[Decision, ...]:
    """Return what may be decided for one row."""
    if verdict == RowVerdict.POSSIBLE:
        offered = [act for act in (Decision.UPDATE, Decision.NEW) if act in plans]
        return (Decision.SKIP, *offered)
    if verdict in RowVerdict.APPLIES:
        return (Decision.NONE, Decision.SKIP)
    return ()


def _as_decided(judged: Judged, decided: Mapping[int, Decision]) -> str:
    if not decided or (decision := decided.get(judged.number)) is None:
        return ""
    return str(decision) if decision in options_of(judged.verdict, judged.plans) else ""


def _kept(given: Given, judged: Judged, keys: Sequence[str]) -> list[Any]:
    found: Kept = {}
    if judged.plans:
        found["plans"] = {str(act): plan for act, plan in judged.plans.items()}
    for name in _OF_JUDGED:
        if value := getattr(judged, name):
            found[name] = value
    if given.problems:
        found["problems"] = given.problems
    if given.origin:
        found["origin"] = given.origin
    return [given.number, list(map(given.values.get, keys)), found]


_OF_JUDGED = ("reasons", "notes", "changes", "memo")


_NOTHING: Kept = {
    "problems": [],
    "reasons": [],
    "notes": [],
    "changes": [],
    "plans": {},
    "memo": {},
    "origin": 0,
}


def open_block(block: ImportBlock, target: Target) -> dict[int, Kept]:
    """Return what is kept of a block's rows, by their numbers in the file."""
    kept = unpack(target, block.sealed)
    keys = kept["keys"]
    return {
        number: _NOTHING | {"cells": _as_said(keys, cells)} | found
        for number, cells, found in kept["rows"]
    }


def _as_said(keys: Sequence[str], cells: Sequence[str | None]) -> dict[str, str]:
    return {key: text for key, text in zip(keys, cells, strict=True) if text is not None}


def each_block(batch: ImportBatch) -> Iterator[ImportBlock]:
    """Yield the blocks of a file, each read when it is its turn: no statement stays open in between."""
    for pk in list(batch.blocks.values_list("pk", flat=True)):
        yield batch.blocks.get(pk=pk)


def open_rows(
    batch: ImportBatch, rows: Iterable[ImportRow], target: Target
) -> Iterator[tuple[ImportRow, Kept]]:
    """Yield rows, in their order, with what is kept of them; each block is opened once."""
    starts = list(batch.blocks.values_list("first", flat=True))
    first, opened = 0, dict[int, Kept]()
    for row in rows:
        start = starts[bisect_right(starts, row.number) - 1]
        if start != first:
            first, opened = start, open_block(batch.blocks.get(first=start), target)
        yield row, opened[row.number] | _found_since(row, target)


def _found_since(row: ImportRow, target: Target) -> Kept:
    return {"reasons": [target.unseal(row.sealed)]} if row.sealed else {}


def opened(row: ImportRow, target: Target | None = None) -> Kept:
    """Return what is kept of one row: cells, reasons, notes, changes and plans."""
    (_row, kept), *_ = open_rows(row.batch, [row], target or target_of(row.batch))
    return kept


def as_given(number: int, kept: Mapping[str, Any]) -> Given:
    """Return a row as it was handed to the judge."""
    return Given(number, kept["cells"], tuple(kept["problems"]))
