"""What forms keep about people: what they wrote of themselves. (001-29)"""

from __future__ import annotations

import json
from typing import Any

from django.core.files.base import ContentFile
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from foyer.core.secret_codes import new_code
from foyer.privacy.declarations import Anonymise, Delete, PersonalData, Purpose
from foyer.privacy.finding import reached_at
from foyer.privacy.identifiers import blind_index
from foyer.privacy.people import Person
from foyer.privacy.registry import holds_none, register
from foyer.privacy.sealing import keyed_hash
from foyer.privacy.services.canary import Canary

from .answers import answer_in_words
from .definition import Definition, Question, Step
from .definition.parts import said
from .enums import QuestionKind, Source
from .models import (
    Draft,
    EventReach,
    EventSummary,
    EventSurvey,
    FormLetter,
    FormPage,
    FormPolicy,
    FormVersion,
    GivenKey,
    Improvement,
    Recipient,
    Sending,
    Submission,
    SubmittedFile,
    Trial,
)
from .sending_enums import LetterStatus, Whom
from .services.drafts import DRAFTS
from .services.links import hash_link

ANSWERS = Purpose("answers", _("Answers to forms"), _("days after they were given"), 730)
LINKS = Purpose("form_links", _("Personal links to forms"), _("days after they were sent"), 730)


_QUESTION = Question("q1", QuestionKind.TEXT, {"zh-hans": "演练"}, personal=True)
_DRILL = Definition({}, (Step({}, (_QUESTION,)),)).to_json()


def _told(kept: Submission) -> dict[str, Any]:
    answers = kept.all_answers
    return {
        said(question.label, kept.language): answer_in_words(
            question, answers, language=kept.language
        )
        for question in kept.version.asks.asked
    }


def _drafts_of(person: Person) -> QuerySet[Draft]:
    """Return the saved forms with a phone or an e-mail address of a person's."""
    phones = [blind_index(phone, kind="phone") for phone in person.phones]
    emails = [blind_index(email, kind="email") for email in person.emails]
    known = Q(phone_index__in=filter(None, phones)) | Q(email_index__in=filter(None, emails))
    return Draft.objects.filter(known)


def _drill_version(canary: Canary) -> FormVersion:
    """Return a version of a form that is never shown."""
    # A tree of its own, beside the pages that are: nothing above it counts it.
    place = f"Z{canary.number % 1000:03d}"
    page = canary.helper(
        FormPage, title="演练", slug=f"drill-{canary.number}", path=place, depth=1, live=False
    )
    version: FormVersion = canary.helper(
        FormVersion, page=page, number=1, definition=_DRILL, made_at=canary.at
    )
    return version


def _dead_link(_recipient: Any) -> str:
    """Return the hash of a code nobody holds."""
    return hash_link(new_code())


def _drill_sending(canary: Canary) -> Sending:
    """Return a sending that never went out."""
    made: Sending = canary.helper(
        Sending,
        page=_drill_version(canary).page,
        whom=Whom.CONTACTS,
        made_at=canary.at,
        once=f"drill-{canary.number}",
    )
    return made


def _status_without_person(letter: FormLetter) -> str:
    """Return what becomes of a letter: one that waits is not sent."""
    waits = letter.status == LetterStatus.QUEUED
    return LetterStatus.DROPPED if waits else letter.status


register(
    PersonalData(
        Recipient,
        links=("guest", "contact"),
        leave_out=("code_sealed",),
        sensitive=("email",),
        sees="guests.view_sensitive_guest",
        erase=Anonymise(
            blank=("email", "code_sealed"),
            values={"guest": None, "contact": None, "submission": None, "code_hash": _dead_link},
        ),
        lapse=Delete(),
        plant={
            "sending": _drill_sending,
            "code_hash": _dead_link,
            "email": lambda canary: canary.email,
        },
        purpose=LINKS,
        since="sending__made_at",
    ),
    PersonalData(
        FormLetter,
        links=("recipient__guest", "recipient__contact", "submission"),
        leave_out=("key",),
        erase=Anonymise(
            blank=("error",),
            values={"status": _status_without_person, "next_try_at": None},
            harmless=("key",),
        ),
        plant={"key": lambda canary: f"drill:{canary.number}", "status": LetterStatus.SENT},
    ),
    PersonalData(
        Submission,
        is_person=True,
        links=("recipient__guest", "recipient__contact"),
        phones=("phone",),
        emails=("email",),
        names=("number",),
        told={"answers": _told},
        leave_out=("once", "proof", "sealed_answers", "sealed_keys"),
        sensitive=("sealed_answers", "phone", "email"),
        sees="forms_content.view_sensitive_submission",
        erase=Delete(),
        plant={
            "page": lambda canary: _drill_version(canary).page,
            "version": _drill_version,
            "source": Source.API,
            "answers": {},
            "sealed_answers": lambda canary: json.dumps({"q1": canary.word}),
            "keep_until": lambda canary: canary.at,
        },
        purpose=ANSWERS,
        since="received_at",
    ),
    PersonalData(
        Draft,
        is_person=True,
        links=("recipient__guest", "recipient__contact"),
        phones=("phone",),
        emails=("email",),
        search=lambda query: Draft.objects.filter(reached_at(query)),
        joined=_drafts_of,  # a draft knows no name: phone or e-mail alone say whose it is
        leave_out=("once", "secret_sealed", "mail_to"),
        sensitive=("sealed_answers", "phone", "email"),
        sees="forms_content.view_sensitive_submission",
        erase=Delete(),
        plant={
            "page": lambda canary: _drill_version(canary).page,
            "recipient": None,
            "sealed_answers": lambda canary: json.dumps({"q1": canary.word}, ensure_ascii=False),
            "secret_hash": lambda canary: keyed_hash(canary.word, purpose="form-draft"),
        },
        purpose=DRAFTS,
        since="saved_at",
    ),
    PersonalData(
        SubmittedFile,
        links=("submission", "draft"),
        leave_out=("holder", "digest", "question"),
        erase=Delete(),
        plant={
            "page": lambda canary: _drill_version(canary).page,
            "draft": None,
            "file": lambda canary: ContentFile(canary.word.encode(), name=f"{canary.number}.txt"),
            "size": 1,
        },
    ),
)
holds_none(
    Trial,
    because=_("What staff make up to try a form out; it goes after thirty days."),
)
holds_none(
    EventReach,
    EventSurvey,
    FormPage,
    FormPolicy,
    FormVersion,
    GivenKey,
    Sending,
    because=_("What the house asks: its editors write it; the answers hang on it elsewhere."),
)
holds_none(
    EventSummary,
    Improvement,
    because=_("What the house writes about its own events, without names of guests."),
)
