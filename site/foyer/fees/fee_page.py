"""What the fee page shows: the fees of a day, one version, the history; and the same as files."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from django.utils.translation import get_language, gettext

from foyer.core.days import house_day
from foyer.core.page_cache import memory
from foyer.core.spreadsheets.writer import CONTENT_TYPES, table_pieces

from .calculator import CalculatorForm, calculate
from .models.schedule import FeeSchedule
from .papers.pdf import fee_pdf
from .papers.table import fee_rows
from .pricing.tariff import Tariff
from .quoting import tariff_of
from .reading import Standing, Step, changes_to, history, standing
from .showing import Section, discount_title, period, rules, sections

_ASKED: Final = ("room", "from", "to", "heads")


@dataclass(frozen=True, slots=True)
class Version:
    """One version as the public reads it."""

    schedule: FeeSchedule
    standing: Standing
    period: str
    sections: tuple[Section, ...]
    discounts: tuple[str, ...]
    rules: tuple[str, ...]

    @property
    def number(self) -> int:
        """Its number."""
        return self.schedule.number or 0


@dataclass(frozen=True, slots=True)
class Paper:
    """A file that was made."""

    name: str
    content: bytes
    content_type: str


def fees_today(*, asked: Mapping[str, str], at: datetime) -> dict[str, Any]:
    """Return the version in force, the next one, the earlier ones, the calculator and its quote.

    Args:
        asked: the query: `room`, `from`, `to`, `heads`, `x-…` for each extra, `discount`.
        at: the moment by which all of it is reckoned.
    """
    today = house_day(at)
    schedules = list(FeeSchedule.objects.touching(today, None).with_lines())
    tariffs = [tariff_of(schedule) for schedule in schedules]
    shown = [
        show_version(schedule, tariff, today=today)
        for schedule, tariff in zip(schedules, tariffs, strict=True)
    ]
    current = next((one for one in shown if one.standing is Standing.IN_FORCE), None)
    coming = [one for one in shown if one.standing is Standing.COMING]
    there = {one.number for one in shown}
    form = CalculatorForm(asked if any(name in asked for name in _ASKED) else None, tariffs=tariffs)
    return {
        "fees": current,
        "coming": coming,
        "earlier": [one for one in _others(today) if one.schedule.number not in there],
        "calculator": form if tariffs else None,
        "quote": calculate(form, at=at),
    }


def show_version(schedule: FeeSchedule, tariff: Tariff, *, today: date) -> Version:
    """Return one version as the public reads it."""
    return Version(
        schedule=schedule,
        standing=standing(schedule, today=today),
        period=period(schedule),
        sections=tuple(sections(tariff)),
        discounts=tuple(discount_title(one) for one in tariff.discounts),
        rules=tuple(rules(tariff)),
    )


def one_version(*, number: int, today: date) -> dict[str, Any] | None:
    """Return one version that was approved, with what it changed; None: there is none of that number."""
    schedule = _published(number)
    if schedule is None:
        return None
    return {
        "version": show_version(schedule, tariff_of(schedule), today=today),
        "changes": changes_to(schedule),
    }


def whole_history(*, today: date) -> dict[str, Any]:
    """Return every version that was ever approved, with what each changed."""
    return {"steps": [(step, period(step.schedule)) for step in history(today=today)]}


def paper(*, number: int, kind: str, address: str) -> Paper | None:
    """Return a version as a file, made once for as long as pages stand; None: there is no such version or kind.

    Args:
        number: the version.
        kind: "pdf" or "xlsx".
        address: where the fees stand on the web, printed on the file.
    """
    if kind not in ("pdf", "xlsx"):
        return None
    return memory.of(
        ("fees", number, kind, address, get_language()),
        lambda: _paper(number, kind, address),
    )


def _paper(number: int, kind: str, address: str) -> Paper | None:
    schedule = _published(number)
    if schedule is None:
        return None
    tariff = tariff_of(schedule)
    name = f"fees-{number}.{kind}"
    if kind == "pdf":
        content = fee_pdf(schedule, tariff, address=address, language=get_language() or "")
        return Paper(name, content, "application/pdf")
    rows = fee_rows(schedule, tariff)
    pieces = table_pieces(rows, kind=kind, sheet=gettext("Fees"))
    return Paper(name, b"".join(pieces), CONTENT_TYPES[kind])


def _published(number: int) -> FeeSchedule | None:
    return FeeSchedule.objects.published().with_lines().filter(number=number).first()


def _others(today: date) -> list[Step]:
    """The versions without their lines, for a list."""
    return [
        Step(one, standing(one, today=today), None, ()) for one in FeeSchedule.objects.published()
    ]
