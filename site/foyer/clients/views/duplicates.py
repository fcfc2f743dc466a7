"""Clients and contacts that may be kept twice. (001-04)"""

from __future__ import annotations

from typing import Any, ClassVar

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy
from wagtail.admin import messages
from wagtail.admin.paginator import WagtailPaginator
from wagtail.admin.utils import get_valid_next_url_from_request

from foyer.clients.models import Client, Contact
from foyer.clients.queries.duplicates import readable, suspects, suspicions
from foyer.clients.services.distinct import keep_apart
from foyer.core.views import StaffPage
from foyer.core.visible import visible

from .base import admin_url

PER_PAGE = 25


class DuplicatesPage(StaffPage):
    """The clients that may be one and the same, each pair once."""

    right = "clients.change_client"
    template_name = "clients_admin/duplicates.html"
    page_title: ClassVar = pgettext_lazy("files", "Possible duplicates")
    header_icon: ClassVar = "client"
    kind: ClassVar[type[Any]] = Client

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Return the way here: home, the list, this page."""
        label = _("Clients") if self.kind is Client else _("Contacts")
        above = {"url": admin_url(self.kind, "list"), "label": label}
        return [*self.breadcrumbs_items, above, {"url": "", "label": self.get_page_title()}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Return one page of pairs."""
        paginator = WagtailPaginator(suspects(self.kind, self.staff), PER_PAGE)
        page = paginator.get_page(self.request.GET.get("p"))
        named = readable(self.kind, self.staff).in_bulk([record.pk for record in page.object_list])
        found = suspicions(self.kind, self.staff, list(named.values()), younger=True)
        return super().get_context_data(**kwargs) | {
            "groups": [(named[pk], found[pk]) for pk in found if found[pk]],
            "page": page,
            "elided_page_range": paginator.get_elided_page_range(page.number),
            "list_url": self.request.path,
            "of_clients": self.kind is Client,
            "inspect": self.kind.snippet_viewset.get_url_name("inspect"),
        }


class DuplicateContactsPage(DuplicatesPage):
    """The contacts that may be one and the same, each pair once."""

    right = "clients.change_contact"
    header_icon: ClassVar = "user"
    kind = Contact


class KeepApartView(StaffPage):
    """Take note that two clients are not the same; only by POST."""

    right = "clients.change_client"
    kind: ClassVar[type[Any]] = Client
    http_method_names = ["post"]  # noqa: RUF012  as Django declares it

    def look_up(self, **kwargs: Any) -> None:
        """Find both among those the member of staff may see."""
        records = visible(self.kind, self.staff)
        self.one = get_object_or_404(records, pk=kwargs["pk"])
        self.other = get_object_or_404(records.exclude(pk=self.one.pk), pk=kwargs["other"])

    def post(self, request: HttpRequest, *_args: Any, **_kwargs: Any) -> HttpResponseBase:
        """Remember it and lead back."""
        keep_apart(one=self.one, other=self.other, by=self.staff, at=timezone.now())
        said = _("%(one)s and %(other)s are not the same: they are not suggested again.")
        messages.success(request, said % {"one": self.one, "other": self.other})
        back = get_valid_next_url_from_request(request)
        return redirect(back or reverse(f"{_space(self.kind)}duplicates"))


class KeepContactsApartView(KeepApartView):
    """Take note that two contacts are not the same."""

    right = "clients.change_contact"
    kind = Contact


def _space(kind: type[Any]) -> str:
    return "clients:" if kind is Client else "clients:contact_"
