"""Clients and contacts as lists that are taken away as files."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from wagtail.log_actions import log

from foyer.clients.models import Client, Contact
from foyer.core.models import User
from foyer.privacy.identifiers import mask_email, mask_phone


def client_rows(clients: Iterable[Client]) -> Iterator[list[str]]:
    """Yield the head and one row for each client, as they stand in an exported file."""
    yield [
        _("Client number"),
        _("Name"),
        _("Short name"),
        _("Industry"),
        _("Region"),
        _("Tier"),
        _("Account manager"),
    ]
    for client in clients:
        yield [
            client.number,
            client.name,
            client.short_name,
            client.industry,
            client.get_region_display(),
            client.get_tier_display(),
            str(client.account_manager or ""),
        ]


def contact_rows(contacts: Iterable[Contact], *, sensitive: bool) -> Iterator[list[str]]:
    """Yield the head and one row for each contact; phone, e-mail and birthday only where they may be seen.

    Args:
        sensitive: whether the reader may see them plain.
    """
    yield [
        pgettext("person", "Name"),
        _("Form of address"),
        _("Client"),
        pgettext("person", "Title"),
        _("Phone"),
        _("E-mail"),
        _("Language"),
        _("Birthday"),
        _("Preferences"),
        _("Dietary taboos"),
    ]
    for contact in contacts:
        birthday = contact.birthday.isoformat() if contact.birthday else ""
        yield [
            contact.name,
            contact.get_form_of_address_display() if contact.form_of_address else "",
            contact.company,
            contact.title,
            contact.phone if sensitive else mask_phone(contact.phone),
            contact.email if sensitive else mask_email(contact.email),
            contact.get_language_display(),
            birthday if sensitive else "",
            contact.preferences,
            contact.taboos,
        ]


def record_export(*, what: str, rows: int, by: User) -> None:
    """Write into the log who took how many records away as a file. (security 9)

    Args:
        what: "client" or "contact".
    """
    log(by, f"foyer.{what}.export", user=by, data={"rows": rows})
