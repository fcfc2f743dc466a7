"""How the policy of the archive is edited."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, ObjectList

ARCHIVE_FORM = ObjectList(
    [
        MultiFieldPanel(
            [
                FieldPanel("most_hours"),
                FieldRowPanel(
                    [FieldPanel("remind_after_hours"), FieldPanel("escalate_after_hours")]
                ),
            ],
            heading=_("Requests to open records"),
        ),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("check_every_days"), FieldPanel("bag_every_days")]),
                FieldPanel("most_megabytes"),
            ],
            heading=_("Keeping"),
        ),
    ]
)
