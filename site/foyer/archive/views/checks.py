"""Checks of the archive's files: every run with its figures, and what one found. (000-28)"""

from __future__ import annotations

from typing import Any, ClassVar

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy
from wagtail.admin import messages
from wagtail.admin.ui.components import Component

from foyer.archive.models import ArchivePolicy, IntegrityCheck
from foyer.archive.queries.checks import figures, rows_of, told_to
from foyer.archive.rights import holds
from foyer.archive.services.checking import CHECK, begin_check
from foyer.archive.services.reminding_of_bags import bag_is_due
from foyer.core.models import Job
from foyer.core.refusals import Refusal
from foyer.core.views import StaffPage, spreadsheet_response

STARTS = "check_archiverecord"
_PER_PAGE = 50


class ChecksPage(StaffPage):
    """The runs, newest first; whoever may has all files looked at now."""

    right = "archive.view_integritycheck"
    template_name = "archive_admin/checks.html"
    page_title: ClassVar = pgettext_lazy("archive", "Checks")
    header_icon: ClassVar = "circle-check"

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """The list is the last stop."""
        return [*self.breadcrumbs_items, {"url": "", "label": self.get_page_title()}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Return a page of the runs, and how the files stand."""
        runs = IntegrityCheck.objects.select_related("started_by").defer("faults")
        page = Paginator(runs, _PER_PAGE).get_page(self.request.GET.get("p"))
        job = Job.objects.filter(kind=CHECK).open().first()
        return super().get_context_data(**kwargs) | {
            "page": page,
            "figures": figures(),
            "job": job,
            "days": ArchivePolicy.load().check_every_days,
            "may_start": holds(self.staff, STARTS) and job is None,
        }

    def post(self, request: HttpRequest, *_args: Any, **_kwargs: Any) -> HttpResponseBase:
        """Have all files looked at."""
        if not holds(self.staff, STARTS):
            raise PermissionDenied
        try:
            begin_check(by=self.staff, at=timezone.now())
        except Refusal as refusal:
            messages.warning(request, str(refusal))
        else:
            messages.success(request, _("Every file is being checked. The figures stand below."))
        return redirect("archive:checks")


class CheckPage(StaffPage):
    """What one run found, file by file."""

    right = "archive.view_integritycheck"
    template_name = "archive_admin/check.html"
    page_title: ClassVar = pgettext_lazy("archive", "Check")
    header_icon: ClassVar = "circle-check"

    def look_up(self, **kwargs: Any) -> None:
        """Find the run."""
        runs = IntegrityCheck.objects.select_related("started_by")
        self.check = get_object_or_404(runs, pk=kwargs["pk"])

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Return the way here."""
        above = {"url": reverse("archive:checks"), "label": str(ChecksPage.page_title)}
        return [*self.breadcrumbs_items, above, {"url": "", "label": self.get_page_title()}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Return the run, and what of it the reader may know."""
        return super().get_context_data(**kwargs) | {
            "check": self.check,
            "told": told_to(self.staff, self.check),
            "staff": self.staff,
            "at": timezone.now(),
        }


class CheckPrintPage(CheckPage):
    """The report on A4."""

    template_name = "archive_admin/check_print.html"


class CheckTable(CheckPage):
    """The report as a table."""

    def get(self, request: HttpRequest, *_args: Any, **_kwargs: Any) -> HttpResponseBase:
        """Hand it out."""
        rows = rows_of(told_to(self.staff, self.check))
        name = f"archive-check-{timezone.localtime(self.check.started_at):%Y%m%d-%H%M}"
        return spreadsheet_response(rows, kind="csv", name=name)


class KeepingPanel(Component):
    """How the archive's files stand, on the first page of those who have them checked."""

    name = "archive-keeping"
    order = 56

    def render_html(self, _parent_context: Any = None) -> str:
        """Return the figures."""
        context = {
            "figures": figures(),
            "bag_is_due": self.copies and bag_is_due(at=timezone.now()),
        }
        return render_to_string("archive_admin/keeping_panel.html", context)

    def __init__(self, *, copies: bool) -> None:
        self.copies = copies
