"""What hangs on records without being part of them: revisions, log lines, search, drafts of forms."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Q
from wagtail.admin.models import EditingSession, FormState
from wagtail.models import ModelLogEntry, ReferenceIndex, Revision, WorkflowState
from wagtail.search.models import IndexEntry

from foyer.privacy.declarations import ERASED

# What may stay in a log line's data: words of the program (names of columns, states) and small numbers.
_OF_THE_PROGRAM = re.compile(r"[a-z]+(?:[._][a-z]+)*|\d{1,6}")
TRACE_MODELS = (EditingSession, FormState, IndexEntry, ModelLogEntry, ReferenceIndex, Revision)


def forget_traces(model: type[models.Model], pks: Iterable[Any], *, gone: bool) -> None:
    """Take what tells of some records out of Wagtail's own tables. (security 24, fact 10)

    That something was done, when and by whom stays in the log; to whom, and what was written, does not.

    Args:
        gone: whether the records are deleted: then nothing refers to them any more either.
    """
    keys = [str(pk) for pk in pks]
    kinds = _kinds(model)
    theirs = Q(content_type__in=kinds, object_id__in=keys)
    forget_log_lines(ModelLogEntry.objects.filter(theirs))
    Revision.objects.filter(theirs | Q(base_content_type__in=kinds, object_id__in=keys)).delete()
    WorkflowState.objects.filter(theirs).delete()
    FormState.objects.filter(theirs).delete()
    EditingSession.objects.filter(theirs).delete()
    if gone:
        IndexEntry.objects.filter(theirs).delete()
        ReferenceIndex.objects.filter(
            Q(base_content_type__in=kinds, object_id__in=keys)
            | Q(to_content_type__in=kinds, to_object_id__in=keys)
        ).delete()


def forget_log_lines(lines: models.QuerySet[Any]) -> int:
    """Take names and words out of some log lines; return how many had any."""
    cleaned = 0
    for line in lines.only("pk", "label", "data", "revision").iterator(chunk_size=200):
        data = _without_words(line.data)
        if (line.label, line.data) != (ERASED, data) or line.revision_id:
            type(line).objects.filter(pk=line.pk).update(label=ERASED, data=data, revision=None)
            cleaned += 1
    return cleaned


def _without_words(value: Any) -> Any:
    match value:
        case str():
            return value if not value or _OF_THE_PROGRAM.fullmatch(value) else ERASED
        case list():
            return [_without_words(part) for part in value]
        case dict():
            return {key: _without_words(part) for key, part in value.items()}
        case _:
            return value


def _kinds(model: type[models.Model]) -> list[ContentType]:
    """Return the content types under which a kind of record may stand: its own, proxies, parents."""
    kinds = [model, *model._meta.get_parent_list()]
    return [
        ContentType.objects.get_for_model(kind, for_concrete_model=concrete)
        for kind in kinds
        for concrete in (True, False)
    ]
