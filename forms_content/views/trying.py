"""Trying a form out: staff fill in its draft as it would be published, and see what would be kept."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from forms_content.answers import answer_in_words, answers_from_post
from forms_content.definition import Definition
from forms_content.definition.parts import said
from forms_content.models import FormPage, Trial
from forms_content.presenting import present
from forms_content.services.submitting import AnswersWrong
from forms_content.services.trying import clear_trials, look_over, try_out
from forms_content.services.versions import compiled_now
from foyer.core.languages import HTML_LANG, OWN_NAMES, known_language, wording

from .form import framed
from .staff import FormStaffView

MOST_SHOWN = 20


class TrialView(FormStaffView):
    """A page for those who may edit the form."""

    def look_up(self, **kwargs: Any) -> None:
        """Find the form, and refuse whoever may not edit it."""
        super().look_up(**kwargs)
        if not self.form_page.permissions_for_user(self.staff).can_edit():
            raise PermissionDenied


class TryView(TrialView):
    """The draft of a form, to be filled in."""

    def get(self, request: HttpRequest, *_args: Any, **_kwargs: Any) -> HttpResponseBase:
        """Show it as guests would see it."""
        with translation.override(self.language):
            return self._drawn(compiled_now(self.draft).definition, {}, {}, "")

    def post(self, request: HttpRequest, *_args: Any, **_kwargs: Any) -> HttpResponseBase:
        """Keep it as a test, or show what guests would be told."""
        definition = compiled_now(self.draft).definition
        handed = {key: request.FILES.getlist(key) for key in request.FILES}
        with translation.override(self.language):
            given = answers_from_post(definition, request.POST) | look_over(definition, handed)
            try:
                try_out(
                    page=self.form_page,
                    definition=definition,
                    given=given,
                    language=self.language,
                    by=self.staff,
                    at=timezone.now(),
                )
            except AnswersWrong as wrong:
                return self._drawn(definition, given, wrong.errors, str(wrong))
        messages.success(request, _("The test has been kept. It counts nowhere."))
        return redirect("forms_content:trials", self.form_page.pk)

    @property
    def draft(self) -> FormPage:
        """The form as it is drafted now."""
        draft: FormPage = self.form_page.get_latest_revision_as_object()
        return draft

    @property
    def language(self) -> str:
        """In which it is tried."""
        return known_language(self.request.GET.get("lang") or get_language())

    def _drawn(
        self, definition: Definition, given: dict[str, Any], errors: dict[str, str], words: str
    ) -> HttpResponse:
        here = reverse("forms_content:try", args=[self.form_page.pk])
        shown = present(definition, given, errors, language=self.language)
        languages = [
            {
                "code": HTML_LANG[code],
                "name": name,
                "url": f"{here}?lang={code}",
                "current": code == self.language,
            }
            for code, name in OWN_NAMES.items()
        ]
        context = framed(self.request, self.draft, self.language, shown) | {
            "languages": languages,
            "shown": shown,
            "introduction": wording(self.draft, "introduction", self.language),
            "words": words,
            "action": f"{here}?lang={self.language}",
            "trial": reverse("forms_content:trials", args=[self.form_page.pk]),
        }
        status = 422 if words else 200
        return render(self.request, "forms_content/form.html", context, status=status)


class TrialsView(TrialView):
    """What a form was tried out with: as it would be kept, marked as tests, to be cleared."""

    template_name = "forms_content/admin/trials.html"
    page_title: ClassVar = gettext_lazy("Tests")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Return the latest ones, question by question."""
        trials = Trial.objects.filter(page=self.form_page).select_related("by")
        language = known_language(get_language())
        told = [(trial, _told(trial, language)) for trial in trials[:MOST_SHOWN]]
        return super().get_context_data(**kwargs) | {"trials": told, "count": trials.count()}

    def post(self, request: HttpRequest, *_args: Any, **_kwargs: Any) -> HttpResponseBase:
        """Clear them all."""
        clear_trials(self.form_page)
        messages.success(request, _("The tests of this form have been deleted."))
        return redirect("forms_content:trials", self.form_page.pk)


def _told(trial: Trial, language: str) -> list[tuple[str, str]]:
    answers = trial.answers
    return [
        (said(question.label, language), answer_in_words(question, answers, language=language))
        for question in trial.asks.asked
    ]
