"""The day's checks, and the sheet of each. (004-15)"""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages

from foyer.core.days import house_day
from foyer.core.models import HousePolicy
from foyer.core.refusals import Refusal
from foyer.venues.enums import OccupationPurpose
from foyer.venues.forms.check import CheckForm
from foyer.venues.models import EquipmentCheck, Occupation, Room
from foyer.venues.queries.checks import lines_to_check, uses_on
from foyer.venues.services.checking import check_equipment

from .base import EquipmentPage


class ChecksPage(EquipmentPage):
    """The rooms used on a day, each with how its equipment stands."""

    right = "venues.view_equipmentcheck"
    template_name = "equipment_admin/checks.html"
    page_title: ClassVar = gettext_lazy("Equipment checks")
    header_icon: ClassVar = "tasks"

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """This is the last stop."""
        return [*self.breadcrumbs_items, {"url": "", "label": self.get_page_subtitle()}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Return the uses of the day that was asked for, else of today."""
        now = timezone.now()
        day = _asked_day(self.request.GET.get("day", ""), house_day(now))
        latest = EquipmentCheck.objects.with_failures().select_related("room__venue", "checked_by")
        return super().get_context_data(**kwargs) | {
            "day": day,
            "uses": uses_on(day, at=now),
            "rooms": Room.objects.select_related("venue"),
            "sheets": latest.filter(occupation=None)[:5],
        }


class CheckPage(EquipmentPage):
    """A sheet that is filled in; what fails is reported in the same step."""

    right = "venues.add_equipmentcheck"
    template_name = "equipment_admin/check.html"
    page_title: ClassVar = gettext_lazy("Check equipment")
    header_icon: ClassVar = "tasks"
    room: Room
    use: Occupation | None = None

    def get_page_subtitle(self) -> str:
        """Name the room."""
        return self.room.name_text

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Return the sheet."""
        lines = lines_to_check(self.room, self.use)
        kwargs.setdefault("form", CheckForm(lines=lines))
        return super().get_context_data(**kwargs) | {"room": self.room, "use": self.use}

    def post(self, request: HttpRequest, *_args: Any, **_kwargs: Any) -> HttpResponseBase:
        """Keep the sheet, or say what is missing."""
        lines = lines_to_check(self.room, self.use)
        form = CheckForm(request.POST, request.FILES, lines=lines)
        if form.is_valid():
            try:
                sheet = check_equipment(
                    room=self.room,
                    occupation=self.use,
                    answers=form.answers,
                    note=form.cleaned_data["note"],
                    by=self.staff,
                    at=timezone.now(),
                )
            except Refusal as refusal:
                form.add_error(None, str(refusal))
            else:
                messages.success(request, _("The check has been written down."))
                return redirect("equipment:sheet", sheet.pk)
        response: HttpResponseBase = self.render_to_response(self.get_context_data(form=form))
        return response


class CheckUsePage(CheckPage):
    """The check before a use of a room."""

    def look_up(self, **kwargs: Any) -> None:
        """Find the use; a closed room is used by nobody."""
        uses = Occupation.objects.exclude(purpose=OccupationPurpose.CLOSED)
        self.use = get_object_or_404(uses.select_related("room__venue", "event"), pk=kwargs["pk"])
        self.room = self.use.room


class CheckRoomPage(CheckPage):
    """The check of a room by itself."""

    def look_up(self, **kwargs: Any) -> None:
        """Find the room."""
        self.room = get_object_or_404(Room.objects.select_related("venue"), pk=kwargs["pk"])


class SheetPage(EquipmentPage):
    """A check sheet as it was kept."""

    right = "venues.view_equipmentcheck"
    template_name = "equipment_admin/sheet.html"
    page_title: ClassVar = gettext_lazy("Check sheet")
    header_icon: ClassVar = "tasks"

    def look_up(self, **kwargs: Any) -> None:
        """Find the sheet."""
        sheets = EquipmentCheck.objects.with_failures().select_related("room__venue", "checked_by")
        self.sheet = get_object_or_404(sheets, pk=kwargs["pk"])

    def get_page_subtitle(self) -> str:
        """Name the room."""
        return self.sheet.room.name_text

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Return the sheet with its lines."""
        lines = self.sheet.lines.select_related("item", "fault")
        house = HousePolicy.load()
        return super().get_context_data(**kwargs) | {
            "sheet": self.sheet,
            "lines": lines,
            "house": house,
            "at": timezone.now(),
            "staff": self.staff,
        }


class SheetPrintPage(SheetPage):
    """A check sheet on one page of paper."""

    template_name = "equipment_admin/sheet_print.html"


def _asked_day(text: str, today: date) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return today
