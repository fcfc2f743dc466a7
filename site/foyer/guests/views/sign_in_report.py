"""The sign-in report of an event: figures and charts on paper, or as a workbook. (000-12, 004-12)"""

from __future__ import annotations

from typing import Any, ClassVar

from django.http import HttpRequest, HttpResponseBase
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy

from foyer.core.languages import HTML_LANG, known_language
from foyer.core.views import spreadsheet_response
from foyer.guests.figures import forecast, read_report
from foyer.guests.models import ArrivalPolicy
from foyer.guests.to_settle import count_to_settle

from .scope import EventView


class SignInReportView(EventView):
    """The report as it stands: while guests arrive, and afterwards."""

    right = "guests.view_signin"
    template_name = "care_print/sign_ins.html"
    page_title: ClassVar = gettext_lazy("Sign-in report")

    def look_up(self, **kwargs: Any) -> None:
        """Find the event, and reckon its figures."""
        super().look_up(**kwargs)
        self.at = timezone.now()
        self.report = read_report(self.event, policy=ArrivalPolicy.load(), at=self.at)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Return the figures."""
        return super().get_context_data(**kwargs) | {
            "report": self.report,
            "forecast": forecast(self.event, self.report.board, at=self.at),
            "to_settle": count_to_settle(self.event),
            "at": self.at,
            "staff": self.staff,
            "html_lang": HTML_LANG[known_language(get_language())],
        }


class SignInWorkbookView(SignInReportView):
    """The figures as a workbook; they name nobody."""

    def get(self, request: HttpRequest, *_args: Any, **_kwargs: Any) -> HttpResponseBase:
        """Hand it out."""
        name = f"sign-ins-{self.event.number or self.event.pk}"
        return spreadsheet_response(self.report.table(), kind="xlsx", name=name)
