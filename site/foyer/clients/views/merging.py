"""Two clients, or two contacts, side by side; merged, and parted again. (001-04)"""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext
from wagtail.admin import messages

from foyer.clients.models import Client, Contact, Merge
from foyer.clients.queries.duplicates import readable, suspicions
from foyer.clients.services.comparing import GONE, KEPT, Comparison, compare, side_taken
from foyer.clients.services.merging import gone_record, merge, undo_merge
from foyer.core.refusals import Refusal
from foyer.core.views import StaffPage
from foyer.core.visible import is_visible
from foyer.privacy.enums import ViewPlace
from foyer.privacy.services.view_log import note_view

from .base import admin_url

_TAKE = "take_"


class MergePage(StaffPage):
    """Every fact of two clients side by side: one is kept and takes the other in."""

    right = "clients.change_client"
    template_name = "clients_admin/merge.html"
    page_title: ClassVar = gettext_lazy("Merge two clients")
    header_icon: ClassVar = "client"
    kind: ClassVar[type[Any]] = Client
    name: ClassVar = "clients:merge"
    undo: ClassVar = "clients:undo_merge"

    def look_up(self, **kwargs: Any) -> None:
        """Find both among those the member of staff may see."""
        records = readable(self.kind, self.staff)
        self.kept = get_object_or_404(records, pk=kwargs["pk"])
        self.gone = get_object_or_404(records.exclude(pk=self.kept.pk), pk=kwargs["other"])

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Return the way here: home, what may be kept twice, this page."""
        twice = reverse(
            "clients:duplicates" if self.kind is Client else "clients:contact_duplicates"
        )
        above = {"url": twice, "label": pgettext("files", "Possible duplicates")}
        return [*self.breadcrumbs_items, above, {"url": "", "label": self.get_page_title()}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Return both records, line by line; what was chosen stays chosen."""
        comparison: Comparison = compare(self.kept, self.gone, user=self.staff)
        for record in (self.kept, self.gone):
            note_view(record=record, place=ViewPlace.FORM, by=self.staff, at=timezone.now())
        chosen = self._taken()
        rows = [(line, side_taken(line, chosen)) for line in comparison.lines]
        suspected = suspicions(self.kind, self.staff, [self.kept])[self.kept.pk]
        why = [one.reasons for one in suspected if one.other.pk == self.gone.pk]
        return super().get_context_data(**kwargs) | {
            "kept": self.kept,
            "gone": self.gone,
            "differing": [row for row in rows if not row[0].same],
            "same": [line for line in comparison.lines if line.same],
            "linked": comparison.linked,
            "brought_twice": comparison.brought_twice,
            "stamp": comparison.stamp,
            "reasons": why[0] if why else [],
            "swap_url": reverse(self.name, args=[self.gone.pk, self.kept.pk]),
            "back": admin_url(self.kind, "inspect", self.kept.pk),
            "refusal": kwargs.get("refusal") or comparison.refusal,
            "may_merge": comparison.refusal is None,
        }

    def post(self, request: HttpRequest, *_args: Any, **_kwargs: Any) -> HttpResponseBase:
        """Merge the two, or say why not and show them as they are now."""
        try:
            done = merge(
                kept=self.kept,
                gone=self.gone,
                taken=self._taken(),
                seen=request.POST.get("stamp", ""),
                by=self.staff,
                at=timezone.now(),
            )
        except Refusal as refusal:
            self.look_up(pk=self.kept.pk, other=self.gone.pk)
            context = self.get_context_data(refusal=str(refusal))
            response: HttpResponseBase = self.render_to_response(context, status=409)
            return response
        said = _("%(gone)s went into %(kept)s. You can undo this on its page.")
        undo = messages.button(reverse(self.undo, args=[done.pk]), _("Undo the merge"))
        told = said % {"gone": self.gone.name, "kept": self.kept.name}
        messages.success(request, told, buttons=[undo])
        return redirect(admin_url(self.kind, "inspect", self.kept.pk))

    def _taken(self) -> dict[str, str]:
        sent = self.request.POST
        return {
            key.removeprefix(_TAKE): str(value)
            for key, value in sent.items()
            if key.startswith(_TAKE) and value in (KEPT, GONE)
        }


class MergeContactsPage(MergePage):
    """Every fact of two contacts side by side."""

    right = "clients.change_contact"
    page_title: ClassVar = gettext_lazy("Merge two contacts")
    header_icon: ClassVar = "user"
    kind = Contact
    name = "clients:merge_contacts"
    undo = "clients:undo_contact_merge"


class UndoMergePage(StaffPage):
    """Ask whether two clients that were merged are to be parted again."""

    right = "clients.change_client"
    template_name = "clients_admin/act.html"
    page_title: ClassVar = gettext_lazy("Undo the merge")
    header_icon: ClassVar = "undo"
    way: ClassVar = "client"

    def look_up(self, **kwargs: Any) -> None:
        """Find the merge: of a record the member of staff may see, with one they might see again."""
        merges = Merge.objects.standing().select_related(self.way)
        self.merge = get_object_or_404(merges.exclude(**{self.way: None}), pk=kwargs["pk"])
        self.kept = getattr(self.merge, self.way)
        both = (self.kept, gone_record(self.merge))
        if not all(is_visible(record, self.staff) for record in both):
            raise Http404

    def get_page_subtitle(self) -> str:
        """Name the record that was kept."""
        return str(self.kept)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Return the question."""
        said = _(
            "%(gone)s went into %(kept)s on %(day)s. They become two again: what was moved goes back, and "
            "the facts are as they were. What was added to %(kept)s since stays there."
        )
        kwargs.setdefault("form", forms.Form())
        day = date_format(timezone.localtime(self.merge.merged_at))
        return super().get_context_data(**kwargs) | {
            "record": self.kept,
            "question": said % {"gone": self.merge.name, "kept": self.kept.name, "day": day},
            "back": admin_url(type(self.kept), "inspect", self.kept.pk),
            "button": self.get_page_title(),
        }

    def post(self, request: HttpRequest, *_args: Any, **_kwargs: Any) -> HttpResponseBase:
        """Part them, or say why not."""
        form = forms.Form(request.POST)
        form.full_clean()
        try:
            gone = undo_merge(merge=self.merge, by=self.staff, at=timezone.now())
        except Refusal as refusal:
            form.add_error(None, str(refusal))
            context = self.get_context_data(form=form)
            response: HttpResponseBase = self.render_to_response(context, status=409)
            return response
        said = _("%(gone)s and %(kept)s are two again.")
        messages.success(request, said % {"gone": gone.name, "kept": self.kept.name})
        return redirect(admin_url(type(gone), "inspect", gone.pk))


class UndoContactMergePage(UndoMergePage):
    """Ask whether two contacts that were merged are to be parted again."""

    right = "clients.change_contact"
    way = "contact"
