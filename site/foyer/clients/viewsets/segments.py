"""Segments of clients: kept from the list, opened, renamed, deleted."""

from __future__ import annotations

from typing import Any, ClassVar

from django.http import Http404, HttpRequest, HttpResponseBase, QueryDict
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages

from foyer.clients.forms.segments import SegmentForm
from foyer.clients.models import Client, ClientSegment
from foyer.clients.services.segments import change_segment, keep_segment
from foyer.core.refusals import Refusal
from foyer.core.views import StaffPage

from .client_filters import ClientFilters
from .selection import Selection
from .shared import list_address


class SegmentsView(StaffPage):
    """A page about segments, for everybody who sees clients."""

    right = "clients.view_client"
    header_icon: ClassVar = "list-ul"

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Return the way here: home, clients, segments, this page."""
        found = [
            *self.breadcrumbs_items,
            {"url": list_address(Client), "label": _("Clients")},
            {"url": reverse("clients:segments"), "label": _("Segments")},
        ]
        return [*found, {"url": "", "label": self.get_page_title()}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Return the way back."""
        back = reverse("clients:segments")
        return super().get_context_data(**kwargs) | {"back": back, "list_url": list_address(Client)}


class SegmentsPage(SegmentsView):
    """All segments somebody may open."""

    template_name = "clients_admin/segments.html"
    page_title: ClassVar = gettext_lazy("Segments")

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Return the way here: home, clients, this page."""
        return [*super().get_breadcrumbs_items()[:-2], {"url": "", "label": self.get_page_title()}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Return the segments, each with whether it may be changed."""
        segments = ClientSegment.objects.open_to(self.staff)
        return super().get_context_data(**kwargs) | {
            "segments": [(segment, segment.is_open_to(self.staff)) for segment in segments]
        }


class KeepSegmentPage(SegmentsView):
    """Keeps what the list is narrowed down by under a name; words searched for are not kept."""

    template_name = "clients_admin/segment.html"
    page_title: ClassVar = gettext_lazy("Keep as a segment")

    @cached_property
    def chosen(self) -> Selection:
        """What the list is narrowed down by."""
        query = self.request.GET.copy()
        for name in ("q", "id"):
            query.pop(name, None)
        return Selection(self.request, query, ClientFilters)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Return the form and the filter in words."""
        kwargs.setdefault("form", SegmentForm(user=self.staff))
        return super().get_context_data(**kwargs) | {
            "conditions": self.chosen.conditions,
            "searched": self.request.GET.get("q", "").strip(),
            "back": list_address(Client),
        }

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Lead back from a filter that means nothing."""
        if request.user.has_perm(self.right) and not self.chosen.is_understood:
            messages.warning(request, _("The list has changed meanwhile. Please choose again."))
            return redirect(list_address(Client))
        return super().dispatch(request, *args, **kwargs)

    def post(self, request: HttpRequest, *_args: Any, **_kwargs: Any) -> HttpResponseBase:
        """Keep it, and lead to the list it means."""
        form = SegmentForm(request.POST, user=self.staff)
        if form.is_valid():
            query = self.chosen.filter_query
            try:
                segment = keep_segment(query=query, by=self.staff, at=timezone.now(), **form.wish)
            except Refusal as refusal:
                form.add_error(None, str(refusal))
            else:
                said = _("The segment “%(name)s” has been kept.") % {"name": segment.name}
                messages.success(request, said)
                return redirect("clients:open_segment", pk=segment.pk)
        response: HttpResponseBase = self.render_to_response(self.get_context_data(form=form))
        return response


class SegmentView(SegmentsView):
    """A page about one segment somebody may open; others do not exist for them."""

    def look_up(self, **kwargs: Any) -> None:
        """Find it."""
        segments = ClientSegment.objects.open_to(self.staff)
        self.segment: ClientSegment = get_object_or_404(segments, pk=kwargs["pk"])

    @cached_property
    def chosen(self) -> Selection:
        """The clients it means."""
        return Selection(self.request, QueryDict(self.segment.query), ClientFilters)


class OpenSegment(SegmentView):
    """Leads to the list a segment means."""

    def get(self, request: HttpRequest, *_args: Any, **_kwargs: Any) -> HttpResponseBase:
        """Lead on; not when a field or choice it asks for is gone: the list would show too many."""
        if self.chosen.is_understood and self.chosen.knows_every_filter:
            return redirect(f"{list_address(Client)}?{self.segment.query}")
        said = _("The segment “%(name)s” asks for a field or choice that is not there any more.")
        messages.warning(request, said % {"name": self.segment.name})
        return redirect("clients:segments")


class ChangeableSegmentView(SegmentView):
    """A page upon which a segment is changed."""

    template_name = "clients_admin/segment.html"

    def look_up(self, **kwargs: Any) -> None:
        """Find it among those somebody may change."""
        super().look_up(**kwargs)
        if not self.segment.is_open_to(self.staff):
            raise Http404

    def get_page_subtitle(self) -> str:
        """Name the segment."""
        return str(self.segment)


class ChangeSegmentPage(ChangeableSegmentView):
    """Gives a segment another name, or shares it."""

    page_title: ClassVar = gettext_lazy("Rename the segment")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Return the form and the filter in words."""
        kwargs.setdefault("form", SegmentForm(instance=self.segment, user=self.staff))
        understood = self.chosen.is_understood
        return super().get_context_data(**kwargs) | {
            "conditions": self.chosen.conditions if understood else [],
            "segment": self.segment,
        }

    def post(self, request: HttpRequest, *_args: Any, **_kwargs: Any) -> HttpResponseBase:
        """Change it."""
        form = SegmentForm(request.POST, instance=self.segment, user=self.staff)
        before = (self.segment.name, self.segment.is_shared)
        if form.is_valid():
            name, is_shared = form.wish["name"], form.wish["is_shared"]
            self.segment.name, self.segment.is_shared = before
            try:
                change_segment(segment=self.segment, name=name, is_shared=is_shared, by=self.staff)
            except Refusal as refusal:
                form.add_error(None, str(refusal))
            else:
                return redirect("clients:segments")
        response: HttpResponseBase = self.render_to_response(self.get_context_data(form=form))
        return response


class DeleteSegment(ChangeableSegmentView):
    """Deletes a segment; the clients stay."""

    http_method_names = ["post"]  # noqa: RUF012  Django declares it so

    def post(self, request: HttpRequest, *_args: Any, **_kwargs: Any) -> HttpResponseBase:
        """Delete it."""
        self.segment.delete()
        said = _("The segment “%(name)s” has been deleted.") % {"name": self.segment.name}
        messages.success(request, said)
        return redirect("clients:segments")
