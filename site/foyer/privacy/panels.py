"""The privacy page of the house policy."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel, ObjectList, Panel

from .forms import PrivacyPolicyForm


class PeriodsPanel(Panel):
    """One field for each purpose something is kept for."""

    class BoundPanel(Panel.BoundPanel):
        """The fields of one form."""

        template_name = "privacy_admin/periods.html"

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            """Return the fields."""
            context: dict[str, Any] = super().get_context_data(parent_context)
            return context | {"periods": self.form.periods}


POLICY = ObjectList(
    [
        MultiFieldPanel(
            [PeriodsPanel()], heading=_("Kept for how many days"), classname="privacy-periods"
        ),
        MultiFieldPanel([FieldPanel("backup_days")], heading=_("Copies of the data")),
    ],
    base_form_class=PrivacyPolicyForm,
)
