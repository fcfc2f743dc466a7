"""What came of an event: summed up, signed, and what will be better. (000-24, 000-25)"""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages
from wagtail.admin.widgets import AdminDateInput

from forms_content.models import EventSummary, Improvement
from forms_content.services.summaries import (
    add_improvement,
    note_done,
    sign_summary,
    verify,
    write_summary,
)
from forms_content.services.surveys import survey_of
from foyer.core.models import User
from foyer.core.refusals import Refusal

from .surveys import EventSurveyView

WRITE = "forms_content.change_eventsummary"
SIGN = "forms_content.sign_eventsummary"
_BACKEND = "django.contrib.auth.backends.ModelBackend"


class SummaryForm(forms.ModelForm[EventSummary]):
    """Asks what came of an event and what was learned."""

    class Meta:
        model = EventSummary
        fields = ("results", "lessons")
        widgets: ClassVar = {
            "results": forms.Textarea(attrs={"rows": 6}),
            "lessons": forms.Textarea(attrs={"rows": 6}),
        }


class ImprovementForm(forms.ModelForm[Improvement]):
    """Asks what is to be better, who sees to it and by when."""

    class Meta:
        model = Improvement
        fields = ("problem", "measure", "person", "due_on")
        widgets: ClassVar = {"due_on": AdminDateInput}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        staff = User.objects.with_perm("forms_content.view_sending", backend=_BACKEND)
        ordered = staff.order_by("last_name", "first_name", "username")
        self.fields["person"].queryset = ordered  # type: ignore[attr-defined]  # a ModelChoiceField


class SummaryView(EventSurveyView):
    """The summary of one event and what follows from it."""

    template_name = "forms_content/admin/summary.html"
    page_title: ClassVar = gettext_lazy("Summary of the event")

    def trail(self) -> list[dict[str, Any]]:
        """Return the list of surveys, that of the event, and this page."""
        survey = reverse("forms_content:event_survey", args=[self.event.pk])
        trail = super().trail()
        return [trail[0], {"url": survey, "label": self.event.title_text}, self._here()]

    def _here(self) -> dict[str, Any]:
        return {"url": "", "label": self.get_page_title()}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Return the summary, the measures, and what may be done."""
        kept = EventSummary.objects.filter(event=self.event).first()
        kept = kept or EventSummary(event=self.event)
        kwargs.setdefault("form", SummaryForm(instance=kept))
        kwargs.setdefault("measure", ImprovementForm())
        found = Improvement.objects.filter(event=self.event).select_related("person", "verified_by")
        may_sign = self.staff.has_perm(SIGN)
        return super(EventSurveyView, self).get_context_data(**kwargs) | {
            "event": self.event,
            "summary": kept,
            "survey": survey_of(self.event),
            "improvements": [
                (
                    one,
                    one.done_at is None and self._may_do(one),
                    bool(one.done_at and not one.verified_at)
                    and may_sign
                    and one.person_id != self.staff.pk,
                )
                for one in found
            ],
            "may_write": self.staff.has_perm(WRITE),
            "may_sign": may_sign and kept.pk is not None and kept.written_by_id != self.staff.pk,
            "today": timezone.localdate(),
        }

    def post(self, request: HttpRequest, *_args: Any, **_kwargs: Any) -> HttpResponseBase:
        """Carry out what was asked for."""
        acts = {
            "write": self._write,
            "sign": self._sign,
            "add": self._add,
            "done": self._done,
            "verify": self._verify,
        }
        act = acts.get(request.POST.get("act", ""))
        if act is None:
            raise Http404
        try:
            shown = act()
        except Refusal as reason:
            messages.error(request, str(reason))
            shown = None
        return shown or redirect("forms_content:summary", self.event.pk)

    def _write(self) -> HttpResponseBase | None:
        self._check(self.staff.has_perm(WRITE))
        form = SummaryForm(self.request.POST)
        if not form.is_valid():
            return self._again(form=form)
        write_summary(event=self.event, **form.cleaned_data, by=self.staff, at=timezone.now())
        messages.success(self.request, _("The summary has been kept."))
        return None

    def _sign(self) -> None:
        self._check(self.staff.has_perm(SIGN))
        sign_summary(event=self.event, by=self.staff, at=timezone.now())
        messages.success(self.request, _("The summary is signed."))

    def _add(self) -> HttpResponseBase | None:
        self._check(self.staff.has_perm(WRITE))
        form = ImprovementForm(self.request.POST)
        if not form.is_valid():
            return self._again(measure=form)
        add_improvement(event=self.event, **form.cleaned_data, by=self.staff)
        messages.success(self.request, _("The measure has been kept."))
        return None

    def _done(self) -> None:
        one = self._named()
        self._check(self._may_do(one))
        note_done(one, by=self.staff, at=timezone.now())

    def _verify(self) -> None:
        one = self._named()
        self._check(self.staff.has_perm(SIGN))
        effect = self.request.POST.get("effect", "").strip()[:500]
        if not effect:
            messages.error(self.request, _("Write down whether the measure worked."))
            return
        verify(one, effect=effect, by=self.staff, at=timezone.now())

    def _may_do(self, one: Improvement) -> bool:
        return one.person_id == self.staff.pk or self.staff.has_perm(WRITE)

    def _named(self) -> Improvement:
        asked = self.request.POST.get("improvement", "")
        found = (
            Improvement.objects.filter(event=self.event, pk=int(asked[:15]))
            if asked.isdecimal()
            else None
        )
        one = found.first() if found is not None else None
        if one is None:
            raise Http404
        return one

    def _check(self, allowed: bool) -> None:
        if not allowed:
            raise PermissionDenied

    def _again(self, **forms_shown: Any) -> HttpResponseBase:
        response: HttpResponseBase = self.render_to_response(self.get_context_data(**forms_shown))
        return response
