"""The form of a client, in tabs. (001-04)"""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    InlinePanel,
    MultiFieldPanel,
    ObjectList,
)

from foyer.clients.forms import ClientForm

from .panels import HouseFieldsPanel, HouseTabs, StandingPanel

_BASICS = ObjectList(
    [
        StandingPanel(heading=_("Standing")),
        FieldRowPanel([FieldPanel("name"), FieldPanel("short_name")]),
        FieldRowPanel([FieldPanel("name_en"), FieldPanel("kind")]),
        FieldRowPanel(
            [
                FieldPanel("tier", permission="clients.set_tier_client"),
                FieldPanel("account_manager"),
            ]
        ),
        FieldRowPanel(
            [
                FieldPanel("number"),
                FieldPanel("legal_representative"),
            ]
        ),
        FieldRowPanel([FieldPanel("credit_code"), FieldPanel("business_number")]),
        FieldRowPanel([FieldPanel("industry"), FieldPanel("size"), FieldPanel("region")]),
        FieldPanel("business_scope"),
        InlinePanel(
            "addresses",
            heading=_("Addresses"),
            label=_("Address"),
            panels=[FieldRowPanel([FieldPanel("kind"), FieldPanel("text")])],
        ),
        HouseFieldsPanel(heading=_("Fields of the house")),
    ],
    heading=_("Basics"),
)
_NEEDS = ObjectList(
    [
        InlinePanel(
            "needs",
            heading=_("Needs"),
            label=_("Need"),
            panels=[
                FieldRowPanel([FieldPanel("show_type"), FieldPanel("scale")]),
                FieldPanel("theme"),
                FieldRowPanel([FieldPanel("period"), FieldPanel("place")]),
                FieldPanel("note"),
            ],
        ),
    ],
    heading=_("Needs"),
)
_PREFERENCES = ObjectList(
    [
        FieldRowPanel([FieldPanel("stand_style"), FieldPanel("facilities")]),
        FieldPanel("event_form"),
        FieldRowPanel([FieldPanel("interests"), FieldPanel("topics")]),
        InlinePanel(
            "research_notes",
            heading=_("Research notes"),
            label=_("Research note"),
            panels=[
                FieldRowPanel([FieldPanel("noted_on"), FieldPanel("source")]),
                FieldPanel("text"),
            ],
        ),
    ],
    heading=_("Preferences"),
)
_VALUE = ObjectList(
    [
        MultiFieldPanel(
            [
                FieldRowPanel(
                    [
                        FieldPanel("annual_spend"),
                        FieldPanel("deals_a_year"),
                        FieldPanel("potential"),
                    ]
                )
            ],
            heading=_("What the tier is weighed by"),
            help_text=_("Spend, frequency and potential suggest a tier; a person decides."),
        ),
    ],
    heading=_("Value"),
)
_SOURCE = ObjectList(
    [
        FieldRowPanel([FieldPanel("source"), FieldPanel("source_note")]),
        FieldRowPanel([FieldPanel("collection"), FieldPanel("legal_basis")]),
        FieldPanel("provenance"),
    ],
    heading=_("Source"),
)

CLIENT_FORM = HouseTabs(
    [_BASICS, _NEEDS, _PREFERENCES, _VALUE, _SOURCE], base_form_class=ClientForm
)
