"""Saving a form that is half filled in, and going on with it by a secret link, with JavaScript or without."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from functools import partial

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from forms_content.answers import answers_from_post
from forms_content.models import Draft, FormPage, Recipient
from forms_content.queries import live_form
from forms_content.services.drafts import (
    answers_of,
    find_draft,
    may_save,
    save_draft,
    saved_until,
)
from forms_content.services.files import check_size
from forms_content.services.links import link_url
from forms_content.services.submitting import check_open, find_copy, version_in_use
from forms_content.traps import HONEYPOT, read_stamp
from foyer.core.client_ip import client_ip
from foyer.core.languages import asked_language, known_language
from foyer.core.refusals import Refusal
from foyer.core.throttle import count_attempt

from .changing import files_of
from .form import drawn, framed, in_language, say, thank, version_of

SAVES_A_MINUTE = 10  # from one address
LETTERS_A_DAY = 3  # to one address, whoever asks
LETTERS_AN_HOUR = 10  # asked for from one address
LOOKS_A_MINUTE = 30


@csrf_exempt  # nothing here trusts a session
@require_http_methods(["POST"])
def save_form(request: HttpRequest, slug: str) -> HttpResponse:
    """Save what was written so far, and show the link to it."""
    page = live_form(slug)
    if page is None or not page.saves:
        raise Http404
    return in_language(request, page, _language(request), _save)


def save_by_link(request: HttpRequest, link: Recipient) -> HttpResponse:
    """Save what was written so far under a personal link, which leads back to it."""
    page = link.sending.page
    if not may_save(page, link):
        raise Http404
    language = known_language(request.GET.get("lang") or link.language)
    return in_language(request, page, language, partial(_save, link=link))


@require_http_methods(["GET", "HEAD"])
def continue_form(request: HttpRequest, secret: str) -> HttpResponse:
    """Show the form with what was saved; one answer for links that are wrong, used or too old."""
    now = timezone.now()
    count_attempt(key=f"form-draft:{client_ip(request)}", limit=LOOKS_A_MINUTE, seconds=60, at=now)
    draft = find_draft(secret, at=now)
    if draft is None or not draft.page.live:
        raise Http404
    language = known_language(request.GET.get("lang") or draft.language)
    response = in_language(request, draft.page, language, _going_on(draft))
    response["Referrer-Policy"] = "no-referrer"
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response


def _going_on(draft: Draft) -> Callable[[HttpRequest, FormPage, str], HttpResponse]:
    def show(request: HttpRequest, page: FormPage, language: str) -> HttpResponse:
        try:
            check_open(page, at=timezone.now())
        except Refusal as reason:
            return say(request, page, language, str(reason))
        version = version_in_use(page)
        given = answers_of(draft, version.asks)
        return drawn(request, page, version, language, given=given, once=draft.once)

    return show


def _save(
    request: HttpRequest, page: FormPage, language: str, *, link: Recipient | None = None
) -> HttpResponse:
    now = timezone.now()
    try:
        check_size(version_in_use(page).asks, int(request.META.get("CONTENT_LENGTH") or 0))
    except Refusal as reason:
        return say(request, page, language, str(reason), status=413)
    stamp = read_stamp(request.POST.get("stamp", ""))
    version = version_of(page, stamp)
    once = str(stamp["once"]) if stamp else secrets.token_urlsafe(18)
    given = answers_from_post(version.asks, request.POST)
    mail_to = "" if link else request.POST.get("save_to", "").strip()
    again = partial(drawn, request, page, version, language, link=link)
    try:
        address = client_ip(request)
        count_attempt(key=f"form-save:{address}", limit=SAVES_A_MINUTE, seconds=60, at=now)
        if link and link.answered_at:
            return thank(request, page, language, link.submission, link=link)
        if earlier := find_copy(page, once):
            return thank(request, page, language, earlier, link=link)
        given |= files_of(request, page, version, once, now)
        if request.POST.get(HONEYPOT):
            words = _("Please read your answers once more, and send them again.")
            return again(given=given, words=words)
        if mail_to:
            validate_email(mail_to)
            count_attempt(
                key=f"form-link-for:{address}", limit=LETTERS_AN_HOUR, seconds=3600, at=now
            )
            count_attempt(
                key=f"form-link-to:{mail_to.lower()}", limit=LETTERS_A_DAY, seconds=86400, at=now
            )
        draft = save_draft(
            page=page,
            definition=version.asks,
            once=once,
            given=given,
            language=language,
            mail_to=mail_to,
            at=now,
            link=link,
        )
    except ValidationError:
        words = _("Please write an e-mail address, such as name@example.com.")
        return again(given=given, words=words)
    except Refusal as reason:
        return again(given=given, words=str(reason))
    more = {
        "url": link_url(link) if link else draft.url,
        "until": saved_until(draft),
        "mail_to": mail_to,
    }
    context = framed(request, page, language, None, link) | more
    return render(request, "forms_content/saved.html", context)


def _language(request: HttpRequest) -> str:
    return known_language(
        request.GET.get("lang") or asked_language(request.headers.get("Accept-Language", ""))
    )
