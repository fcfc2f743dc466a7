"""How is edited who answers a form how often, who is told, and how it looks."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, ObjectList

PEOPLE_PANELS = [
    MultiFieldPanel(
        [
            FieldPanel("answered_each"),
            FieldPanel("may_change"),
            FieldPanel("letter_words"),
            FieldRowPanel([FieldPanel("remind_after_days"), FieldPanel("reminders_most")]),
        ],
        heading=_("Personal links and reminders"),
        classname="collapsed",
    ),
    MultiFieldPanel(
        [
            FieldPanel("notified_users"),
            FieldPanel("notified_groups"),
            FieldPanel("acknowledged"),
            FieldPanel("leads_to"),
        ],
        heading=_("After an answer"),
        classname="collapsed",
    ),
    MultiFieldPanel(
        [FieldPanel("theme"), FieldPanel("hero_image")],
        heading=_("Look"),
        classname="collapsed",
    ),
]
POLICY_FORM = ObjectList(
    [
        MultiFieldPanel(
            [
                FieldPanel("surveys_on"),
                FieldPanel("survey_form"),
                FieldRowPanel([FieldPanel("survey_days"), FieldPanel("deadline_days")]),
                FieldRowPanel([FieldPanel("least_answers"), FieldPanel("summary_days")]),
            ],
            heading=_("After each event"),
        ),
        FieldRowPanel([FieldPanel("remind_after_days"), FieldPanel("reminders_most")]),
        MultiFieldPanel(
            [FieldPanel("proofs_on"), FieldPanel("proof_effort")], heading=_("Against machines")
        ),
    ]
)
