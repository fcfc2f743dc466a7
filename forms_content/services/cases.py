"""A complaint, a feedback or an enquiry sent by a form becomes a case that is followed. (001-18, 001-19)"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from forms_content.answers import answer_in_words
from forms_content.definition import Definition, Question
from forms_content.definition.parts import said
from forms_content.enums import QuestionKind, Source
from forms_content.models import Recipient, Submission, SubmittedFile
from foyer.cases.enums import CaseChannel
from foyer.cases.models import Case
from foyer.cases.services.evidence import add_evidence
from foyer.cases.services.naming import named_booking
from foyer.cases.services.opening import open_case
from foyer.clients.models import Contact
from foyer.clients.services.known import known_contact
from foyer.core.uploads.clean_file import CleanFile
from foyer.core.uploads.kinds import FileKind
from foyer.guests.models import Guest


def open_case_from(
    kept: Submission,
    definition: Definition,
    answers: Mapping[str, Any],
    *,
    link: Recipient | None,
) -> Case:
    """Open the case of a filled copy: what was written is its content, whoever left an address is told.

    Whom it comes from is who was asked by the link, or else the one contact with that phone or e-mail.

    Args:
        kept: the copy, not yet stored.
        definition: what it answers.
        answers: all its answers, the personal ones among them.
        link: the personal link it came by.
    """
    language = kept.language
    told = [
        f"{said(question.label, language)}\n{words}"
        for question in definition.asked
        if not _tells_who(question)
        and (words := answer_in_words(question, answers, language=language))
    ]
    return open_case(
        kind=kept.page.purpose,
        channel=CaseChannel.API if kept.source == Source.API else CaseChannel.FORM,
        content="\n\n".join(told) or said(definition.title, language),
        at=kept.received_at,
        event=kept.event,
        booking=named_booking(told, phone=kept.phone, email=kept.email),
        contact=None if kept.page.anonymous else _contact(kept, link),
        name=_name(definition, answers),
        phone=kept.phone,
        email=kept.email,
        language=language,
    )


def _contact(kept: Submission, link: Recipient | None) -> Contact | None:
    asked = link.person if link else None
    if isinstance(asked, Guest):
        asked = asked.contact
    return asked or known_contact(phone=kept.phone, email=kept.email, client=None, by=None)


def keep_evidence(case: Case, files: Iterable[SubmittedFile], *, at: datetime) -> None:
    """Lay the files of a copy into the file of its case, where they stay as long as the case does. (001-19)"""
    for file in files:
        with file.file.open("rb") as kept:
            clean = CleanFile(FileKind(file.file_kind), file.file_name, kept.read())
        add_evidence(case=case, file=clean, by=None, at=at)


def _tells_who(question: Question) -> bool:
    """Whether an answer says who writes, and belongs beside the content rather than into it."""
    return question.kind in QuestionKind.ALWAYS_PERSONAL or _is_name(question)


def _is_name(question: Question) -> bool:
    return question.kind == QuestionKind.TEXT and question.personal


def _name(definition: Definition, answers: Mapping[str, Any]) -> str:
    """The first short personal text: a form asks for a name so."""
    names = (answers[one.key] for one in definition.asked if _is_name(one) and one.key in answers)
    return str(next(names, ""))[:100]
