"""The tablet at the exit: one tap, thanks, and back to the start for whoever is next. (000-23)"""

from __future__ import annotations

import secrets
from typing import Any

from django.core.signing import BadSignature
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from forms_content.answers import answers_from_post
from forms_content.enums import Source
from forms_content.kiosk import event_told, suits_kiosk
from forms_content.models import FormPage
from forms_content.presenting import present
from forms_content.queries import live_form
from forms_content.services.submitting import (
    AnswersWrong,
    Way,
    check_open,
    submit,
    version_in_use,
)
from foyer.core.client_ip import client_ip
from foyer.core.languages import HTML_LANG, OWN_NAMES, known_language
from foyer.core.models import HousePolicy
from foyer.core.refusals import Refusal
from foyer.core.throttle import count_attempt
from foyer.events.complaints import code_to_scan, complaints_url
from foyer.events.models import Event

TAPS_A_MINUTE = 120  # of one address: several tablets of a busy evening
_FACES = range(3, 6)  # a scale of so many choices, the best first, has faces
_LOOK_AGAIN = 60  # seconds until a tablet asks anew whether a form is open
_WIDEST = 11  # how far the corners of the widest smile are from its middle


@csrf_exempt  # the signed address is the credential
@require_http_methods(["GET", "HEAD", "POST"])
def show_kiosk(request: HttpRequest, slug: str) -> HttpResponse:
    """Show the question in big touch size, or keep a tap and thank for it."""
    page = live_form(slug)
    if page is None:
        raise Http404
    try:
        event_pk = event_told(page, request.GET.get("event", ""))
    except (BadSignature, ValueError, TypeError) as reason:
        raise Http404 from reason
    event = Event.objects.filter(pk=event_pk).first() if event_pk else None
    language = known_language(request.GET.get("lang"))
    with translation.override(language):
        request.LANGUAGE_CODE = language
        response = _answer(request, page, event, language)
    response["Cache-Control"] = "no-store"
    response["Content-Language"] = HTML_LANG[language]
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response


def _answer(
    request: HttpRequest, page: FormPage, event: Event | None, language: str
) -> HttpResponse:
    version, now, words = version_in_use(page), timezone.now(), ""
    given: dict[str, Any] = {}
    try:
        if not suits_kiosk(version.asks):
            return _drawn(request, page, language, {"words": _not_tapped()})
        if request.method == "POST":
            given = answers_from_post(version.asks, request.POST)
            count_attempt(
                key=f"form-kiosk:{client_ip(request)}", limit=TAPS_A_MINUTE, seconds=60, at=now
            )
            once = request.POST.get("once", "")[:60] or secrets.token_urlsafe(18)
            way = Way(Source.KIOSK, language, f"kiosk:{once}", event=event)
            submit(page=page, version=version, given=given, way=way, at=now)
            thanks = page.thanks_text or _("Thank you!")
            return _drawn(request, page, language, {"thanks": thanks})
        check_open(page, at=now)
    except AnswersWrong as wrong:
        words = str(wrong)
    except Refusal as reason:
        return _drawn(request, page, language, {"words": str(reason)})
    shown = present(version.asks, given, {}, language=language)
    fields = [field for section in shown.sections for field in section.fields if field.is_group]
    context = {
        "title": shown.title,
        "questions": [(field, _options(field)) for field in fields],
        "event_title": event.title_text if event else "",
        "hint": words,
        "once": secrets.token_urlsafe(18),
    }
    return _drawn(request, page, language, context)


def _options(field: Any) -> list[tuple[Any, str]]:
    """The answers to tap, each with the mouth of its face where the question is a short scale."""
    options = field.options or field.numbers
    has_faces = field.kind == "single" and len(options) in _FACES
    return [
        (option, _mouth(n, len(options)) if has_faces else "") for n, option in enumerate(options)
    ]


def _mouth(place: int, count: int) -> str:
    """Return the line of a mouth, from a smile for the first answer to the opposite for the last.

    Of four, as of five, the third is neither: very good, good, fair, poor.
    """
    middle = count // 2
    if place <= middle:
        bend = round(_WIDEST * (1 - place / middle))
    else:
        bend = -round(_WIDEST * (place - middle) / (count - 1 - middle))
    return f"M21 {42 - bend // 2} Q32 {42 + bend} 43 {42 - bend // 2}"


def _drawn(
    request: HttpRequest, page: FormPage, language: str, context: dict[str, Any]
) -> HttpResponse:
    policy, query = HousePolicy.load(), request.GET.copy()
    query.pop("lang", None)
    languages = []
    for code, name in OWN_NAMES.items():
        url = f"{request.path}?{query.urlencode()}&lang={code}"
        languages.append(
            {"code": HTML_LANG[code], "name": name, "url": url, "current": code == language}
        )
    # The next guest begins in the language of the house, whatever this one chose.
    context |= {
        "page": page,
        "html_lang": HTML_LANG[language],
        "languages": languages,
        "start": f"{request.path}?{query.urlencode()}",
        "here": request.get_full_path(),
        "idle": policy.idle_seconds,
    }
    if "thanks" in context:
        address = complaints_url()
        context |= {
            "complaints_svg": code_to_scan(address),
            "complaints_address": address.partition("://")[2],
        }
    response = render(request, "forms_content/kiosk.html", context)
    if "thanks" in context or "words" in context:  # back to the start, without JavaScript too
        seconds = policy.dismiss_seconds if "thanks" in context else _LOOK_AGAIN
        response["Refresh"] = f"{seconds};url={context['start']}"
    return response


def _not_tapped() -> str:
    return _("This form cannot be tapped: it asks for something to be written, or for a person.")
