"""What forms keep about people: what they wrote of themselves. (001-29)"""

from __future__ import annotations

import json
from typing import Any

from django.utils.translation import gettext_lazy as _

from foyer.privacy.declarations import Delete, PersonalData, Purpose
from foyer.privacy.registry import holds_none, register
from foyer.privacy.services.canary import Canary

from .answers import answer_in_words
from .definition import Definition, Question, Step
from .definition.parts import said
from .enums import QuestionKind, Source
from .models import EventReach, FormPage, FormVersion, GivenKey, Submission

ANSWERS = Purpose("answers", _("Answers to forms"), _("days after they were given"), 730)


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


register(
    PersonalData(
        Submission,
        is_person=True,
        phones=("phone",),
        emails=("email",),
        names=("number",),
        told={"answers": _told},
        leave_out=("once", "sealed_answers", "sealed_keys"),
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
)
holds_none(
    EventReach,
    FormPage,
    FormVersion,
    GivenKey,
    because=_("What the house asks: its editors write it; the answers hang on it elsewhere."),
)
