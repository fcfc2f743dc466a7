"""Wiring of the events room."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, JsonResponse
from django.urls import include, path, reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.widgets import Button
from wagtail.snippets.models import register_snippet

from .booked import EventOfBookingPage
from .enums import Visibility
from .forms import describes_new_event
from .models import ComplaintChannelsPage, Event, EventPage
from .poster import ComplaintsPosterPage
from .screens.viewsets import ScreenUsesView
from .viewsets import AdvanceEventView, EventsGroup

register_snippet(EventsGroup)


@hooks.register("register_admin_urls")
def admin_urls() -> list[Any]:
    """Screens of this room that no viewset has."""
    steps = [path("<int:pk>/advance/<slug:to>/", AdvanceEventView.as_view(), name="advance")]
    steps.append(
        path("complaints/poster/", ComplaintsPosterPage.as_view(), name="complaints_poster")
    )
    steps.append(path("of-booking/<int:pk>/", EventOfBookingPage.as_view(), name="of_booking"))
    steps.append(path("screens/", ScreenUsesView.as_view(), name="screens"))
    return [path("events/", include((steps, "events"), namespace="events"))]


@hooks.register("register_page_header_buttons")
def offer_poster(page: Any, user: Any, next_url: str | None = None, **_kwargs: Any) -> Any:
    """Beside the page of the complaint channels stands its poster. (001-18)"""
    if isinstance(page.specific_deferred, ComplaintChannelsPage):
        yield Button(
            _("Poster (A4)"), reverse("events:complaints_poster"), icon_name="doc-full", priority=70
        )


@hooks.register("foyer_booking_buttons")
def offer_event(booking: Any, user: Any) -> Any:
    """On the page of a booking that holds its room stands the way to an event made of it."""
    if booking.occupation is None or not user.has_perm("events.add_event"):
        return
    if event := getattr(booking.occupation, "event", None):
        url = reverse(Event.snippet_viewset.get_url_name("edit"), args=[event.pk])  # type: ignore[attr-defined]  # set by register_snippet
        yield Button(gettext("Event %(number)s") % {"number": event.number}, url, icon_name="date")
    elif booking.occupation.lapses_at is None:
        url = reverse("events:of_booking", args=[booking.pk])
        yield Button(gettext("Make an event of it…"), url, icon_name="calendar-alt")


@hooks.register("register_log_actions")
def register_actions(actions: Any) -> None:
    """Name the acts of this room in the log."""
    actions.register_action(
        "foyer.event.advance", _("Set the status"), _("Set the status of the event")
    )


@hooks.register("before_serve_page")
def invited_only(page: Any, request: HttpRequest, _serve_args: Any, _serve_kwargs: Any) -> None:
    """A page by invitation is not there for strangers; those who edit it see it. (000-10)"""
    if isinstance(page, EventPage) and page.visibility == Visibility.INVITATION:
        rights = page.permissions_for_user(request.user)
        if not (rights.can_edit() or rights.can_publish()):
            raise Http404


@hooks.register("before_create_page")
@hooks.register("before_edit_page")
def wait_for_new_event(
    request: HttpRequest, page: Any, page_class: Any = None
) -> JsonResponse | None:
    """While a new event is being described, the editor saves nothing on its own.

    A half-typed title would make a half-named event; it is made when a member of staff saves.
    """
    autosaving = request.method == "POST" and "application/json" in request.headers.get(
        "Accept", ""
    )
    is_event_page = page_class is EventPage or isinstance(page, EventPage)
    if not (autosaving and is_event_page and describes_new_event(request.POST)):
        return None
    return JsonResponse(
        {
            "success": False,
            "error_code": "validation_error",  # one that the editor explains with our sentence
            "error_message": gettext("Save the draft yourself to make the new event."),
        },
        status=400,
    )
