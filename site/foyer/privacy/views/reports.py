"""What would go because its time is over, and where personal data lies. (PRV-05, PRV-10)"""

from __future__ import annotations

from typing import Any, ClassVar

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from foyer.privacy.models import Erasure, PrivacyPolicy
from foyer.privacy.services.recipients import recipients
from foyer.privacy.services.retention import SOON, retention_report

from .base import PrivacyPage

VIEW_REPORTS = f"{Erasure._meta.app_label}.view_erasure"
CHANGE_POLICY = f"{PrivacyPolicy._meta.app_label}.change_privacypolicy"


class RetentionView(PrivacyPage):
    """How long what is kept, and what would go now."""

    right = VIEW_REPORTS
    template_name = "privacy_admin/retention.html"
    page_title: ClassVar = _("Retention")
    header_icon: ClassVar = "history"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Return the report; nothing is changed."""
        at = timezone.now()
        edits = self.request.user.has_perm(CHANGE_POLICY)
        return super().get_context_data(**kwargs) | {
            "report": retention_report(at=at),
            "at": at,
            "soon": SOON,
            "policy_url": reverse("wagtailsettings:edit", args=["privacy", "privacypolicy"])
            if edits
            else "",
        }


class RecipientsView(PrivacyPage):
    """Where personal data lies and to whom it goes."""

    right = VIEW_REPORTS
    template_name = "privacy_admin/recipients.html"
    page_title: ClassVar = _("Where data lies")
    header_icon: ClassVar = "globe"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Return the recipients as the settings say."""
        return super().get_context_data(**kwargs) | {"recipients": recipients()}
