"""Clients and contacts in from a file, step by step, from the list of clients."""

from __future__ import annotations

from functools import cached_property
from typing import Any, ClassVar

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from foyer.clients.models import VIEW_EVERY, Client
from foyer.clients.resources import CLIENT_LIST, SCOPE
from foyer.core.imports import views as steps
from foyer.core.imports.models import ImportBatch
from foyer.core.imports.targets import Target
from foyer.core.views import StaffPage

from .base import admin_url


class ClientImportView(steps.ImportStep, StaffPage):
    """What every step of an import of clients shares.

    A file shows whom it is about: only whoever handed it in sees it, and those who see every client.
    """

    right: ClassVar[str] = "clients.import_client"
    scope = SCOPE
    namespace = "clients"
    upload_title: ClassVar = gettext_lazy("Import clients and contacts")
    file_name = "clients"

    @cached_property
    def target(self) -> Target:  # type: ignore[override]  # with the house's own fields as they are now
        """The list."""
        return CLIENT_LIST.fresh()

    def batches(self) -> QuerySet[ImportBatch]:
        """Return one's own files; all of them for those who see every client."""
        batches = super().batches()
        return batches if self.staff.has_perm(VIEW_EVERY) else batches.filter(by=self.staff)

    def may_see_private(self) -> bool:
        """Tell whether phones and e-mails may be shown; of a file of one's own, those one could see plain."""
        return self.staff.has_perm("clients.view_sensitive_contact")

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Return the way here: home, clients, this page."""
        clients = {"url": admin_url(Client, "list"), "label": _("Clients")}
        return [*self.breadcrumbs_items, clients, {"url": "", "label": self.get_page_title()}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Return the way back to the list beside what every step shows."""
        return super().get_context_data(**kwargs) | {"list_url": admin_url(Client, "list")}


urlpatterns = steps.import_pages(ClientImportView, target=CLIENT_LIST)
