"""A personal link: it knows who answers, without a log-in. (000-23)"""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from forms_content.services.answering import decline, note_opened
from forms_content.services.links import find_by_link, link_path
from foyer.core.client_ip import client_ip
from foyer.core.languages import HTML_LANG, OWN_NAMES, asked_language, known_language
from foyer.core.throttle import TooManyAttempts, count_attempt

from .drafts import save_by_link
from .form import answer_page

VIEWS_A_MINUTE = 60


@csrf_exempt  # the code in the address is the credential
@require_http_methods(["GET", "HEAD", "POST"])
def show_link(request: HttpRequest, code: str) -> HttpResponse:
    """Show the form to whoever holds the link, or keep what they answer."""
    if refused := _throttled(request):
        return refused
    link = find_by_link(code)
    if link is None or not link.sending.page.live:
        return _unknown(request)
    if request.method == "GET":
        note_opened(link, at=timezone.now())
    language = known_language(request.GET.get("lang") or link.language)
    return answer_page(request, link.sending.page, language, link)


@csrf_exempt  # the code in the address is the credential
@require_http_methods(["POST"])
def save(request: HttpRequest, code: str) -> HttpResponse:
    """Save what was written so far: the link leads back to it."""
    if refused := _throttled(request):
        return refused
    link = find_by_link(code)
    if link is None or not link.sending.page.live:
        return _unknown(request)
    return save_by_link(request, link)


@csrf_exempt  # RFC 8058: mail programs post here without asking
@require_http_methods(["GET", "HEAD", "POST"])
def stop(request: HttpRequest, code: str) -> HttpResponse:
    """Ask whether no more letters like this are wanted; keep it when they say so. (PRV-04)"""
    if refused := _throttled(request):
        return refused
    link = find_by_link(code)
    if link is None:
        return _unknown(request)
    language = known_language(request.GET.get("lang") or link.language)
    with translation.override(language):
        if request.method == "POST":
            decline(link, at=timezone.now())
        context = {"done": request.method == "POST" or bool(link.declined_at)}
        return _page(request, "forms_content/stop.html", context, path=f"{link_path(link)}/stop")


def _throttled(request: HttpRequest) -> HttpResponse | None:
    try:
        key = f"form-link:{client_ip(request)}"
        count_attempt(key=key, limit=VIEWS_A_MINUTE, seconds=60, at=timezone.now())
    except TooManyAttempts as refusal:
        context = {"title": _("Please wait a moment"), "words": str(refusal)}
        response = _page(request, "forms_content/told.html", context, status=429)
        response["Retry-After"] = str(refusal.retry_after)
        return response
    return None


def _unknown(request: HttpRequest) -> HttpResponse:
    asked = request.GET.get("lang") or asked_language(request.headers.get("Accept-Language", ""))
    with translation.override(known_language(asked)):
        context = {
            "title": _("This link is not good any more"),
            "words": _("Perhaps a part of it was lost in copying, or the form is closed."),
        }
        return _page(request, "forms_content/told.html", context, status=404)


def _page(
    request: HttpRequest,
    template: str,
    context: dict[str, Any],
    *,
    status: int = 200,
    path: str = "",
) -> HttpResponse:
    language = known_language(translation.get_language())
    request.LANGUAGE_CODE = language
    context |= {
        "html_lang": HTML_LANG[language],
        "languages": [
            {
                "code": HTML_LANG[code],
                "name": name,
                "url": f"{path or request.path}?lang={code}",
                "current": code == language,
            }
            for code, name in OWN_NAMES.items()
        ],
    }
    response = render(request, template, context, status=status)
    response["Content-Language"] = HTML_LANG[language]
    return response
