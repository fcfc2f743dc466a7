"""How the page of an event is edited: its panels and its form."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.models import Page

from .forms import EventPageForm
from .models import EventPage

_MAKE = "events.add_event"

EventPage.base_form_class = EventPageForm
EventPage.content_panels = [
    *Page.content_panels,
    FieldPanel("event"),
    MultiFieldPanel(
        [
            FieldRowPanel(
                [
                    FieldPanel("new_title", permission=_MAKE),
                    FieldPanel("new_type", permission=_MAKE),
                ]
            ),
            FieldRowPanel(
                [
                    FieldPanel("new_starts_at", permission=_MAKE),
                    FieldPanel("new_ends_at", permission=_MAKE),
                ]
            ),
            FieldRowPanel(
                [
                    FieldPanel("new_venue", permission=_MAKE),
                    FieldPanel("new_room", permission=_MAKE),
                ]
            ),
            FieldPanel("new_capacity", permission=_MAKE),
        ],
        heading=_("New event"),
        help_text=_(
            "If the event is not in the list yet, describe it here and leave “event” empty: "
            "it is made when you save the page."
        ),
        classname="collapsed",
    ),
    FieldPanel("summary"),
    FieldPanel("hero_image"),
    FieldPanel("body"),
]
EventPage.promote_panels = [
    FieldPanel("visibility"),
    *Page.promote_panels,
]
