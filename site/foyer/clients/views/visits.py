"""Visits: the list, one of them, its form, striking out, and the printed sheets. (003-15, 003-16)"""

from __future__ import annotations

from itertools import islice
from typing import Any, ClassVar

from django.core.exceptions import PermissionDenied
from django.db.models import Case, When
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from wagtail.admin import messages
from wagtail.admin.paginator import WagtailPaginator
from wagtail.admin.utils import get_valid_next_url_from_request
from wagtail.log_actions import registry

from foyer.clients.forms.care import ReasonForm, VisitFilterForm
from foyer.clients.models import Client, Contact, Visit
from foyer.clients.queries.visits import (
    StatusRow,
    sheets,
    status_head,
    status_rows,
    visits_on_list,
)
from foyer.clients.services.visits import strike_out_visit
from foyer.core.languages import HTML_LANG, known_language
from foyer.core.refusals import Refusal
from foyer.core.views import StaffPage
from foyer.privacy.enums import ViewPlace
from foyer.privacy.services.view_log import note_views

PER_PAGE = 50
_LOG_LINES = 50
_MOST_ROWS = 2000


class VisitsView(StaffPage):
    """A page about visits."""

    right = "clients.view_visit"
    header_icon: ClassVar = "comment"

    def trail(self) -> list[dict[str, Any]]:
        """Return the pages below the list."""
        return [{"url": "", "label": self.get_page_title()}]

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Return the way here."""
        above = {"url": reverse("care:visits"), "label": _("Visits")}
        return [*self.breadcrumbs_items, above, *self.trail()]


class VisitsPage(VisitsView):
    """The visits one may read: filters, and a page of them."""

    template_name = "care_admin/visits.html"
    page_title: ClassVar = gettext_lazy("Visits")

    def look_up(self, **kwargs: Any) -> None:
        """Find the client, where the list is of one."""
        self.client: Client | None = None
        if pk := kwargs.get("client_pk"):
            clients = Client.objects.visible_to(self.staff)
            self.client = get_object_or_404(clients, pk=pk)

    def trail(self) -> list[dict[str, Any]]:
        """The list is the last stop, or the client's."""
        return [{"url": "", "label": str(self.client)}] if self.client else []

    @cached_property
    def filter_form(self) -> VisitFilterForm:
        """What the list is narrowed down by."""
        return VisitFilterForm(self.request.GET)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Return one page of visits."""
        wanted = self.filter_form.wanted
        scope = wanted | ({"client": self.client} if self.client else {})
        paginator = WagtailPaginator(visits_on_list(self.staff, scope), PER_PAGE)
        page = paginator.get_page(self.request.GET.get("p"))
        context = super().get_context_data(**kwargs)
        return context | {
            "filter_form": self.filter_form,
            "narrowed": bool(wanted),
            "page": page,
            "elided_page_range": paginator.get_elided_page_range(page.number),
            "list_url": self.request.path,
            "client": self.client,
            "query": self.request.GET.urlencode(),
            "may_add": self.staff.has_perm("clients.add_visit"),
            "may_export": self.staff.has_perm("clients.export_visit"),
            "may_import": self.staff.has_perm("clients.import_visit"),
            "media": self.filter_form.media,
        }


class ChooseClientPage(VisitsView):
    """Choose whose visit is to be filed: found as people type, one's own clients first."""

    right = "clients.add_visit"
    template_name = "care_admin/choose_client.html"
    page_title: ClassVar = gettext_lazy("New visit")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Return the clients found."""
        query = self.request.GET.get("q", "").strip()[:100]
        clients = Client.objects.visible_to(self.staff).select_related("account_manager")
        found = clients.matching(query) if query else clients.filter(account_manager=self.staff)
        first = Case(When(account_manager=self.staff, then=0), default=1)
        ordered = found.order_by(first, "name", "pk")
        return super().get_context_data(**kwargs) | {"clients": ordered[:PER_PAGE], "query": query}


class OneVisit(VisitsView):
    """A page about one visit that may be read."""

    def look_up(self, **kwargs: Any) -> None:
        """Find the visit."""
        visits = Visit.objects.visible_to(self.staff).numbered()
        related = ("client__account_manager", "staff", "filed_by", "struck_out_by")
        self.visit = get_object_or_404(visits.select_related(*related), pk=kwargs["pk"])

    @property
    def may_change(self) -> bool:
        """Whether this member of staff may correct it or strike it out."""
        allowed = self.staff.has_perm("clients.change_visit") and not self.visit.struck_out_at
        return allowed and Visit.objects.changeable_by(self.staff).filter(pk=self.visit.pk).exists()

    @property
    def visit_url(self) -> str:
        """The address of the visit's page."""
        return reverse("care:visit", args=[self.visit.pk])

    def trail(self) -> list[dict[str, Any]]:
        """Return the visit, and this page."""
        return [
            {"url": self.visit_url, "label": str(self.visit)},
            {"url": "", "label": self.get_page_title()},
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Return the visit."""
        return super().get_context_data(**kwargs) | {
            "visit": self.visit,
            "visit_url": self.visit_url,
        }


class VisitPage(OneVisit):
    """All about one visit, with its history."""

    template_name = "care_admin/visit.html"
    page_title: ClassVar = gettext_lazy("Visit")

    def trail(self) -> list[dict[str, Any]]:
        """The visit is the last stop."""
        return [{"url": "", "label": str(self.visit)}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Return what was written down, and what was changed since."""
        history = registry.get_logs_for_instance(self.visit).select_related("user")[:_LOG_LINES]
        labels = {
            field.name: field.verbose_name for field in Visit._meta.get_fields() if field.concrete
        }
        return super().get_context_data(**kwargs) | {
            "contacts": self.visit.contacts.order_by("pk"),
            "closed": {row.get_kind_display() for row in self.visit.closed_decisions.all()},
            "history": [(entry, _changes(entry.data, labels)) for entry in history],
            "may_change": self.may_change,
        }


def _changes(data: dict[str, Any], labels: dict[str, Any]) -> list[tuple[str, str]]:
    """Return what a log entry says stood there before, by the name of the field; texts alone are told."""
    changed = data.get("changed", {})
    return [
        (str(labels.get(name, name)), str(values["before"]))
        for name, values in changed.items()
        if isinstance(values["before"], str) and values["before"]
    ]


class StrikeOutPage(OneVisit):
    """Strike a visit out, with a reason."""

    right = "clients.change_visit"
    template_name = "care_admin/strike_out.html"
    page_title: ClassVar = gettext_lazy("Strike out")

    def look_up(self, **kwargs: Any) -> None:
        """Find the visit among those one may change."""
        super().look_up(**kwargs)
        if not self.may_change:
            raise PermissionDenied

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Return the form."""
        kwargs.setdefault("form", ReasonForm())
        return super().get_context_data(**kwargs)

    def post(self, request: HttpRequest, *_args: Any, **_kwargs: Any) -> HttpResponseBase:
        """Strike it out, or say why not."""
        form = ReasonForm(request.POST)
        if form.is_valid():
            try:
                strike_out_visit(
                    visit=self.visit,
                    reason=form.cleaned_data["reason"],
                    by=self.staff,
                    at=timezone.now(),
                )
            except Refusal as refusal:
                form.add_error("reason", str(refusal))
            else:
                messages.success(request, _("The visit has been struck out."))
                return redirect(get_valid_next_url_from_request(request) or self.visit_url)
        response: HttpResponseBase = self.render_to_response(self.get_context_data(form=form))
        return response


class PrintVisitPage(OneVisit):
    """The printed form 大客户拜访记录表, on one sheet of A4. (003-15)"""

    template_name = "care_print/visit.html"
    page_title: ClassVar = gettext_lazy("Print")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Return the visit as it is printed."""
        language = HTML_LANG[known_language(get_language())]
        return super().get_context_data(**kwargs) | {"html_lang": language}


class StatusTablePage(VisitsView):
    """The contact status table 大客户联系情况表, printed in sheets of twenty rows. (003-16)"""

    template_name = "care_print/status_table.html"
    page_title: ClassVar = gettext_lazy("Contact status table")

    def get(self, request: HttpRequest, *_args: Any, **_kwargs: Any) -> HttpResponseBase:
        """Show the sheets."""
        wanted = VisitFilterForm(request.GET).wanted
        rows = status_rows(visits_on_list(self.staff, wanted), reader=self.staff)
        shown = list(islice(rows, _MOST_ROWS))
        self._note(shown)
        context = self.get_context_data(
            head=status_head(),
            sheets=sheets(shown),
            wanted=wanted,
            is_cut=next(rows, None) is not None,
        )
        response: HttpResponseBase = self.render_to_response(context)
        return response

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Return the sheets, and what they were narrowed down by."""
        return super().get_context_data(**kwargs) | {
            "html_lang": HTML_LANG[known_language(get_language())],
            "most_rows": _MOST_ROWS,
            "query": self.request.GET.urlencode(),
            "may_export": self.staff.has_perm("clients.export_visit"),
        }

    def _note(self, rows: list[StatusRow]) -> None:
        """Write down whose phones were shown plain."""
        people = len(frozenset().union(*(row.plain for row in rows)))
        at, place = timezone.now(), ViewPlace.LIST
        note_views(
            kind=Contact, people=people, place=place, by=self.staff, at=at, columns=("phone",)
        )
