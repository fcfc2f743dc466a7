"""Trying a form out before it is published: checked as any copy, kept apart from all of them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from forms_content.answers import check_answers
from forms_content.answers.files import HeldFile, RefusedFile, kinds_taken
from forms_content.definition import Definition
from forms_content.enums import QuestionKind
from forms_content.models import FormPage, Trial
from foyer.core.models import User
from foyer.core.uploads.cleaning import clean_upload
from foyer.core.uploads.refusals import BadUpload

from .files import Handed
from .submitting import AnswersWrong

KEPT_FOR = timedelta(days=30)


def try_out(
    *,
    page: FormPage,
    definition: Definition,
    given: Mapping[str, Any],
    language: str,
    by: User,
    at: datetime,
) -> Trial:
    """Keep a copy that counts nowhere.

    Args:
        page: the form.
        definition: what its draft asks.
        given: the answers, by key.
        language: in which they are given.
        by: who tries it.
        at: the moment.

    Raises:
        AnswersWrong.
    """
    checked = check_answers(definition, given)
    if checked.errors:
        raise AnswersWrong(checked.errors)
    return Trial.objects.create(
        page=page,
        definition=definition.to_json(),
        sealed_answers=json.dumps(checked.answers, ensure_ascii=False),
        language=language,
        by=by,
        at=at,
    )


def look_over(definition: Definition, handed: Handed) -> dict[str, list[Any]]:
    """Return which files would be taken and which refused, without keeping any."""
    answers: dict[str, list[Any]] = {}
    for question in definition:
        for file in (
            handed.get(question.key, ()) if question.kind in QuestionKind.WITH_FILES else ()
        ):
            try:
                clean = clean_upload(file, kinds=kinds_taken(question))
                found: Any = HeldFile(0, clean.name, clean.size)
            except BadUpload as reason:
                found = RefusedFile((file.name or "")[:100], str(reason))
            answers.setdefault(question.key, []).append(found)
    return answers


def clear_trials(page: FormPage) -> int:
    """Delete what a form was tried out with; say how many."""
    return Trial.objects.filter(page=page).delete()[0]


def purge_trials(*, at: datetime) -> int:
    """Delete what forms were tried out with long ago; say how many."""
    return Trial.objects.filter(at__lte=at - KEPT_FOR).delete()[0]
