"""What each row of a file says, by the meaning of its columns: names put together, dates told apart."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from foyer.core.refusals import Refusal
from foyer.core.spreadsheets.dates import DateSurvey, NoDate, read_date, with_plain_day
from foyer.core.spreadsheets.encodings import is_ruined, may_be_ruined
from foyer.core.spreadsheets.reader import Row
from foyer.core.text import has_han

from .columns import Layout
from .corrections import find_correction
from .targets import Given, Target

_NO_DATE = frozenset({"0/0/00", "0/0/0000", "00/00/00", "0000-00-00"})  # how Outlook writes none
_WITHOUT_YEAR = re.compile(r"--(\d{2})-?(\d{2})", re.ASCII)  # as address books write it


class UnsureDates(Refusal):
    """Dates that can be read in two ways, in columns nobody has been asked about.

    `surveys` holds what was found, by the column's position.
    """

    code = "unsure_dates"
    message = _(
        "Some dates can be read in two ways, for example “%(text)s”. Say below whether the day or "
        "the month comes first."
    )

    def __init__(self, surveys: Mapping[int, DateSurvey]) -> None:
        self.surveys = surveys
        super().__init__(text=next(iter(surveys.values())).unsure)


@dataclass(frozen=True, slots=True)
class _Join:
    """A column whose parts stand in columns of their own."""

    key: str
    parts: tuple[str, ...]


@dataclass(slots=True)
class Sayings:
    """Turns the rows of one file into what they say.

    Args:
        layout: where the headers are, and what the columns mean.
        target: the list it is for.
        date_orders: whether the day or the month comes first, by the column's position.
    """

    layout: Layout
    target: Target
    date_orders: Mapping[str, str]
    _meant: list[tuple[int, str]] = field(init=False)
    _dates: list[tuple[int, str]] = field(init=False)
    _moments: list[tuple[int, str]] = field(init=False)
    _yearless: frozenset[str] = field(init=False)
    _joins: list[_Join] = field(init=False)
    _origin: int = field(init=False)

    def __post_init__(self) -> None:
        meanings = self.layout.meanings
        self._meant = [(position, key) for position, key in enumerate(meanings) if key]
        dates = {column.key for column in self.target.columns if column.date}
        self._dates = [(position, key) for position, key in self._meant if key in dates]
        moments = {column.key for column in self.target.columns if column.moment}
        self._moments = [(position, key) for position, key in self._meant if key in moments]
        self._yearless = frozenset(one.key for one in self.target.columns if one.may_lack_year)
        self._joins = [
            _Join(column.key, tuple(part.key for part in column.parts))
            for column in self.target.columns
            if column.key not in meanings and {part.key for part in column.parts} & set(meanings)
        ]
        found = find_correction(self.layout.headers)
        self._origin = found[0] if found else -1

    def of(self, rows: Iterable[Row]) -> Iterator[Given]:
        """Yield what rows under the headers say; those that say nothing there are left out."""
        for row in rows:
            if row.number > self.layout.header_row and (given := self._of(row)):
                yield given

    def _of(self, row: Row) -> Given | None:
        cells = row.cells
        values = {
            key: text
            for key, text in zip(self.layout.meanings, cells, strict=False)
            if text and key and not text.isspace()
        }
        if not values:
            return None
        problems = []
        if row.faults or may_be_ruined(cells):
            problems = [
                self._fault(fault, position, values[key])
                for position, key in self._meant
                if key in values
                and (fault := row.faults.get(position) or (is_ruined(values[key]) and "ruined"))
            ]
        for position, key in self._dates:
            if values.get(key, "").strip() in _NO_DATE:
                values.pop(key)
            if key in values:
                self._read_date(position, key, values, problems)
        for position, key in self._moments:
            if key in values:
                self._read_moment(position, key, values, problems)
        for join in self._joins:
            _put_together(join, values)
        return Given(row.number, values, tuple(problems), self._origin_of(cells))

    def _fault(self, fault: str, position: int, text: str) -> str:
        header = self.layout.headers[position]
        return str(_FAULTS[fault]) % {"header": header, "text": text.strip()[:60]}

    def _read_date(
        self, position: int, key: str, values: dict[str, str], problems: list[str]
    ) -> None:
        if key in self._yearless and (found := _WITHOUT_YEAR.fullmatch(values[key].strip())):
            values[key] = f"--{found[1]}-{found[2]}"
            return
        try:
            values[key] = read_date(
                values[key], self.date_orders.get(str(position), "")
            ).isoformat()
        except NoDate as reason:
            problems.append(self._said(position, reason))

    def _read_moment(
        self, position: int, key: str, values: dict[str, str], problems: list[str]
    ) -> None:
        try:
            values[key] = with_plain_day(values[key], self.date_orders.get(str(position), ""))
        except NoDate as reason:
            problems.append(self._said(position, reason))

    def _said(self, position: int, reason: NoDate) -> str:
        sentence = gettext("%(column)s: %(reason)s")
        return sentence % {"column": self.layout.headers[position], "reason": reason}

    def _origin_of(self, cells: tuple[str, ...]) -> int:
        if not 0 <= self._origin < len(cells):
            return 0
        text = cells[self._origin].strip()
        return int(text) if text.isascii() and text.isdigit() and len(text) < 9 else 0

    @property
    def has_dates(self) -> bool:
        """Whether any column holds dates."""
        return bool(self._dates or self._moments)

    def survey_dates(self, rows: Iterable[Row]) -> None:
        """Refuse dates that can be read in two ways where nobody has been asked about.

        What was said of an earlier file of these headers, or by a slip, does not count where every plain date of
        the column says otherwise.

        Raises:
            UnsureDates: there are some.
        """
        surveys = {position: DateSurvey() for position, _key in (*self._dates, *self._moments)}
        for row in rows:
            if row.number > self.layout.header_row:
                for position, survey in surveys.items():
                    survey.look_at(row.cells[position : position + 1])
        if unsure := {p: found for p, found in surveys.items() if self._is_open(p, found)}:
            raise UnsureDates(unsure)

    def _is_open(self, position: int, found: DateSurvey) -> bool:
        """Tell whether somebody has yet to say how the dates of a column are to be read."""
        order = self.date_orders.get(str(position), "")
        return bool(found.unsure) and (not order or found.suggestion not in ("", order))


def _put_together(join: _Join, values: dict[str, str]) -> None:
    """Put family and given name together: 王小明 in Chinese, Ada Wong otherwise."""
    parts = [text.strip() for key in join.parts if (text := values.pop(key, ""))]
    if not parts:
        return
    chinese = has_han("".join(parts))
    values[join.key] = "".join(parts) if chinese else " ".join(reversed(parts))


_FAULTS = {
    "digits_lost": _(
        "“%(header)s” is a long number that lost digits when the file was saved (%(text)s). "
        "Format the column as text and enter it again."
    ),
    "cell_error": _(
        "“%(header)s” holds an error of the spreadsheet program (%(text)s). Enter what it should be."
    ),
    "no_result": _(
        "“%(header)s” holds a formula whose result was never worked out (%(text)s). Open the file in "
        "a spreadsheet program, save it there, and send it again."
    ),
    "ruined": _("“%(header)s” holds text that was damaged before (%(text)s). Enter it again."),
}
