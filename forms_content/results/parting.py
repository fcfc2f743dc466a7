"""What was answered, side by side for each group: a cross-tab, a trend, a comparison. (FORMS 5)"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from forms_content.definition import Question
from forms_content.enums import QuestionKind

from .counting import Count, Counted
from .grouping import TRENDS, Grouping, month_label
from .groups import large_enough
from .merging import Asked
from .outcomes import names, scale_of
from .tables import Table, satisfaction_table, tables_of


@dataclass(frozen=True, slots=True)
class Parted:
    """A report parted by something.

    Attributes:
        label: by what.
        columns: the names of the groups, with how many answers each has.
        hidden: the names of groups too small to be shown.
        tables: one for each question.
    """

    label: str
    columns: tuple[tuple[str, int], ...]
    hidden: tuple[str, ...]
    tables: tuple[Table, ...]


def parted(
    counted: Counted,
    asked: Sequence[Asked],
    grouping: Grouping,
    *,
    language: str,
    anonymous: bool = False,
) -> Parted:
    """Return the groups of a count side by side.

    Args:
        counted: what was counted, with its groups.
        asked: the questions.
        grouping: what it was parted by.
        language: in which questions and choices are named.
        anonymous: whether small groups are hidden.
    """
    filled = _in_order(counted.groups, grouping)
    shown, hidden = filled, list[str]()
    if anonymous and grouping.question:
        large = _large(counted, asked, grouping)
        shown = {key: one for key, one in filled.items() if key in large}
        hidden = [_label(grouping, key) for key in filled if key not in shown]
    labels = [_label(grouping, key) for key in shown]
    counts = list(shown.values())
    columns = tuple(zip(labels, (one.size for one in counts), strict=True))
    tables = [satisfaction_table(labels, counts, line=grouping.key in TRENDS)]
    for one in asked:
        if one.key != grouping.key and not one.question.personal:
            line = grouping.key in TRENDS
            tables += tables_of(one.question, labels, counts, language=language, line=line)
    return Parted(grouping.label, columns, tuple(hidden), tuple(t for t in tables if t))


def _in_order(groups: Mapping[str, Count], grouping: Grouping) -> dict[str, Count]:
    known = [key for key in grouping.labels if key in groups]
    others = sorted(key for key in groups if key not in grouping.labels)
    return {key: groups[key] for key in [*known, *others] if groups[key].size}


def _label(grouping: Grouping, key: str) -> str:
    return month_label(key) if grouping.key == "month" else grouping.labels.get(key, key)


def _large(counted: Counted, asked: Sequence[Asked], grouping: Grouping) -> set[str]:
    """The groups of an anonymous form that may be shown, whatever else it may be parted by."""
    groups = {key: one.size for key, one in counted.groups.items() if one.size}
    nested = []
    for other in asked:
        if other.key == grouping.key or other.question.kind not in _SINGLE:
            continue
        whole = _sizes(other.question, counted.whole.tallies[other.key])
        for key, size in groups.items():
            inside = _sizes(other.question, counted.groups[key].tallies[other.key])
            nested += [
                (key, size - inside[choice], among - inside[choice])
                for choice, among in whole.items()
            ]
    return large_enough(groups, among=counted.whole.size, nested=nested)


_SINGLE = (
    QuestionKind.SINGLE,
    QuestionKind.DROP_DOWN,
    QuestionKind.RATING,
    QuestionKind.NPS,
    QuestionKind.CONSENT,
)


def _sizes(question: Question, tally: Any) -> dict[Any, int]:
    """How many chose what, as a report is parted by a question."""
    if question.personal:
        return {}
    if question.kind == QuestionKind.NPS:
        return {"9": tally.share(9, 10), "7": tally.share(7, 8), "0": tally.share(0, 6)}
    if question.kind == QuestionKind.RATING:
        return {n: tally.counts[n] for n in scale_of(question)}
    return {key: tally.counts[key] for key, _name in names(question, "")}
