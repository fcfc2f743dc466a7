"""What forms keep about people: what they wrote of themselves. (001-29)"""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from foyer.privacy.declarations import Delete, PersonalData, Purpose
from foyer.privacy.registry import holds_none, register
from foyer.privacy.services.canary import Canary

from .answers import answer_in_words
from .definition.parts import said
from .enums import Source
from .models import FormPage, FormVersion, GivenKey, Submission

ANSWERS = Purpose("answers", _("Answers to forms"), _("days after they were given"), 730)


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
    steps = f"DRIL{canary.number:08d}"
    page = canary.helper(FormPage, title="演练", slug=steps.lower(), path=steps, depth=3)
    version: FormVersion = canary.helper(
        FormVersion, page=page, number=1, definition={"title": {}, "steps": []}, made_at=canary.at
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
        leave_out=("once", "sealed_answers"),
        sensitive=("sealed_answers", "phone", "email"),
        sees="forms_content.view_sensitive_submission",
        erase=Delete(),
        plant={
            "page": lambda canary: _drill_version(canary).page,
            "version": _drill_version,
            "source": Source.API,
            "keep_until": lambda canary: canary.at,
        },
        purpose=ANSWERS,
        since="received_at",
    ),
)
holds_none(
    FormPage,
    FormVersion,
    GivenKey,
    because=_("What the house asks: its editors write it; the answers hang on it elsewhere."),
)
