"""Copies for a second medium: made, fetched, let go; copies handed in: verified and read in. (000-28)"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponseBase, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy
from wagtail.admin import messages

from foyer.archive.enums import LeftOut
from foyer.archive.forms.copies import CopyForm, HandInForm, PurposeForm
from foyer.archive.models import ArchiveRecord, Bag
from foyer.archive.rights import holds
from foyer.archive.services.bags import (
    EXPORT,
    PACK,
    begin_bag,
    held_by,
    last_complete,
    note_fetched,
    say_safe,
    takeable,
)
from foyer.archive.services.bags_reading import begin_verifying, hand_in
from foyer.archive.services.reminding_of_bags import bag_is_due
from foyer.core.client_ip import client_ip
from foyer.core.enums import JobStatus
from foyer.core.models import Job
from foyer.core.refusals import Refusal
from foyer.core.uploads.views import private_file_response
from foyer.core.views import StaffPage

_PER_PAGE = 50


class CopiesPage(StaffPage):
    """A page about copies; running the machines gives nobody a right to them. (security 15)"""

    right = "archive.export_archiverecord"
    header_icon: ClassVar = "download"
    page_title: ClassVar = pgettext_lazy("archive", "Second medium")

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Refuse whoever was not given the right by a role or by name."""
        if not holds(request.user, EXPORT):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Return the way here."""
        here = self.get_page_subtitle()
        title = str(CopiesPage.page_title)
        if not here:
            return [*self.breadcrumbs_items, {"url": "", "label": title}]
        above = {"url": reverse("archive:bags"), "label": title}
        return [*self.breadcrumbs_items, above, {"url": "", "label": here}]


class BagsPage(CopiesPage):
    """The copies that were made, and making one: what it would hold is shown first."""

    template_name = "archive_admin/bags.html"

    def look_up(self, **_kwargs: Any) -> None:
        """Read which records are asked for."""
        self.at = timezone.now()
        asked = self.request.GET if "what" in self.request.GET else None
        self.form = CopyForm(asked)
        self.is_asked = self.form.is_bound and self.form.is_valid()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Return the copies, and what the one asked for would hold."""
        bags = Bag.objects.select_related("made_by").defer("chosen", "packed", "left")
        page = Paginator(bags, _PER_PAGE).get_page(self.request.GET.get("p"))
        failed = Job.objects.filter(kind=PACK, status=JobStatus.FAILED)
        context = super().get_context_data(**kwargs) | {
            "page": page,
            "failed": {job.arguments["bag"] for job in failed},
            "copy_form": self.form,
            "purpose_form": kwargs.get("purpose_form") or PurposeForm(),
            "hand_in_form": HandInForm(),
            "query": self.request.GET.urlencode(),
            "last": last_complete(),
            "is_due": bag_is_due(at=self.at),
        }
        if self.is_asked:
            mine = takeable(self.form.records(), self.staff, at=self.at)
            context |= {"would_hold": held_by(mine), "sample": mine.order_by("number")[:20]}
        return context

    def post(self, request: HttpRequest, *_args: Any, **_kwargs: Any) -> HttpResponseBase:
        """Have the copy made."""
        purpose = PurposeForm(request.POST)
        if self.is_asked and purpose.is_valid():
            try:
                bag = begin_bag(
                    records=self.form.records(),
                    purpose=purpose.cleaned_data["purpose"],
                    is_all_new=self.form.is_all_new,
                    by=self.staff,
                    at=self.at,
                )
            except Refusal as refusal:
                purpose.add_error(None, str(refusal))
            else:
                return redirect("archive:bag", pk=bag.pk)
        context = self.get_context_data(purpose_form=purpose)
        response: HttpResponseBase = self.render_to_response(context)
        return response


