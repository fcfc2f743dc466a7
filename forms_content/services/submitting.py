"""Keeping what was answered: once, in the version it was answered in. (001-05, 000-23)"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from forms_content.answers import check_answers
from forms_content.answers.files import HeldFile
from forms_content.enums import FormPurpose
from forms_content.models import Draft, FormPage, FormVersion, Recipient, Submission
from forms_content.models.form_page import is_open
from forms_content.proofs import ProofWrong
from foyer.core.numbers import take_number
from foyer.core.refusals import Refusal
from foyer.events.models import Event

from .answering import check_once, event_of, note_answer, put_answers, take_link
from .cases import keep_evidence, open_case_from
from .files import change_files, hashed_copy, keep_files
from .telling import tell_submitted


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
        link: the personal link it comes by.
        event: the event it is about, where neither form nor link say so.
        proof: under what it is kept that the sum it came with is used up.
    """

    source: str
    language: str
    once: str
    link: Recipient | None = None
    event: Event | None = None
    proof: str = ""


def find_copy(page: FormPage, once: str) -> Submission | None:
    """Return the copy its sender calls so, if it has been kept already."""
    return Submission.objects.filter(page=page, once=hashed_copy(once)).first()


def version_in_use(page: FormPage) -> FormVersion:
    """Return the version a live form is answered in."""
    return FormVersion.objects.filter(page_id=page.pk)[0]


def check_open(page: FormPage, *, at: datetime) -> None:
    """Refuse answers outside of the form's times and beyond its quota.

    Raises:
        FormNotOpen, FormClosed, FormFull.
    """
    check_times(page, at=at)
    if page.quota and Submission.objects.filter(page=page).count() >= page.quota:
        raise FormFull


def check_times(page: FormPage, *, at: datetime) -> None:
    """Refuse answers outside of the form's times.

    Raises:
        FormNotOpen, FormClosed.
    """
    if page.opens_at and at < page.opens_at:
        raise FormNotOpen
    if not (page.live and is_open(page, at=at)):
        raise FormClosed


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
        FormNotOpen, FormClosed, FormFull, AnsweredAlready, LinkNeeded, AnswersWrong, ProofWrong.
    """
    if kept := find_copy(page, way.once):
        return kept
    check_open(page, at=at)
    check_once(page, way)
    definition = version.asks
    checked = check_answers(definition, given)
    if checked.errors:
        raise AnswersWrong(checked.errors)
    if way.proof and Submission.objects.filter(page=page, proof=way.proof).exists():
        raise ProofWrong
    try:
        with transaction.atomic():
            if page.quota:  # the last place goes to one only
                FormPage.objects.select_for_update(of=("self",)).get(pk=page.pk)
                check_open(page, at=at)
            take_link(way, at=at)
            kept = Submission(
                page=page,
                version=version,
                number=take_number(key="submission", at=at, among=Submission.objects.all()),
                received_at=at,
                keep_until=at + timedelta(days=page.keep_days),
                language=way.language,
                source=way.source,
                event=event_of(page, way),
                once=hashed_copy(way.once),
                proof=way.proof,
            )
            put_answers(kept, definition, checked.answers)
            if page.purpose in FormPurpose.OPENS_CASE:
                kept.case = open_case_from(kept, definition, checked.answers, link=way.link)
            kept.save(force_insert=True)
            files = keep_files(kept, checked.answers.keys())
            if kept.case:
                keep_evidence(kept.case, files, at=at)
            _saved(page, way).delete()
            note_answer(kept, way)
            tell_submitted(kept)
            return kept
    except IntegrityError:
        if earlier := find_copy(page, way.once):
            return earlier
        if way.proof and Submission.objects.filter(page=page, proof=way.proof).exists():
            raise ProofWrong from None
        raise


def _saved(page: FormPage, way: Way) -> QuerySet[Draft]:
    """Return what was saved of a copy before it was sent."""
    saved = Draft.objects.filter(page=page, once=way.once)
    return saved | Draft.objects.filter(recipient=way.link) if way.link else saved


def change_answers(
    *,
    kept: Submission,
    version: FormVersion,
    given: Mapping[str, Any],
    way: Way,
    at: datetime,
) -> Submission:
    """Put other answers in the place of those given by a personal link; the reference stays.

    Raises:
        FormNotOpen, FormClosed, AnswersWrong.
    """
    check_times(kept.page, at=at)
    checked = check_answers(version.asks, given)
    if checked.errors:
        raise AnswersWrong(checked.errors)
    files = [one for key in checked.answers for one in _listed(given.get(key))]
    refs = [one.ref for one in files if isinstance(one, HeldFile)]
    with transaction.atomic():
        kept.version, kept.language = version, way.language
        put_answers(kept, version.asks, checked.answers)
        kept.save()
        change_files(kept, once=way.once, refs=refs)
    return kept


def _listed(answer: Any) -> list[Any]:
    return answer if isinstance(answer, list) else []


def purge_submissions(*, at: datetime) -> int:
    """Delete the answers whose time is over; say how many."""
    gone = Submission.objects.outdated(at=at).delete()[1]
    return gone.get(Submission._meta.label, 0)
