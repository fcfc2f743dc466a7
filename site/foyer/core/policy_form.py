"""How the house policy is edited."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, ObjectList

from .roles import RoleCheckboxes

POLICY_FORM = ObjectList(
    [
        MultiFieldPanel(
            [
                FieldRowPanel(
                    [FieldPanel("name"), FieldPanel("name_zh_hant"), FieldPanel("name_en")]
                ),
                FieldRowPanel(
                    [FieldPanel("tagline"), FieldPanel("tagline_zh_hant"), FieldPanel("tagline_en")]
                ),
                FieldRowPanel(
                    [FieldPanel("address"), FieldPanel("address_zh_hant"), FieldPanel("address_en")]
                ),
                FieldPanel("hotline"),
            ],
            heading=_("The house"),
        ),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("reply_days"), FieldPanel("doors_minutes")]),
                FieldRowPanel([FieldPanel("sign_out_minutes"), FieldPanel("move_minutes")]),
            ],
            heading=_("Events"),
        ),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("idle_seconds"), FieldPanel("dismiss_seconds")]),
                FieldPanel("consent"),
                FieldPanel("consent_zh_hant"),
                FieldPanel("consent_en"),
            ],
            heading=_("Tablets at the door"),
        ),
        MultiFieldPanel(
            [
                FieldPanel("second_step_roles", widget=RoleCheckboxes),
                FieldRowPanel([FieldPanel("idle_minutes"), FieldPanel("session_hours")]),
            ],
            heading=_("Logging in"),
        ),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("backup_hour"), FieldPanel("backup_hours")]),
                FieldRowPanel(
                    [
                        FieldPanel("backup_daily"),
                        FieldPanel("backup_weekly"),
                        FieldPanel("backup_monthly"),
                    ]
                ),
            ],
            heading=_("Backups"),
        ),
    ]
)
