"""Wiring of the clients room."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.templatetags.static import static
from django.urls import include, path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.widgets.button import Button
from wagtail.contrib.settings.registry import registry as settings_registry
from wagtail.snippets.models import register_snippet

from foyer.core.models import User

from . import care_hooks  # noqa: F401  visits and what is due
from .models import ClientPolicy, Referral, Voucher
from .viewsets.bulk import ExportBulkAction, HandOverBulkAction, SetTierBulkAction
from .viewsets.deleting import OwnDeleteBulkAction
from .viewsets.group import ClientsGroup
from .viewsets.records import referral_buttons
from .viewsets.settings import POLICY_FORM, CriterionViewSet, CustomFieldViewSet
from .viewsets.vouchers import voucher_buttons

register_snippet(ClientsGroup)
register_snippet(CriterionViewSet)
register_snippet(CustomFieldViewSet)
ClientPolicy.edit_handler = POLICY_FORM
settings_registry.register(ClientPolicy, icon="client", order=105)
for bulk_action in (ExportBulkAction, SetTierBulkAction, HandOverBulkAction):
    hooks.register("register_bulk_action", bulk_action)
hooks.register("register_bulk_action", OwnDeleteBulkAction, order=1)  # in place of Wagtail's own

ACTIONS = (
    (
        "foyer.client.export",
        _("Export clients"),
        _("Took the list of clients away as a file"),
    ),
    (
        "foyer.client.import",
        _("Import clients and contacts"),
        _("Imported clients and contacts from a file"),
    ),
    (
        "foyer.client.import_undo",
        _("Undo an import of clients"),
        _("Took an import of clients and contacts back"),
    ),
    (
        "foyer.contact.export",
        _("Export contacts"),
        _("Took the list of contacts away as a file"),
    ),
    ("foyer.deal.export", _("Export deals"), _("Took the list of deals away as a file")),
    ("foyer.client.change_tier", _("Set a client's tier"), _("The tier was changed")),
    (
        "foyer.client.document_add",
        _("Add a document to a client's file"),
        _("A document was added"),
    ),
    (
        "foyer.client.document_change",
        _("Change a document of a client"),
        _("A document was described anew"),
    ),
    (
        "foyer.client.document_replace",
        _("Replace a document of a client"),
        _("A document was replaced by another file"),
    ),
    (
        "foyer.client.document_remove",
        _("Remove a document from a client's file"),
        _("A document was removed"),
    ),
    (
        "foyer.contact.photo_keep",
        _("Keep a photo of a contact"),
        _("A photo was kept"),
    ),
    (
        "foyer.contact.photo_remove",
        _("Remove the photo of a contact"),
        _("The photo was removed"),
    ),
    ("foyer.client.screen", _("Screen a client"), _("Was screened")),
    (
        "foyer.client.hand_over",
        _("Hand a client over"),
        _("Was handed over to another account manager"),
    ),
    ("foyer.client.grant", _("Grant an incentive"), _("An incentive was granted")),
    (
        "foyer.user.hand_over",
        _("Hand over all clients of somebody"),
        _("All clients were handed over to others"),
    ),
    (
        "foyer.client.keep_apart",
        _("Say that two clients are not the same"),
        _("Is not the same as another client that looks alike"),
    ),
    (
        "foyer.contact.keep_apart",
        _("Say that two contacts are not the same"),
        _("Is not the same as another contact that looks alike"),
    ),
    ("foyer.client.merge", _("Merge two clients"), _("Another client went into it")),
    ("foyer.contact.merge", _("Merge two contacts"), _("Another contact went into it")),
    (
        "foyer.client.undo_merge",
        _("Undo the merge of two clients"),
        _("Was parted again from the client it had gone into"),
    ),
    (
        "foyer.contact.undo_merge",
        _("Undo the merge of two contacts"),
        _("Was parted again from the contact it had gone into"),
    ),
    (
        "foyer.client.main_contact",
        _("Choose a client's main contact"),
        _("The main contact was chosen"),
    ),
    ("foyer.contact.move", _("Move a contact"), _("Moved to another client")),
    ("foyer.referral.sign", _("Note a signature"), _("The new client has signed")),
    ("foyer.referral.reward", _("Reward a referrer"), _("The referrer was rewarded")),
    ("foyer.voucher.issue", _("Issue vouchers"), _("Vouchers were issued")),
    ("foyer.voucher.use", _("Note the use of a voucher"), _("Was used")),
    (
        "foyer.voucher.convert",
        _("Note that a voucher led to a client"),
        _("Has led to a client"),
    ),
    ("foyer.field.remove", _("Remove a field"), _("Was removed; what was entered stays")),
    ("foyer.field.restore", _("Restore a field"), _("Was restored")),
)


@hooks.register("register_log_actions")
def register_actions(actions: Any) -> None:
    """Name the acts of this room in the log."""
    for action, label, message in ACTIONS:
        actions.register_action(action, label, message)


@hooks.register("register_admin_urls")
def register_urls() -> list[Any]:
    """Put the acts of this room under /admin/clients/."""
    return [path("clients/", include("foyer.clients.urls"))]


@hooks.register("register_snippet_listing_buttons")
def step_buttons(snippet: Any, user: Any, next_url: str | None = None) -> Iterator[Button]:
    """Offer the step that may follow beside each referral and voucher."""
    if isinstance(snippet, Referral):
        yield from referral_buttons(snippet, user)
    elif isinstance(snippet, Voucher):
        yield from voucher_buttons(snippet, user)


@hooks.register("foyer_leaving_buttons")
def leaving_buttons(leaver: User, user: User) -> Iterator[Button]:
    """Lead from a leaver's page to the handing over of the clients they still have. (002-27)"""
    if user.has_perm("clients.hand_over_client") and leaver.clients.exists():
        yield Button(
            _("Hand clients over"),
            url=f"{reverse('clients:hand_over')}?from={leaver.pk}",
            classname="button button-secondary",
            icon_name="client",
        )


@hooks.register("insert_global_admin_css")
def room_css() -> str:
    """Load the look of this room's pages."""
    return format_html('<link rel="stylesheet" href="{}">', static("foyer/css/admin-clients.css"))
