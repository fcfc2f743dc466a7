"""A form inside a frame on the pages of sites its settings name. (HEADLESS 4)"""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.core import signing
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.utils.csp import CSP

from forms_content.models import FormPage
from foyer.events.models import Event

FRAME = "frame"  # ?frame=1: without the menu of the house around it
EVENT = "event"  # ?event=E2026-00001.…: which event the answers are about, signed by the house
_BARE, _WHOLE = "forms_content/framed.html", "base.html"


def layout_of(request: HttpRequest) -> str:
    """Return what stands around a form: nothing where a page of another site shows it."""
    return _BARE if request.GET.get(FRAME) else _WHOLE


def query_of(request: HttpRequest, language: str) -> str:
    """Return the query that keeps language, frame and event from page to page."""
    kept = {name: request.GET[name] for name in (FRAME, EVENT) if request.GET.get(name)}
    return urlencode({"lang": language} | kept)


def event_named(request: HttpRequest, page: FormPage) -> Event | None:
    """Return the event the address names: one form serves many of them.

    A number the house signed for this form counts for any event; a bare one, as people type it, only for
    the events whose guests are asked with this form anyway.
    """
    told = request.GET.get(EVENT, "")
    if not told or not told.isprintable():  # PostgreSQL takes no text with control characters
        return None
    try:
        event: Event | None = Event.objects.filter(number=_signer(page).unsign(told)).first()
    except signing.BadSignature:
        event = Event.objects.filter(_asked_with(page), number=told).distinct().first()
    return event


def path_for(page: FormPage, event: Event | None) -> str:
    """Return the path under which answers to a form are about an event."""
    if event is None:
        return page.address
    return f"{page.address}?{urlencode({EVENT: _signer(page).sign(event.number)})}"


def _signer(page: FormPage) -> signing.Signer:
    return signing.Signer(sep=".", salt=f"forms_content.event.{page.pk}")


def _asked_with(page: FormPage) -> Q:
    return Q(forms=page.pk) | Q(survey__form=page.pk) | Q(form_sendings__page=page.pk)


def allow_frames(response: HttpResponse, page: FormPage) -> None:
    """Let the sites a form names show it in a frame, and nobody else."""
    if not page.frames:
        return
    policy: dict[str, Any] = settings.SECURE_CSP | {"frame-ancestors": [CSP.SELF, *page.frames]}
    response._csp_config = policy  # type: ignore[attr-defined]  # as above
    response.xframe_options_exempt = True  # as Django's own decorators do


def snippet_of(page: FormPage, *, language: str, event: Event | None = None) -> str:
    """Return what a page of another site shows a form with."""
    told = {EVENT: _signer(page).sign(event.number)} if event else {}
    query = urlencode({"lang": language, FRAME: "1"} | told)
    address = f"{settings.PUBLIC_URL}{page.address}?{query}"
    style = "width:100%;height:900px;border:0"
    return f'<iframe src="{address}" title="{page.slug}" style="{style}" loading="lazy"></iframe>'
