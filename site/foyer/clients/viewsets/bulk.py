"""The acts offered below the list for the clients ticked in it, or for all who match."""

from __future__ import annotations

from typing import Any, ClassVar

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.snippets.bulk_actions.snippet_bulk_action import SnippetBulkAction

from foyer.clients.models import Client, Contact

from .acts import ACTS


class LeadingBulkAction(SnippetBulkAction):
    """Leads to the page of an act.

    Wagtail names the records ticked, or says `all` and hands on what the list is narrowed down by; its own
    way would then take every record there is.
    """

    form_class: ClassVar = None
    chooses_itself: ClassVar = True  # the page looks among what the reader may see

    @property
    def page(self) -> str:
        """The address of the act's page."""
        return reverse("clients:acts", args=[self.action_type])

    def is_open(self, user: Any) -> bool:
        """Tell whether somebody may act so."""
        return ACTS[str(self.action_type)].is_open_to(user)

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Lead on, for those who may act so."""
        if not self.is_open(request.user):
            raise PermissionDenied
        query = request.GET.copy()
        query.pop("childOf", None)
        if "all" in query.getlist("id"):
            query.pop("id")
        elif not query.getlist("id"):
            query["id"] = ""  # nobody was ticked: not everybody
        return redirect(f"{self.page}?{query.urlencode()}")


class ExportBulkAction(LeadingBulkAction):
    """Export the clients or contacts ticked."""

    models: ClassVar = [Client, Contact]
    display_name: ClassVar = _("Export")
    aria_label: ClassVar = _("Export those ticked")
    action_type: ClassVar = "export"
    action_priority: ClassVar = 10

    @property
    def page(self) -> str:
        """The page of exports."""
        return reverse("clients:export" if self.model is Client else "clients:export_contacts")

    def is_open(self, user: Any) -> bool:
        """Tell whether somebody may take this list away."""
        return bool(user.has_perm(f"clients.export_{self.model._meta.model_name}"))


class SetTierBulkAction(LeadingBulkAction):
    """Set the tier of the clients ticked."""

    models: ClassVar = [Client]
    display_name: ClassVar = _("Set the tier")
    aria_label: ClassVar = _("Set the tier of the clients ticked")
    action_type: ClassVar = "tier"
    action_priority: ClassVar = 20


class HandOverBulkAction(LeadingBulkAction):
    """Hand the clients ticked over."""

    models: ClassVar = [Client]
    display_name: ClassVar = _("Hand over")
    aria_label: ClassVar = _("Hand the clients ticked over to another account manager")
    action_type: ClassVar = "hand_over"
    action_priority: ClassVar = 30
