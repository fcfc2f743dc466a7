"""File papers: hand files in, many at once; say of each what it is; file all of them or none. (000-26, 000-27)"""

from __future__ import annotations

from typing import Any, ClassVar

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext_lazy
from wagtail.admin import messages

from foyer.archive.enums import Subject
from foyer.archive.forms.filing import FilingForm
from foyer.archive.forms.filters import subject_key, subject_named
from foyer.archive.models import ArchivePolicy, ExpectedPaper, PendingFile, RecordClass
from foyer.archive.services.pending import drop, file_pending, take_in
from foyer.archive.services.refusals import ArchiveRefusal
from foyer.archive.subjects import Facts, kind_of, kinds
from foyer.core.refusals import Refusal

from .base import ArchivePage

_FOUND = 8


class FilingPage(ArchivePage):
    """What the two steps of filing share: what the papers are about, and of which class they are."""

    right = "archive.add_archiverecord"
    page_title: ClassVar = pgettext_lazy("archive", "File papers")

    def look_up(self, **kwargs: Any) -> None:
        """Read from the address what the papers are about."""
        asked, self.now = self.request.GET, timezone.now()
        self.subject = subject_named(asked.get("subject", ""), self.staff)
        self.paper = _one(
            ExpectedPaper.objects.select_related("record_class"), asked.get("paper", "")
        )
        self.record_class = self._class(asked.get("class", ""))

    def _class(self, typed: str) -> RecordClass:
        offered = RecordClass.objects.filter(is_offered=True)
        chosen: Any = _one(RecordClass.objects.all(), typed)
        if chosen is None and self.paper is not None:
            chosen = self.paper.record_class
        if chosen is None:
            kind = kind_of(type(self.subject)) if self.subject is not None else None
            wanted = kind.subject if kind else Subject.HOUSE
            chosen = offered.filter(subject=wanted).first() or RecordClass.objects.first()
        if chosen is None:
            raise Http404
        kept: RecordClass = chosen
        return kept

    @cached_property
    def facts(self) -> Facts | None:
        """What is told of the subject."""
        kind = kind_of(type(self.subject)) if self.subject is not None else None
        return kind.facts(self.subject) if kind else None

    @property
    def pending(self) -> Any:
        """The files handed in and not filed yet."""
        return PendingFile.objects.filter(owner=self.staff)

    def address(self, name: str) -> str:
        """Return another step's address, with what the papers are about."""
        told = {"class": self.record_class.pk}
        if self.subject is not None:
            told["subject"] = subject_key(self.subject)
        if self.paper is not None:
            told["paper"] = self.paper.pk
        return f"{reverse(name)}?{urlencode(told)}"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Return what both steps show."""
        return super().get_context_data(**kwargs) | {
            "facts": self.facts,
            "subject_key": subject_key(self.subject) if self.subject is not None else "",
            "paper": self.paper,
            "record_class": self.record_class,
            "pending": list(self.pending),
            "here": self.address("archive:file"),
            "next": self.address("archive:describe"),
        }


class FilePage(FilingPage):
    """The first step: choose what the papers are about, and hand the files in."""

    template_name = "archive_admin/file.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Return the files handed in so far, and what was found to file them about."""
        find = self.request.GET.get("find", "").strip()[:100]
        return super().get_context_data(**kwargs) | {
            "classes": RecordClass.objects.filter(is_offered=True),
            "find": find,
            "found": self._found(find) if find else [],
            "most_megabytes": ArchivePolicy.load().most_megabytes,
        }

    def _found(self, typed: str) -> list[tuple[Any, str, str]]:
        return [
            (kind.subject.label, kind.facts(one).name, subject_key(one))
            for kind in kinds()
            for one in kind.found(kind.visible_to(self.staff), typed)[:_FOUND]
        ]

    def post(self, request: HttpRequest, *_args: Any, **_kwargs: Any) -> HttpResponseBase:
        """Take files in, or remove some; without JavaScript too."""
        if "drop" in request.POST:
            drop(
                files=[int(pk) for pk in request.POST.getlist("drop") if _is_key(pk)], by=self.staff
            )
            return redirect(self.address("archive:file"))
        taken = 0
        for file in request.FILES.getlist("files"):
            try:
                take_in(file=file, by=self.staff, at=timezone.now())
                taken += 1
            except Refusal as refusal:
                messages.error(request, str(refusal))
        if not request.FILES:
            messages.warning(request, _("Choose files first."))
        return redirect(self.address("archive:describe" if taken else "archive:file"))


class HandInView(FilingPage):
    """Takes one file in, sent by the page itself, and answers in JSON."""

    def get(self, request: HttpRequest, *_args: Any, **_kwargs: Any) -> HttpResponseBase:
        """There is nothing to see."""
        return HttpResponse(status=405, headers={"Allow": "POST"})

    def post(self, request: HttpRequest, *_args: Any, **_kwargs: Any) -> HttpResponseBase:
        """Take it in, or say why not."""
        file = request.FILES.get("file")
        if file is None:
            return JsonResponse({"error": str(_("Choose files first."))}, status=400)
        try:
            kept = take_in(file=file, by=self.staff, at=self.now)
        except ArchiveRefusal as refusal:
            return JsonResponse({"error": str(refusal)}, status=refusal.status)
        return JsonResponse({"id": kept.pk, "name": kept.name}, status=201)


class DescribePage(FilingPage):
    """The second step: say of each file what it is, then file them."""

    template_name = "archive_admin/describe.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Show the table; without files the first step comes first."""
        if not self.pending.exists():
            return redirect(self.address("archive:file"))
        return super().get(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Return the table."""
        if "table" not in kwargs:
            kwargs["table"] = self._table(None)
        return super().get_context_data(**kwargs)

    def _table(self, data: Any) -> FilingForm:
        return FilingForm(
            data,
            files=list(self.pending),
            record_class=self.record_class,
            about=(self.subject, self.facts) if self.facts else None,
            paper=self.paper,
            by=self.staff,
            today=timezone.localdate(self.now),
        )

    def post(self, request: HttpRequest, *_args: Any, **_kwargs: Any) -> HttpResponseBase:
        """File them, or show the table again with all that was typed."""
        table, refused = self._table(request.POST), ""
        records = table.to_file()
        if records is not None:
            subjects = [self.subject] if self.subject is not None else []
            try:
                filed = file_pending(records=records, subjects=subjects, by=self.staff, at=self.now)
            except Refusal as refusal:
                refused = str(refusal)
            else:
                said = ngettext("%(n)d record filed.", "%(n)d records filed.", len(filed))
                messages.success(request, said % {"n": len(filed)})
                if len(filed) == 1:
                    return redirect("archive:record", filed[0].pk)
                return redirect(self._list_of_filed())
        response: HttpResponseBase = self.render_to_response(
            self.get_context_data(table=table, refused=refused)
        )
        return response

    def _list_of_filed(self) -> str:
        told = (
            {"about": subject_key(self.subject)} if self.subject is not None else {"view": "mine"}
        )
        return f"{reverse('archive:list')}?{urlencode(told)}"


def _one(rows: Any, typed: str) -> Any:
    return rows.filter(pk=typed).first() if _is_key(typed) else None


def _is_key(typed: str) -> bool:
    return typed.isdecimal() and len(typed) < 19
