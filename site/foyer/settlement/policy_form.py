"""How the policy of settling is edited."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, ObjectList

SETTLEMENT_FORM = ObjectList(
    [
        FieldPanel("due_days"),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("remind_after_days"), FieldPanel("remind_every_days")]),
                FieldPanel("most_reminders"),
            ],
            heading=_("Reminders"),
        ),
    ]
)
