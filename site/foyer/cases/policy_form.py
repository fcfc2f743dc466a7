"""How the policy of cases is edited."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, ObjectList

CASES_FORM = ObjectList(
    [
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel(f"{kind}_contact"), FieldPanel(f"{kind}_answer")])
                for kind in ("complaint", "feedback", "enquiry")
            ],
            heading=_("Within so many business hours"),
        ),
        FieldRowPanel(
            [
                FieldPanel("serious_percent"),
                FieldPanel("urgent_percent"),
                FieldPanel("key_percent"),
            ]
        ),
        FieldRowPanel([FieldPanel("no_answer_days"), FieldPanel("reopen_days")]),
        FieldRowPanel([FieldPanel("action_remind_days"), FieldPanel("effect_check_days")]),
    ]
)
