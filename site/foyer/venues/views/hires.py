"""What is hired: the list, a new hire, its return. (001-10)"""

from __future__ import annotations

from datetime import datetime
from typing import Any, ClassVar

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages

from foyer.core.refusals import Refusal
from foyer.venues.forms.equipment import HireForm, ReturnForm
from foyer.venues.models import EquipmentHire
from foyer.venues.queries.availability import shortfalls
from foyer.venues.services.hiring import call_off_hire, hire_equipment
from foyer.venues.services.returning import return_hire

from .base import PER_PAGE, EquipmentPage

VIEWS = {
    "coming": gettext_lazy("Now and to come"),
    "late": gettext_lazy("Not brought back"),
    "back": gettext_lazy("Over"),
}


class HiresPage(EquipmentPage):
    """What is hired, by time."""

    right = "venues.view_equipmenthire"
    template_name = "equipment_admin/hires.html"
    page_title: ClassVar = gettext_lazy("Hired equipment")
    header_icon: ClassVar = "calendar-alt"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Return one page of one view."""
        now, view = timezone.now(), self.request.GET.get("view", "coming")
        view = view if view in VIEWS else "coming"
        found = _hires(view, now).select_related(
            "kind", "occupation__room__venue", "occupation__event"
        )
        return super().get_context_data(**kwargs) | {
            "page": Paginator(found, PER_PAGE).get_page(self.request.GET.get("p")),
            "views": VIEWS.items(),
            "view_now": view,
            "shortfalls": shortfalls(at=now),
        }


class HireAddPage(EquipmentPage):
    """Hire equipment."""

    right = "venues.add_equipmenthire"
    template_name = "equipment_admin/hire.html"
    page_title: ClassVar = gettext_lazy("Hire equipment")
    header_icon: ClassVar = "calendar-alt"
    above: ClassVar = ("equipment:hires", gettext_lazy("Hired equipment"))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Return the form, filled in as the address says."""
        told = {name: self.request.GET.get(name, "") for name in ("kind", "occupation")}
        kwargs.setdefault("form", HireForm(at=timezone.now(), initial=told))
        return super().get_context_data(**kwargs)

    def post(self, request: HttpRequest, *_args: Any, **_kwargs: Any) -> HttpResponseBase:
        """Hire, or say what is free and when."""
        now = timezone.now()
        form = HireForm(request.POST, at=now)
        if form.is_valid():
            try:
                hire = hire_equipment(**form.cleaned_data, by=self.staff, at=now)
            except Refusal as refusal:
                form.add_error(None, str(refusal))
            else:
                messages.success(request, _("Hired."))
                return redirect("equipment:hired", hire.pk)
        response: HttpResponseBase = self.render_to_response(self.get_context_data(form=form))
        return response


class HirePage(EquipmentPage):
    """One hire: what, for what, until when, and how much of it is back."""

    right = "venues.view_equipmenthire"
    template_name = "equipment_admin/hired.html"
    page_title: ClassVar = gettext_lazy("Hired equipment")
    header_icon: ClassVar = "calendar-alt"
    above: ClassVar = ("equipment:hires", gettext_lazy("Hired equipment"))

    def look_up(self, **kwargs: Any) -> None:
        """Find the hire."""
        hires = EquipmentHire.objects.select_related(
            "kind", "occupation__room__venue", "occupation__event", "made_by"
        )
        self.hire = get_object_or_404(hires, pk=kwargs["pk"])

    def get_page_subtitle(self) -> str:
        """Name what is hired."""
        return str(self.hire)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Return the hire, and the question when it came back."""
        begins = {"returned_at": timezone.localtime()}
        kwargs.setdefault("form", ReturnForm(hire=self.hire, initial=begins))
        returns = self.hire.returns.select_related("written_by").prefetch_related("faults")
        return super().get_context_data(**kwargs) | {
            "hire": self.hire,
            "is_late": self.hire.is_late(timezone.now()),
            "returns": returns,
        }

    def post(self, request: HttpRequest, *_args: Any, **_kwargs: Any) -> HttpResponseBase:
        """Write down what is back, or call it off."""
        if "call_off" in request.POST:
            return self._call_off()
        if not self.staff.has_perm("venues.change_equipmenthire"):
            raise PermissionDenied
        form = ReturnForm(request.POST, hire=self.hire)
        if form.is_valid():
            values = form.cleaned_data
            try:
                return_hire(
                    hire=self.hire,
                    returned_at=values["returned_at"],
                    sound=values["sound"],
                    harm=form.harm,
                    by=self.staff,
                    at=timezone.now(),
                )
            except Refusal as refusal:
                form.add_error(None, str(refusal))
            else:
                messages.success(request, _("Written down."))
                return redirect("equipment:hired", self.hire.pk)
        response: HttpResponseBase = self.render_to_response(self.get_context_data(form=form))
        return response

    def _call_off(self) -> HttpResponseBase:
        if not self.staff.has_perm("venues.delete_equipmenthire"):
            raise PermissionDenied
        try:
            call_off_hire(hire=self.hire, by=self.staff)
        except Refusal as refusal:
            messages.error(self.request, str(refusal))
            return redirect("equipment:hired", self.hire.pk)
        messages.success(self.request, _("The hire has been called off."))
        return redirect("equipment:hires")


def _hires(view: str, now: datetime) -> Any:
    hires = EquipmentHire.objects.all()
    if view == "back":
        return hires.exclude(returned_at=None).order_by("-returned_at", "-pk")
    late = {"until_at__lte": now} if view == "late" else {"until_at__gt": now}
    return hires.out().holding(at=now).filter(**late)
