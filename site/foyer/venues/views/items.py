"""A piece of equipment as a file, and what is due for maintenance. (001-10)"""

from __future__ import annotations

from typing import Any, ClassVar

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages

from foyer.core.days import house_day
from foyer.core.refusals import Refusal
from foyer.venues.forms.equipment import MaintenanceForm
from foyer.venues.models import EquipmentItem
from foyer.venues.queries.due import due_list, due_on
from foyer.venues.services.upkeep import record_maintenance

from .base import PER_PAGE, EquipmentPage

_LATEST = 20


class DuePage(EquipmentPage):
    """What is due for maintenance today, or was before."""

    right = "venues.view_maintenance"
    template_name = "equipment_admin/due.html"
    page_title: ClassVar = gettext_lazy("Maintenance due")
    header_icon: ClassVar = "time"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Return one page of it."""
        today = house_day(timezone.now())
        found = Paginator(due_list(by=today), PER_PAGE)
        page = found.get_page(self.request.GET.get("p"))
        return super().get_context_data(**kwargs) | {"page": page, "today": today}


class ItemPage(EquipmentPage):
    """Everything about a piece: where it is, its hires, its maintenance, its faults."""

    right = "venues.view_equipmentitem"
    template_name = "equipment_admin/item.html"
    page_title: ClassVar = gettext_lazy("Equipment")
    above: ClassVar = ("wagtailsnippets_venues_equipmentitem:list", gettext_lazy("Equipment"))

    def look_up(self, **kwargs: Any) -> None:
        """Find the piece."""
        items = EquipmentItem.objects.with_last_done().select_related("kind", "home__venue")
        self.item = get_object_or_404(items, pk=kwargs["pk"])

    def get_page_subtitle(self) -> str:
        """Name the piece."""
        return str(self.item)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Return the file."""
        item, now = self.item, timezone.now()
        kwargs.setdefault("form", MaintenanceForm(initial={"done_on": house_day(now)}))
        hires = item.kind.hires.out().holding(at=now).filter(until_at__gt=now)
        return super().get_context_data(**kwargs) | {
            "item": item,
            "due": due_on(item, getattr(item, "last_done_on", None)),
            "today": house_day(now),
            "hires": hires.select_related("kind", "occupation__room__venue", "occupation__event")[
                :_LATEST
            ],
            "log": item.maintenance.select_related("written_by")[:_LATEST],
            "faults": item.faults.select_related("reported_by")[:_LATEST],
        }

    def post(self, request: HttpRequest, *_args: Any, **_kwargs: Any) -> HttpResponseBase:
        """Write maintenance down, or say why not."""
        if not self.staff.has_perm("venues.add_maintenance"):
            raise PermissionDenied
        form = MaintenanceForm(request.POST)
        if form.is_valid():
            try:
                record_maintenance(
                    item=self.item, **form.cleaned_data, by=self.staff, at=timezone.now()
                )
            except Refusal as refusal:
                form.add_error(None, str(refusal))
            else:
                messages.success(request, _("Written down."))
                return redirect("equipment:item", self.item.pk)
        response: HttpResponseBase = self.render_to_response(self.get_context_data(form=form))
        return response
