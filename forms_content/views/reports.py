"""What was answered to a form: counted on a page, on paper, in a workbook; and what was written."""

from __future__ import annotations

from typing import Any, ClassVar

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponseBase
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import get_language, gettext_lazy
from wagtail.admin.paginator import WagtailPaginator

from forms_content.filters import AnswerFilterForm
from forms_content.models import Submission
from forms_content.results import report_of
from forms_content.results.satisfaction import formula
from forms_content.results.sheets import report_rows
from forms_content.results.texts import Texts
from foyer.core.languages import known_language
from foyer.core.views import spreadsheet_response
from foyer.privacy.enums import ViewPlace
from foyer.privacy.services.view_log import note_views

from .staff import PER_PAGE, FormStaffView, may_export, may_read_copies, may_read_texts

SENSITIVE = "forms_content.view_sensitive_submission"


class ReportView(FormStaffView):
    """What was answered to a form, counted; narrowed down, and parted by one thing."""

    template_name = "forms_content/admin/report.html"
    page_title: ClassVar = gettext_lazy("Report")

    @cached_property
    def asked(self) -> AnswerFilterForm:
        """What the report is narrowed down by."""
        return AnswerFilterForm(self.request.GET, page=self.form_page)

    @property
    def language(self) -> str:
        """In which questions and choices are named."""
        return known_language(get_language())

    @cached_property
    def report(self) -> Any:
        """The report in the reader's language."""
        by = self.request.GET.get("by", "")
        wanted = self.asked.wanted
        return report_of(self.form_page, language=self.language, wanted=wanted, by=by)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Return the report, and what may be done with it."""
        return super().get_context_data(**kwargs) | {
            "report": self.report,
            "asked": self.asked,
            "conditions": self.asked.conditions,
            "may_edit": self.form_page.permissions_for_user(self.staff).can_edit(),
            "query": self.request.GET.urlencode(),
            "formula": formula(),
            "with_texts": may_read_texts(self.form_page, self.staff),
            "with_copies": may_read_copies(self.form_page, self.staff),
            "with_export": may_export(self.form_page, self.staff),
            "sees_sensitive": self.staff.has_perm(SENSITIVE),
        }


class PrintView(ReportView):
    """The report on sheets of A4, under the name of the house."""

    template_name = "forms_content/print/report.html"
    page_title: ClassVar = gettext_lazy("Print")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Return the report, and when and by whom it was printed."""
        return super().get_context_data(**kwargs) | {"at": timezone.now(), "staff": self.staff}


class WorkbookView(ReportView):
    """The figures of the report as a workbook; no single answer is in it."""

    page_title: ClassVar = gettext_lazy("Workbook")

    def get(self, request: HttpRequest, *_args: Any, **_kwargs: Any) -> HttpResponseBase:
        """Hand it out."""
        rows = report_rows(self.report, self.form_page.title_text, self.asked.conditions)
        name = f"report-{self.form_page.slug}-{timezone.localdate():%Y%m%d}"
        return spreadsheet_response(rows, kind="xlsx", name=name)


class TextsView(ReportView):
    """Everything that was written to one question, to be searched; sealed texts with the right alone."""

    template_name = "forms_content/admin/texts.html"
    page_title: ClassVar = gettext_lazy("What was written")

    def look_up(self, **kwargs: Any) -> None:
        """Find the question, and refuse whoever may not read what was written to it."""
        super().look_up(**kwargs)
        search = self.request.GET.get("q", "")
        self.texts = Texts(self.form_page, kwargs["key"], self.asked.wanted, search)
        if self.texts.asked is None:
            raise Http404
        allowed = may_read_texts(self.form_page, self.staff)
        if not allowed or (self.texts.is_personal and not self.staff.has_perm(SENSITIVE)):
            raise PermissionDenied

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Return one page of them; whose sealed texts were shown is written down."""
        paginator = WagtailPaginator(self.texts.found, PER_PAGE)
        shown = self.texts.on(paginator, self.request.GET.get("p"))
        if self.texts.is_personal:
            note_views(
                kind=Submission,
                people=len(shown.object_list),
                place=ViewPlace.LIST,
                by=self.staff,
                at=timezone.now(),
                columns=("sealed_answers",),
            )
        return FormStaffView.get_context_data(self, **kwargs) | {
            "texts": self.texts,
            "label": self.texts.label(self.language),
            "shown": shown,
            "asked": self.asked,
            "query": self.request.GET.urlencode(),
            "with_copies": may_read_copies(self.form_page, self.staff),
        }
