"""The choice of the morning mail, among the settings of one's own account."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.admin.views.account import BaseSettingsPanel, notifications_tab

from foyer.clients.forms.care import DigestChoiceForm
from foyer.clients.models import DigestChoice, DueDigest


class DigestPanel(BaseSettingsPanel):
    """Whether the morning mail is wanted; shown to those who see what is due, and to whoever has had one."""

    name = "digest"
    title = _("Due today")
    tab = notifications_tab
    order = 200
    form_class = DigestChoiceForm

    def is_active(self) -> bool:
        """Tell whether there is something to choose."""
        asked = any(
            rows.objects.filter(user=self.user).exists() for rows in (DigestChoice, DueDigest)
        )
        return asked or bool(self.user.has_perm("clients.view_due"))

    def get_form(self) -> DigestChoiceForm:
        """Return the form about this member of staff's choice."""
        kept = DigestChoice.objects.filter(user=self.user).first() or DigestChoice(user=self.user)
        data: Any = self.request.POST if self.request.method == "POST" else None
        return self.form_class(data, instance=kept, prefix=self.name)
