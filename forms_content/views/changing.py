"""Answers that were begun or given before: changed by personal link, gone on with, their files with them. (000-23)"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest

from forms_content.enums import FormPurpose
from forms_content.models import FormPage, FormVersion, Recipient, Submission
from forms_content.services.answering import may_change
from forms_content.services.drafts import answers_of, draft_of, may_save
from forms_content.services.files import drop_files, take_files, with_kept
from forms_content.services.links import link_path

from .framing import query_of

_GONE = ".remove"


def changed_copy(request: HttpRequest, link: Recipient | None) -> Submission | None:
    """Return the copy whoever holds a link wants to change, if they may."""
    return link.submission if link and may_change(link) and "change" in request.GET else None


def change_url(page: FormPage, language: str, link: Recipient | None) -> str:
    """Return the address under which an answer is changed, while it may be."""
    if link is None or page.anonymous or page.purpose in FormPurpose.OPENS_CASE:
        return ""
    return f"{link_path(link)}?{urlencode({'lang': language, 'change': '1'})}"


def save_url(request: HttpRequest, page: FormPage, language: str, link: Recipient | None) -> str:
    """Return the address under which what was written is saved; none where it may not be."""
    if not may_save(page, link) or (link and link.answered_at):
        return ""
    if link:
        return f"{link_path(link)}/save?{urlencode({'lang': language})}"
    return f"{page.address}/save?{query_of(request, language)}"


def given_before(kept: Submission, version: FormVersion) -> dict[str, Any]:
    """Return the answers of a copy as a page shows them: its files are those kept with it."""
    return kept.all_answers | with_kept(kept, version.asks, {}, ())


def begun_before(
    link: Recipient | None, version: FormVersion, *, at: datetime
) -> tuple[dict[str, Any], str]:
    """Return what was saved under a personal link, and the name of that copy; nothing where nothing was."""
    draft = draft_of(link, at=at) if link else None
    return (answers_of(draft, version.asks), draft.once) if draft else ({}, "")


def files_of(
    request: HttpRequest, page: FormPage, version: FormVersion, once: str, at: datetime
) -> dict[str, Any]:
    """What files are held for this copy, once those ticked are let go and those sent along are in."""
    drop_files(page=page, once=once, refs=[ref for _name, ref in gone_of(request)])
    handed = {key: request.FILES.getlist(key) for key in request.FILES}
    return dict(take_files(page=page, definition=version.asks, once=once, handed=handed, at=at))


def files_beside(
    request: HttpRequest, kept: Submission | None, version: FormVersion, handed: Mapping[str, Any]
) -> dict[str, Any]:
    """Return the files of a copy that is changed: those kept with it that stay, and those handed in now."""
    if kept is None:
        return dict(handed)
    return with_kept(kept, version.asks, handed, {ref for _name, ref in gone_of(request)})


def gone_of(request: HttpRequest) -> list[tuple[str, str]]:
    """Return which files are ticked to go: the field's name and the file."""
    names = [name for name in request.POST if name.endswith(_GONE)]
    return [(name, ref) for name in names for ref in request.POST.getlist(name)]
