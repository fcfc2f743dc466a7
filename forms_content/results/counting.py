"""One walk through the answers, counting each question, the judgements, and each group apart. (FORMS 2)"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from forms_content.models import FormVersion

from .grouping import Grouping
from .merging import Asked
from .satisfaction import Judge, Satisfaction
from .selecting import Row
from .tallies import Tally, TextTally, tally_for


@dataclass(slots=True)
class Count:
    """What some answers amount to.

    Attributes:
        size: how many filled copies.
        tallies: of each question, by its key; of other answers than the choices, by theirs.
    """

    tallies: dict[str, Tally]
    size: int = 0
    satisfaction: Satisfaction = field(default_factory=Satisfaction)

    @classmethod
    def of(cls, asked: Iterable[Asked]) -> Count:
        """Return an empty count of some questions."""
        tallies = {one.key: tally_for(one.question) for one in asked}
        written = [one.question for one in asked if one.question.other]
        return cls(tallies | {question.other_key: TextTally() for question in written})

    def add(self, row: Row, judge: Judge) -> None:
        """Count one filled copy."""
        self.size += 1
        for key, answer in row.answers.items():
            if (tally := self.tallies.get(key)) is not None:
                tally.add(answer)
        for key in row.sealed_keys:
            if (tally := self.tallies.get(key)) is not None:
                tally.answered += 1
        judge.judge(row.version_id, row.answers, self.satisfaction)


@dataclass(slots=True)
class Counted:
    """The whole, and each group of it by its key."""

    whole: Count
    groups: dict[str, Count]


def count(
    rows: Iterable[Row],
    asked: Sequence[Asked],
    versions: Iterable[FormVersion],
    grouping: Grouping | None = None,
) -> Counted:
    """Count some answers.

    Args:
        rows: the answers, read once.
        asked: what is counted.
        versions: the form's, the latest first.
        grouping: what they are parted by, if by anything.
    """
    judge = Judge(versions)
    whole = Count.of(asked)
    groups = {key: Count.of(asked) for key in grouping.labels} if grouping else {}
    for row in rows:
        whole.add(row, judge)
        for key in grouping.of(row) if grouping else ():
            if key not in groups:
                groups[key] = Count.of(asked)
            groups[key].add(row, judge)
    return Counted(whole, groups)
