"""The first question of a form at a tablet at the door: one tap after signing in, and nobody named. (000-23)"""

from __future__ import annotations

import secrets
from datetime import datetime
from typing import Any

from django.db import transaction

from forms_content.definition import Definition
from forms_content.enums import QuestionKind, Source
from forms_content.kiosk import suits_kiosk
from forms_content.models import FormPage
from forms_content.services.submitting import Way, submit, version_in_use
from foyer.core.refusals import Refusal
from foyer.events.enums import StepKind
from foyer.events.screens.faces import tell_faces
from foyer.guests.enums import AnswerState, StuckReason
from foyer.guests.models import StepAnswer

_FACES = range(2, 6)
_AT_ONCE = 200


def faces_of(form_pk: int) -> dict[str, Any] | None:
    """Return a form's question of one choice and its answers; None where it is not public or asks otherwise."""
    page = FormPage.objects.live().filter(pk=form_pk, versions__isnull=False).first()
    asked = version_in_use(page).asks if page else None
    question = _asked(asked) if asked else None
    if question is None:
        return None
    return {
        "form": form_pk,
        "title": question.label,
        "choices": [{"key": one.key, "words": one.label} for one in question.choices],
    }


def _asked(definition: Definition) -> Any:
    """Return the one question a tap can answer."""
    if not suits_kiosk(definition) or len(list(definition.asked)) != 1:
        return None
    [question] = definition.asked
    taps = question.kind == QuestionKind.SINGLE and len(question.choices) in _FACES
    return question if taps else None


def count_smileys(*, at: datetime) -> int:
    """Count the taps that wait with the answers of their forms, and forget who tapped; say how many."""
    waiting = StepAnswer.objects.filter(kind=StepKind.SMILEY, state=AnswerState.WAITING)
    done = 0
    for pk in waiting.order_by("pk").values_list("pk", flat=True)[:_AT_ONCE]:
        with transaction.atomic():
            row = waiting.select_for_update(of=("self",)).filter(pk=pk).first()
            if row:
                done += _count(row, at)
    return done


def _count(row: StepAnswer, at: datetime) -> int:
    try:
        with transaction.atomic():
            counted = _submit(row, at)
    except Refusal:
        counted = False
    if counted:
        row.state, row.words = AnswerState.KEPT, ""
    else:
        row.state, row.reason = AnswerState.STUCK, StuckReason.FORM_CLOSED
    row.save(update_fields=["state", "words", "reason"])
    return int(counted)


def _submit(row: StepAnswer, at: datetime) -> bool:
    """Count a tap with its form's answers; False where the form is gone or asks otherwise by now.

    Raises:
        Refusal: the form takes no answers.
    """
    told = row.told
    page = FormPage.objects.filter(pk=told.get("form", 0), versions__isnull=False).first()
    version = version_in_use(page) if page else None
    question = _asked(version.asks) if version else None
    if page is None or version is None or question is None:
        return False
    # A name of its own, drawn by lot: nothing leads from what is counted to the guest.
    once = f"kiosk:{secrets.token_urlsafe(18)}"
    way = Way(Source.KIOSK, told["language"], once, event=row.event)
    submit(page=page, version=version, given={question.key: told["choice"]}, way=way, at=at)
    return True


tell_faces(faces_of)
