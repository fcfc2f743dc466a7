"""Filled copies of a form: searched, read one by one, deleted, taken away."""

from __future__ import annotations

from collections import defaultdict
from typing import Any, ClassVar

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import get_language, gettext_lazy, pgettext_lazy
from django.utils.translation import gettext as _
from wagtail.admin import messages
from wagtail.admin.paginator import WagtailPaginator

from forms_content.answers import answer_in_words
from forms_content.definition.parts import said
from forms_content.filters import CopyFilterForm
from forms_content.models import FormPage, Submission, SubmittedFile
from forms_content.models.submission import SubmissionQuerySet
from forms_content.queries import with_words
from forms_content.results.merging import every_question
from forms_content.results.tallies import WORDS
from forms_content.services.deleting import delete_copy
from foyer.cases.models import Case
from foyer.core.audit import note
from foyer.core.languages import known_language
from foyer.core.uploads.views import PrivateFileView
from foyer.core.views import StaffPage
from foyer.privacy.enums import ViewPlace
from foyer.privacy.services.view_log import note_view

from .staff import PER_PAGE, SENSITIVE, FormStaffView, may_export, may_read_copies

DELETE = "forms_content.delete_submission"


def copies_on_list(page: FormPage, asked: CopyFilterForm) -> SubmissionQuerySet:
    """Return the copies a list is narrowed down to, the latest first."""
    copies = asked.wanted.narrow(Submission.objects.filter(page=page))
    if asked.words:
        questions = (one.question for one in every_question(page))
        keys = [
            key
            for question in questions
            if not question.personal
            for key, is_written in (
                (question.key, question.kind in WORDS),
                (question.other_key, question.other),
            )
            if is_written
        ]
        copies = with_words(copies, asked.words, keys)
    return copies


class CopiesView(FormStaffView):
    """A page that shows filled copies; those of complaints only to whoever sees every case."""

    def look_up(self, **kwargs: Any) -> None:
        """Find the form, and refuse whoever may not read what was told in confidence."""
        super().look_up(**kwargs)
        if not may_read_copies(self.form_page, self.staff):
            raise PermissionDenied


class AnswersView(CopiesView):
    """The filled copies of a form, searched and narrowed down."""

    template_name = "forms_content/admin/answers.html"
    page_title: ClassVar = gettext_lazy("Answers")

    @cached_property
    def asked(self) -> CopyFilterForm:
        """What the list is narrowed down by."""
        return CopyFilterForm(self.request.GET, page=self.form_page)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Return one page of them, the latest first."""
        kept = copies_on_list(self.form_page, self.asked).select_related("version", "event")
        shown = WagtailPaginator(kept, PER_PAGE).get_page(self.request.GET.get("p"))
        return super().get_context_data(**kwargs) | {
            "shown": shown,
            "asked": self.asked,
            "query": self.request.GET.urlencode(),
            "with_export": may_export(self.form_page, self.staff),
        }


class OneCopyView(CopiesView):
    """A page about one filled copy."""

    def look_up(self, **kwargs: Any) -> None:
        """Find the form and its copy."""
        super().look_up(**kwargs)
        copies = Submission.objects.select_related("version", "event", "case__client")
        self.kept = get_object_or_404(copies, page=self.form_page, pk=kwargs["submission"])

    def trail(self) -> list[dict[str, Any]]:
        """Return the pages below the form's own."""
        answers = reverse("forms_content:answers", args=[self.form_page.pk])
        return [{"url": answers, "label": _("Answers")}, {"url": "", "label": self.kept.number}]


class AnswerView(OneCopyView):
    """One filled copy in the words of its own version; what is personal is shown to those who may see it, and noted."""

    template_name = "forms_content/admin/answer.html"
    page_title: ClassVar = pgettext_lazy("of a form", "Answer")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Return step by step what was answered, and what came of it."""
        plain = self.staff.has_perm(SENSITIVE)
        if plain and self.kept.sealed_answers:
            note_view(record=self.kept, place=ViewPlace.PAGE, by=self.staff, at=timezone.now())
        case = self.kept.case
        sees_case = case and Case.objects.visible_to(self.staff).filter(pk=case.pk).exists()
        return super().get_context_data(**kwargs) | {
            "kept": self.kept,
            "steps": self._steps(plain=plain),
            "case": case if sees_case else None,
            "client": case.client if case and sees_case and self._sees(case.client) else None,
            "may_delete": self.staff.has_perm(DELETE),
        }

    def _steps(self, *, plain: bool) -> list[tuple[str, list[tuple[Any, ...]]]]:
        answers = self.kept.all_answers if plain else self.kept.answers
        files: dict[str, list[SubmittedFile]] = defaultdict(list)
        for file in self.kept.files.all() if plain else ():
            files[file.question].append(file)
        language = known_language(get_language())
        return [
            (
                said(step.title, language),
                [
                    (
                        said(question.label, language),
                        answer_in_words(question, answers, language=language),
                        question.personal and not plain and question.key in self.kept.sealed_keys,
                        files[question.key],
                    )
                    for question in step.questions
                    if question.asks
                ],
            )
            for step in self.kept.version.asks.steps
        ]

    def _sees(self, client: Any) -> bool:
        may_look = self.staff.has_perm("clients.view_client")
        return client is not None and may_look and client.is_visible_to(self.staff)


class DeleteAnswerView(OneCopyView):
    """Asks whether a copy is to be deleted for good, and deletes it; the log says who did."""

    right = DELETE
    template_name = "forms_content/admin/delete.html"
    page_title: ClassVar = gettext_lazy("Delete an answer")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Return what is to be deleted."""
        return super().get_context_data(**kwargs) | {"kept": self.kept}

    def post(self, request: HttpRequest, *_args: Any, **_kwargs: Any) -> HttpResponseBase:
        """Delete it."""
        delete_copy(self.kept, by=self.staff)
        words = _("Answer %(number)s has been deleted.") % {"number": self.kept.number}
        messages.success(request, words)
        return redirect("forms_content:answers", self.form_page.pk)


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

    right = SENSITIVE

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
