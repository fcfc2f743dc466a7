"""The list of visits as a file: the fields of the house's own form. (003-15)"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, ClassVar

from django.db.models import Prefetch
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from foyer.clients.models import Client, Contact, Visit
from foyer.core.days import house_minute
from foyer.core.exports.targets import ExportColumn
from foyer.core.models import User
from foyer.privacy.exported import OpenList

from .base import SENSITIVE, column

_WORDS = ("situation", "discussion", "concerns", "next_visit_on", "other", "solved", "to_watch")


class VisitList(OpenList):
    """Visits. Nothing of them is sealed; whoever may read one may take it away."""

    key = "visit"
    label = _("Visits")
    right = "clients.export_visit"
    sensitive_right = SENSITIVE
    model: ClassVar = Visit

    def all_columns(self, by: User) -> list[ExportColumn]:
        """Return every column there is; what the system counts or decides stands at the end."""
        number = Client._meta.get_field("number").verbose_name
        return [
            ExportColumn("client_number", number, _client_number),
            ExportColumn("client", pgettext_lazy("import column", "client name"), _client),
            column(Visit, "happened_at", _moment),
            column(Visit, "mode"),
            column(Visit, "direction"),
            column(Visit, "contacts", _contacts),
            column(Visit, "met"),
            column(Visit, "staff"),
            *(column(Visit, name) for name in ("written_on", "address", "place", *_WORDS)),
            ExportColumn("nth", pgettext_lazy("export column", "contact no."), _nth),
            column(Visit, "external_id", default=False),
            column(Visit, "strike_out_reason", label=_("struck out because"), default=False),
        ]

    def records(self, keys: Sequence[int], by: User) -> list[Any]:
        """Return the visits somebody may read among these, each with its number and whom it was with."""
        contacts = Prefetch("contacts", Contact.objects.order_by("pk"))
        visits = Visit.objects.visible_to(by).numbered().select_related("client", "staff")
        found = visits.prefetch_related(contacts).in_bulk(keys)
        return [found[key] for key in keys if key in found]


def contact_words(contacts: Iterable[Contact]) -> str:
    """Return the names of those met, as an import reads them again."""
    return "；".join(contact.name for contact in contacts)


def _client_number(visit: Any, by: User) -> str:
    return str(visit.client.number)


def _client(visit: Any, by: User) -> str:
    return str(visit.client.name)


def _moment(visit: Any, by: User) -> str:
    return house_minute(visit.happened_at)


def _contacts(visit: Any, by: User) -> str:
    return contact_words(visit.contacts.all())


def _nth(visit: Any, by: User) -> str:
    return str(visit.nth or "")


VISIT_LIST = VisitList()
