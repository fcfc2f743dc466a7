"""Answering with a personal link: opened, answered once, changed where the form allows it. (000-23)"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from forms_content.definition import Definition
from forms_content.enums import FormPurpose, QuestionKind
from forms_content.models import FormLetter, FormPage, Recipient, Submission
from forms_content.sending_enums import LetterKind, Often
from foyer.core.days import house_day, start_of
from foyer.core.models import User
from foyer.core.refusals import Refusal
from foyer.core.text import mask_name
from foyer.events.models import Event
from foyer.privacy.identifiers import mask_email, mask_phone

from .audience import same_person
from .posting import queue_letters

if TYPE_CHECKING:
    from .submitting import Way


class AnsweredAlready(Refusal):
    """One answer is all that is asked of each."""

    code, status = "answered_already", 409
    message = _("You have answered this form already. Thank you: one answer from each is enough.")


class LinkNeeded(Refusal):
    """The form is answered with a personal link only."""

    code, status = "link_needed", 403
    message = _("This form is answered with the personal link in the letter we sent.")


def note_opened(recipient: Recipient, *, at: datetime) -> None:
    """Keep that a link was opened, the first time."""
    Recipient.objects.filter(pk=recipient.pk, opened_at=None).update(opened_at=_told(recipient, at))


def decline(recipient: Recipient, *, at: datetime) -> None:
    """Keep that somebody wants no more letters like this; harmless to repeat. (PRV-04)"""
    Recipient.objects.filter(pk=recipient.pk, declined_at=None).update(declined_at=at)


def may_change(recipient: Recipient) -> bool:
    """Tell whether whoever holds a link may change what they answered."""
    page = recipient.sending.page
    return (
        page.may_change
        and not page.anonymous
        and page.purpose not in FormPurpose.OPENS_CASE
        and recipient.submission is not None
    )


def known_of(recipient: Recipient, definition: Definition) -> dict[str, tuple[str, str]]:
    """Return what the house knows of what a form asks: the answer, and how it is shown to a stranger.

    Args:
        recipient: who is asked; nothing is known where nobody is kept with the answers.
        definition: what the form asks.
    """
    person = recipient.person
    if recipient.sending.page.anonymous or person is None:
        return {}
    found: dict[str, tuple[str, str]] = {}
    values = {
        QuestionKind.TEXT: (person.name, mask_name(person.name)),
        QuestionKind.EMAIL: (recipient.email, mask_email(recipient.email)),
        QuestionKind.PHONE: (person.phone, mask_phone(person.phone)),
    }
    for kind, (value, masked) in values.items():
        asked = [one for one in definition.asked if one.kind == kind and one.personal]
        if asked and value:
            found[asked[0].key] = (value, masked)
    return found


def check_once(page: FormPage, way: Way) -> None:
    """Refuse a second answer, and an answer without a link where one is needed.

    Raises:
        LinkNeeded, AnsweredAlready.
    """
    if way.link is None:
        if page.answered_each == Often.LINK:
            raise LinkNeeded
        return
    if way.link.answered_at:
        raise AnsweredAlready
    if page.answered_each != Often.MANY:
        others = Recipient.objects.filter(same_person(way.link), answered_at__isnull=False)
        if others.exists():
            raise AnsweredAlready


def take_link(way: Way, *, at: datetime) -> None:
    """Use a link up, inside the answer's own transaction: of two that come at once one wins.

    Raises:
        AnsweredAlready.
    """
    if way.link is None:
        return
    free = Recipient.objects.filter(pk=way.link.pk, answered_at=None)
    if not free.update(answered_at=_told(way.link, at)):
        raise AnsweredAlready


def event_of(page: FormPage, way: Way) -> Event | None:
    """Return the event an answer is about."""
    return way.event or (way.link.sending.event if way.link else None) or page.event


def note_answer(kept: Submission, way: Way) -> None:
    """Lead from the link to its answer, unless the form is anonymous; write the letters that follow."""
    if way.link and not kept.page.anonymous:
        Recipient.objects.filter(pk=way.link.pk).update(submission=kept)
    letters = [
        FormLetter(
            kind=LetterKind.NOTICE,
            key=f"notice:{kept.pk}:{user.pk}",
            submission=kept,
            to=user,
            queued_at=kept.received_at,
        )
        for user in _notified(kept.page)
    ]
    if kept.page.acknowledged and kept.email and kept.case is None:  # a case writes its own
        letters.append(
            FormLetter(
                kind=LetterKind.RECEIPT,
                key=f"receipt:{kept.pk}",
                submission=kept,
                queued_at=kept.received_at,
            )
        )
    queue_letters(letters, by=None, at=kept.received_at)


def parted(
    definition: Definition, answers: Mapping[str, Any]
) -> tuple[dict[str, Any], dict[str, Any]]:
    """Part the answers anybody in the house may count from those that tell about a person."""
    personal = {
        key
        for question in definition
        if question.personal
        for key in (question.key, question.other_key)
    }
    plain = {key: answer for key, answer in answers.items() if key not in personal}
    return plain, {key: answer for key, answer in answers.items() if key in personal}


def first_of(definition: Definition, kind: str, answers: Mapping[str, Any]) -> str:
    """Return the first answer to a question of a kind: by it the person is found again."""
    keys = [question.key for question in definition if question.kind == kind]
    return next((answers[key] for key in keys if key in answers), "")


def put_answers(kept: Submission, definition: Definition, answers: Mapping[str, Any]) -> None:
    """Put checked answers onto a filled copy that is about to be saved, each where it belongs."""
    plain, sealed = parted(definition, answers)
    kept.answers = plain
    kept.sealed_keys = dict.fromkeys(sealed, True)
    kept.sealed_answers = json.dumps(sealed, ensure_ascii=False) if sealed else ""
    kept.phone = first_of(definition, QuestionKind.PHONE, sealed)
    kept.email = first_of(definition, QuestionKind.EMAIL, sealed)


def _notified(page: FormPage) -> list[User]:
    """Return the staff who are told of each answer: those who may see answers, and have a mailbox."""
    chosen = User.objects.filter(pk__in=[user.pk for user in page.notified_users.all()])
    groups = [group.pk for group in page.notified_groups.all()]
    if groups:
        chosen |= User.objects.filter(groups__in=groups)
    staff = chosen.filter(is_active=True).exclude(email="").distinct()
    return [user for user in staff if user.has_perm("forms_content.view_submission")]


def _told(recipient: Recipient, at: datetime) -> datetime:
    """Return the moment that is kept: of an anonymous form the day alone, for moments tell who it was."""
    return start_of(house_day(at)) if recipient.sending.page.anonymous else at
