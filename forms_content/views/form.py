"""A form on a page: read, filled in, sent, with JavaScript or without. (001-05)"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
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
from forms_content.models import FormPage, FormVersion, Recipient, Submission
from forms_content.presenting import Shown, present
from forms_content.queries import front_page, live_form
from forms_content.services.answering import AnsweredAlready, check_once, known_of
from forms_content.services.files import check_size
from forms_content.services.limits import count_sending
from forms_content.services.links import link_path
from forms_content.services.submitting import (
    AnswersWrong,
    Way,
    change_answers,
    check_open,
    check_times,
    find_copy,
    submit,
    version_in_use,
)
from forms_content.traps import HONEYPOT, is_quick, new_stamp, read_stamp
from foyer.cases.services.secrets import case_url
from foyer.core.client_ip import client_ip
from foyer.core.languages import HTML_LANG, OWN_NAMES, asked_language, known_language, wording
from foyer.core.refusals import Refusal

from .changing import (
    begun_before,
    change_url,
    changed_copy,
    files_beside,
    files_of,
    given_before,
    gone_of,
    save_url,
)
from .framing import allow_frames, event_named, layout_of, query_of
from .proving import check_sum, sum_asked
from .visitor import check_browser, greeted, mark_answered, with_known

Answer = Callable[[HttpRequest, FormPage, str], HttpResponse]


@csrf_exempt  # nothing here trusts a session
@require_http_methods(["GET", "HEAD", "POST"])
def show_form(request: HttpRequest, slug: str) -> HttpResponse:
    """Show a form at its short address, or keep what was sent from it."""
    page = live_form(slug)
    if page is None:
        raise Http404
    asked = request.GET.get("lang") or asked_language(request.headers.get("Accept-Language", ""))
    return answer_page(request, page, known_language(asked))


def show_page(request: HttpRequest, page: FormPage) -> HttpResponse:
    """Show a form at its address among the pages, in the language of that address or one asked for."""
    return answer_page(request, page, known_language(request.GET.get("lang") or get_language()))


def answer_page(
    request: HttpRequest, page: FormPage, language: str, link: Recipient | None = None
) -> HttpResponse:
    """Show a form, or keep what was sent from it.

    Args:
        request: what was asked.
        page: the form.
        language: in which it is shown.
        link: the personal link it is opened by.
    """
    answer = _keep if request.method == "POST" else _show
    return in_language(request, page, language, partial(answer, link=link))


def in_language(
    request: HttpRequest, page: FormPage, language: str, answer: Answer
) -> HttpResponse:
    """Answer in one language, and have nobody keep the answer."""
    with translation.override(language):
        request.LANGUAGE_CODE = language
        response = answer(request, page, language)
        response["Content-Language"] = HTML_LANG[language]
        patch_cache_control(response, no_store=True)
        allow_frames(response, page)
        return response


def _show(
    request: HttpRequest, page: FormPage, language: str, *, link: Recipient | None
) -> HttpResponse:
    version = version_in_use(page)
    changed = changed_copy(request, link)
    try:
        if changed:
            check_times(page, at=timezone.now())
            given = given_before(changed, version)
            return drawn(request, page, version, language, given=given, link=link)
        if link and link.answered_at:
            return thank(request, page, language, link.submission, link=link)
        check_open(page, at=timezone.now())
        check_once(page, Way(Source.PAGE, language, "", link=link))
        check_browser(request, page, link)
    except Refusal as reason:
        return say(request, page, language, str(reason))
    hidden = [one for one in version.asks if one.kind == QuestionKind.HIDDEN]
    known = {one.key: request.GET.get(one.key, "") for one in hidden}
    begun, once = begun_before(link, version, at=timezone.now())
    return drawn(request, page, version, language, given=known | begun, once=once, link=link)


def _keep(
    request: HttpRequest, page: FormPage, language: str, *, link: Recipient | None
) -> HttpResponse:
    now = timezone.now()
    try:
        check_size(version_in_use(page).asks, int(request.META.get("CONTENT_LENGTH") or 0))
    except Refusal as reason:  # nothing of it has been read
        return say(request, page, language, str(reason), status=413)
    stamp = read_stamp(request.POST.get("stamp", ""))
    once = str(stamp["once"]) if stamp else ""
    version = version_of(page, stamp)
    given = answers_from_post(version.asks, request.POST)
    if link:
        known = {key: value for key, (value, _shown) in known_of(link, version.asks).items()}
        given |= {key: value for key, value in known.items() if not given.get(key)}
    again = partial(drawn, request, page, version, language, link=link)
    changed = changed_copy(request, link)
    try:
        count_sending(page=page, address=client_ip(request), at=now)
        if once and (earlier := find_copy(page, once)):
            return thank(request, page, language, earlier, link=link)
        if once:
            held = files_of(request, page, version, once, now)
            given |= files_beside(request, changed, version, held)
        if stamp is None or is_quick(float(str(stamp["at"])), at=now) or request.POST.get(HONEYPOT):
            words = _(
                "That was quicker than anybody reads a form. Please look at your answers once more, and send "
                "them again: nothing is lost."
            )
            return again(given=given, words=words)
        source, event = (Source.LINK, None) if link else (Source.PAGE, event_named(request, page))
        if changed:
            way = Way(source, language, once, link=link, event=event)
            kept = change_answers(kept=changed, version=version, given=given, way=way, at=now)
        else:
            check_browser(request, page, link)
            proof = check_sum(request, page, link, at=now)
            way = Way(source, language, once, link=link, event=event, proof=proof)
            kept = submit(page=page, version=version, given=given, way=way, at=now)
    except AnswersWrong as wrong:
        return again(given=given, errors=wrong.errors, words=str(wrong))
    except AnsweredAlready as reason:
        return say(request, page, language, str(reason), status=reason.status)
    except Refusal as reason:
        return again(given=given, words=str(reason))
    return mark_answered(thank(request, page, language, kept, link=link), page, link)


def version_of(page: FormPage, stamp: Mapping[str, object] | None) -> FormVersion:
    """The version that was filled in: an older one still counts, whatever was published since."""
    number = int(str(stamp["version"])) if stamp else 0
    asked = FormVersion.objects.filter(page_id=page.pk, number=number).first()
    return asked or version_in_use(page)


def drawn(  # noqa: PLR0913  a page is put together of as many things
    request: HttpRequest,
    page: FormPage,
    version: FormVersion,
    language: str,
    *,
    given: Mapping[str, Any],
    errors: Mapping[str, str] | None = None,
    words: str = "",
    once: str = "",
    link: Recipient | None = None,
) -> HttpResponse:
    """Return the form as it is filled in; `once` names a copy that was begun before."""
    shown = present(version.asks, given, errors or {}, language=language)
    if link:
        shown = with_known(shown, known_of(link, version.asks))
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
        "save": save_url(request, page, language, link),
        "saves_by_link": link is not None,
        "gone": gone_of(request) if changed_copy(request, link) else (),
        "action": _action(request, page, language, link),
        "sum": sum_asked(request, page, link, at=timezone.now()),
        "greeted": greeted(link),
    }
    context = framed(request, page, language, shown, link) | more
    return render(request, "forms_content/form.html", context, status=422 if words else 200)


def _action(request: HttpRequest, page: FormPage, language: str, link: Recipient | None) -> str:
    """Where a filled form is sent: the address it was opened at."""
    if link is None:
        return f"{page.address}?{query_of(request, language)}"
    query = {"lang": language} | ({"change": "1"} if "change" in request.GET else {})
    return f"{link_path(link)}?{urlencode(query)}"


def say(
    request: HttpRequest, page: FormPage, language: str, words: str, status: int = 200
) -> HttpResponse:
    """Return a page that says one sentence instead of asking."""
    context = framed(request, page, language, None) | {"words": words}
    return render(request, "forms_content/said.html", context, status=status)


def thank(
    request: HttpRequest,
    page: FormPage,
    language: str,
    kept: Submission | None,
    *,
    link: Recipient | None = None,
) -> HttpResponse:
    """Return the page that thanks for a copy; of an anonymous form the link leads to none."""
    context = framed(request, page, language, None, link)
    case = kept.case if kept else None
    changes = link is not None and kept is not None and page.may_change
    plain = _("Thank you. Your answers have arrived.")
    if case:
        plain = _("Thank you for telling us. Somebody of the house looks into it now.")
    context |= {
        "thanks": page.thanks_text or plain,
        "kept": kept,
        "case": case,
        "follow": case_url(case) if case else "",
        "change": change_url(page, language, link) if changes else "",
        "language": language,
    }
    return render(request, "forms_content/thanks.html", context)


def framed(
    request: HttpRequest,
    page: FormPage,
    language: str,
    shown: Shown | None,
    link: Recipient | None = None,
) -> dict[str, Any]:
    """What stands around a form: the menu of the page, and the same form in the other languages."""
    query = request.GET.copy()
    languages = []
    for code, name in OWN_NAMES.items():
        query["lang"] = code
        url = f"{link_path(link) if link else page.address}?{query.urlencode()}"
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
