"""Exporting the lists of clients, contacts and deals. (security 9)"""

from __future__ import annotations

from typing import ClassVar

from wagtail.admin.filters import WagtailFilterSet

from foyer.clients.exports import CLIENT_LIST, CONTACT_LIST, DEAL_LIST
from foyer.core.exports.views import Chosen, ExportPage

from .client_filters import ClientFilters
from .contact_filters import ContactFilters
from .records import DealFilters
from .selection import Selection
from .shared import list_address


class ListExportPage(ExportPage):
    """Exports what a list of this room is narrowed down to, or the records ticked in it."""

    filters: ClassVar[type[WagtailFilterSet]]

    def choose(self) -> Chosen:
        """Return the records the address means."""
        return Selection(self.request, self.request.GET, self.filters)

    @property
    def list_url(self) -> str:
        """The list, narrowed down as before."""
        query = self.request.GET.copy()
        query.pop("id", None)
        url = list_address(self.filters._meta.model)
        return f"{url}?{query.urlencode()}" if query else url


class ClientExportPage(ListExportPage):
    """Exports clients."""

    target = CLIENT_LIST
    right = CLIENT_LIST.right
    filters = ClientFilters


class ContactExportPage(ListExportPage):
    """Exports contacts."""

    target = CONTACT_LIST
    right = CONTACT_LIST.right
    filters = ContactFilters


class DealExportPage(ListExportPage):
    """Exports deals. (001-04)"""

    target = DEAL_LIST
    right = DEAL_LIST.right
    filters = DealFilters
