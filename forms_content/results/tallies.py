"""Counting answers one by one, without keeping them."""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Mapping
from typing import Any

from forms_content.definition import Question
from forms_content.enums import QuestionKind

PROMOTER, DETRACTOR = 9, 6  # 9 and 10 would recommend us, 0 to 6 would not
NUMBERS = (QuestionKind.NUMBER, QuestionKind.RATING, QuestionKind.NPS)
WORDS = (
    QuestionKind.TEXT,
    QuestionKind.LONG_TEXT,
    QuestionKind.DATE,
    QuestionKind.TIME,
    QuestionKind.HIDDEN,
)
LATEST = 5  # texts a report shows of each question; all of them stand on a page of their own
_DISTINCT = 10_000  # different numbers up to which the middle one is known


class Tally:
    """How often a question was answered, and with what."""

    def __init__(self) -> None:
        self.answered = 0

    def add(self, answer: Any) -> None:
        """Count one answer."""
        self.answered += 1


class TextTally(Tally):
    """How often something was written, and the latest of it."""

    def __init__(self) -> None:
        super().__init__()
        self.latest: deque[str] = deque(maxlen=LATEST)

    def add(self, answer: Any) -> None:
        """Count one text."""
        super().add(answer)
        self.latest.appendleft(str(answer))


class ChoiceTally(Tally):
    """How often each choice was taken."""

    def __init__(self) -> None:
        super().__init__()
        self.counts: Counter[str] = Counter()

    def add(self, answer: Any) -> None:
        """Count one answer, which may be of several choices."""
        super().add(answer)
        self.counts.update(answer if isinstance(answer, list) else [as_key(answer)])


class NumberTally(Tally):
    """How often each number was given."""

    def __init__(self) -> None:
        super().__init__()
        self.counts: Counter[float] = Counter()
        self.sum = 0.0
        self.is_whole = True

    def add(self, answer: Any) -> None:
        """Count one number; of too many different ones only the sum is kept."""
        super().add(answer)
        self.sum += answer
        if answer in self.counts or len(self.counts) < _DISTINCT:
            self.counts[answer] += 1
        else:
            self.is_whole = False

    @property
    def average(self) -> float | None:
        """The mean, if there is any answer."""
        return self.sum / self.answered if self.answered else None

    @property
    def median(self) -> float | None:
        """The middle one of all numbers, or halfway between the two in the middle."""
        if not (self.answered and self.is_whole):
            return None
        ordered, passed, found = sorted(self.counts), 0, []
        wanted = {(self.answered - 1) // 2, self.answered // 2}
        for number in ordered:
            found += [number for place in wanted if passed <= place < passed + self.counts[number]]
            passed += self.counts[number]
        return sum(found) / len(found)

    def share(self, least: float, most: float) -> int:
        """Return how many gave a number from `least` to `most`."""
        return sum(count for number, count in self.counts.items() if least <= number <= most)

    @property
    def recommendation(self) -> int | None:
        """Per cent of 9 and 10 less per cent of 0 to 6, from -100 to 100."""
        if not self.answered:
            return None
        promoters, detractors = self.share(PROMOTER, 10), self.share(0, DETRACTOR)
        return round(100 * (promoters - detractors) / self.answered)


class TableTally(Tally):
    """How often each choice was taken in each row."""

    def __init__(self) -> None:
        super().__init__()
        self.rows: dict[str, Counter[str]] = {}

    def add(self, answer: Any) -> None:
        """Count one filled table."""
        super().add(answer)
        for row, choice in answer.items():
            self.rows.setdefault(row, Counter())[choice] += 1


class OrderTally(Tally):
    """On which places each choice was put."""

    def __init__(self) -> None:
        super().__init__()
        self.firsts: Counter[str] = Counter()
        self.places: Counter[str] = Counter()
        self.times: Counter[str] = Counter()

    def add(self, answer: Any) -> None:
        """Count one order."""
        super().add(answer)
        self.firsts[answer[0]] += 1
        self.times.update(answer)
        for place, choice in enumerate(answer, start=1):
            self.places[choice] += place

    def mean_place(self, choice: str) -> float | None:
        """Return the mean place a choice was put on, 1 being the best."""
        times = self.times[choice]
        return self.places[choice] / times if times else None


_KINDS: Mapping[str, type[Tally]] = {
    **dict.fromkeys(NUMBERS, NumberTally),
    **dict.fromkeys(WORDS, TextTally),
    QuestionKind.MATRIX: TableTally,
    QuestionKind.RANKING: OrderTally,
    QuestionKind.SINGLE: ChoiceTally,
    QuestionKind.DROP_DOWN: ChoiceTally,
    QuestionKind.MULTIPLE: ChoiceTally,
    QuestionKind.CONSENT: ChoiceTally,
}


def tally_for(question: Question) -> Tally:
    """Return an empty tally for a question; what tells about a person is only counted."""
    return Tally() if question.personal else _KINDS.get(question.kind, Tally)()


def as_key(answer: Any) -> str:
    """Return the key of what was chosen; a consent has one of its own."""
    return "yes" if answer is True else str(answer)
