"""Contacts as staff keep them."""

from __future__ import annotations

from typing import Any, ClassVar

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, pgettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    MultiFieldPanel,
    ObjectList,
)
from wagtail.admin.ui.tables import Column
from wagtail.admin.widgets.button import Button

from foyer.clients.festival_words import festival_names
from foyer.clients.forms import ContactForm
from foyer.clients.lunar_words import lunar_words
from foyer.clients.models import Contact, Portrait
from foyer.clients.services import custom_fields
from foyer.clients.services.portraits import keep_portrait, remove_portrait
from foyer.core.models import User
from foyer.core.visible import visible
from foyer.core.visible_views import VisibleEditView, VisibleInspectView, VisibleSnippetViewSet
from foyer.privacy.enums import ViewPlace
from foyer.privacy.identifiers import mask_email, mask_handle, mask_phone
from foyer.privacy.noting import NotesTheView

from .contact_filters import ContactFilters
from .deleting import OwnDeleteView
from .merged import LeadsOn, undo_buttons
from .panels import HouseFieldsPanel, HouseTabs, SealedInlinePanel, StandingPanel
from .shared import (
    BeginsWithView,
    HouseFieldIndexView,
)

SENSITIVE = "clients.view_sensitive_contact"
_ABOUT = ObjectList(
    [
        StandingPanel(heading=_("Standing")),
        FieldRowPanel(
            [FieldPanel("name"), FieldPanel("latin_name"), FieldPanel("form_of_address")]
        ),
        FieldPanel("client"),
        FieldRowPanel([FieldPanel("title"), FieldPanel("since"), FieldPanel("language")]),
        FieldRowPanel(
            [
                FieldPanel("phone", permission=SENSITIVE),
                FieldPanel("email", permission=SENSITIVE),
                FieldPanel("wechat", permission=SENSITIVE),
            ]
        ),
        SealedInlinePanel(
            "points",
            heading=_("Further phones and e-mails"),
            label=_("Phone or e-mail"),
            panels=[FieldRowPanel([FieldPanel("kind"), FieldPanel("label"), FieldPanel("value")])],
        ),
        HouseFieldsPanel(heading=_("Fields of the house")),
    ],
    heading=_("About them"),
)
_CARE = ObjectList(
    [
        FieldRowPanel(
            [
                FieldPanel("birthday", permission=SENSITIVE),
                FieldPanel("lunar_birthday", permission=SENSITIVE),
            ]
        ),
        FieldPanel("festivals"),
        FieldRowPanel([FieldPanel("taboos"), FieldPanel("preferences")]),
        FieldPanel("interests"),
        MultiFieldPanel(
            [
                FieldPanel("photo_consent"),
                FieldRowPanel([FieldPanel("photo_consent_on"), FieldPanel("photo_consent_how")]),
                FieldPanel("photo", permission=SENSITIVE),
                FieldPanel("remove_photo", permission=SENSITIVE),
            ],
            heading=_("Photographs"),
        ),
    ],
    heading=_("Care"),
)


class ContactIndexView(HouseFieldIndexView):
    """The list of contacts."""

    export_right = "clients.export_contact"
    export_page = "clients:export_contacts"

    @property
    def header_more_buttons(self) -> list[Any]:
        """The way to what may be kept twice, for those who may change contacts."""
        buttons = list(super().header_more_buttons)
        if self.request.user.has_perm("clients.change_contact"):
            url = reverse("clients:contact_duplicates")
            buttons.append(
                Button(pgettext("files", "Possible duplicates"), url=url, icon_name="copy")
            )
        return buttons


class KeepsPhoto:
    """Keeps the photo handed in with the form, or removes the one kept."""

    request: Any
    form: Any

    def save_instance(self) -> Any:
        """Keep the contact, then the photo."""
        contact = super().save_instance()  # type: ignore[misc]  # the view it is put before
        photo = self.form.cleaned_data.get("photo")
        if photo:
            keep_portrait(contact=contact, file=photo, by=self.request.user, at=timezone.now())
        elif self.form.cleaned_data.get("remove_photo"):
            remove_portrait(contact=contact, by=self.request.user)
        return contact


class ContactCreateView(KeepsPhoto, BeginsWithView):
    """A new contact, perhaps of the client the way here led from."""


class ContactEditView(KeepsPhoto, LeadsOn, NotesTheView, VisibleEditView):
    """The form of a contact, with the way to another client; opening it is a view of what is sealed."""

    seen_in = ViewPlace.FORM

    @property
    def header_more_buttons(self) -> list[Any]:
        """The acts the member of staff may carry out."""
        return [*super().header_more_buttons, *act_buttons(self.object, self.request.user)]


