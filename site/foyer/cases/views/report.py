"""The monthly report of cases: on the screen with the cases behind each figure, on paper, as files. (001-31)"""

from __future__ import annotations

from typing import Any, ClassVar

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from foyer.cases.exports import CASE_LIST
from foyer.cases.models import Case
from foyer.cases.queries.facets import cases_of, label_of
from foyer.cases.queries.months import Month, asked_month
from foyer.cases.queries.report import Report, formula, report_of
from foyer.cases.queries.report_rows import report_rows
from foyer.core.days import house_day
from foyer.core.exports.views import Chosen, ExportPage
from foyer.core.models import User
from foyer.core.views import spreadsheet_response

from .desk import PER_PAGE, CasesPage


class ReportPage(CasesPage):
    """The figures of a month; whoever reads them sees every case, for they count every case."""

    right = "cases.view_every_case"
    template_name = "cases_admin/report.html"
    page_title: ClassVar = gettext_lazy("Monthly report")

    def look_up(self, **kwargs: Any) -> None:
        """Find the month."""
        self.at = timezone.now()
        self.today = house_day(self.at)
        self.month = asked_month(self.request.GET.get("month", ""), today=self.today)

    def get_page_subtitle(self) -> str:
        """Name the page, as the last stop of the way here."""
        return _("Monthly report")

    @cached_property
    def report(self) -> Report:
        """The figures."""
        return report_of(self.month, at=self.at)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Return the figures, and the months to choose from."""
        this = Month(self.today.replace(day=1))
        return super().get_context_data(**kwargs) | {
            "report": self.report,
            "formula": formula(),
            "month": self.month,
            "months": reversed(this.year),
            "earlier": self.month.before(1),
            "later": self.month.before(-1) if self.month != this else None,
            "may_export": self.staff.has_perm(CASE_LIST.right),
            "staff": self.staff,
            "at": self.at,
        }


class ReportPrintPage(ReportPage):
    """The report on A4."""

    template_name = "cases_admin/report_print.html"


class ReportWorkbookPage(ReportPage):
    """The figures as a workbook; the cases behind them go out through the register of exports."""

    def get(self, request: HttpRequest, *_args: Any, **_kwargs: Any) -> HttpResponseBase:
        """Hand it out."""
        rows = report_rows(self.report)
        return spreadsheet_response(rows, kind="xlsx", name=f"cases-{self.month.key}")


class ReportCasesPage(ReportPage):
    """The cases behind one figure."""

    template_name = "cases_admin/report_cases.html"

    def look_up(self, **kwargs: Any) -> None:
        """Find the figure."""
        super().look_up(**kwargs)
        self.facet = kwargs["facet"]
        found = cases_of(self.facet, self.month, at=self.at)
        if found is None:
            raise Http404
        self.found = found.select_related("client", "owner")

    def get_page_subtitle(self) -> str:
        """Name the figure."""
        return label_of(self.facet)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Return one page of the cases."""
        context = CasesPage.get_context_data(self, **kwargs)
        return context | {
            "page": Paginator(self.found, PER_PAGE).get_page(self.request.GET.get("p")),
            "facet": self.facet,
            "label": label_of(self.facet),
            "month": self.month,
            "may_export": self.staff.has_perm(CASE_LIST.right),
        }


class ReportedCases:
    """The cases behind a figure that somebody may see."""

    def __init__(self, facet: str, month: Month, by: User) -> None:
        self._facet, self._month, self._by = facet, month, by

    @cached_property
    def _found(self) -> Any:
        return cases_of(self._facet, self._month, at=timezone.now())

    @property
    def is_understood(self) -> bool:
        """Whether there is such a figure."""
        return self._found is not None

    @cached_property
    def keys(self) -> list[int]:
        """The keys of the cases, in the order of the list."""
        seen = Case.objects.visible_to(self._by).order_by().values("pk")
        return list(self._found.filter(pk__in=seen).values_list("pk", flat=True))

    @property
    def conditions(self) -> list[tuple[str, str]]:
        """What the list was narrowed down by, in words."""
        return [(_("Month"), self._month.name), (_("Figure"), label_of(self._facet))]


class CaseExportPage(ExportPage):
    """Exports the cases behind a figure."""

    target = CASE_LIST
    right = CASE_LIST.right

    def choose(self) -> Chosen:
        """Return the cases the address means."""
        asked = self.request.GET.get("month", "")
        month = asked_month(asked, today=house_day(timezone.now()))
        return ReportedCases(self.request.GET.get("of", "taken"), month, self.staff)

    @property
    def list_url(self) -> str:
        """The list, as it was narrowed down."""
        asked = asked_month(self.request.GET.get("month", ""), today=house_day(timezone.now()))
        facet = self.request.GET.get("of", "taken")
        if cases_of(facet, asked, at=timezone.now()) is None:
            return reverse("cases:report")
        url = reverse("cases:report_cases", args=[facet])
        return f"{url}?{urlencode({'month': asked.key})}"