class BagPage(CopiesPage):
    """One copy: how far it is, what it holds, fetching it, letting its file go."""

    template_name = "archive_admin/bag.html"

    def look_up(self, **kwargs: Any) -> None:
        """Find it."""
        self.bag = get_object_or_404(Bag.objects.select_related("made_by"), pk=kwargs["pk"])
        self.job = Job.objects.filter(kind=PACK, arguments__bag=self.bag.pk).first()

    def get_page_subtitle(self) -> str:
        """Name it."""
        return str(self.bag.number)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Show it, or tell how far it is."""
        if "status" in request.GET:
            return JsonResponse(progress_of(self.job))
        return super().get(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Return it, and the records that were left out, as far as the reader may know of them."""
        told = {one["number"]: one["why"] for one in self.bag.left}
        known = ArchiveRecord.objects.visible_to(self.staff).filter(number__in=told)
        numbers = known.order_by("number").values_list("number", flat=True)
        return super().get_context_data(**kwargs) | {
            "bag": self.bag,
            "progress": progress_of(self.job),
            "left": [(number, LeftOut(told[number]).label) for number in numbers],
            "is_mine": self.bag.made_by == self.staff,
        }

    def post(self, request: HttpRequest, *_args: Any, **_kwargs: Any) -> HttpResponseBase:
        """Note that it lies in another place, and let the file go."""
        if self.bag.made_by != self.staff or not self.bag.is_ready:
            raise PermissionDenied
        try:
            say_safe(bag=self.bag, by=self.staff, at=timezone.now())
        except Refusal as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, _("It counts as a copy now; its file is deleted here."))
        return redirect("archive:bag", pk=self.bag.pk)


@dataclass(frozen=True, slots=True)
class _Given:
    """A bag as files are given out."""

    file: Any
    file_name: str
    content_type: str = "application/zip"


class BagFile(CopiesPage):
    """The file itself, for whoever made it."""

    def look_up(self, **kwargs: Any) -> None:
        """Find it among one's own."""
        mine = Bag.objects.filter(made_by=self.staff, is_ready=True).exclude(file="")
        self.bag = get_object_or_404(mine, pk=kwargs["pk"])

    def get(self, request: HttpRequest, *_args: Any, **_kwargs: Any) -> HttpResponseBase:
        """Give it out, and note it."""
        given = _Given(self.bag.file, f"{self.bag.number}.zip")
        address = client_ip(request)
        try:
            note_fetched(bag=self.bag, by=self.staff, at=timezone.now(), address=address)
        except Refusal as refusal:
            messages.error(request, str(refusal))
            return redirect("archive:bag", pk=self.bag.pk)
        return private_file_response(given)  # type: ignore[arg-type]  # has what a file needs


class HandInPage(CopiesPage):
    """Takes a copy that somebody hands in, to have it verified."""

    def get(self, request: HttpRequest, *_args: Any, **_kwargs: Any) -> HttpResponseBase:
        """Lead to where it is asked for."""
        return redirect(f"{reverse('archive:bags')}#hand-in")

    def post(self, request: HttpRequest, *_args: Any, **_kwargs: Any) -> HttpResponseBase:
        """Keep it for a day and have it verified."""
        form = HandInForm(request.POST, request.FILES)
        if not form.is_valid():
            messages.error(request, " ".join(map(str, form.errors.get("file", []))))
            return redirect("archive:bags")
        path = hand_in(form.cleaned_data["file"])
        job = begin_verifying(path=path, by=self.staff, at=timezone.now())
        return redirect("archive:handed_in", pk=job.pk)


def progress_of(job: Job | None) -> dict[str, Any]:
    """Return how far a job is, as the page that follows it wants it."""
    if job is None:  # forgotten long ago
        return {"finished": False, "stopped": True, "error": "", "done": 0, "total": 0, "text": ""}
    alive = job.status in (JobStatus.WAITING, JobStatus.RUNNING)
    words = _("%(done)s of %(total)s") % {"done": job.step, "total": job.total}
    return {
        "finished": job.status == JobStatus.DONE,
        "stopped": not alive and job.status != JobStatus.DONE,
        "error": job.error,
        "done": job.step,
        "total": job.total,
        "text": words if job.total else _("It is about to begin."),
    }