class ContactInspectView(LeadsOn, NotesTheView, VisibleInspectView):
    """One contact, as far as the reader may see them."""

    @property
    def _plain(self) -> bool:
        return bool(self.object.is_plain_to(self.request.user))

    @property
    def header_more_buttons(self) -> list[Any]:
        """The acts the member of staff may carry out."""
        return [*super().header_more_buttons, *act_buttons(self.object, self.request.user)]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add whether the reader may look at a photo of them now."""
        seen = Portrait.objects.visible_to(self.request.user)
        has_photo = seen.filter(contact=self.object).exists()
        return super().get_context_data(**kwargs) | {"contact": self.object, "has_photo": has_photo}

    def get_phone_display_value(self) -> str:
        """Return the phone, or its last four digits."""
        return self.object.phone if self._plain else mask_phone(self.object.phone)

    def get_email_display_value(self) -> str:
        """Return the e-mail address, or its first letter and domain."""
        return self.object.email if self._plain else mask_email(self.object.email)

    def get_wechat_display_value(self) -> str:
        """Return the WeChat id, or its first letter."""
        return self.object.wechat if self._plain else mask_handle(self.object.wechat)

    def get_birthday_display_value(self) -> Any:
        """Return the birthday, or nothing."""
        return self.object.birthday or "" if self._plain else ""

    def get_lunar_birthday_display_value(self) -> str:
        """Return the lunar birthday in words, or nothing."""
        return lunar_words(self.object.lunar_birthday) if self._plain else ""

    def get_festivals_display_value(self) -> str:
        """Return the names of the festivals."""
        return festival_names(self.object.festivals)

    def get_fields_context(self) -> list[Any]:
        """Return the facts that are filled; further phones, the house's own fields and former positions too."""
        facts = [*super().get_fields_context(), *self._further()]
        if self.object.client and self.object.client.has_main(self.object):
            facts.insert(1, _fact(gettext("Main contact"), pgettext("answer", "Yes")))
        return [fact for fact in facts if fact["value"] not in ("", None)]

    def _further(self) -> list[dict[str, Any]]:
        contact, plain = self.object, self._plain
        facts = [
            _fact(
                f"{point.get_kind_display()} · {point.label}" if point.label else str(point),
                point.value if plain else mask_phone(point.phone) or mask_email(point.email),
            )
            for point in contact.points.all()
        ]
        fields = custom_fields.of(Contact)
        kept = custom_fields.values(contact, fields, plain=plain)
        facts += [
            _fact(field.label_text, custom_fields.shown(field, kept[field.key]))
            for field in fields
            if field.key in kept
        ]
        for former in contact.past_positions.all():
            since = former.since.isoformat() if former.since else ""
            facts.append(_fact(gettext("Before"), f"{former} · {since} – {former.until:%Y-%m-%d}"))
        return facts


class ContactViewSet(VisibleSnippetViewSet):
    """Contacts; what is sealed is plain only for those who may see it, of the contacts they look after."""

    model: ClassVar = Contact
    icon: ClassVar = "user"
    menu_label: ClassVar = _("Contacts")
    inspect_view_enabled: ClassVar = True
    delete_view_class: ClassVar = OwnDeleteView
    delete_template_name: ClassVar = "clients_admin/delete.html"
    inspect_template_name: ClassVar = "clients_admin/contact.html"
    inspect_view_class: ClassVar = ContactInspectView
    inspect_view_fields: ClassVar = [
        "name",
        "latin_name",
        "form_of_address",
        "client",
        "title",
        "since",
        "phone",
        "email",
        "wechat",
        "language",
        "birthday",
        "lunar_birthday",
        "festivals",
        "preferences",
        "interests",
        "taboos",
        "photo_consent",
        "photo_consent_on",
        "photo_consent_how",
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
    list_per_page: ClassVar = 50
    filterset_class: ClassVar = ContactFilters
    index_view_class: ClassVar = ContactIndexView
    add_view_class: ClassVar = ContactCreateView
    edit_view_class: ClassVar = ContactEditView
    edit_handler: ClassVar = HouseTabs([_ABOUT, _CARE], base_form_class=ContactForm)

    def get_queryset(self, request: Any) -> Any:
        """Return the contacts the reader may see, with all that a row shows."""
        return visible(Contact, request.user).select_related("client")


def act_buttons(contact: Contact, user: User) -> list[Button]:
    """Return one button for each act a member of staff may carry out upon a contact."""
    if not user.has_perm("clients.change_contact"):
        return []
    url = reverse("clients:move", args=[contact.pk])
    main = []
    if contact.client:
        is_main = contact.client.has_main(contact)
        words = (
            gettext("No longer the main contact") if is_main else gettext("Make the main contact")
        )
        way = reverse("clients:main_contact", args=[contact.pk])
        main = [Button(words, url=way, icon_name="user", priority=90)]
    return [
        *main,
        Button(gettext("Move to another client"), url=url, icon_name="arrow-right", priority=100),
        *undo_buttons(contact, user),
    ]


def _fact(label: str, value: str) -> dict[str, Any]:
    return {"label": label, "value": value, "component": None}
