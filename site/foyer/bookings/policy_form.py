"""How the policy of bookings is edited."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, ObjectList

BOOKINGS_FORM = ObjectList(
    [
        MultiFieldPanel(
            [
                FieldPanel("offers_at_once"),
                FieldRowPanel([FieldPanel("notice_hours"), FieldPanel("furthest_days")]),
            ],
            heading=_("Requests"),
        ),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("reply_hours"), FieldPanel("reply_before_hours")]),
                FieldPanel("remind_hours"),
            ],
            heading=_("Offers"),
        ),
        MultiFieldPanel(
            [FieldRowPanel([FieldPanel("contract_from"), FieldPanel("contract_for_key")])],
            heading=_("Contracts"),
        ),
        MultiFieldPanel(
            [FieldRowPanel([FieldPanel("cancel_free_days"), FieldPanel("cancel_percent")])],
            heading=_("Cancellations"),
        ),
        MultiFieldPanel(
            [FieldPanel("payment"), FieldPanel("payment_zh_hant"), FieldPanel("payment_en")],
            heading=_("Terms of payment"),
        ),
    ]
)
