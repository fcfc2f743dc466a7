"""Saving what was written of a form, and going on with it by a secret link."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from forms_content.answers.kinds import is_writing
from forms_content.definition import Definition
from forms_content.enums import QuestionKind
from forms_content.models import Draft, FormPage, Recipient
from foyer.core.context_processors import describe_house
from foyer.core.jobs import JobRun, start_job
from foyer.core.languages import HTML_LANG, known_language, wording
from foyer.core.mail import Letter, NotNow, Postbox, Undelivered
from foyer.core.models import HousePolicy
from foyer.core.refusals import Refusal
from foyer.core.secret_codes import WHOLE_CODE, new_code
from foyer.privacy.declarations import Purpose
from foyer.privacy.models import PrivacyPolicy
from foyer.privacy.sealing import keyed_hash

from .files import held_for, save_files

DRAFTS = Purpose("form_drafts", _("Saved forms"), _("days after they were last saved"), 14)
POST_LINKS = "forms_content.post_links"
LONGEST_DRAFT = 200_000  # characters of all answers together
_AGAIN_AFTER = timedelta(minutes=10)


class DraftTooLong(Refusal):
    """More was written than is kept of a copy that is not sent."""

    code, status = "draft_too_long", 422
    message = _("This is too much to be saved: shorten the longest answers, or send the form now.")


def save_draft(
    *,
    page: FormPage,
    definition: Definition,
    once: str,
    given: Mapping[str, Any],
    language: str,
    mail_to: str,
    at: datetime,
    link: Recipient | None = None,
) -> Draft:
    """Save what was written of a copy, checked or not; the same copy saved again keeps its link.

    Args:
        page: the form.
        definition: what it asks.
        once: the name the copy will be sent under.
        given: the answers so far, by key; files are held already.
        language: in which they are given.
        mail_to: where the link is sent, if anywhere.
        at: the moment.
        link: the personal link it is written under, which leads back to it: one copy for each.

    Raises:
        DraftTooLong.
    """
    written = _written(definition, given)
    text = json.dumps(written, ensure_ascii=False)
    if len(text) > LONGEST_DRAFT:
        raise DraftTooLong
    with transaction.atomic():
        if link:  # of two windows the one saved last is gone on with
            Draft.objects.filter(recipient=link).exclude(once=once).delete()
        draft, _new = Draft.objects.get_or_create(
            page=page, once=once, defaults=_new_secret() | {"saved_at": at, "sealed_answers": text}
        )
        draft.sealed_answers, draft.language, draft.saved_at = text, language, at
        draft.recipient = link
        draft.phone = _first(definition, QuestionKind.PHONE, written)
        draft.email = mail_to or _first(definition, QuestionKind.EMAIL, written)
        if mail_to:
            draft.mail_to, draft.mail_asked_at, draft.mailed_at = mail_to, at, None
        draft.save()
        save_files(draft)
        if mail_to:
            start_job(kind=POST_LINKS, arguments={}, by=None, at=at)
    return draft


def find_draft(secret: str, *, at: datetime) -> Draft | None:
    """Return what a secret link leads to: None once it was sent, its time is over, or it never was."""
    plain = unicodedata.normalize("NFKC", secret[:100]).strip().upper()
    if not WHOLE_CODE.fullmatch(plain):
        return None
    kept = Draft.objects.filter(recipient=None).select_related("page__locale")
    draft = kept.filter(secret_hash=keyed_hash(plain, purpose="form-draft")).first()
    if draft is None or ((until := saved_until(draft)) and until <= at):
        return None
    return draft


def draft_of(link: Recipient, *, at: datetime) -> Draft | None:
    """Return what was saved under a personal link, while it is kept."""
    draft = Draft.objects.filter(recipient=link).select_related("page").first()
    if draft is None or ((until := saved_until(draft)) and until <= at):
        return None
    return draft


def may_save(page: FormPage, link: Recipient | None) -> bool:
    """Tell whether a form may be saved: by link only where it is known anyway who answers."""
    return page.saves and not (link and page.anonymous)


def answers_of(draft: Draft, definition: Definition) -> dict[str, Any]:
    """Return what was written so far, with the files that are held for it."""
    given = draft.answers
    for question in definition:
        if held := held_for(draft.page, draft.once, question.key):
            given[question.key] = held
    return given


def saved_until(draft: Draft) -> datetime | None:
    """Return until when a link leads somewhere, by the policy on personal data; None: until it is sent."""
    days = PrivacyPolicy.load().days(DRAFTS)
    return None if days is None else draft.saved_at + timedelta(days=days)


def post_links(run: JobRun) -> None:
    """Send the links that are waited for; one that a dead worker had claimed is not sent twice."""
    asked = Draft.objects.filter(mail_asked_at__isnull=False, mailed_at=None)
    waiting = list(asked.select_related("page"))
    run.advance(0, total=len(waiting))
    try:
        with Postbox() as postbox:
            for step, draft in enumerate(waiting, 1):
                _post(postbox, draft, run.now())
                run.advance(step)
    except NotNow:
        run.postpone(run.now() + _AGAIN_AFTER)


def _post(postbox: Postbox, draft: Draft, at: datetime) -> None:
    row = Draft.objects.filter(pk=draft.pk, mailed_at=None)
    postbox.open()
    if not row.update(mailed_at=at):
        return
    try:
        postbox.send(_letter(draft))
    except NotNow:
        Draft.objects.filter(pk=draft.pk).update(mailed_at=None)
        raise
    except Undelivered:
        return  # the link was shown as well


def _letter(draft: Draft) -> Letter:
    language = known_language(draft.language)
    with override(language):
        title = wording(draft.page, "title", language)
        subject = _("Your saved form: %(title)s") % {"title": title}
        context = {
            "subject": subject,
            "until": saved_until(draft),
            "url": draft.url,
            "lang": HTML_LANG[language],
            "house": describe_house(HousePolicy.load()),
        }
        return Letter(
            subject=subject,
            body=render_to_string("forms_content/mail/draft.txt", context),
            to=[draft.mail_to],
            alternatives=[
                (render_to_string("forms_content/mail/draft.html", context), "text/html")
            ],
        )


def _new_secret() -> dict[str, str]:
    secret = new_code()
    return {"secret_hash": keyed_hash(secret, purpose="form-draft"), "secret_sealed": secret}


def _written(definition: Definition, given: Mapping[str, Any]) -> dict[str, Any]:
    """What was written, without files, which are held, and without what cannot be kept."""
    kept: dict[str, Any] = {}
    for question in definition.asked:
        for key in (question.key, question.other_key):
            answer = given.get(key)
            if answer in (None, "", [], {}, False) or not is_writing(
                json.dumps(answer, default=str)
            ):
                continue
            if question.kind in QuestionKind.WITH_FILES and not isinstance(answer, str):
                continue
            kept[key] = answer
    return kept


def _first(definition: Definition, kind: str, answers: Mapping[str, Any]) -> str:
    keys = [question.key for question in definition if question.kind == kind]
    return next((str(answers[key])[:200] for key in keys if key in answers), "")
