"""What staff see of forms: which there are, what was answered, one answer whole."""

from __future__ import annotations

from collections import defaultdict
from typing import Any, ClassVar

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db.models import Count, Max
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from wagtail.admin.paginator import WagtailPaginator

from forms_content.answers import answer_in_words
from forms_content.definition.parts import said
from forms_content.enums import FormPurpose
from forms_content.models import FormPage, Submission, SubmittedFile
from forms_content.results import report_of
from forms_content.services.ready import may_make_forms
from foyer.core.audit import note
from foyer.core.languages import OWN_NAMES, known_language
from foyer.core.models import User
from foyer.core.uploads.views import PrivateFileView
from foyer.core.views import StaffPage
from foyer.privacy.enums import ViewPlace
from foyer.privacy.services.view_log import note_view

from .framing import snippet_of

PER_PAGE = 50


class FormsView(StaffPage):
    """The forms of the house, with how much came in."""

    right = "forms_content.view_submission"
    template_name = "forms_content/admin/forms.html"
    page_title: ClassVar = gettext_lazy("Forms")
    header_icon: ClassVar = "form"

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Return the way here."""
        return [*self.breadcrumbs_items, {"url": "", "label": self.get_page_title()}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Return the forms, those last answered first."""
        forms = FormPage.objects.annotate(
            answered=Count("submissions"),
            latest=Max("submissions__received_at"),
        ).order_by("-live", "-latest", "-pk")
        return super().get_context_data(**kwargs) | {
            "forms": forms,
            "may_make": may_make_forms(self.staff),
        }


class FormStaffView(StaffPage):
    """A page about one form."""

    right = "forms_content.view_submission"
    header_icon: ClassVar = "form"

    def look_up(self, **kwargs: Any) -> None:
        """Find the form."""
        self.form_page = get_object_or_404(FormPage, pk=kwargs["pk"])

    def get_page_subtitle(self) -> str:
        """Return the form the page is about."""
        return self.form_page.title_text

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Return the way here: all forms, this form, this page."""
        above = [
            {"url": reverse("forms_content:forms"), "label": _("Forms")},
            {
                "url": reverse("forms_content:report", args=[self.form_page.pk]),
                "label": self.form_page.title_text,
            },
        ]
        return [*self.breadcrumbs_items, *above, *self.trail()]

    def trail(self) -> list[dict[str, Any]]:
        """Return the pages below the form's own."""
        return [{"url": "", "label": self.get_page_title()}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Return the form beside what every page shows."""
        return super().get_context_data(**kwargs) | {"form_page": self.form_page}


class CopiesView(FormStaffView):
    """A page that shows filled copies; those of complaints only to whoever sees every case."""

    def look_up(self, **kwargs: Any) -> None:
        """Find the form, and refuse whoever may not read what was told in confidence."""
        super().look_up(**kwargs)
        if not may_read_texts(self.form_page, self.staff):
            raise PermissionDenied


def may_read_texts(page: FormPage, by: User) -> bool:
    """Tell whether somebody may read what was written: cases are not everybody's."""
    return page.purpose not in FormPurpose.OPENS_CASE or by.has_perm("cases.view_every_case")


class ReportView(FormStaffView):
    """What was answered to a form, counted."""

    template_name = "forms_content/admin/report.html"
    page_title: ClassVar = gettext_lazy("Report")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Return the report in the reader's language."""
        report = report_of(self.form_page, language=known_language(get_language()))
        return super().get_context_data(**kwargs) | {
            "report": report,
            "may_edit": self.form_page.permissions_for_user(self.staff).can_edit(),
            "with_texts": may_read_texts(self.form_page, self.staff),
        }


class EmbedView(FormStaffView):
    """The lines with which a page of another site shows the form."""

    template_name = "forms_content/admin/embed.html"
    page_title: ClassVar = gettext_lazy("On another site")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Return the lines for each language."""
        return super().get_context_data(**kwargs) | {
            "snippets": [
                (name, snippet_of(self.form_page, language=code))
                for code, name in OWN_NAMES.items()
            ],
            "address": f"{settings.PUBLIC_URL}/api/foyer/v1/forms/{self.form_page.slug}",
        }


class AnswersView(CopiesView):
    """The filled copies of a form."""

    template_name = "forms_content/admin/answers.html"
    page_title: ClassVar = gettext_lazy("Answers")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Return one page of them, the latest first."""
        kept = Submission.objects.filter(page=self.form_page).select_related("version")
        shown = WagtailPaginator(kept, PER_PAGE).get_page(self.request.GET.get("p"))
        return super().get_context_data(**kwargs) | {"shown": shown}


class AnswerView(CopiesView):
    """One filled copy, whole; what tells about a person is shown to those who may see it, and noted."""

    template_name = "forms_content/admin/answer.html"
    page_title: ClassVar = gettext_lazy("Answer")

    def look_up(self, **kwargs: Any) -> None:
        """Find the form and its copy."""
        super().look_up(**kwargs)
        copies = Submission.objects.select_related("version")
        self.kept = get_object_or_404(copies, page=self.form_page, pk=kwargs["submission"])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Return question by question what was answered."""
        plain = self.staff.has_perm("forms_content.view_sensitive_submission")
        if plain and self.kept.sealed_answers:
            note_view(record=self.kept, place=ViewPlace.PAGE, by=self.staff, at=timezone.now())
        answers = self.kept.all_answers if plain else self.kept.answers
        language = known_language(get_language())
        files = defaultdict(list)
        for file in self.kept.files.all() if plain else ():
            files[file.question].append(file)
        rows = [
            (
                said(question.label, language),
                answer_in_words(question, answers, language=language),
                question.personal and not plain,
                files[question.key],
            )
            for question in self.kept.version.asks.asked
        ]
        return super().get_context_data(**kwargs) | {"kept": self.kept, "rows": rows}


class LeadToAnswer(StaffPage):
    """Leads to one filled copy, from where its form is not known."""

    right = "forms_content.view_submission"

    def look_up(self, **kwargs: Any) -> None:
        """Find the copy."""
        self.kept = get_object_or_404(Submission, pk=kwargs["submission"])

    def get(self, request: HttpRequest, *_args: Any, **_kwargs: Any) -> HttpResponseBase:
        """Lead on; the page itself knows who may read it."""
        return redirect("forms_content:answer", self.kept.page_id, self.kept.pk)


class AnswerFile(PrivateFileView, CopiesView):
    """A file handed in with a copy, for those who may see what tells about a person; noted."""

    right = "forms_content.view_sensitive_submission"

    def look_up(self, **kwargs: Any) -> None:
        """Find the form, then the file."""
        CopiesView.look_up(self, **kwargs)
        PrivateFileView.look_up(self, **kwargs)

    def find(self, **kwargs: Any) -> SubmittedFile:
        """Return the file, if it belongs to this copy of this form."""
        kept = get_object_or_404(Submission, page=self.form_page, pk=kwargs["submission"])
        file: SubmittedFile = get_object_or_404(kept.files, pk=kwargs["file"])
        note_view(record=kept, place=ViewPlace.PAGE, by=self.staff, at=timezone.now())
        note("forms_content.file.open", by=self.staff.pk, record=str(file.pk))
        return file
