"""The register of prevention measures: what is to be done until when, and whether it worked. (001-26)"""

from __future__ import annotations

from typing import Any, ClassVar

from django.core.paginator import Paginator
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from foyer.cases.models import Action, Case

from .desk import PER_PAGE, CasesPage


class ActionsPage(CasesPage):
    """The prevention measures of the cases one may see, unchecked ones first, by due day."""

    template_name = "cases_admin/actions.html"
    page_title: ClassVar = gettext_lazy("Prevention measures")

    def get_page_subtitle(self) -> str:
        """Name the page, as the last stop of the way here."""
        return _("Prevention measures")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Return one page of one view: to be checked, or checked."""
        checked = self.request.GET.get("view") == "checked"
        seen = Case.objects.visible_to(self.staff).order_by()
        found = Action.objects.filter(case__in=seen, checked_at__isnull=not checked)
        found = found.select_related("case", "person")
        return super().get_context_data(**kwargs) | {
            "page": Paginator(found, PER_PAGE).get_page(self.request.GET.get("p")),
            "checked": checked,
            "today": timezone.localdate(),
        }
