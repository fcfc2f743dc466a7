"""Faults: reported from a phone, taken step by step, kept as a register. (004-15)"""

from __future__ import annotations

from typing import Any, ClassVar

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages

from foyer.core.audit import note
from foyer.core.exports.views import Chosen, ExportPage
from foyer.core.refusals import Refusal
from foyer.core.uploads.views import PrivateFileView
from foyer.venues.enums import FaultState
from foyer.venues.exports import FAULT_LIST
from foyer.venues.forms.equipment import FaultForm, StepForm
from foyer.venues.models import EquipmentFault, EquipmentItem, FaultPhoto
from foyer.venues.services.faults import advance_fault, report_fault

from .base import PER_PAGE, EquipmentPage

_LONGEST_KEY = 19  # digits
VIEWS = {
    "open": gettext_lazy("Open faults"),
    "settled": gettext_lazy("Settled faults"),
    "all": gettext_lazy("All faults"),
}


def faults_of(view: str) -> Any:
    """Return the faults of a view of the register; None: there is no such view."""
    faults = EquipmentFault.objects.all()
    found = {"open": faults.open(), "settled": faults.settled(), "all": faults}
    return found.get(view)


class FaultsPage(EquipmentPage):
    """The register of faults, the latest first."""

    right = "venues.view_equipmentfault"
    template_name = "equipment_admin/faults.html"
    page_title: ClassVar = gettext_lazy("Faults")
    header_icon: ClassVar = "warning"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Return one page of one view."""
        view = self.request.GET.get("view", "open")
        view = view if view in VIEWS else "open"
        found = faults_of(view).select_related("item__kind", "item__home", "reported_by")
        return super().get_context_data(**kwargs) | {
            "page": Paginator(found, PER_PAGE).get_page(self.request.GET.get("p")),
            "views": VIEWS.items(),
            "view_now": view,
        }


class ReportPage(EquipmentPage):
    """Report a fault: which piece, what is wrong, a photo."""

    right = "venues.add_equipmentfault"
    template_name = "equipment_admin/report.html"
    page_title: ClassVar = gettext_lazy("Report a fault")
    header_icon: ClassVar = "warning"

    @cached_property
    def item(self) -> EquipmentItem | None:
        """The piece that is named already, by the address or by what was sent."""
        asked = self.request.POST.get("item") or self.request.GET.get("item", "")
        known = EquipmentItem.objects.select_related("kind", "home")
        return (
            known.filter(pk=int(asked)).first()
            if asked.isdecimal() and len(asked) < _LONGEST_KEY
            else None
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Return the form, and what was reported of the piece already."""
        kwargs.setdefault("form", FaultForm(item=self.item))
        known = self.item.faults.open().select_related("reported_by") if self.item else ()
        return super().get_context_data(**kwargs) | {"item": self.item, "known": known}

    def post(self, request: HttpRequest, *_args: Any, **_kwargs: Any) -> HttpResponseBase:
        """Keep the fault, or say what is missing."""
        form = FaultForm(request.POST, request.FILES, item=self.item)
        if form.is_valid():
            try:
                told = report_fault(**form.cleaned_data, by=self.staff, at=timezone.now())
            except Refusal as refusal:
                form.add_error(None, str(refusal))
            else:
                said = _("The fault has been reported.")
                if told.is_known:
                    said = _("This fault had been reported already; your words were added to it.")
                messages.success(request, said)
                return redirect("equipment:fault", told.fault.pk)
        response: HttpResponseBase = self.render_to_response(self.get_context_data(form=form))
        return response


class FaultPage(EquipmentPage):
    """One fault: its photos, its journal, its next step."""

    right = "venues.view_equipmentfault"
    template_name = "equipment_admin/fault.html"
    page_title: ClassVar = gettext_lazy("Fault")
    header_icon: ClassVar = "warning"
    above: ClassVar = ("equipment:faults", gettext_lazy("Faults"))

    def look_up(self, **kwargs: Any) -> None:
        """Find the fault."""
        faults = EquipmentFault.objects.select_related("item__kind", "item__home", "reported_by")
        self.fault = get_object_or_404(faults, pk=kwargs["pk"])

    def get_page_subtitle(self) -> str:
        """Name the piece."""
        return str(self.fault.item)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Return the fault with everything that belongs to it."""
        may_step = self.staff.has_perm("venues.change_equipmentfault")
        if may_step and FaultState.NEXT[self.fault.state]:
            kwargs.setdefault("form", StepForm(fault=self.fault))
        return super().get_context_data(**kwargs) | {
            "fault": self.fault,
            "steps": self.fault.steps.select_related("by"),
            "photos": self.fault.photos.select_related("added_by"),
        }

    def post(self, request: HttpRequest, *_args: Any, **_kwargs: Any) -> HttpResponseBase:
        """Take the next step, or say why not."""
        if not self.staff.has_perm("venues.change_equipmentfault"):
            raise PermissionDenied
        form = StepForm(request.POST, fault=self.fault)
        if form.is_valid():
            try:
                advance_fault(
                    fault=self.fault, **form.cleaned_data, by=self.staff, at=timezone.now()
                )
            except Refusal as refusal:
                form.add_error(None, str(refusal))
            else:
                messages.success(request, _("Written down."))
                return redirect("equipment:fault", self.fault.pk)
        response: HttpResponseBase = self.render_to_response(self.get_context_data(form=form))
        return response


class PhotoFile(PrivateFileView):
    """A photo of a fault, as an attachment."""

    right = "venues.view_equipmentfault"

    def find(self, **kwargs: Any) -> FaultPhoto:
        """Find it, and note who opens it."""
        photo = get_object_or_404(FaultPhoto, pk=kwargs["pk"])
        note("venues.photo.open", by=self.staff.pk, record=str(photo.pk))
        return photo


class ChosenFaults:
    """The faults of a view of the register."""

    def __init__(self, view: str) -> None:
        self._view = view

    @property
    def is_understood(self) -> bool:
        """Whether there is such a view."""
        return self._view in VIEWS

    @cached_property
    def keys(self) -> list[int]:
        """The keys of the faults, in the order of the register."""
        return list(faults_of(self._view).values_list("pk", flat=True))

    @property
    def conditions(self) -> list[tuple[str, str]]:
        """What the list was narrowed down by, in words."""
        return [(_("Faults"), str(VIEWS[self._view]))]


class FaultExportPage(ExportPage):
    """Takes a view of the register away."""

    target = FAULT_LIST
    right = FAULT_LIST.right

    def choose(self) -> Chosen:
        """Return the faults the address means."""
        return ChosenFaults(self.request.GET.get("view", "open"))

    @property
    def list_url(self) -> str:
        """The register."""
        return reverse("equipment:faults")
