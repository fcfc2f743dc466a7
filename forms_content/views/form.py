"""A form on a page: read, filled in, sent, with JavaScript or without. (001-05)"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

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
from forms_content.services.submitting import (
    AnswersWrong,
    Way,
    check_open,
    submit,
    version_in_use,
)
from forms_content.traps import HONEYPOT, is_quick, new_stamp, read_stamp
from foyer.cases.services.secrets import case_path
from foyer.core.client_ip import client_ip
from foyer.core.languages import HTML_LANG, OWN_NAMES, asked_language, known_language, wording
from foyer.core.refusals import Refusal
from foyer.core.throttle import count_attempt

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
    return _answered(request, page, known_language(asked))


def show_page(request: HttpRequest, page: FormPage) -> HttpResponse:
    """Show a form at its address among the pages, in the language of that address or one asked for."""
    return _answered(request, page, known_language(request.GET.get("lang") or get_language()))


def _answered(request: HttpRequest, page: FormPage, language: str) -> HttpResponse:
    with translation.override(language):
        request.LANGUAGE_CODE = language
        keep = _keep if request.method == "POST" else _show
        response = keep(request, page, language)
        response["Content-Language"] = HTML_LANG[language]
        patch_cache_control(response, no_store=True)
        return response


def _show(request: HttpRequest, page: FormPage, language: str) -> HttpResponse:
    version = version_in_use(page)
    try:
        check_open(page, at=timezone.now())
    except Refusal as reason:
        return _said(request, page, language, str(reason))
    hidden = [one for one in version.asks if one.kind == QuestionKind.HIDDEN]
    known = {one.key: request.GET.get(one.key, "") for one in hidden}
    return _drawn(request, page, version, language, given=known)


def _keep(request: HttpRequest, page: FormPage, language: str) -> HttpResponse:
    now = timezone.now()
    stamp = read_stamp(request.POST.get("stamp", ""))
    version = _version_of(page, stamp)
    given = answers_from_post(version.asks, request.POST)
    if stamp is None or is_quick(float(str(stamp["at"])), at=now) or request.POST.get(HONEYPOT):
        words = _("Please read your answers once more, and send them again.")
        return _drawn(request, page, version, language, given=given, words=words)
    try:
        address = client_ip(request)
        count_attempt(key=f"form:{address}", limit=SENDS_A_MINUTE, seconds=60, at=now)
        count_attempt(key=f"form:{page.pk}", limit=SENDS_OF_A_FORM, seconds=60, at=now)
        event = request.GET.get("event", "")
        way = Way(Source.PAGE, language, str(stamp["once"]), event)
        kept = submit(page=page, version=version, given=given, way=way, at=now)
    except AnswersWrong as wrong:
        return _drawn(
            request, page, version, language, given=given, errors=wrong.errors, words=str(wrong)
        )
    except Refusal as reason:
        return _drawn(request, page, version, language, given=given, words=str(reason))
    return _thanked(request, page, language, kept)


def _version_of(page: FormPage, stamp: Mapping[str, object] | None) -> FormVersion:
    """The version that was filled in: an older one still counts, whatever was published since."""
    number = int(str(stamp["version"])) if stamp else 0
    asked = FormVersion.objects.filter(page_id=page.pk, number=number).first()
    return asked or version_in_use(page)


def _drawn(
    request: HttpRequest,
    page: FormPage,
    version: FormVersion,
    language: str,
    *,
    given: Mapping[str, Any],
    errors: Mapping[str, str] | None = None,
    words: str = "",
) -> HttpResponse:
    shown = present(version.asks, given, errors or {}, language=language)
    stamp = request.POST.get("stamp", "") if errors else ""
    more = {
        "shown": shown,
        "introduction": wording(page, "introduction", language),
        "stamp": stamp or new_stamp(version=version.number, at=timezone.now()),
        "words": words,
        "action": f"{page.address}?{urlencode({'lang': language} | _named_event(request))}",
    }
    context = _framed(request, page, language, shown) | more
    return render(request, "forms_content/form.html", context, status=422 if words else 200)


def _named_event(request: HttpRequest) -> dict[str, str]:
    """The event a link names: one form serves many of them."""
    event = request.GET.get("event", "")
    return {"event": event} if event else {}


def _said(request: HttpRequest, page: FormPage, language: str, words: str) -> HttpResponse:
    context = _framed(request, page, language, None) | {"words": words}
    return render(request, "forms_content/said.html", context)


def _thanked(request: HttpRequest, page: FormPage, language: str, kept: Submission) -> HttpResponse:
    context = _framed(request, page, language, None)
    context |= {
        "thanks": page.thanks_text or _("Thank you. Your answers have arrived."),
        "kept": kept,
        "case": kept.case,
        "follow": case_path(kept.case) if kept.case else "",
        "language": language,
    }
    return render(request, "forms_content/thanks.html", context)


def _framed(
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
        "title": shown.title if shown else wording(page, "title", language),
        "menu": (front_page(language) or page).menu(request),
        "languages": languages,
        "html_lang": HTML_LANG[language],
    }
