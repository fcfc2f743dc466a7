"""The list of deals as a file. (001-04)"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

from django.utils.translation import gettext_lazy as _

from foyer.clients.models import Client, Deal
from foyer.core.exports.targets import ExportColumn
from foyer.core.models import User
from foyer.core.visible import visible
from foyer.privacy.exported import OpenList

from .base import SENSITIVE, column


class DealList(OpenList):
    """Deals. Nothing of them is sealed; they are seen by whoever sees the client."""

    key = "deal"
    label = _("Deals")
    right = "clients.export_deal"
    sensitive_right = SENSITIVE
    model: ClassVar = Deal

    def all_columns(self, by: User) -> list[ExportColumn]:
        """Return every column there is."""
        number = Client._meta.get_field("number").verbose_name
        return [
            ExportColumn("client_number", number, _client_number),
            column(Deal, "client", _client),
            *(column(Deal, name) for name in ("project", "done_on", "service", "amount")),
            column(Deal, "currency", _currency),
            column(Deal, "payment"),
            column(Deal, "note", default=False),
        ]

    def records(self, keys: Sequence[int], by: User) -> list[Any]:
        """Return the deals somebody may see among these, each with its client."""
        found = visible(Deal, by).select_related("client").in_bulk(keys)
        return [found[key] for key in keys if key in found]


def _client_number(deal: Any, by: User) -> str:
    return str(deal.client.number)


def _client(deal: Any, by: User) -> str:
    return str(deal.client.name)


def _currency(deal: Any, by: User) -> str:
    return str(deal.currency)


DEAL_LIST = DealList()
