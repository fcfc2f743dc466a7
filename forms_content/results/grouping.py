"""What answers are parted by: version, month, language, way, event, or the answers to one question."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Max
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy

from forms_content.definition import Question
from forms_content.definition.parts import said
from forms_content.enums import QuestionKind, Source
from forms_content.models import FormPage, FormVersion, Submission
from foyer.core.languages import OWN_NAMES
from foyer.events.models import Event

from .groups import month_of
from .merging import Asked
from .selecting import Row
from .tallies import DETRACTOR, PROMOTER, as_key

BY_ROW = {
    "month": pgettext_lazy("parted by", "Month"),
    "version": pgettext_lazy("parted by", "Version"),
    "event": pgettext_lazy("parted by", "Event"),
    "language": pgettext_lazy("parted by", "Language"),
    "source": pgettext_lazy("parted by", "Way"),
}
TRENDS = ("month", "version")  # their groups stand in an order of time
_ONE_CHOICE = (QuestionKind.SINGLE, QuestionKind.DROP_DOWN, QuestionKind.RATING, QuestionKind.NPS)
_MOST_GROUPS = 24
_RECOMMENDS = {
    "promoter": gettext_lazy("9–10: recommend us"),
    "passive": gettext_lazy("7–8: neither"),
    "detractor": gettext_lazy("0–6: do not"),
}


@dataclass(frozen=True, slots=True)
class Grouping:
    """How answers are parted.

    Attributes:
        key: what is asked for in the address.
        label: what it is called.
        of: the groups one filled copy belongs to, by their keys.
        labels: the names of the groups, in order.
        question: the question they answer, if it is one.
    """

    key: str
    label: str
    of: Callable[[Row], Iterable[str]]
    labels: dict[str, str] = field(default_factory=dict)
    question: Question | None = None


def offered(page: FormPage, asked: Sequence[Asked], *, language: str) -> list[tuple[str, str]]:
    """Return by what a report may be parted: keys and names.

    A question of which several choices may be taken parts no anonymous form: its groups overlap.
    """
    questions = [one.question for one in asked if _parts(one.question, page)]
    named = [(one.key, said(one.label, language)) for one in questions]
    return [(key, str(label)) for key, label in BY_ROW.items()] + named


def grouping_of(
    page: FormPage, key: str, asked: Sequence[Asked], *, language: str
) -> Grouping | None:
    """Return the grouping of a key, or None where there is none of that name."""
    if key in BY_ROW:
        return Grouping(key, str(BY_ROW[key]), _OF_ROW[key], _labels(page, key))
    for one in asked:
        if one.key == key and _parts(one.question, page):
            return _by_question(one.question, language)
    return None


def _parts(question: Question, page: FormPage) -> bool:
    if question.personal:
        return False
    kinds = (*_ONE_CHOICE, QuestionKind.CONSENT)
    return question.kind in (kinds if page.anonymous else (*kinds, QuestionKind.MULTIPLE))


_OF_ROW: dict[str, Callable[[Row], Iterable[str]]] = {
    "month": lambda row: [f"{month_of(row.received_at):%Y-%m}"],
    "version": lambda row: [str(row.version_id)],
    "event": lambda row: [str(row.event_id or "")],
    "language": lambda row: [row.language],
    "source": lambda row: [row.source],
}


def _labels(page: FormPage, key: str) -> dict[str, str]:
    """The names of groups, in order; only months that have answers are named, as they come."""
    if key == "version":
        versions = FormVersion.objects.filter(page_id=page.pk).order_by("number")
        return {str(one.pk): _("version %(number)s") % {"number": one.number} for one in versions}
    if key == "event":
        none = pgettext("event of an answer", "No event")
        events = events_answered(page)
        return {str(event.pk): str(event) for event in reversed(events)} | {"": none}
    if key == "language":
        return dict(OWN_NAMES)
    if key == "source":
        return {value: str(label) for value, label in Source.choices}
    return {}


def events_answered(page: FormPage) -> list[Event]:
    """Return the events a form was answered about, the latest first, at most two dozen."""
    answered = Submission.objects.counting().filter(page=page, event__isnull=False).order_by()
    latest = answered.values("event").annotate(at=Max("received_at")).order_by("-at")
    keys = [one["event"] for one in latest[:_MOST_GROUPS]]
    found = Event.objects.in_bulk(keys)
    return sorted(found.values(), key=lambda event: event.starts_at, reverse=True)


def month_label(key: str) -> str:
    """Return the name of a month, such as "2026年5月"."""
    year, month = map(int, key.split("-"))
    return date_format(date(year, month, 1), "YEAR_MONTH_FORMAT")


def _by_question(question: Question, language: str) -> Grouping:
    label = said(question.label, language)
    key = question.key
    if question.kind == QuestionKind.NPS:
        names = {name: str(words) for name, words in _RECOMMENDS.items()}
        return Grouping(key, label, lambda row: _recommends(row.answers.get(key)), names, question)
    if question.kind == QuestionKind.RATING:
        stars = {str(n): f"{n} ★" for n in range(1, int(question.most or 5) + 1)}
        return Grouping(key, label, lambda row: _chosen(row.answers.get(key)), stars, question)
    if question.kind == QuestionKind.CONSENT:
        names = {"yes": pgettext("consent", "Given")}
        return Grouping(key, label, lambda row: _chosen(row.answers.get(key)), names, question)
    names = {one.key: said(one.label, language) for one in question.choices}
    names |= {"other": pgettext("choice", "Other")} if question.other else {}
    return Grouping(key, label, lambda row: _chosen(row.answers.get(key)), names, question)


def _chosen(answer: Any) -> Iterable[str]:
    if answer is None:
        return ()
    return answer if isinstance(answer, list) else (as_key(answer),)


def _recommends(answer: Any) -> Iterable[str]:
    if answer is None:
        return ()
    if answer >= PROMOTER:
        return ("promoter",)
    return ("detractor",) if answer <= DETRACTOR else ("passive",)
