"""The transport list of an event: who is fetched from where, and how far they are. (004-11)"""

from __future__ import annotations

from typing import Any, ClassVar

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from wagtail.admin import messages

from foyer.core.exports.views import Chosen, ExportPage
from foyer.core.languages import HTML_LANG, known_language
from foyer.core.refusals import Refusal
from foyer.guests.enums import RideStatus
from foyer.guests.forms.ride import RideForm
from foyer.guests.models import Ride
from foyer.guests.ride_sheet import TRANSPORT_SHEET
from foyer.guests.services.rides import advance_ride, keep_ride

from .scope import EventView


class RidesPage(EventView):
    """A page about an event's rides."""

    right = "guests.view_ride"

    @property
    def rides(self) -> QuerySet[Ride]:
        """The event's rides, the next first."""
        found: QuerySet[Ride] = self.event.rides.select_related("guest").order_by("due_at", "pk")
        return found

    @property
    def rides_url(self) -> str:
        """The address of the transport list."""
        return reverse("guests:rides", args=[self.event.pk])

    def trail(self) -> list[dict[str, Any]]:
        """Return the transport list and this page."""
        return [
            {"url": self.rides_url, "label": _("Transport")},
            {"url": "", "label": self.get_page_title()},
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Return the rides beside what every page shows."""
        return super().get_context_data(**kwargs) | {
            "rides": self.rides,
            "rides_url": self.rides_url,
            "may_add": self.may("add_ride"),
            "may_change": self.may("change_ride"),
            "may_export": self.may("export_ride"),
        }


class RidesView(RidesPage):
    """The list."""

    template_name = "guests_admin/rides.html"
    page_title: ClassVar = gettext_lazy("Transport")

    def trail(self) -> list[dict[str, Any]]:
        """The list itself is the last stop."""
        return [{"url": "", "label": self.get_page_title()}]


class RidesPrintView(RidesPage):
    """The transport sheet, as the drivers get it."""

    template_name = "care_print/rides.html"
    page_title: ClassVar = gettext_lazy("Transport sheet")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Return the rides that take place."""
        return super().get_context_data(**kwargs) | {
            "rides": self.rides.exclude(status=RideStatus.CALLED_OFF),
            "html_lang": HTML_LANG[known_language(get_language())],
        }


class _RideFormView(RidesPage):
    """What ordering a ride and changing one have in common."""

    template_name = "guests_admin/ride_form.html"
    ride: Ride

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Return the form beside what every page shows."""
        kwargs.setdefault("form", RideForm(instance=self.ride, for_user=self.staff))
        return super().get_context_data(**kwargs) | {"media": kwargs["form"].media}

    def post(self, request: HttpRequest, *_args: Any, **_kwargs: Any) -> HttpResponseBase:
        """Keep the ride, or say what is missing."""
        form = RideForm(request.POST, instance=self.ride, for_user=self.staff)
        if not form.is_valid():
            response: HttpResponseBase = self.render_to_response(self.get_context_data(form=form))
            return response
        ride = keep_ride(ride=form.instance, by=self.staff)
        sentence = _("The ride for %(guest)s has been kept.") % {"guest": ride.guest.name}
        messages.success(request, sentence)
        return redirect(self.rides_url)


class RideAddView(_RideFormView):
    """Order a ride."""

    right = "guests.add_ride"
    page_title: ClassVar = gettext_lazy("Order a ride")

    def look_up(self, **kwargs: Any) -> None:
        """Find the event; the ride is yet to be made."""
        super().look_up(**kwargs)
        self.ride = Ride(event=self.event, due_at=self.event.starts_at)


class RideEditView(_RideFormView):
    """Change a ride."""

    right = "guests.change_ride"
    page_title: ClassVar = gettext_lazy("Change the ride")

    def look_up(self, **kwargs: Any) -> None:
        """Find the ride; one of another event is not found there."""
        super().look_up(**kwargs)
        self.ride = get_object_or_404(self.event.rides, pk=kwargs["ride_pk"])


class RideStepView(RideEditView):
    """Say how far a ride is."""

    http_method_names = ("post",)

    def post(self, request: HttpRequest, *_args: Any, **_kwargs: Any) -> HttpResponseBase:
        """Take the step, or say why not."""
        try:
            advance_ride(
                ride=self.ride, to=request.POST.get("to", ""), by=self.staff, at=timezone.now()
            )
        except Refusal as refusal:
            messages.error(request, str(refusal))
        return redirect(self.rides_url)


class _AllRides:
    """Every ride of an event, for its sheet."""

    is_understood = True

    def __init__(self, page: RidesPage) -> None:
        self._page = page

    @cached_property
    def keys(self) -> list[int]:
        """Their keys, in the order of the list."""
        return list(self._page.rides.values_list("pk", flat=True))

    @property
    def conditions(self) -> list[tuple[str, str]]:
        """Which event's."""
        event = self._page.event
        return [(_("Event"), f"{event.number} {event.title_text}".strip())]


class RidesExportPage(ExportPage, RidesPage):
    """The transport sheet as a file, through the register of exports. (security 9)"""

    target = TRANSPORT_SHEET
    right: ClassVar[str] = TRANSPORT_SHEET.right
    page_title: ClassVar = gettext_lazy("Transport sheet")

    def choose(self) -> Chosen:
        """Return the event's rides."""
        self.look_up(**self.kwargs)
        return _AllRides(self)

    @property
    def list_url(self) -> str:
        """The transport list."""
        return self.rides_url

    def get_page_subtitle(self) -> str:
        """Name the event."""
        return self.event.title_text

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Return the way here through the event."""
        return RidesPage.get_breadcrumbs_items(self)
