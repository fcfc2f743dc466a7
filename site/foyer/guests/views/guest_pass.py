"""The guest's pass: the event, the code, the reply. Opening it never signs anybody in. (KIOSK 1)"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods
from qr_code.qrcode.maker import make_embedded_qr_code
from qr_code.qrcode.utils import QRCodeOptions

from foyer.core.addressing import greeting
from foyer.core.client_ip import client_ip
from foyer.core.languages import HTML_LANG, OWN_NAMES, known_language
from foyer.core.models import HousePolicy
from foyer.core.refusals import Refusal
from foyer.core.text import mask_name
from foyer.core.throttle import TooManyAttempts, count_attempt, give_back_attempt
from foyer.core.views import calendar_response
from foyer.events.calendar import event_calendar
from foyer.events.enums import EventStatus
from foyer.events.models import Event, EventPage
from foyer.guests.enums import ReplyState
from foyer.guests.forms.reply import ReplyForm
from foyer.guests.models import Guest
from foyer.guests.services import codes
from foyer.guests.services.replies import PartyTooMany, replies_open, reply_to_invitation

# A house's guests share one address at its own Wi-Fi: only codes nobody has use the small limit up.
UNKNOWN_A_MINUTE = 120
VIEWS_A_MINUTE = 3000
_QR = QRCodeOptions(image_format="svg", error_correction="M", border=4, size="M")


@dataclass(frozen=True, slots=True)
class PassGuest:
    """What a pass tells of its guest to whoever holds it: no name a stranger could read. (security 2)"""

    greeting: str
    table: str
    seat: str
    party_limit: int


@require_http_methods(["GET", "HEAD", "POST"])
def show_pass(request: HttpRequest, code: str) -> HttpResponse:
    """Show a pass, or keep the reply sent from it."""
    guest, refused = _find(request, code)
    if refused:
        return refused
    if guest is None:
        return _without_guest(request, "guests/pass_unknown.html", status=404)
    canonical = codes.pass_path(guest.code_sealed)
    if request.path != canonical and request.method != "POST":
        query = request.META["QUERY_STRING"]
        return redirect(f"{canonical}?{query}" if query else canonical)
    now = timezone.now()
    language = known_language(request.GET.get("lang") or guest.language)
    with translation.override(language):
        request.LANGUAGE_CODE = language
        form = ReplyForm(request.POST if request.method == "POST" else None, guest=guest)
        if request.method == "POST" and form.is_valid() and _keep_reply(request, guest, form, now):
            return HttpResponseRedirect(request.get_full_path())
        context = _context(request, guest, form, now, language)
        status = 422 if form.errors else 200
        response = render(request, "guests/pass.html", context, status=status)
        response["Content-Language"] = language
        return response


@require_GET
def show_calendar(request: HttpRequest, code: str) -> HttpResponse:
    """Give the event as an iCalendar file, in the guest's language."""
    guest, refused = _find(request, code)
    if refused:
        return refused
    if guest is None:
        return _without_guest(request, "guests/pass_unknown.html", status=404)
    language = known_language(request.GET.get("lang") or guest.language)
    url = codes.pass_url(guest.code_sealed)
    content = event_calendar(event=guest.event, url=url, language=language)
    return calendar_response(content, name=f"event-{guest.event_id}")


@require_GET
def show_event(request: HttpRequest, code: str) -> HttpResponse:
    """Show an invited guest the event's page, be it public or by invitation only."""
    guest, refused = _find(request, code)
    if refused:
        return refused
    page = _page(guest.event, guest.language) if guest and not guest.cancelled_at else None
    if guest is None or page is None:
        return _without_guest(request, "guests/pass_unknown.html", status=404)
    calendar = f"{codes.pass_path(guest.code_sealed)}/calendar.ics"
    with translation.override(page.locale.language_code):
        response = page.serve_invited(request)
        # The page's own file is not there for strangers; the pass has one.
        response.context_data["calendar_url"] = calendar
        rendered: HttpResponse = response.render()
        return rendered


