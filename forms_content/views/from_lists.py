"""The way from the lists of clients and contacts to sending a form to those ticked."""

from __future__ import annotations

from typing import Any, ClassVar

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy
from django.utils.translation import gettext_lazy as _

from forms_content.models import FormPage
from forms_content.models.form_page import is_open
from foyer.clients.models import Client, Contact
from foyer.clients.viewsets.bulk import LeadingBulkAction
from foyer.core.views import StaffPage

from .audience import kind_of


class SendFormBulkAction(LeadingBulkAction):
    """Send a form to the clients or contacts ticked."""

    models: ClassVar = [Client, Contact]
    display_name: ClassVar = _("Send a form")
    aria_label: ClassVar = _("Send a form to those ticked")
    action_type: ClassVar = "send_form"
    action_priority: ClassVar = 40

    @property
    def page(self) -> str:
        """The page on which the form is chosen."""
        return reverse("forms_content:choose", args=[kind_of(self.model)])

    def is_open(self, user: Any) -> bool:
        """Tell whether somebody may send forms to people of this list."""
        return bool(user.has_perms(["forms_content.add_sending", "clients.view_contact"]))


class ChooseFormView(StaffPage):
    """Asks which form is sent to those ticked in a list."""

    right = "forms_content.add_sending"
    template_name = "forms_content/admin/choose.html"
    page_title: ClassVar = gettext_lazy("Send a form")
    header_icon: ClassVar = "mail"

    def look_up(self, **kwargs: Any) -> None:
        """Know which list they were ticked in."""
        self.whom = kwargs["whom"]

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Return the way here."""
        forms = {"url": reverse("forms_content:forms"), "label": _("Forms")}
        return [*self.breadcrumbs_items, forms, {"url": "", "label": self.get_page_title()}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Return the forms that take answers now."""
        query = self.request.GET.copy()
        query["whom"] = self.whom
        now = timezone.now()
        live = FormPage.objects.live().filter(versions__isnull=False).distinct()
        forms = [page for page in live.order_by("title") if is_open(page, at=now)]
        return super().get_context_data(**kwargs) | {"forms": forms, "query": query.urlencode()}
