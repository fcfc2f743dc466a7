"""The fee audit: on the screen, on paper, as a workbook. (004-24)"""

from __future__ import annotations

from typing import Any, ClassVar

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import get_language, pgettext, pgettext_lazy

from foyer.core.days import house_day
from foyer.core.views import StaffPage, spreadsheet_response
from foyer.fees.enums import Currency
from foyer.settlement.forms.audit import PeriodForm, TakeAwayForm
from foyer.settlement.queries.audit import Audited, audit_of
from foyer.settlement.queries.audit_rows import grids_of, workbook_rows
from foyer.settlement.services.auditing import note_audit_taken

TAKES = "settlement.export_statement"


class AuditPage(StaffPage):
    """The audit of a period; whoever reads it sees every booking, for it counts every one."""

    right = "settlement.view_paper"
    template_name = "settlement_admin/audit.html"
    page_title: ClassVar = pgettext_lazy("fee audit", "Fee audit")
    header_icon: ClassVar = "form"
    take_away_form: TakeAwayForm | None = None

    def look_up(self, **_kwargs: Any) -> None:
        """Find the period."""
        if not self.staff.has_perm("bookings.view_every_booking"):
            raise PermissionDenied
        self.at = timezone.now()
        self.form = PeriodForm(self.request.GET, today=house_day(self.at))
        self.days = self.form.days

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """The audit is the last stop."""
        label = pgettext("fee audit", "Fee audit")
        return [*self.breadcrumbs_items, {"url": "", "label": label}]

    @cached_property
    def audits(self) -> list[Audited]:
        """The figures, currency by currency; none where the period makes no sense."""
        return audit_of(*self.days) if self.days else []

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Return the period and its tables."""
        query = self.request.GET.urlencode()
        return super().get_context_data(**kwargs) | {
            "period_form": self.form,
            "days": self.days,
            "audits": [
                (Currency(one.currency).label, one.currency, grids_of(one)) for one in self.audits
            ],
            "query": f"?{query}" if query else "",
            "may_take": self.staff.has_perm(TAKES),
            "take_form": self.take_away_form or TakeAwayForm(),
            "staff": self.staff,
            "at": self.at,
        }


class AuditPrintPage(AuditPage):
    """The audit on A4."""

    template_name = "settlement_admin/audit_print.html"


class AuditWorkbookPage(AuditPage):
    """Hands every table out as one workbook, once it is said what for; until then it shows the audit."""

    right = TAKES

    def post(self, request: HttpRequest, *_args: Any, **_kwargs: Any) -> HttpResponseBase:
        """Write down who takes it and why, and hand it out."""
        form = self.take_away_form = TakeAwayForm(request.POST)
        if self.days is None or not form.is_valid():
            return self.get(request)
        first, last = self.days
        rows = workbook_rows(first, last, self.audits)
        note_audit_taken(
            first=first,
            last=last,
            rows=sum(len(audited.total.papers) for audited in self.audits),
            purpose=form.cleaned_data["purpose"],
            language=get_language() or "",
            by=self.staff,
            at=self.at,
        )
        name = f"fee-audit-{first.isoformat()}-{last.isoformat()}"
        return spreadsheet_response(rows, kind="xlsx", name=name)
