"""Clients as staff keep them."""

from __future__ import annotations

from typing import Any, ClassVar

import django_filters
from django.http import StreamingHttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.panels import FieldPanel, FieldRowPanel, ObjectList
from wagtail.admin.ui.tables import Column
from wagtail.snippets.views.snippets import CreateView, SnippetViewSet

from foyer.clients.forms import ClientForm
from foyer.clients.models import Client
from foyer.clients.services.listing import client_rows, record_export
from foyer.clients.services.numbering import number_client
from foyer.core.choosers import RightsCheckedChooserViewSet
from foyer.core.listings import MatchingIndexView

from .shared import account_managers, spreadsheet_response


class ClientFilters(WagtailFilterSet):
    """What a list of clients is narrowed down by."""

    industry = django_filters.AllValuesFilter(field_name="industry", label=_("Industry"))
    account_manager = django_filters.ModelChoiceFilter(
        queryset=account_managers, label=_("Account manager")
    )

    class Meta:
        model = Client
        fields: ClassVar = ["tier", "account_manager", "region", "industry"]


class ClientIndexView(MatchingIndexView):
    """The list of clients."""

    export_right = "clients.export_client"

    def as_spreadsheet(self, queryset: Any, spreadsheet_format: str) -> StreamingHttpResponse:
        """Write the list as a file and note who took it."""
        rows = list(client_rows(queryset))
        record_export(what="client", rows=len(rows) - 1, by=self.request.user)
        return spreadsheet_response(rows, kind=spreadsheet_format, name="clients")


class ClientCreateView(CreateView):
    """A new client gets its number when it is kept."""

    def save_instance(self) -> Any:
        """Keep the client under the next number of the series."""
        number_client(client=self.form.instance, at=timezone.now())
        return super().save_instance()


class ClientViewSet(SnippetViewSet):
    """Clients. (001-04, 001-28)"""

    model: ClassVar = Client
    icon: ClassVar = "client"
    menu_label: ClassVar = _("Clients")
    copy_view_enabled: ClassVar = False
    inspect_view_enabled: ClassVar = True
    inspect_view_fields: ClassVar = [
        "number",
        "name",
        "short_name",
        "industry",
        "region",
        "tier",
        "account_manager",
        "created_at",
    ]
    list_display: ClassVar = [
        "name",
        "number",
        Column("tier", label=_("Tier"), accessor="get_tier_display", sort_key="tier"),
        "account_manager",
        "industry",
        Column("region", label=_("Region"), accessor="get_region_display", sort_key="region"),
    ]
    list_export: ClassVar = ["number"]
    list_per_page: ClassVar = 50
    filterset_class: ClassVar = ClientFilters
    index_view_class: ClassVar = ClientIndexView
    add_view_class: ClassVar = ClientCreateView
    chooser_viewset_class: ClassVar = RightsCheckedChooserViewSet
    edit_handler: ClassVar = ObjectList(
        [
            FieldRowPanel([FieldPanel("name"), FieldPanel("short_name")]),
            FieldPanel(
                "number", help_text=_("Leave it empty and the next number of the series is given.")
            ),
            FieldRowPanel([FieldPanel("tier"), FieldPanel("region")]),
            FieldRowPanel([FieldPanel("industry"), FieldPanel("account_manager")]),
        ],
        base_form_class=ClientForm,
    )

    def get_queryset(self, request: Any) -> Any:
        """Return the clients with all that a row shows."""
        return Client.objects.select_related("account_manager")