@require_GET
def service_worker(request: HttpRequest) -> HttpResponse:
    """Give the script that keeps an opened pass for use without a network."""
    body = render_to_string("guests/pass-sw.js")
    return HttpResponse(body, content_type="text/javascript", headers={"Cache-Control": "no-cache"})


def _find(request: HttpRequest, code: str) -> tuple[Guest | None, HttpResponse | None]:
    """Return the guest of a code, or the answer to an address from which too many were tried."""
    address, now = client_ip(request), timezone.now()
    unknown = f"pass:{address}"
    try:
        count_attempt(key=f"pass view:{address}", limit=VIEWS_A_MINUTE, seconds=60, at=now)
        count_attempt(key=unknown, limit=UNKNOWN_A_MINUTE, seconds=60, at=now)
    except TooManyAttempts as refusal:
        response = _without_guest(request, "guests/pass_throttled.html", status=429)
        response["Retry-After"] = str(refusal.retry_after)
        return None, response
    guest = codes.find_by_code(code)
    if guest:
        give_back_attempt(key=unknown)
    return guest, None


def _keep_reply(request: HttpRequest, guest: Guest, form: ReplyForm, now: datetime) -> bool:
    try:
        reply_to_invitation(
            guest=guest,
            yes=form.cleaned_data["reply"] == ReplyState.YES,
            party=form.cleaned_data["party"],
            dietary_notes=form.cleaned_data["dietary_notes"],
            at=now,
        )
    except Refusal as refusal:
        at_party = isinstance(refusal, PartyTooMany) and not form["party"].is_hidden
        form.add_error("party" if at_party else None, str(refusal))
        return False
    messages.success(request, _("Thank you. Your reply has been kept."))
    return True


def _state(guest: Guest, now: datetime) -> str:
    if guest.cancelled_at:
        return "cancelled"
    if guest.event.status == EventStatus.CANCELLED:
        return "event_cancelled"
    return "over" if guest.event.has_ended(now) else "open"


def _page(event: Event, language: str) -> EventPage | None:
    """Return the live page about an event, in the language asked for or the nearest there is."""
    pages = {
        p.locale.language_code: p
        for p in EventPage.objects.live().filter(event=event).select_related("locale")
    }
    return pages.get(language) or next(iter(pages.values()), None)


def _without_guest(request: HttpRequest, template: str, *, status: int) -> HttpResponse:
    """Answer without a guest, in the language chosen on the page, else the browser's."""
    language = known_language(request.GET.get("lang") or translation.get_language())
    with translation.override(language):
        request.LANGUAGE_CODE = language
        context = {"languages": _languages(request, language)}
        response = render(request, template, context, status=status)
    response["Content-Language"] = language
    return response


def _languages(request: HttpRequest, current: str) -> list[dict[str, Any]]:
    return [
        {
            "code": HTML_LANG[code],
            "name": name,
            "url": f"{request.path}?lang={code}",
            "current": code == current,
        }
        for code, name in OWN_NAMES.items()
    ]


def _shown(guest: Guest) -> PassGuest:
    masked, form = mask_name(guest.name), guest.form_of_address
    greeted = greeting(name=masked, form=form, language=guest.language)
    return PassGuest(greeted, guest.table, guest.seat, guest.party_limit)


def _context(
    request: HttpRequest, guest: Guest, form: ReplyForm, now: datetime, language: str
) -> dict[str, Any]:
    policy = HousePolicy.load(request_or_site=request)
    path = codes.pass_path(guest.code_sealed)
    return {
        "guest": _shown(guest),
        "event": guest.event,
        "state": _state(guest, now),
        "qr_svg": make_embedded_qr_code(codes.qr_text(guest.code_sealed), _QR),
        "code_grouped": codes.grouped(guest.code_sealed),
        "reply_form": form,
        "reply_state": guest.reply,
        "reply_by": guest.event.replies_until(policy),
        "reply_open": replies_open(guest=guest, policy=policy, at=now),
        "calendar_url": f"{path}/calendar.ics?lang={language}",
        "event_page_url": f"{path}/event" if _page(guest.event, language) else "",
        "languages": _languages(request, language),
    }
