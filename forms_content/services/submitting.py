"""Keeping what was answered: once, in the version it was answered in. (001-05, 000-23)"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from forms_content.answers import check_answers
from forms_content.definition import Definition
from forms_content.enums import FormPurpose, QuestionKind
from forms_content.models import FormPage, FormVersion, Submission
from forms_content.models.form_page import is_open
from foyer.core.numbers import take_number
from foyer.core.refusals import Refusal
from foyer.events.models import Event

from .cases import open_case_from


class FormClosed(Refusal):
    """The form takes no answers now."""

    code, status = "form_closed", 409
    message = _("This form is closed: it takes no answers any more.")


class FormNotOpen(Refusal):
    """The form takes no answers yet."""

    code, status = "form_not_open", 409
    message = _("This form is not open yet. Please come back later.")


class FormFull(Refusal):
    """As many have answered as were wanted."""

    code, status = "form_full", 409
    message = _("Thank you, but as many answers as were wanted have already come in.")


class AnswersWrong(Refusal):
    """Some answers cannot be taken; `errors` has a sentence for each, by the question's key."""

    code, status = "invalid", 422
    message = _("Please look at the answers marked: nothing has been sent yet.")

    def __init__(self, errors: Mapping[str, str]) -> None:
        self.errors = dict(errors)
        super().__init__()


@dataclass(frozen=True, slots=True)
class Way:
    """By which way answers come.

    Attributes:
        source: a `Source`.
        language: in which they were given.
        once: what the sender calls this copy: a second one of that name is the first.
        event: the number of the event the answers are about, if it is not the form's own.
    """

    source: str
    language: str
    once: str
    event: str = ""


def version_in_use(page: FormPage) -> FormVersion:
    """Return the version a live form is answered in."""
    return FormVersion.objects.filter(page_id=page.pk)[0]


def check_open(page: FormPage, *, at: datetime) -> None:
    """Refuse answers outside of the form's times and beyond its quota.

    Raises:
        FormNotOpen, FormClosed, FormFull.
    """
    if page.opens_at and at < page.opens_at:
        raise FormNotOpen
    if not (page.live and is_open(page, at=at)):
        raise FormClosed
    if page.quota and Submission.objects.filter(page=page).count() >= page.quota:
        raise FormFull


def submit(
    *, page: FormPage, version: FormVersion, given: Mapping[str, Any], way: Way, at: datetime
) -> Submission:
    """Keep one filled copy of a form; the same copy sent again changes nothing.

    Args:
        page: the form.
        version: the one that was filled in, which may be older than the one in use.
        given: the answers, by key.
        way: by which way they come.
        at: the moment.

    Raises:
        FormNotOpen, FormClosed, FormFull, AnswersWrong.
    """
    once = hashlib.sha256(way.once.encode()).hexdigest()
    if kept := Submission.objects.filter(page=page, once=once).first():
        return kept
    check_open(page, at=at)
    definition = version.asks
    checked = check_answers(definition, given)
    if checked.errors:
        raise AnswersWrong(checked.errors)
    plain, sealed = _parted(definition, checked.answers)
    try:
        with transaction.atomic():
            if page.quota:  # the last place goes to one only
                FormPage.objects.select_for_update(of=("self",)).get(pk=page.pk)
                check_open(page, at=at)
            kept = Submission(
                page=page,
                version=version,
                number=take_number(key="submission", at=at, among=Submission.objects.all()),
                received_at=at,
                keep_until=at + timedelta(days=page.keep_days),
                language=way.language,
                source=way.source,
                event=_event(page, way),
                answers=plain,
                phone=_first(definition, QuestionKind.PHONE, sealed),
                email=_first(definition, QuestionKind.EMAIL, sealed),
                sealed_answers=json.dumps(sealed, ensure_ascii=False) if sealed else "",
                sealed_keys=dict.fromkeys(sealed, True),
                once=once,
            )
            if page.purpose in FormPurpose.OPENS_CASE:
                kept.case = open_case_from(kept, definition, checked.answers)
            kept.save(force_insert=True)
            return kept
    except IntegrityError:
        if kept := Submission.objects.filter(page=page, once=once).first():
            return kept
        raise


def _event(page: FormPage, way: Way) -> Event | None:
    """The event a copy is about: the one the link named, else the form's own at this moment."""
    named = way.event.isprintable() and Event.objects.filter(number=way.event).first()
    return named or page.event


def _parted(
    definition: Definition, answers: Mapping[str, Any]
) -> tuple[dict[str, Any], dict[str, Any]]:
    """The answers anybody in the house may count, and those that tell about a person."""
    personal = {
        key
        for question in definition
        if question.personal
        for key in (question.key, question.other_key)
    }
    plain = {key: answer for key, answer in answers.items() if key not in personal}
    return plain, {key: answer for key, answer in answers.items() if key in personal}


def _first(definition: Definition, kind: str, answers: Mapping[str, Any]) -> str:
    """The first answer to a question of a kind: by it the person is found again."""
    keys = [question.key for question in definition if question.kind == kind]
    return next((answers[key] for key in keys if key in answers), "")


def purge_submissions(*, at: datetime) -> int:
    """Delete the answers whose time is over; say how many."""
    return Submission.objects.outdated(at=at).delete()[0]
