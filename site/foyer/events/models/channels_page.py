"""Where a client turns to when something went wrong. (001-18)"""

from __future__ import annotations

from typing import ClassVar

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.api import APIField
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Page

from foyer.core.languages import known_language
from foyer.core.public_page import PublicPage
from foyer.events.channel_blocks import ChannelsBlock

_RICH = ["bold", "ol", "ul", "link"]


class ComplaintChannelsPage(PublicPage):
    """The ways to complain, what happens next, and how a case is followed (投诉渠道). (001-18)"""

    introduction = RichTextField(_("introduction"), features=_RICH, blank=True)
    channels = StreamField(ChannelsBlock(), verbose_name=_("channels"))
    next_steps = RichTextField(
        _("what happens next"),
        features=_RICH,
        blank=True,
        help_text=_("Who calls back, until when, and how the client is kept informed."),
    )

    template = "pages/complaint_channels_page.html"
    max_count = 3  # one a language
    parent_page_types: ClassVar = ["events.HomePage"]
    subpage_types: ClassVar[list[str]] = []
    content_panels: ClassVar = [
        *Page.content_panels,
        FieldPanel("introduction"),
        FieldPanel("channels"),
        FieldPanel("next_steps"),
    ]
    api_fields: ClassVar = [
        APIField("introduction"),
        APIField("channels"),
        APIField("next_steps"),
    ]

    class Meta:
        verbose_name = _("complaint channels")
        verbose_name_plural = _("complaint channels")

    @classmethod
    def shown(cls) -> list[ComplaintChannelsPage]:
        """Return the pages anybody may read, in the order of the tree."""
        return list(cls.objects.live().public().select_related("locale").order_by("path"))

    @classmethod
    def shown_in(cls, language: str) -> ComplaintChannelsPage | None:
        """Return the page in a language, or in whichever there is; None where nobody has published one."""
        pages = cls.shown()
        here = [page for page in pages if page.locale.language_code == known_language(language)]
        return next(iter(here or pages), None)
