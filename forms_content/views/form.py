"""A form on a page: read, filled in, sent, with JavaScript or without. (001-05)"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone, translation
from django.utils.cache import patch_cache_control
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from forms_content.answers import answers_from_post
from forms_content.enums import QuestionKind, Source
from forms_content.models import FormPage, FormVersion, Submission
from forms_content.presenting import Shown, present
from forms_content.queries import front_page, live_form
from forms_content.services.files import check_size, drop_files, take_files
from forms_content.services.submitting import (
    AnswersWrong,
    Way,
    check_open,
    find_copy,
    submit,
    version_in_use,
)
from forms_content.traps import HONEYPOT, is_quick, new_stamp, read_stamp
from foyer.cases.services.secrets import case_path
from foyer.core.client_ip import client_ip
from foyer.core.languages import HTML_LANG, OWN_NAMES, asked_language, known_language, wording
from foyer.core.refusals import Refusal
from foyer.core.throttle import count_attempt

from .framing import allow_frames, layout_of, query_of

Answer = Callable[[HttpRequest, FormPage, str], HttpResponse]
SENDS_A_MINUTE = 20  # from one address: a whole house may stand behind one
SENDS_OF_A_FORM = 600  # in a minute, from everywhere


@csrf_exempt  # nothing here trusts a session
@require_http_methods(["GET", "HEAD", "POST"])
def show_form(request: HttpRequest, slug: str) -> HttpResponse:
    """Show a form at its short address, or keep what was sent from it."""
    page = live_form(slug)
    if page is None:
        raise Http404
    asked = request.GET.get("lang") or asked_language(request.headers.get("Accept-Language", ""))
    return in_language(request, page, known_language(asked))


def show_page(request: HttpRequest, page: FormPage) -> HttpResponse:
    """Show a form at its address among the pages, in the language of that address or one asked for."""
    return in_language(request, page, known_language(request.GET.get("lang") or get_language()))


def in_language(
    request: HttpRequest, page: FormPage, language: str, answer: Answer | None = None
) -> HttpResponse:
    """Answer in one language, and have nobody keep the answer; by showing the form, or keeping what was sent."""
    with translation.override(language):
        request.LANGUAGE_CODE = language
        answer = answer or (_keep if request.method == "POST" else _show)
        response = answer(request, page, language)
        response["Content-Language"] = HTML_LANG[language]
        patch_cache_control(response, no_store=True)
        allow_frames(response, page)
        return response


def _show(request: HttpRequest, page: FormPage, language: str) -> HttpResponse:
    version = version_in_use(page)
    try:
        check_open(page, at=timezone.now())
    except Refusal as reason:
        return say(request, page, language, str(reason))
    hidden = [one for one in version.asks if one.kind == QuestionKind.HIDDEN]
    known = {one.key: request.GET.get(one.key, "") for one in hidden}
    return drawn(request, page, version, language, given=known)


def _keep(request: HttpRequest, page: FormPage, language: str) -> HttpResponse:
    now = timezone.now()
    try:
        check_size(version_in_use(page).asks, int(request.META.get("CONTENT_LENGTH") or 0))
    except Refusal as reason:  # nothing of it has been read
        return say(request, page, language, str(reason), status=413)
    stamp = read_stamp(request.POST.get("stamp", ""))
    version = version_of(page, stamp)
    given = answers_from_post(version.asks, request.POST)
    try:
        count_attempt(key=f"form:{client_ip(request)}", limit=SENDS_A_MINUTE, seconds=60, at=now)
        count_attempt(key=f"form:{page.pk}", limit=SENDS_OF_A_FORM, seconds=60, at=now)
        once = str(stamp["once"]) if stamp else ""
        if once and (earlier := find_copy(page, once)):
            return thank(request, page, language, earlier)
        if once:
            given |= files_of(request, page, version, once, now)
        if stamp is None or is_quick(float(str(stamp["at"])), at=now) or request.POST.get(HONEYPOT):
            words = _("Please read your answers once more, and send them again.")
            return drawn(request, page, version, language, given=given, words=words)
        way = Way(Source.PAGE, language, once)
        kept = submit(page=page, version=version, given=given, way=way, at=now)
    except AnswersWrong as wrong:
        return drawn(
            request, page, version, language, given=given, errors=wrong.errors, words=str(wrong)
        )
    except Refusal as reason:
        return drawn(request, page, version, language, given=given, words=str(reason))
    return thank(request, page, language, kept)


def files_of(
    request: HttpRequest, page: FormPage, version: FormVersion, once: str, at: datetime
) -> dict[str, Any]:
    """What files are held for this copy, once those ticked are let go and those sent along are in."""
    gone = [
        ref
        for name in request.POST
        if name.endswith(".remove")
        for ref in request.POST.getlist(name)
    ]
    drop_files(page=page, once=once, refs=gone)
    handed = {key: request.FILES.getlist(key) for key in request.FILES}
    return dict(take_files(page=page, definition=version.asks, once=once, handed=handed, at=at))


def version_of(page: FormPage, stamp: Mapping[str, object] | None) -> FormVersion:
    """The version that was filled in: an older one still counts, whatever was published since."""
    number = int(str(stamp["version"])) if stamp else 0
    asked = FormVersion.objects.filter(page_id=page.pk, number=number).first()
    return asked or version_in_use(page)


def drawn(
    request: HttpRequest,
    page: FormPage,
    version: FormVersion,
    language: str,
    *,
    given: Mapping[str, Any],
    errors: Mapping[str, str] | None = None,
    words: str = "",
    once: str = "",
) -> HttpResponse:
    """Return the form as it is filled in; `once` names a copy that was begun before."""
    shown = present(version.asks, given, errors or {}, language=language)
    stamp = request.POST.get("stamp", "") if request.method == "POST" else ""
    before = read_stamp(stamp)
    if before is None or not errors:  # what hangs on the copy's name stays
        once = once or (str(before["once"]) if before else "")
        stamp = new_stamp(version=version.number, at=timezone.now(), once=once)
    more = {
        "shown": shown,
        "introduction": wording(page, "introduction", language),
        "stamp": stamp,
        "words": words,
        "save": f"{page.address}/save?{query_of(request, language)}" if page.saves else "",
        "action": f"{page.address}?{query_of(request, language)}",
    }
    context = framed(request, page, language, shown) | more
    return render(request, "forms_content/form.html", context, status=422 if words else 200)


def say(
    request: HttpRequest, page: FormPage, language: str, words: str, status: int = 200
) -> HttpResponse:
    """Return a page that says one sentence instead of asking."""
    context = framed(request, page, language, None) | {"words": words}
    return render(request, "forms_content/said.html", context, status=status)


def thank(request: HttpRequest, page: FormPage, language: str, kept: Submission) -> HttpResponse:
    """Return the page that thanks for a copy."""
    context = framed(request, page, language, None)
    context |= {
        "thanks": page.thanks_text or _("Thank you. Your answers have arrived."),
        "kept": kept,
        "case": kept.case,
        "follow": case_path(kept.case) if kept.case else "",
        "language": language,
    }
    return render(request, "forms_content/thanks.html", context)


def framed(
    request: HttpRequest, page: FormPage, language: str, shown: Shown | None
) -> dict[str, Any]:
    """What stands around a form: the menu of the page, and the same form in the other languages."""
    query = request.GET.copy()
    languages = []
    for code, name in OWN_NAMES.items():
        query["lang"] = code
        url = f"{page.address}?{query.urlencode()}"
        languages.append(
            {"code": HTML_LANG[code], "name": name, "url": url, "current": code == language}
        )
    return {
        "page": page,
        "layout": layout_of(request),
        "title": shown.title if shown else wording(page, "title", language),
        "menu": (front_page(language) or page).menu(request),
        "languages": languages,
        "html_lang": HTML_LANG[language],
    }
