"""Clients as staff keep them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, ClassVar

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, pgettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.widgets.button import Button, HeaderButton
from wagtail.snippets.views.snippets import CreateView

from foyer.clients.models import Client, ClientSegment
from foyer.clients.services.hand_over import note_first_manager
from foyer.clients.services.moves import refresh_company
from foyer.clients.services.numbering import number_client
from foyer.core.list_cells import PlainColumn
from foyer.core.visible import visible
from foyer.core.visible_views import VisibleEditView, VisibleSnippetViewSet
from foyer.privacy.enums import ViewPlace
from foyer.privacy.noting import NotesTheView

from .client_filters import ClientFilters
from .client_form import CLIENT_FORM
from .client_page import ClientInspectView, act_buttons
from .deleting import OwnDeleteView
from .merged import LeadsOn
from .shared import HouseFieldIndexView

_SEGMENTS = 8  # offered above the list at once


class ClientIndexView(HouseFieldIndexView):
    """The list of clients, with the ways to its segments."""

    export_right = "clients.export_client"
    export_page = "clients:export"

    @property
    def header_buttons(self) -> list[Any]:
        """The ways to add one client and to bring in a list, for those who may."""
        buttons = list(super().header_buttons)
        if self.request.user.has_perm("clients.import_client"):
            url = reverse("clients:import")
            buttons.append(HeaderButton(gettext("Import a file"), url=url, icon_name="upload"))
        return buttons

    @property
    def header_more_buttons(self) -> list[Any]:
        """The ways to segments, to what may be kept twice, and to hand over all clients of somebody."""
        buttons = [*super().header_more_buttons, *self._segment_buttons()]
        if self.request.user.has_perm("clients.change_client"):
            url = reverse("clients:duplicates")
            buttons.append(
                Button(pgettext("files", "Possible duplicates"), url=url, icon_name="copy")
            )
        if self.request.user.has_perm("clients.hand_over_client"):
            url = reverse("clients:hand_over")
            buttons.append(Button(gettext("Hand clients over"), url=url, icon_name="user"))
        return buttons

    def _segment_buttons(self) -> Iterator[Button]:
        """Lead to the segments, and to keeping what the list is narrowed down by as one."""
        segments = list(ClientSegment.objects.open_to(self.request.user)[: _SEGMENTS + 1])
        for segment in segments[:_SEGMENTS]:
            url = reverse("clients:open_segment", args=[segment.pk])
            yield Button(segment.name, url=url, icon_name="list-ul", priority=200)
        if segments:
            url = reverse("clients:segments")
            yield Button(gettext("All segments"), url=url, icon_name="list-ul", priority=210)
        if self.is_filtering:
            url = self.with_query(reverse("clients:keep_segment"))
            yield Button(gettext("Keep as a segment"), url=url, icon_name="plus", priority=220)


class ClientCreateView(CreateView):
    """A new client gets its number when it is kept, and a history that begins with its account manager."""

    def save_instance(self) -> Any:
        """Keep the client under the next number of the series."""
        at = timezone.now()
        number_client(client=self.form.instance, at=at)
        client = super().save_instance()
        reason = gettext("Client first kept")
        note_first_manager(client=client, reason=reason, by=self.request.user, at=at)
        return client


class ClientEditView(LeadsOn, NotesTheView, VisibleEditView):
    """The form of a client, with the acts upon it."""

    seen_in = ViewPlace.FORM

    def save_instance(self) -> Any:
        """Keep the client; its contacts are found by its new name at once."""
        client = super().save_instance()
        if "name" in self.form.changed_data:
            refresh_company(client=client)
        return client

    @property
    def header_more_buttons(self) -> list[Any]:
        """The acts the member of staff may carry out."""
        return [*super().header_more_buttons, *act_buttons(self.object, self.request.user)]


class ClientViewSet(VisibleSnippetViewSet):
    """Clients. (001-04, 001-28)"""

    model: ClassVar = Client
    icon: ClassVar = "client"
    menu_label: ClassVar = _("Clients")
    menu_name: ClassVar = "client-list"
    inspect_view_enabled: ClassVar = True
    delete_view_class: ClassVar = OwnDeleteView
    delete_template_name: ClassVar = "clients_admin/delete.html"
    inspect_view_class: ClassVar = ClientInspectView
    inspect_template_name: ClassVar = "clients_admin/client.html"
    list_display: ClassVar = [
        "name",
        "number",
        PlainColumn("tier", label=_("Tier"), accessor="get_tier_display", sort_key="tier"),
        "account_manager",
        "industry",
        PlainColumn("region", label=_("Region"), accessor="get_region_display", sort_key="region"),
    ]
    list_per_page: ClassVar = 50
    filterset_class: ClassVar = ClientFilters
    index_view_class: ClassVar = ClientIndexView
    add_view_class: ClassVar = ClientCreateView
    edit_view_class: ClassVar = ClientEditView
    edit_handler: ClassVar = CLIENT_FORM

    def get_queryset(self, request: Any) -> Any:
        """Return the clients the reader may see, with all that a row shows."""
        return visible(Client, request.user).select_related("account_manager")
