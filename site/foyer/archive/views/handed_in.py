"""What was found in a copy somebody handed in, what would be done with it, and doing it. (000-28)"""

from __future__ import annotations

from collections import Counter
from typing import Any, ClassVar

from django.http import HttpRequest, HttpResponseBase, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from wagtail.admin import messages

from foyer.archive.bags.words import STATES, sentence, why
from foyer.archive.services.bags_reading import READ, VERIFY, begin_reading, report_of
from foyer.core.models import Job
from foyer.core.refusals import Refusal

from .bags import CopiesPage, progress_of

_MOST_ROWS = 500


class HandedInPage(CopiesPage):
    """One verification or one reading in, for whoever asked for it."""

    template_name = "archive_admin/handed_in.html"
    header_icon: ClassVar = "upload"

    def look_up(self, **kwargs: Any) -> None:
        """Find it among one's own."""
        mine = Job.objects.filter(kind__in=(VERIFY, READ), by=self.staff)
        self.job = get_object_or_404(mine, pk=kwargs["pk"])

    def get_page_subtitle(self) -> str:
        """Say what is done."""
        if self.job.kind == READ:
            return pgettext("copy of records", "Reading in")
        return pgettext("copy of records", "Verifying")

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Show it, or tell how far it is."""
        if "status" in request.GET:
            return JsonResponse(progress_of(self.job))
        return super().get(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Return what was found, in the reader's language."""
        report = report_of(self.job)
        context = super().get_context_data(**kwargs) | {
            "progress": progress_of(self.job),
            "report": report,
            "is_read": self.job.kind == READ,
        }
        return context | shown_report(report) if report else context

    def post(self, request: HttpRequest, *_args: Any, **_kwargs: Any) -> HttpResponseBase:
        """Have it read in."""
        try:
            job = begin_reading(verified=self.job, at=timezone.now())
        except Refusal as refusal:
            messages.error(request, str(refusal))
            return redirect("archive:handed_in", pk=self.job.pk)
        messages.success(request, _("The copy is being read in."))
        return redirect("archive:handed_in", pk=job.pk)


def shown_report(report: dict[str, Any]) -> dict[str, Any]:
    """Return a report in words."""
    first = sorted(report["records"], key=lambda one: one["state"] == "same")[:_MOST_ROWS]
    counted = Counter(one["state"] for one in report["records"])
    return {
        "faults": [sentence(fault) for fault in report["faults"]],
        "more_faults": report["fault_count"] - len(report["faults"]),
        "states": [
            (state, label, counted[state]) for state, label in STATES.items() if counted[state]
        ],
        "rows": [
            (one, STATES[one["state"]], [why(reason) for reason in one["why"]]) for one in first
        ],
        "more_rows": len(report["records"]) - len(first),
        "has_new": bool(counted["new"]),
    }
