"""A client at a glance, and the acts upon it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.db.models import Model
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.admin.widgets.button import Button

from foyer.clients.models import (
    Client,
    ClientFeedback,
    ClientPolicy,
    Deal,
    Incentive,
    Referral,
    Voucher,
)
from foyer.clients.queries.duplicates import Suspicion, suspicions
from foyer.clients.services import custom_fields
from foyer.clients.services.tiers import weigh_client
from foyer.core.models import User
from foyer.core.visible_views import VisibleInspectView
from foyer.privacy.noting import NotesTheView

from .client_file import due_part, timeline_part
from .merged import LeadsOn, undo_buttons
from .visit_buttons import visit_buttons

_SHOWN = 5


@dataclass(frozen=True, slots=True)
class Records:
    """What belongs to a client, of one kind: the latest, how many, and where the others are."""

    heading: str
    rows: list[Any]
    count: int
    list_url: str
    add_url: str | None


def act_buttons(client: Client, user: User) -> list[Button]:
    """Return one button for each act a member of staff may carry out upon a client."""
    buttons = list(visit_buttons(client, user))
    if user.has_perm("clients.set_tier_client"):
        buttons.append(_button(_("Set the tier"), "clients:tier", client, "order"))
    if user.has_perm("clients.screen_client"):
        buttons.append(_button(_("Screen the client"), "clients:screening", client, "check"))
    if user.has_perm("clients.hand_over_client"):
        url = reverse("clients:acts", args=["hand_over"])
        back = urlencode({"id": client.pk, "next": _page(Client, "inspect", client.pk)})
        buttons.append(Button(_("Hand over"), url=f"{url}?{back}", icon_name="user", priority=120))
    buttons += undo_buttons(client, user)
    if client.account_manager_id is None and user.has_perm("clients.change_client"):
        buttons.append(_button(_("Look after this client"), "clients:take_on", client, "user"))
    for offer in hooks.get_hooks("foyer_client_buttons"):
        buttons += offer(client, user)
    return buttons


class ClientInspectView(LeadsOn, NotesTheView, VisibleInspectView):
    """A client at a glance: the five kinds of facts, the people, what belongs to it. (001-04)"""

    object: Client

    @property
    def header_more_buttons(self) -> list[Any]:
        """The acts the member of staff may carry out."""
        return [*super().header_more_buttons, *act_buttons(self.object, self.request.user)]

    def get_fields_context(self) -> list[Any]:
        """The page has parts of its own instead of Wagtail's list of fields."""
        return []

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Return the parts of the page."""
        client, user = self.object, self.request.user
        contacts: list[Any] = []
        if user.has_perm("clients.view_contact"):
            contacts = sorted(client.contacts.all(), key=lambda one: not client.has_main(one))
        context: dict[str, Any] = super().get_context_data(**kwargs)
        return context | {
            "client": client,
            "suspected": self._suspected(),
            "weighing": weigh_client(client, policy=ClientPolicy.load()),
            "contacts": contacts,
            "add_contact_url": self._add_url("contact", "clients.add_contact"),
            "house_fields": self._house_fields(),
            "due": due_part(client, user, {contact.pk: contact.name for contact in contacts}),
            **timeline_part(client, user, self.request.GET.get("timeline", "")),
            "records": [part for part in self._records() if part],
        }

    def _suspected(self) -> list[Suspicion]:
        """Return what this client may be the same as, for those who may do something about it."""
        client, user = self.object, self.request.user
        if not user.has_perm("clients.change_client"):
            return []
        return suspicions(Client, user, [client])[client.pk][:_SHOWN]

    def _house_fields(self) -> list[tuple[str, str]]:
        plain = self.object.is_plain_to(self.request.user)
        fields = custom_fields.of(Client)
        kept = custom_fields.values(self.object, fields, plain=plain)
        shown = (
            (field.label_text, custom_fields.shown(field, kept[field.key]))
            for field in fields
            if field.key in kept
        )
        return [(label, value) for label, value in shown if value]

    def _records(self) -> list[Records | None]:
        return [
            self._of(Deal, "client"),
            self._of(ClientFeedback, "client"),
            self._of(Incentive, "client"),
            self._of(Referral, "referrer_client"),
            self._of(Voucher, "client"),
            self._documents(),
        ]

    def _of(self, model: type[Model], way: str) -> Records | None:
        """Return what of one kind belongs to the client, for those who may see that kind."""
        name = model._meta.model_name
        if not self.request.user.has_perm(f"clients.view_{name}"):
            return None
        viewset = model.snippet_viewset  # type: ignore[attr-defined]  # Wagtail puts it there
        all_of_them = viewset.get_queryset(self.request)
        brought = way == "referrer_client"  # by the client itself or one of its contacts
        found = (
            all_of_them.brought_by(self.object)
            if brought
            else all_of_them.filter(**{way: self.object})
        )
        rows = list(found[: _SHOWN + 1])
        return Records(
            heading=capfirst(str(model._meta.verbose_name_plural)),
            rows=rows[:_SHOWN],
            count=len(rows) if len(rows) <= _SHOWN else found.count(),
            list_url=f"{_page(model, 'list')}?{urlencode({way: self.object.pk})}",
            add_url=self._add_url(str(name), f"clients.add_{name}", way),
        )

    def _documents(self) -> Records | None:
        """Return the latest papers of the client."""
        client, user = self.object, self.request.user
        if not user.has_perm("clients.view_clientdocument"):
            return None
        rows = list(client.documents.all()[: _SHOWN + 1])
        adds = user.has_perm("clients.add_clientdocument")
        return Records(
            heading=_("Documents"),
            rows=rows[:_SHOWN],
            count=len(rows) if len(rows) <= _SHOWN else client.documents.count(),
            list_url=reverse("clients:documents", args=[client.pk]),
            add_url=reverse("clients:add_document", args=[client.pk]) if adds else None,
        )

    def _add_url(self, name: str, right: str, way: str = "client") -> str | None:
        if not self.request.user.has_perm(right) or name == "voucher":
            return None
        add = reverse(f"wagtailsnippets_clients_{name}:add")
        return f"{add}?{urlencode({way: self.object.pk})}"


def _page(model: type[Model], page: str, *args: Any) -> str:
    return reverse(model.snippet_viewset.get_url_name(page), args=args)  # type: ignore[attr-defined]  # Wagtail puts it there


def _button(label: str, name: str, client: Client, icon: str) -> Button:
    return Button(label, url=reverse(name, args=[client.pk]), icon_name=icon, priority=100)
