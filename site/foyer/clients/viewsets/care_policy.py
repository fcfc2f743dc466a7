"""How the policy of keeping in touch is edited."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, ObjectList

CARE_FORM = ObjectList(
    [
        MultiFieldPanel(
            [
                FieldRowPanel(
                    [
                        FieldPanel("key_months"),
                        FieldPanel("regular_months"),
                        FieldPanel("prospect_months"),
                    ]
                )
            ],
            heading=_("At least one contact within so many months"),
            help_text=_(
                "Key clients hear from us by phone or in person, the others in any way. "
                "0: not asked for."
            ),
        ),
        MultiFieldPanel(
            [
                FieldRowPanel(
                    [FieldPanel("cadence_lead_days"), FieldPanel("next_visit_lead_days")]
                ),
                FieldRowPanel([FieldPanel("birthday_lead_days"), FieldPanel("festival_lead_days")]),
            ],
            heading=_("Comes up so many days ahead"),
        ),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("return_visit_days"), FieldPanel("reception_days")]),
                FieldPanel("return_grace_days"),
            ],
            heading=_("Return visits, so many days later"),
        ),
        MultiFieldPanel(
            [FieldRowPanel([FieldPanel("greeted_tiers"), FieldPanel("greeting_grace_days")])],
            heading=_("Greetings"),
        ),
        MultiFieldPanel(
            [FieldRowPanel([FieldPanel("digest_at"), FieldPanel("digest_days")])],
            heading=_("Morning mail to account managers"),
        ),
    ]
)
