"""Clients, contacts and deals as lists that are taken away as files."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from wagtail.log_actions import log

from foyer.clients.models import Client, Contact, Deal
from foyer.core.models import User
from foyer.privacy.identifiers import mask_email, mask_handle, mask_phone


def client_rows(clients: Iterable[Client]) -> Iterator[list[str]]:
    """Yield the head and one row for each client, as they stand in an exported file."""
    yield [
        _("Client number"),
        _("Name"),
        _("Short name"),
        _("English name"),
        _("Legal representative"),
        _("Unified social credit code"),
        _("Unified business number (Taiwan)"),
        _("Industry"),
        _("Size"),
        _("Region"),
        _("Tier"),
        _("Account manager"),
        _("Source"),
    ]
    for client in clients:
        yield [
            client.number,
            client.name,
            client.short_name,
            client.name_en,
            client.legal_representative,
            client.credit_code,
            client.business_number,
            client.industry,
            client.get_size_display() if client.size else "",
            client.get_region_display(),
            client.get_tier_display(),
            str(client.account_manager or ""),
            client.get_source_display() if client.source else "",
        ]


def contact_rows(contacts: Iterable[Contact], *, reader: User) -> Iterator[list[str]]:
    """Yield the head and one row for each contact; what is sealed only where the reader may see it plain."""
    yield [
        pgettext("person", "Name"),
        _("Form of address"),
        _("Client"),
        pgettext("person", "Title"),
        _("Phone"),
        _("E-mail"),
        _("WeChat id"),
        _("Language"),
        _("Birthday"),
        _("Preferences"),
        _("Dietary taboos"),
    ]
    for contact in contacts:
        plain = contact.is_plain_to(reader)
        birthday = contact.birthday.isoformat() if contact.birthday else ""
        yield [
            contact.name,
            contact.get_form_of_address_display() if contact.form_of_address else "",
            contact.company,
            contact.title,
            contact.phone if plain else mask_phone(contact.phone),
            contact.email if plain else mask_email(contact.email),
            contact.wechat if plain else mask_handle(contact.wechat),
            contact.get_language_display(),
            birthday if plain else "",
            contact.preferences,
            contact.taboos,
        ]


def deal_rows(deals: Iterable[Deal]) -> Iterator[list[str]]:
    """Yield the head and one row for each deal."""
    yield [
        _("Client number"),
        _("Client"),
        _("Project"),
        _("Date"),
        _("Service"),
        _("Amount"),
        _("Currency"),
        _("Payment"),
    ]
    for deal in deals:
        yield [
            deal.client.number,
            deal.client.name,
            deal.project,
            deal.done_on.isoformat(),
            deal.service,
            str(deal.amount),
            deal.currency,
            deal.get_payment_display(),
        ]


def record_export(*, what: str, rows: int, by: User) -> None:
    """Write into the log who took how many records away as a file. (security 9)

    Args:
        what: "client", "contact" or "deal".
    """
    log(by, f"foyer.{what}.export", user=by, data={"rows": rows})
