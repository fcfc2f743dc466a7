"""The catalogue: records one may know of, in saved views and as a tree; one act upon many. (000-27)"""

from __future__ import annotations

from typing import Any, ClassVar

from django.http import HttpRequest, HttpResponseBase, HttpResponseNotAllowed
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext_lazy
from wagtail.admin import messages

from foyer.archive.forms.filters import CatalogueForm
from foyer.archive.forms.record import ManyRecordsForm
from foyer.archive.models import ArchiveRecord
from foyer.archive.queries.catalogue import (
    MOST_COUNTED,
    VIEWS,
    about_many,
    chosen_view,
    subjects_in,
    tree_of,
)
from foyer.archive.queries.words import hits_in
from foyer.archive.rights import holds
from foyer.archive.services.changing import MOST, change_many, may_change
from foyer.archive.services.opening import note_found
from foyer.archive.subjects import kind_of
from foyer.core.client_ip import client_ip
from foyer.core.refusals import Refusal

from .base import ArchivePage, CountedPages

PER_PAGE = 50


class CatalogueListPage(ArchivePage):
    """The records one may know of, the newest first; where they were found by words, the hit."""

    template_name = "archive_admin/list.html"
    page_title: ClassVar = pgettext_lazy("archive", "Archive")

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """The list is the last stop."""
        return [*self.breadcrumbs_items, {"url": "", "label": self.get_page_title()}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Return one page of one view."""
        now, form = timezone.now(), CatalogueForm(self.request.GET, by=self.staff)
        view, wanted = self.request.GET.get("view", "all"), form.wanted
        view = view if view in VIEWS else "all"
        found = chosen_view(self.staff, view, wanted, at=now, today=timezone.localdate(now))
        rows = found.select_related("record_class", "keeper", "department")
        page = CountedPages(rows, PER_PAGE).get_page(self.request.GET.get("p"))
        shown = list(page.object_list)
        about = about_many(shown, self.staff)
        hits = hits_in(shown, wanted.get("q", ""), by=self.staff, at=now)
        note_found(
            texts=[(hit.file, hit.page) for hit in hits.values()],
            by=self.staff,
            at=now,
            address=client_ip(self.request),
        )
        for row in shown:
            row.about, row.hit = about.get(row.pk, ()), hits.get(row.pk)
            row.may_change = may_change(row, self.staff)
        narrowed = self.request.GET.copy()
        narrowed.pop("p", None)
        return super().get_context_data(**kwargs) | {
            "page": page,
            "rows": shown,
            "views": VIEWS.items(),
            "view_now": view,
            "filter_form": form,
            "is_narrowed": bool(wanted),
            "about_now": self._about(form),
            "narrowed": narrowed.urlencode(),
            "may_file": self.staff.has_perm("archive.add_archiverecord"),
            "many_form": ManyRecordsForm() if any(row.may_change for row in shown) else None,
            "changes_all": holds(self.staff, "change_archiverecord"),
            "most_counted": MOST_COUNTED,
        }

    def _about(self, form: CatalogueForm) -> str:
        subject = form.wanted.get("about")
        kind = subject is not None and kind_of(type(subject))
        return kind.facts(subject).name if kind else ""


class TreePage(ArchivePage):
    """Class by class, year by year, and within a year what the records are about; with counts."""

    template_name = "archive_admin/tree.html"
    page_title: ClassVar = pgettext_lazy("archive", "Tree of the archive")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Return the tree, with one branch open."""
        form = CatalogueForm(self.request.GET, by=self.staff)
        wanted, now = form.wanted, timezone.now()
        branch: list[Any] = []
        if "record_class" in wanted and "year" in wanted:
            chosen = {name: wanted[name] for name in ("record_class", "year")}
            found = chosen_view(self.staff, "all", chosen, at=now, today=timezone.localdate(now))
            branch = subjects_in(found, self.staff)
        return super().get_context_data(**kwargs) | {
            "tree": tree_of(self.staff),
            "branch": branch,
            "class_now": wanted.get("record_class"),
            "year_now": wanted.get("year"),
        }


class ChangeManyPage(ArchivePage):
    """Change class, phase, secrecy, keeper or department of the records ticked, or of all that match."""

    def get(self, request: HttpRequest, *_args: Any, **_kwargs: Any) -> HttpResponseBase:
        """There is nothing to see."""
        return HttpResponseNotAllowed(["POST"])

    def post(self, request: HttpRequest, *_args: Any, **_kwargs: Any) -> HttpResponseBase:
        """Do it and go back to the list as it was."""
        form = ManyRecordsForm(request.POST)
        if not form.is_valid():
            said = [str(words) for found in form.errors.values() for words in found]
            messages.error(request, " ".join(said))
        else:
            self._act(form.chosen)
        query = request.GET.urlencode()
        return redirect(reverse("archive:list") + (f"?{query}" if query else ""))

    def _act(self, to: dict[str, Any]) -> None:
        filters = CatalogueForm(self.request.GET, by=self.staff)
        if self.request.POST.get("everybody") and not filters.is_valid():
            messages.error(
                self.request,
                _("What the list was narrowed down by is not understood: nothing changed."),
            )
            return
        chosen = self._chosen()
        try:
            done = change_many(records=chosen, to=to, by=self.staff, at=timezone.now())
        except Refusal as refusal:
            messages.error(self.request, str(refusal))
            return
        if not chosen:
            messages.warning(self.request, _("Tick the records first, then choose what to change."))
            return
        said = ngettext("%(n)d record changed.", "%(n)d records changed.", done)
        messages.success(self.request, said % {"n": done})

    def _chosen(self) -> list[ArchiveRecord]:
        if self.request.POST.get("everybody"):
            now, form = timezone.now(), CatalogueForm(self.request.GET, by=self.staff)
            view = self.request.GET.get("view", "all")
            found = chosen_view(
                self.staff, view, form.wanted, at=now, today=timezone.localdate(now)
            )
            return list(found[: MOST + 1])
        ticked = [
            pk for pk in self.request.POST.getlist("record") if pk.isdecimal() and len(pk) < 19
        ][:MOST]
        return list(ArchiveRecord.objects.visible_to(self.staff).filter(pk__in=ticked))
