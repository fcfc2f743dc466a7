"""Calendar links: made and revoked by staff, read by calendars elsewhere."""

from __future__ import annotations

from typing import Any, ClassVar

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from wagtail.admin import messages

from foyer.bookings.forms.feeds import FeedForm
from foyer.bookings.ical import feed_calendar
from foyer.bookings.models import CalendarFeed
from foyer.bookings.services.feeds import find_feed, make_feed, revoke_feed
from foyer.core.client_ip import client_ip
from foyer.core.languages import known_language
from foyer.core.throttle import TooManyAttempts, count_attempt
from foyer.core.views import CALENDAR_TYPE

from .base import BookingsPage

READS_A_MINUTE = 60


class FeedsPage(BookingsPage):
    """The links somebody made; a new one shows its address this once."""

    template_name = "bookings_admin/feeds.html"
    page_title: ClassVar = gettext_lazy("Calendar links")

    def get_page_subtitle(self) -> str:
        """Say what the page is for, as the last stop of the way here."""
        return _("Calendar links")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Return the links that stand, and the form for a new one."""
        kwargs.setdefault("form", FeedForm(by=self.staff))
        standing = CalendarFeed.objects.of(self.staff).standing()
        return super().get_context_data(**kwargs) | {
            "feeds": standing.select_related("room__venue", "user", "made_by")
        }

    def post(self, request: HttpRequest, *_args: Any, **_kwargs: Any) -> HttpResponseBase:
        """Make a link and show its address."""
        form, address = FeedForm(request.POST, by=self.staff), ""
        if form.is_valid():
            _feed, address = make_feed(
                by=self.staff,
                language=known_language(get_language()),
                at=timezone.now(),
                room=form.cleaned_data["room"],
            )
        context = self.get_context_data(form=form, address=address)
        response: HttpResponseBase = self.render_to_response(context)
        return response


class RevokePage(BookingsPage):
    """Revokes a link of one's own, or a room's where one keeps the rooms."""

    http_method_names = ["post"]  # noqa: RUF012  Django declares it so

    def post(self, request: HttpRequest, *_args: Any, **kwargs: Any) -> HttpResponseBase:
        """Let it lead nowhere."""
        feed = get_object_or_404(CalendarFeed.objects.of(self.staff), pk=kwargs["pk"])
        revoke_feed(feed=feed, by=self.staff, at=timezone.now())
        messages.success(request, _("The link leads nowhere now."))
        return redirect("bookings:feeds")


@require_safe
def read_feed(request: HttpRequest, secret: str) -> HttpResponse:
    """Give a calendar what its link shows; one that is revoked or unknown does not exist."""
    now = timezone.now()
    try:
        key = f"calendar-feed:{client_ip(request)}"
        count_attempt(key=key, limit=READS_A_MINUTE, seconds=60, at=now)
    except TooManyAttempts as refusal:
        return HttpResponse(status=429, headers={"Retry-After": str(refusal.retry_after)})
    feed = find_feed(secret)
    if feed is None:
        return HttpResponse(status=404)
    return HttpResponse(
        feed_calendar(feed, at=now),
        content_type=CALENDAR_TYPE,
        headers={"Content-Disposition": 'inline; filename="bookings.ics"'},
    )
