"""Contacts as staff keep them."""

from __future__ import annotations

from typing import Any, ClassVar

import django_filters
from django.http import StreamingHttpResponse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, ObjectList
from wagtail.admin.ui.tables import Column
from wagtail.snippets.views.snippets import InspectView, SnippetViewSet

from foyer.clients.forms import ContactForm
from foyer.clients.models import Contact
from foyer.clients.services.listing import contact_rows, record_export
from foyer.core.choosers import RightsCheckedChooserViewSet
from foyer.core.listings import MatchingIndexView
from foyer.privacy.identifiers import mask_email, mask_phone

from .shared import account_managers, spreadsheet_response

SENSITIVE = "clients.view_sensitive_contact"


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


class ContactIndexView(MatchingIndexView):
    """The list of contacts."""

    export_right = "clients.export_contact"

    def as_spreadsheet(self, queryset: Any, spreadsheet_format: str) -> StreamingHttpResponse:
        """Write the list as a file and note who took it; sealed columns only for those who may see them."""
        rows = list(contact_rows(queryset, sensitive=self.request.user.has_perm(SENSITIVE)))
        record_export(what="contact", rows=len(rows) - 1, by=self.request.user)
        return spreadsheet_response(rows, kind=spreadsheet_format, name="contacts")


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
