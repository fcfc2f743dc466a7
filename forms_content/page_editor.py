"""How a form is edited: its panels and its form."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.models import Page

from .forms import FormPageForm
from .models import FormPage
from .people_panels import PEOPLE_PANELS

FormPage.base_form_class = FormPageForm
FormPage.content_panels = [
    *Page.content_panels,
    FieldRowPanel([FieldPanel("title_en"), FieldPanel("title_zh_hant")]),
    FieldPanel("purpose"),
    FieldPanel("introduction"),
    MultiFieldPanel(
        [FieldPanel("introduction_en"), FieldPanel("introduction_zh_hant")],
        heading=_("Introduction in other languages"),
        classname="collapsed",
    ),
    FieldPanel("questions"),
    FieldPanel("notice"),
    FieldPanel("thanks"),
    MultiFieldPanel(
        [
            FieldRowPanel([FieldPanel("opens_at"), FieldPanel("closes_at")]),
            FieldRowPanel([FieldPanel("quota"), FieldPanel("keep_days")]),
            FieldPanel("event"),
            FieldPanel("anonymous"),
            FieldPanel("saves"),
            FieldPanel("proof"),
            FieldPanel("embed_origins", classname="collapsed"),
        ],
        heading=_("When, for whom, how long"),
    ),
    *PEOPLE_PANELS,
]
