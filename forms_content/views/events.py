"""Events side by side, the metric sheet of one, and the satisfaction of the house. (000-22, 001-31)"""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import get_language, gettext_lazy, pgettext_lazy
from django.utils.translation import gettext as _
from wagtail.admin import messages
from wagtail.admin.widgets import AdminDateInput

from forms_content.models import EventReach
from forms_content.results.events import (
    MOST_EVENTS,
    compared,
    house_satisfaction,
    metric_sheet,
    surveyed_events,
)
from forms_content.results.satisfaction import formula
from forms_content.results.sheets import metric_rows
from foyer.core.days import add_months, house_day
from foyer.core.languages import known_language
from foyer.core.views import StaffPage, spreadsheet_response
from foyer.events.models import Event

_REACH = ("views", "followers", "mentions", "interested")


class ResultsPage(StaffPage):
    """A page about what was answered to several forms."""

    right = "forms_content.view_submission"
    header_icon: ClassVar = "form"

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Return the way here: all forms, this page."""
        forms_url = reverse("forms_content:forms")
        here = {"url": "", "label": self.get_page_title()}
        return [*self.breadcrumbs_items, {"url": forms_url, "label": _("Forms")}, here]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Return how the score is reckoned, beside what the page shows."""
        return super().get_context_data(**kwargs) | {"formula": formula()}


class CompareView(ResultsPage):
    """Two to six events side by side."""

    template_name = "forms_content/admin/compare.html"
    page_title: ClassVar = gettext_lazy("Compare events")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Return the events to choose from, and those chosen side by side."""
        offered = surveyed_events()
        ticked = set(self.request.GET.getlist("event"))
        chosen = [event for event in offered if str(event.pk) in ticked]
        in_time = sorted(chosen, key=lambda event: event.starts_at)
        fits = 2 <= len(chosen) <= MOST_EVENTS
        language = known_language(get_language())
        return super().get_context_data(**kwargs) | {
            "offered": [(event, event in chosen) for event in offered],
            "parted": compared(in_time, language=language) if fits else None,
            "is_refused": bool(ticked) and not fits,
        }


class PeriodForm(forms.Form):
    """A period; without one the last twelve months."""

    first = forms.DateField(label=pgettext_lazy("period", "From"), widget=AdminDateInput)
    last = forms.DateField(label=pgettext_lazy("period", "Until"), widget=AdminDateInput)


class SatisfactionView(ResultsPage):
    """The satisfaction score of the house, month by month: one of its KPIs. (001-31)"""

    template_name = "forms_content/admin/satisfaction.html"
    page_title: ClassVar = gettext_lazy("Satisfaction of the house")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Return the score of the period asked for."""
        today = house_day(timezone.now())
        year = {"first": add_months(today, -12), "last": today}
        asked = PeriodForm(self.request.GET or year)
        period = asked.cleaned_data if asked.is_valid() else year
        return super().get_context_data(**kwargs) | {
            "asked": asked,
            "house": house_satisfaction(period["first"], period["last"]),
        }


class SheetView(ResultsPage):
    """The metric sheet of an event: satisfaction, participation, intent to cooperate, reach. (000-22)"""

    template_name = "forms_content/admin/sheet.html"
    page_title: ClassVar = gettext_lazy("Metric sheet")

    def look_up(self, **kwargs: Any) -> None:
        """Find the event."""
        self.event = get_object_or_404(Event, pk=kwargs["event"])

    def get_page_subtitle(self) -> str:
        """Name the event."""
        return str(self.event)

    @cached_property
    def sheet(self) -> Any:
        """The figures."""
        return metric_sheet(self.event)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Return the figures."""
        return super().get_context_data(**kwargs) | {
            "sheet": self.sheet,
            "at": timezone.now(),
            "staff": self.staff,
            "may_type": self.staff.has_perm("forms_content.change_eventreach"),
        }


class SheetPrintView(SheetView):
    """The metric sheet on A4."""

    template_name = "forms_content/print/sheet.html"
    page_title: ClassVar = gettext_lazy("Print")


class SheetWorkbookView(SheetView):
    """The metric sheet as a workbook."""

    page_title: ClassVar = gettext_lazy("Workbook")

    def get(self, request: HttpRequest, *_args: Any, **_kwargs: Any) -> HttpResponseBase:
        """Hand it out."""
        name = f"metrics-{self.event.number}"
        return spreadsheet_response(metric_rows(self.sheet), kind="xlsx", name=name)


ReachForm = forms.modelform_factory(EventReach, fields=_REACH)


class ReachView(SheetView):
    """Where what no form tells of an event is typed in."""

    right = "forms_content.change_eventreach"
    template_name = "forms_content/admin/reach.html"
    page_title: ClassVar = gettext_lazy("Reach of the event")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Return the form, with what was typed in before."""
        kept = EventReach.objects.filter(event=self.event).first()
        kwargs.setdefault("form", ReachForm(instance=kept))
        return ResultsPage.get_context_data(self, **kwargs) | {"event": self.event}

    def post(self, request: HttpRequest, *_args: Any, **_kwargs: Any) -> HttpResponseBase:
        """Keep what was typed in."""
        kept = EventReach.objects.filter(event=self.event).first() or EventReach(event=self.event)
        form = ReachForm(request.POST, instance=kept)
        if not form.is_valid():
            response: HttpResponseBase = self.render_to_response(self.get_context_data(form=form))
            return response
        reach = form.save(commit=False)
        reach.changed_by, reach.changed_at = self.staff, timezone.now()
        reach.save()
        messages.success(request, _("The figures have been saved."))
        return redirect("forms_content:sheet", self.event.pk)
