"""The list of contacts as a file, or as cards for an address book."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any, ClassVar

from django.db.models import Prefetch, prefetch_related_objects
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from foyer.clients.enums import PointKind
from foyer.clients.festival_words import festival_names
from foyer.clients.lunar_words import lunar_words
from foyer.clients.models import Client, Contact, ContactPoint
from foyer.core.exports.enums import ExportKind
from foyer.core.exports.targets import ExportColumn
from foyer.core.languages import HTML_LANG
from foyer.core.models import User
from foyer.core.vcards import card
from foyer.privacy.identifiers import mask_email, mask_handle, mask_phone

from .base import ClientRoomList, column, sealed

_phone, _email = sealed("phone", mask_phone), sealed("email", mask_email)
_wechat, _birthday = sealed("wechat", mask_handle), sealed("birthday")
_taboos = sealed("taboos")
# What an import would not know again under the field's own name.
_LATIN_LABEL = pgettext_lazy("import column", "contact’s name in English")
_PHOTO_LABELS = {
    "photo_consent_on": pgettext_lazy("import column", "asked about photographs on"),
    "photo_consent_how": pgettext_lazy("import column", "how they were asked about photographs"),
}


class ContactList(ClientRoomList):
    """Contacts."""

    key = "contact"
    label = _("Contacts")
    right = "clients.export_contact"
    kinds = (ExportKind.XLSX, ExportKind.CSV, ExportKind.VCARD)
    model: ClassVar = Contact
    related: ClassVar = ("client__account_manager",)

    def all_columns(self, by: User) -> list[ExportColumn]:
        """Return every column there is."""
        number = Client._meta.get_field("number").verbose_name
        manager = Client._meta.get_field("account_manager").verbose_name
        return [
            column(Contact, "name"),
            column(Contact, "latin_name", label=_LATIN_LABEL, default=False),
            column(Contact, "form_of_address"),
            column(Contact, "client", _company),
            ExportColumn("client_number", number, _client_number),
            column(Contact, "title"),
            column(Contact, "phone", _phone, sensitive=True),
            column(Contact, "email", _email, sensitive=True),
            column(Contact, "wechat", _wechat, sensitive=True),
            ExportColumn(
                "points", _("further phones and e-mails"), _points, sensitive=True, default=False
            ),
            column(Contact, "language"),
            column(Contact, "birthday", _birthday, sensitive=True),
            column(Contact, "lunar_birthday", _lunar_birthday, sensitive=True, default=False),
            column(Contact, "taboos", _taboos, sensitive=True),
            column(Contact, "preferences"),
            column(Contact, "interests", default=False),
            column(Contact, "festivals", _festivals, default=False),
            column(Contact, "since", default=False),
            column(Contact, "photo_consent", default=False),
            *(
                column(Contact, name, label=label, default=False)
                for name, label in _PHOTO_LABELS.items()
            ),
            ExportColumn("main", pgettext_lazy("export column", "is the main contact"), _main),
            ExportColumn("account_manager", manager, _account_manager, default=False),
            column(Contact, "created_at", default=False),
            *self.own_columns(),
        ]

    def records(self, keys: Sequence[int], by: User) -> list[Any]:
        """Return the contacts, each with their further phones and e-mails."""
        contacts = super().records(keys, by)
        points = Prefetch("points", ContactPoint.objects.order_by("pk"))
        prefetch_related_objects(contacts, points)
        return contacts

    def card(self, record: Any, columns: Collection[str], by: User) -> str:
        """Return a contact as a card, with what was chosen; nothing masked goes into an address book."""
        plain = record.is_plain_to(by)
        facts: list[tuple[str, str, str | tuple[str, ...]]] = [
            ("name", "FN", record.name),
            ("name", "N", (record.name, "", "", "", "")),
            ("client", "ORG", record.company),
            ("title", "TITLE", record.title),
            ("language", "LANG", HTML_LANG.get(record.language, "")),
        ]
        if plain:
            facts += [
                ("phone", "TEL;TYPE=cell", record.phone),
                ("email", "EMAIL", record.email),
                ("wechat", "X-WECHAT", record.wechat),
                ("birthday", "BDAY", f"{record.birthday:%Y%m%d}" if record.birthday else ""),
                ("taboos", "NOTE;X-OF=taboos", record.taboos),
                *(
                    ("points", "TEL" if one.kind == PointKind.PHONE else "EMAIL", one.value)
                    for one in record.points.all()
                ),
            ]
        chosen = {"name", *columns}  # a card without a name is none
        return card((name, value) for key, name, value in facts if key in chosen)


def _company(contact: Any, by: User) -> str:
    return str(contact.company)


def _client_number(contact: Any, by: User) -> str:
    return contact.client.number if contact.client else ""


def _main(contact: Any, by: User) -> str:
    is_main = contact.client and contact.client.has_main(contact)
    return gettext("yes") if is_main else ""


def _account_manager(contact: Any, by: User) -> str:
    return str(contact.client.account_manager or "") if contact.client else ""


def _lunar_birthday(contact: Any, by: User) -> str:
    return lunar_words(contact.lunar_birthday) if contact.is_plain_to(by) else ""


def _festivals(contact: Any, by: User) -> str:
    return festival_names(contact.festivals)


def _points(contact: Any, by: User) -> str:
    if not contact.is_plain_to(by):
        return ""
    return "\n".join(point.value for point in contact.points.all())


CONTACT_LIST = ContactList()
