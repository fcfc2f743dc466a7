"""Clients and contacts as staff keep them."""

from __future__ import annotations

from typing import Any, ClassVar

import django_filters
from django.http import StreamingHttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, ObjectList
from wagtail.admin.ui.tables import Column
from wagtail.snippets.views.snippets import (
    CreateView,
    InspectView,
    SnippetViewSet,
    SnippetViewSetGroup,
)

from foyer.core.choosers import RightsCheckedChooserViewSet
from foyer.core.listings import MatchingIndexView
from foyer.core.models import User
from foyer.core.spreadsheets.writer import CONTENT_TYPES, table_pieces
from foyer.privacy.identifiers import mask_email, mask_phone

from .forms import ClientForm, ContactForm
from .models import Client, Contact
from .services import client_rows, contact_rows, number_client, record_export

SENSITIVE = "clients.view_sensitive_contact"


def spreadsheet_response(rows: list[list[str]], *, kind: str, name: str) -> StreamingHttpResponse:
    """Return rows as a file to be kept."""
    return StreamingHttpResponse(
        table_pieces(rows, kind=kind, sheet=name),
        content_type=CONTENT_TYPES[kind],
        headers={"Content-Disposition": f'attachment; filename="{name}.{kind}"'},
    )


def account_managers(request: Any) -> Any:
    """Return the members of staff who look after a client."""
    return User.objects.filter(clients__isnull=False).distinct().order_by("username")


class ClientFilters(WagtailFilterSet):
    """What a list of clients is narrowed down by."""

    industry = django_filters.AllValuesFilter(field_name="industry", label=_("Industry"))
    account_manager = django_filters.ModelChoiceFilter(
        queryset=account_managers, label=_("Account manager")
    )

    class Meta:
        model = Client
        fields: ClassVar = ["tier", "account_manager", "region", "industry"]


class ContactFilters(WagtailFilterSet):
    """What a list of contacts is narrowed down by."""

    client__account_manager = django_filters.ModelChoiceFilter(
        queryset=account_managers, label=_("Account manager")
    )

    class Meta:
        model = Contact
        fields: ClassVar = [
            "client__tier",
            "client__account_manager",
            "client__region",
            "client__industry",
            "language",
        ]

    client__industry = django_filters.AllValuesFilter(
        field_name="client__industry", label=_("Industry")
    )


class ClientIndexView(MatchingIndexView):
    """The list of clients."""

    export_right = "clients.export_client"

    def as_spreadsheet(self, queryset: Any, spreadsheet_format: str) -> StreamingHttpResponse:
        """Write the list as a file and note who took it."""
        rows = list(client_rows(queryset))
        record_export(what="client", rows=len(rows) - 1, by=self.request.user)
        return spreadsheet_response(rows, kind=spreadsheet_format, name="clients")


class ContactIndexView(MatchingIndexView):
    """The list of contacts."""

    export_right = "clients.export_contact"

    def as_spreadsheet(self, queryset: Any, spreadsheet_format: str) -> StreamingHttpResponse:
        """Write the list as a file and note who took it; sealed columns only for those who may see them."""
        rows = list(contact_rows(queryset, sensitive=self.request.user.has_perm(SENSITIVE)))
        record_export(what="contact", rows=len(rows) - 1, by=self.request.user)
        return spreadsheet_response(rows, kind=spreadsheet_format, name="contacts")


class ClientCreateView(CreateView):
    """A new client gets its number when it is kept."""

    def save_instance(self) -> Any:
        """Keep the client under the next number of the series."""
        number_client(client=self.form.instance, at=timezone.now())
        return super().save_instance()


class ContactInspectView(InspectView):
    """One contact, as far as the reader may see them."""

    @property
    def _plain(self) -> bool:
        return bool(self.request.user.has_perm(SENSITIVE))

    def get_phone_display_value(self) -> str:
        """Return the phone, or its last four digits."""
        return self.object.phone if self._plain else mask_phone(self.object.phone)

    def get_email_display_value(self) -> str:
        """Return the e-mail address, or its first letter and domain."""
        return self.object.email if self._plain else mask_email(self.object.email)

    def get_birthday_display_value(self) -> Any:
        """Return the birthday, or nothing."""
        return self.object.birthday or "" if self._plain else ""


class ClientViewSet(SnippetViewSet):
    """Clients. (001-04, 001-28)"""

    model: ClassVar = Client
    icon: ClassVar = "group"
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


class ContactViewSet(SnippetViewSet):
    """Contacts; phone, e-mail and birthday are plain only in the form, for those who may see them."""

    model: ClassVar = Contact
    icon: ClassVar = "user"
    menu_label: ClassVar = _("Contacts")
    copy_view_enabled: ClassVar = False
    inspect_view_enabled: ClassVar = True
    inspect_view_class: ClassVar = ContactInspectView
    inspect_view_fields: ClassVar = [
        "name",
        "form_of_address",
        "client",
        "title",
        "phone",
        "email",
        "language",
        "birthday",
        "preferences",
        "taboos",
        "created_at",
    ]
    list_display: ClassVar = [
        "name",
        Column("client", label=_("Client"), accessor="company", sort_key="client__name"),
        "title",
        Column("phone", label=_("Phone"), accessor=lambda contact: mask_phone(contact.phone)),
        Column("email", label=_("E-mail"), accessor=lambda contact: mask_email(contact.email)),
        Column(
            "language", label=_("Language"), accessor="get_language_display", sort_key="language"
        ),
    ]
    list_export: ClassVar = ["name"]
    list_per_page: ClassVar = 50
    filterset_class: ClassVar = ContactFilters
    index_view_class: ClassVar = ContactIndexView
    chooser_viewset_class: ClassVar = RightsCheckedChooserViewSet
    edit_handler: ClassVar = ObjectList(
        [
            FieldRowPanel([FieldPanel("name"), FieldPanel("form_of_address")]),
            FieldRowPanel([FieldPanel("client"), FieldPanel("title")]),
            FieldRowPanel(
                [
                    FieldPanel("phone", permission=SENSITIVE),
                    FieldPanel("email", permission=SENSITIVE),
                ]
            ),
            FieldRowPanel([FieldPanel("language"), FieldPanel("birthday", permission=SENSITIVE)]),
            MultiFieldPanel(
                [FieldPanel("preferences"), FieldPanel("taboos")], heading=_("As a guest")
            ),
        ],
        base_form_class=ContactForm,
    )

    def get_queryset(self, request: Any) -> Any:
        """Return the contacts with all that a row shows."""
        return Contact.objects.select_related("client")


class ClientsGroup(SnippetViewSetGroup):
    """The clients room in the menu."""

    items: ClassVar = (ClientViewSet, ContactViewSet)
    menu_label: ClassVar = _("Clients")
    menu_name: ClassVar = "clients"
    menu_icon: ClassVar = "group"
    menu_order: ClassVar = 220
