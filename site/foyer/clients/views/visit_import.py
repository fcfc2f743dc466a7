"""Visits in from a file, step by step, from the list of visits. (003-15)"""

from __future__ import annotations

from typing import Any, ClassVar

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from foyer.clients.resources import VISIT_LIST, VISIT_SCOPE
from foyer.core.imports import views as steps
from foyer.core.imports.models import ImportBatch
from foyer.core.imports.targets import Target
from foyer.core.views import StaffPage


class VisitImportView(steps.ImportStep, StaffPage):
    """What every step of an import of visits shares.

    A file shows who was met and what was said: only whoever handed it in sees it, and those who see all visits.
    """

    right: ClassVar[str] = "clients.import_visit"
    scope = VISIT_SCOPE
    target: Target = VISIT_LIST
    namespace = "care"
    upload_title: ClassVar = gettext_lazy("Import visits")
    file_name = "visits"

    def batches(self) -> QuerySet[ImportBatch]:
        """Return one's own files; all of them for those who see everybody's visits."""
        batches = super().batches()
        return batches if self.may_see_private() else batches.filter(by=self.staff)

    def may_see_private(self) -> bool:
        """Tell whether somebody sees everybody's visits."""
        return self.staff.has_perm("clients.view_all_visit")

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Return the way here: home, visits, this page."""
        visits = {"url": reverse("care:visits"), "label": _("Visits")}
        return [*self.breadcrumbs_items, visits, {"url": "", "label": self.get_page_title()}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Return the way back to the list beside what every step shows."""
        return super().get_context_data(**kwargs) | {"list_url": reverse("care:visits")}


urlpatterns = steps.import_pages(VisitImportView, target=VISIT_LIST, below="visits/")
