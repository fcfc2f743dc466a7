"""The list of clients as a file."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

from django.db.models import Max, Prefetch, prefetch_related_objects
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from foyer.clients.enums import AddressKind
from foyer.clients.models import Client, ClientAddress, Contact, Visit
from foyer.core.exports.targets import ExportColumn
from foyer.core.models import User
from foyer.privacy.identifiers import mask_email, mask_phone

from .base import ClientRoomList, Value, column, day

_USUAL = (
    *("number", "name", "short_name", "name_en", "kind", "legal_representative"),
    *("credit_code", "business_number", "industry", "size", "region"),
    *("tier", "account_manager", "source"),
)
_FURTHER = (
    *("business_scope", "source_note", "collection", "provenance", "legal_basis"),
    *("stand_style", "facilities", "event_form", "interests", "topics"),
    *("annual_spend", "deals_a_year", "potential", "screening", "screening_score", "created_at"),
)
# What an import would take for something of a contact under the field's own name.
_ADDRESSES = (
    ("address", pgettext_lazy("import column", "office address"), AddressKind.VISITING),
    (
        "registered_address",
        pgettext_lazy("import column", "registered address"),
        AddressKind.REGISTERED,
    ),
    ("postal_address", pgettext_lazy("import column", "postal address"), AddressKind.POSTAL),
    ("invoice_address", pgettext_lazy("import column", "invoice address"), AddressKind.INVOICE),
)
_MASKS = {"phone": mask_phone, "email": mask_email}
_LABELS = {"interests": pgettext_lazy("import column", "interests of the client")}


class ClientList(ClientRoomList):
    """Clients."""

    key = "client"
    label = _("Clients")
    right = "clients.export_client"
    model: ClassVar = Client
    related: ClassVar = ("account_manager", "main_contact")

    def all_columns(self, by: User) -> list[ExportColumn]:
        """Return every column there is."""
        columns = [
            *(column(Client, name) for name in _USUAL),
            *(
                ExportColumn(key, label, _addresses_of(kind), default=False)
                for key, label, kind in _ADDRESSES
            ),
            *(column(Client, name, label=_LABELS.get(name), default=False) for name in _FURTHER),
        ]
        if by and by.has_perm("clients.view_contact"):
            columns += _of_main_contact()
        if by and by.has_perm("clients.view_visit"):
            columns.append(ExportColumn("last_visit", _("last visit"), _last_visit, default=False))
        return [*columns, *self.own_columns()]

    def records(self, keys: Sequence[int], by: User) -> list[Any]:
        """Return the clients, each with its addresses and the day of the last visit."""
        clients = super().records(keys, by)
        addresses = Prefetch("addresses", ClientAddress.objects.order_by("pk"))
        prefetch_related_objects(clients, addresses)
        visits = Visit.objects.visible_to(by).standing().filter(client__in=clients)
        last = dict(visits.order_by().values_list("client").annotate(Max("happened_on")))
        for client in clients:
            client.last_visit_on = last.get(client.pk)
        return clients


def _of_main_contact() -> list[ExportColumn]:
    """Return the columns of the main contact, under the words an import takes for the contact of a row."""
    name = pgettext_lazy("import column", "contact name")
    is_main = pgettext_lazy("export column", "is the main contact")
    return [
        ExportColumn("main", is_main, _has_main, default=False),
        ExportColumn("main_contact", name, _main_contact("name"), default=False),
        column(Contact, "title", _main_contact("title"), default=False),
        column(Contact, "phone", _main_contact("phone"), sensitive=True, default=False),
        column(Contact, "email", _main_contact("email"), sensitive=True, default=False),
    ]


def _has_main(client: Any, by: User) -> str:
    """Say of the contact in the row that it is the main one, for an import to know it again."""
    contact = client.main_contact
    return gettext("yes") if contact and client.has_main(contact) else ""


def _main_contact(name: str) -> Value:
    """Return the function that reads a column of the main contact, sealed ones as somebody may see them."""
    mask = _MASKS.get(name)

    def value(client: Any, by: User) -> str:
        contact = client.main_contact
        if contact is None or not client.has_main(contact):
            return ""
        text = str(getattr(contact, name))
        return text if mask is None or client.is_plain_to(by) else mask(text)

    return value


def _addresses_of(kind: AddressKind) -> Value:
    """Return the function that reads the addresses of one kind, as an import reads them again."""

    def value(client: Any, by: User) -> str:
        return "；".join(one.text for one in client.addresses.all() if one.kind == kind)

    return value


def _last_visit(client: Any, by: User) -> str:
    return day(client.last_visit_on)


CLIENT_LIST = ClientList()
