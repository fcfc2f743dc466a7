"""The public's ways into the house that are no pages."""

from __future__ import annotations

from typing import Any, Final

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.cache import patch_vary_headers
from django.utils.translation import get_language, override
from django.views.decorators.http import require_safe
from wagtail.models import Page
from wagtail.url_routing import RouteResult
from wagtail.views import serve as wagtail_serve

from foyer.bookings.models import RoomIndexPage, RoomPage
from foyer.core.languages import HTML_LANG, OWN_NAMES, known_language
from foyer.core.views import calendar_response
from foyer.fees.models import FeeSchedulePage

from .calendar import event_calendar
from .complaints import complaints_path
from .enums import Visibility
from .models import (
    ComplaintChannelsPage,
    EventIndexPage,
    EventPage,
    HomePage,
    PublicPage,
    StandardPage,
)
from .site import recall_house

# By how many slugs stand in its address (events/autumn-dinner) a page is of one of these kinds.
_KINDS: Final[tuple[tuple[type[PublicPage], ...], ...]] = (
    (HomePage,),
    (EventIndexPage, StandardPage, ComplaintChannelsPage, FeeSchedulePage, RoomIndexPage),
    (EventPage, StandardPage, RoomPage),
)
_CLOSED = (
    *("/admin/", "/api/", "/documents/", "/kiosk/", "/healthz", "/readyz"),
    *("/i/", "/c/", "/b/", "/feeds/"),
)


@require_safe
def front_door(request: HttpRequest) -> HttpResponse:
    """Lead a visitor to the front page in the language their browser prefers."""
    response = HttpResponseRedirect(f"/{known_language(get_language())}/")
    patch_vary_headers(response, ["Accept-Language", "Cookie"])
    return response


@require_safe
def complaints(request: HttpRequest) -> HttpResponse:
    """Lead to the complaint channels in a language; before anybody wrote that page, say the essentials. (001-18)"""
    language = known_language(request.GET.get("lang") or get_language())
    if page := ComplaintChannelsPage.shown_in(language):
        response: HttpResponse = HttpResponseRedirect(page.get_url(request))
    else:
        with override(language):
            request.LANGUAGE_CODE = language
            languages = [
                {
                    "code": HTML_LANG[code],
                    "name": name,
                    "url": complaints_path(code),
                    "current": code == language,
                }
                for code, name in OWN_NAMES.items()
            ]
            response = render(request, "pages/complaints.html", {"languages": languages})
        response["Content-Language"] = language
    patch_vary_headers(response, ["Accept-Language", "Cookie"])
    return response


def serve_page(request: HttpRequest, path: str) -> HttpResponse:
    """Serve a page as Wagtail does; a page of the house is found, with all it shows, in one query."""
    page = _page_at(request, path)
    if page:
        request._wagtail_route_for_request = RouteResult(page)  # type: ignore[attr-defined]  # read by Wagtail
    response: HttpResponse = wagtail_serve(request, path)
    return response


def _page_at(request: HttpRequest, path: str) -> PublicPage | None:
    """The live page at an address of the one site, or nothing: then Wagtail looks."""
    roots = recall_house(request)
    slugs = [slug for slug in path.split("/") if slug]
    if len(slugs) >= len(_KINDS) or len({root.site_id for root in roots}) != 1:
        return None
    home = next((root.root_path for root in roots if root.language_code == get_language()), None)
    if home is None:
        return None
    url_path = "/".join([home.rstrip("/"), *slugs, ""])
    found = (kind.with_shown().filter(url_path=url_path).order_by() for kind in _KINDS[len(slugs)])
    return next((page for pages in found for page in pages[:1]), None)


@require_safe
def calendar(request: HttpRequest, path: str) -> HttpResponse:
    """Answer with the calendar file of the event whose page is at `path`."""
    page: Any = _page_at(request, path)
    if page is None and (route := Page.route_for_request(request, path)):
        page = route[0]
    if not isinstance(page, EventPage) or page.visibility == Visibility.INVITATION:
        raise Http404
    if any(not restriction.accept_request(request) for restriction in page.get_view_restrictions()):
        raise Http404
    return calendar_response(
        event_calendar(
            event=page.event,
            url=page.get_full_url(request) or "",
            language=page.locale.language_code,
        ),
        name=page.event.number or "event",
    )


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """Tell search engines where to stay away, and where the map is."""
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in _CLOSED)]
    lines += ["", f"Sitemap: {settings.PUBLIC_URL}/sitemap.xml", ""]
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")
