"""Files handed in with a form: looked over, held for the copy that is filled in, kept with it. (security 10)"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.core.files.base import File
from django.db import IntegrityError, transaction
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from forms_content.answers.files import HeldFile, RefusedFile, kinds_taken, most_taken
from forms_content.definition import Definition, Question
from forms_content.enums import QuestionKind
from forms_content.models import Draft, FormPage, Submission, SubmittedFile
from foyer.core.refusals import Refusal
from foyer.core.uploads.clean_file import CleanFile
from foyer.core.uploads.cleaning import clean_upload
from foyer.core.uploads.fields import drop_file
from foyer.core.uploads.limits import MEGABYTE, MILLION, UploadLimits
from foyer.core.uploads.refusals import BadUpload

Handed = Mapping[str, Sequence[File[bytes]]]
HELD_FOR = timedelta(days=3)  # a copy that is not sent by then is not going to be
_NUMBER = re.compile(r"[0-9]{1,15}")
_PLAIN = UploadLimits()
_DRAWING = UploadLimits(size=MEGABYTE, pixels=4 * MILLION)
_ANSWERS = 5 * MEGABYTE  # what the written answers may weigh


class CopyTooLarge(Refusal):
    """More bytes than all files of a form may have together."""

    code, status = "too_large", 413
    message = _(
        "This is more than %(megabytes)s MB in all. Go back, and send fewer files or smaller ones."
    )


def check_size(definition: Definition, size: int) -> None:
    """Refuse a filled copy of more bytes than its files may have together, before it is read.

    Raises:
        CopyTooLarge.
    """
    asked = (one for one in definition if one.kind in QuestionKind.WITH_FILES)
    most = _ANSWERS + sum(most_taken(one) * _limits(one).size for one in asked)
    if size > most:
        raise CopyTooLarge(megabytes=most // MEGABYTE)


def hashed_copy(once: str) -> str:
    """Return under what a copy is kept, from what its sender calls it."""
    return hashlib.sha256(once.encode()).hexdigest()


def take_files(
    *, page: FormPage, definition: Definition, once: str, handed: Handed, at: datetime
) -> dict[str, list[Any]]:
    """Look files over and hold those that may be kept; say which are held for a copy, and which are refused.

    Args:
        page: the form.
        definition: what it asks.
        once: what the sender calls the copy.
        handed: the files, by the key of their question.
        at: the moment.

    Returns:
        For each question with files, its held and its refused ones, as `check_answers` takes them.
    """
    answers: dict[str, list[Any]] = {}
    for question in definition:
        if question.kind not in QuestionKind.WITH_FILES:
            continue
        refused = _take(page, question, once, handed.get(question.key, ()), at)
        if found := [*held_for(page, once, question.key), *refused]:
            answers[question.key] = found
    return answers


def held_for(page: FormPage, once: str, question: str) -> list[HeldFile]:
    """Return the files held for one question of a copy."""
    files = _held(page, once).filter(question=question)
    return [HeldFile(file.pk, file.file_name, file.size) for file in files]


def drop_files(*, page: FormPage, once: str, refs: Iterable[str] | None = None) -> None:
    """Let go of files held for a copy: those named, or all of them."""
    files = _held(page, once)
    if refs is not None:
        files = files.filter(pk__in=[int(ref) for ref in refs if _NUMBER.fullmatch(ref)])
    files.delete()


def keep_files(kept: Submission, questions: Collection[str]) -> list[SubmittedFile]:
    """Keep with a copy the files held for it; those of questions that do not count go."""
    held = SubmittedFile.objects.filter(page=kept.page, holder=kept.once, submission=None)
    held.exclude(question__in=questions).delete()
    held.update(submission=kept, draft=None)
    return list(kept.files.all())


def with_kept(
    kept: Submission, definition: Definition, handed: Mapping[str, list[Any]], gone: Collection[str]
) -> dict[str, list[Any]]:
    """Return the files of a copy that is changed: those kept with it that stay, and those handed in since.

    Args:
        kept: the copy.
        definition: what it asks now.
        handed: what `take_files` says was handed in.
        gone: which of those kept are to go.
    """
    stay: dict[str, list[Any]] = {}
    for file in kept.files.exclude(pk__in=[int(ref) for ref in gone if _NUMBER.fullmatch(ref)]):
        stay.setdefault(file.question, []).append(HeldFile(file.pk, file.file_name, file.size))
    answers: dict[str, list[Any]] = {}
    for question in definition:
        if question.kind not in QuestionKind.WITH_FILES:
            continue
        new = handed.get(question.key, [])
        old = [] if new and question.kind == QuestionKind.SIGNATURE else stay.get(question.key, [])
        most = most_taken(question)
        if found := [*old, *new]:
            over = [RefusedFile(one.name, _too_many(most)) for one in found[most:]]
            answers[question.key] = [*found[:most], *over]
    return answers


def change_files(kept: Submission, *, once: str, refs: Collection[int]) -> None:
    """Keep with a copy that is changed the files named, and no others."""
    kept.files.exclude(pk__in=refs).delete()
    held = _held(kept.page, once)
    held.exclude(pk__in=refs).delete()
    held.update(submission=kept, draft=None)


def save_files(draft: Draft) -> None:
    """Let the files held for a copy stay as long as what was saved of it."""
    _held(draft.page, draft.once).update(draft=draft)


def purge_held(*, at: datetime) -> int:
    """Delete the files of copies that were never sent; say how many."""
    files = SubmittedFile.objects.filter(submission=None, draft=None, added_at__lte=at - HELD_FOR)
    return files.delete()[0]


def _held(page: FormPage, once: str) -> Any:
    holder = hashed_copy(once)
    return SubmittedFile.objects.filter(page=page, holder=holder, submission=None)


def _limits(question: Question) -> UploadLimits:
    return _DRAWING if question.kind == QuestionKind.SIGNATURE else _PLAIN


def _take(
    page: FormPage, question: Question, once: str, files: Sequence[File[bytes]], at: datetime
) -> list[RefusedFile]:
    held = _held(page, once).filter(question=question.key)
    if question.kind == QuestionKind.SIGNATURE and files:  # a new drawing replaces the one before
        held.delete()
    known = set(held.values_list("digest", flat=True))
    refused: list[RefusedFile] = []
    for file in files:
        try:
            clean = clean_upload(file, limits=_limits(question), kinds=kinds_taken(question))
        except BadUpload as reason:
            refused.append(RefusedFile((file.name or "")[:100], str(reason)))
            continue
        digest = hashlib.sha256(clean.data).hexdigest()
        if digest in known:
            continue
        if len(known) >= most_taken(question):
            refused.append(RefusedFile(clean.name, _too_many(most_taken(question))))
            continue
        known.add(digest)
        _hold(page, question.key, once, digest, clean, at)
    return refused


def _too_many(most: int) -> str:
    return gettext("At most %(most)s files are taken here: remove one first.") % {"most": most}


def _hold(
    page: FormPage, question: str, once: str, digest: str, clean: CleanFile, at: datetime
) -> None:
    held = SubmittedFile(
        page=page, holder=hashed_copy(once), question=question, digest=digest, added_at=at
    )
    held.take(clean)
    try:
        with transaction.atomic():
            held.save()
    except IntegrityError:  # a double tap handed it in a moment before
        drop_file(held.file)
