"""How the policy of arrivals is edited."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, ObjectList

ARRIVAL_FORM = ObjectList(
    [
        MultiFieldPanel(
            [FieldRowPanel([FieldPanel("host_minutes"), FieldPanel("late_minutes")])],
            heading=_("Guests"),
        ),
        MultiFieldPanel([FieldPanel("full_percent")], heading=_("The house")),
    ]
)
