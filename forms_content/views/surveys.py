"""Surveys after events: which are out, which are late, and the setting of each event. (000-23)"""

from __future__ import annotations

from datetime import timedelta
from typing import Any, ClassVar

from django import forms
from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages

from forms_content.kiosk import kiosk_url, suits_kiosk
from forms_content.models import EventSurvey, FormPage
from forms_content.models.form_page import is_open
from forms_content.services.submitting import version_in_use
from forms_content.services.surveys import sendings_of, survey_of, surveys_around
from foyer.core.views import StaffPage
from foyer.events.models import Event

from .framing import path_for

_AHEAD = timedelta(days=30)


class EventSurveyForm(forms.ModelForm[EventSurvey]):
    """Asks whether and with what form an event's guests are asked."""

    class Meta:
        model = EventSurvey
        fields = ("state", "form")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        live = FormPage.objects.live().filter(versions__isnull=False).distinct().order_by("title")
        self.fields["form"].queryset = live  # type: ignore[attr-defined]  # a ModelChoiceField


class SurveysView(StaffPage):
    """The surveys after events, those to come too."""

    right = "forms_content.view_sending"
    template_name = "forms_content/admin/surveys.html"
    page_title: ClassVar = gettext_lazy("Surveys after events")
    header_icon: ClassVar = "calendar-alt"

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Return the way here."""
        forms = {"url": reverse("forms_content:forms"), "label": _("Forms")}
        return [*self.breadcrumbs_items, forms, *self.trail()]

    def trail(self) -> list[dict[str, Any]]:
        """Return the pages from the forms on."""
        return [{"url": "", "label": self.get_page_title()}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Return how each stands."""
        now = timezone.now()
        found = surveys_around(at=now, ahead=_AHEAD)
        rows = [(one, one.is_late(now), one.has_few(now), one.event.ends_at > now) for one in found]
        return super().get_context_data(**kwargs) | {"rows": rows}


class EventSurveyView(SurveysView):
    """The survey after one event: its setting, what went out, the address for the tablet at the exit."""

    template_name = "forms_content/admin/event_survey.html"
    page_title: ClassVar = gettext_lazy("Survey after the event")

    def look_up(self, **kwargs: Any) -> None:
        """Find the event."""
        self.event = get_object_or_404(Event, pk=kwargs["event_pk"])

    def get_page_subtitle(self) -> str:
        """Name the event."""
        return self.event.title_text

    def trail(self) -> list[dict[str, Any]]:
        """Return the list of surveys and this page."""
        above = {"url": reverse("forms_content:surveys"), "label": _("Surveys after events")}
        return [above, {"url": "", "label": self.event.title_text}]

    @property
    def own(self) -> EventSurvey:
        """The event's own setting, kept or not."""
        kept = EventSurvey.objects.filter(event=self.event).first()
        return kept or EventSurvey(event=self.event)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Return the setting and how the survey stands."""
        kwargs.setdefault("form", EventSurveyForm(instance=self.own))
        survey, now = survey_of(self.event), timezone.now()
        live = FormPage.objects.live().filter(versions__isnull=False).distinct()
        open_now = [page for page in live.order_by("title") if is_open(page, at=now)]
        fitting = [page for page in live if suits_kiosk(version_in_use(page).asks)]
        return super(SurveysView, self).get_context_data(**kwargs) | {
            "survey": survey,
            "late": survey.is_late(now),
            "few": survey.has_few(now),
            "may_change": self.staff.has_perm("forms_content.add_sending"),
            "sendings": sendings_of(self.event),
            "links": [
                (page, settings.PUBLIC_URL + path_for(page, self.event)) for page in open_now
            ],
            "kiosks": [(page.title_text, kiosk_url(page, self.event)) for page in fitting],
        }

    def post(self, request: HttpRequest, *_args: Any, **_kwargs: Any) -> HttpResponseBase:
        """Keep the setting."""
        if not self.staff.has_perm("forms_content.add_sending"):
            return redirect("forms_content:event_survey", self.event.pk)
        form = EventSurveyForm(request.POST, instance=self.own)
        if form.is_valid():
            form.save()
            messages.success(request, _("The setting has been kept."))
            return redirect("forms_content:event_survey", self.event.pk)
        response: HttpResponseBase = self.render_to_response(self.get_context_data(form=form))
        return response
