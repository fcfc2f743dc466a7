"""What the public reads about the house, one page a language."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.api import APIField
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Page
from wagtail.search import index

from foyer.core.public_page import PublicPage
from foyer.events.blocks import StoryBlock

from .event_list import coming_up, list_events

_RICH = ["bold", "h3", "ol", "ul", "link"]


class HomePage(PublicPage):
    """The front page of the house (首页)."""

    hero_title = models.CharField(_("large title"), max_length=100)
    hero_text = models.CharField(_("line below it"), max_length=300, blank=True)
    introduction = RichTextField(_("introduction"), features=_RICH, blank=True)
    body = StreamField(StoryBlock(), verbose_name=_("story"), blank=True)

    template = "pages/home_page.html"
    max_count = 3  # one a language
    parent_page_types: ClassVar = ["wagtailcore.Page"]
    subpage_types: ClassVar = [
        "events.EventIndexPage",
        "events.StandardPage",
        "events.ComplaintChannelsPage",
        "fees.FeeSchedulePage",
        "bookings.RoomIndexPage",
        "forms_content.FormPage",
    ]
    content_panels: ClassVar = [
        *Page.content_panels,
        MultiFieldPanel(
            [FieldPanel("hero_title"), FieldPanel("hero_text"), FieldPanel("hero_image")],
            heading=_("Head of the page"),
        ),
        FieldPanel("introduction"),
        FieldPanel("body"),
    ]
    api_fields: ClassVar = [
        APIField("hero_title"),
        APIField("hero_text"),
        APIField("introduction"),
        APIField("body"),
    ]

    class Meta:
        verbose_name = _("home page")
        verbose_name_plural = _("home pages")

    def get_context(self, request: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add the next three events and the way to all of them."""
        context = super().get_context(request, *args, **kwargs)
        event_list = EventIndexPage.objects.child_of(self).live().first()
        context["events_url"] = event_list.get_url(request) if event_list else ""
        context["upcoming"] = coming_up(below=self, at=timezone.now())
        return context


class StandardPage(PublicPage):
    """A page of plain text (普通页面)."""

    introduction = RichTextField(_("introduction"), features=_RICH, blank=True)
    body = StreamField(StoryBlock(), verbose_name=_("story"), blank=True)

    template = "pages/standard_page.html"
    parent_page_types: ClassVar = ["events.HomePage", "events.StandardPage"]
    subpage_types: ClassVar = ["events.StandardPage", "forms_content.FormPage"]
    content_panels: ClassVar = [
        *Page.content_panels,
        FieldPanel("hero_image"),
        FieldPanel("introduction"),
        FieldPanel("body"),
    ]
    search_fields: ClassVar = [
        *Page.search_fields,
        index.SearchField("introduction"),
        index.SearchField("body"),
    ]
    api_fields: ClassVar = [APIField("introduction"), APIField("body")]

    class Meta:
        verbose_name = _("page")
        verbose_name_plural = _("pages")


class EventIndexPage(PublicPage):
    """The list of events, upcoming and past (活动一览)."""

    introduction = RichTextField(_("introduction"), features=_RICH, blank=True)

    template = "pages/event_index_page.html"
    max_count_per_parent = 1
    parent_page_types: ClassVar = ["events.HomePage"]
    subpage_types: ClassVar = ["events.EventPage"]
    content_panels: ClassVar = [
        *Page.content_panels,
        FieldPanel("introduction"),
        FieldPanel("hero_image"),
    ]
    api_fields: ClassVar = [APIField("introduction")]

    class Meta:
        verbose_name = _("event list")
        verbose_name_plural = _("event lists")

    def get_context(self, request: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add the events asked for and the choices to ask for others."""
        context = super().get_context(request, *args, **kwargs)
        context |= list_events(below=self, asked=request.GET, at=timezone.now())
        return context
