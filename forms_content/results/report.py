"""What was answered, counted: by key, across all versions. (FORMS 2, 5; 001-31)"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from forms_content.models import FormPage, FormVersion

from .counting import count
from .grouping import BY_ROW, grouping_of, offered
from .merging import Asked, merged
from .outcomes import Outcome, outcome_of
from .parting import Parted, parted
from .satisfaction import Satisfaction
from .selecting import Selection, Wanted
from .tallies import Tally


@dataclass(frozen=True, slots=True)
class Report:
    """What was answered to a form; `hidden` when an anonymous form has too few answers to be shown.

    Attributes:
        total: how many answers there are to what was asked for.
        count: how many of them are counted: of an anonymous form whole fives only.
        by: what the report is parted by, if by anything.
        choices: by what it may be parted, with names.
    """

    total: int
    count: int
    hidden: bool
    outcomes: tuple[Outcome, ...] = ()
    satisfaction: Satisfaction = field(default_factory=Satisfaction)
    by: str = ""
    parted: Parted | None = None
    choices: tuple[tuple[str, str], ...] = ()

    @property
    def withheld(self) -> int:
        """How many answers are not counted yet."""
        return self.total - self.count


def report_of(
    page: FormPage, *, language: str, wanted: Wanted | None = None, by: str = ""
) -> Report:
    """Return the report of a form: every question it ever asked, the present ones first.

    An anonymous form is parted by the answers to a question only when it is not narrowed down: both at
    once would show groups that neither shows.

    Args:
        page: the form.
        language: in which questions and choices are named.
        wanted: what it is narrowed down to.
        by: the key of what it is parted by; an unknown one parts nothing.
    """
    versions = list(FormVersion.objects.filter(page_id=page.pk))
    asked = merged([version.asks for version in versions])
    choices = offered(page, asked, language=language)
    grouping = grouping_of(page, by, asked, language=language)
    if page.anonymous and wanted and grouping and grouping.question:
        grouping = None
    if page.anonymous and wanted:
        choices = [(key, label) for key, label in choices if key in BY_ROW]
    selection = Selection(page, wanted, parted=grouping is not None and not grouping.question)
    report = Report(selection.total, selection.count, selection.is_hidden, choices=tuple(choices))
    if report.hidden:
        return report
    counted = count(selection.rows(), asked, versions, grouping)
    satisfaction = counted.whole.satisfaction
    if grouping:
        shown = parted(counted, asked, grouping, language=language, anonymous=page.anonymous)
        return replace(report, satisfaction=satisfaction, by=grouping.key, parted=shown)
    outcomes = tuple(_outcome(one, counted.whole.tallies, language) for one in asked)
    return replace(report, satisfaction=satisfaction, outcomes=outcomes)


def _outcome(asked: Asked, tallies: Mapping[str, Tally], language: str) -> Outcome:
    others = tallies.get(asked.question.other_key)
    return outcome_of(asked, tallies[asked.key], others, language=language)
