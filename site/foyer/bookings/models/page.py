"""The pages on which the public finds rooms and asks for them."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.admin.panels import FieldPanel
from wagtail.api import APIField
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Page
from wagtail.search import index

from foyer.bookings.room_pages import room_shown, rooms_shown
from foyer.core.picture_blocks import PhotoBlock
from foyer.core.public_page import PublicPage
from foyer.venues.models import Room

_RICH = ["bold", "h3", "ol", "ul", "link"]


class RoomPhotoBlock(blocks.StructBlock):
    """A picture of a room, with a line below it."""

    image = PhotoBlock(label=_("Picture"))
    caption = blocks.CharBlock(label=_("Caption"), max_length=200, required=False)

    class Meta:
        icon = "image"
        label = _("Picture")


class RoomIndexPage(PublicPage):
    """The rooms of the house: which are free, what they cost, and how to ask for one (会场一览). (004-01, 004-02)"""

    introduction = RichTextField(_("introduction"), features=_RICH, blank=True)

    template = "pages/room_index_page.html"
    max_count = 3  # one a language
    parent_page_types: ClassVar = ["events.HomePage"]
    subpage_types: ClassVar = ["bookings.RoomPage"]
    content_panels: ClassVar = [
        *Page.content_panels,
        FieldPanel("introduction"),
        FieldPanel("hero_image"),
    ]
    search_fields: ClassVar = [*Page.search_fields, index.SearchField("introduction")]
    api_fields: ClassVar = [APIField("introduction")]

    class Meta:
        verbose_name = _("room list")
        verbose_name_plural = _("room lists")

    def get_context(self, request: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add the rooms, and which of them are free where that is asked."""
        context = super().get_context(request, *args, **kwargs)
        return context | rooms_shown(page=self, asked=request.GET, at=timezone.now())


class RoomPage(PublicPage):
    """One room in one language: pictures, layouts, plan, prices, and when it is free (会场页面). (004-01)"""

    room = models.ForeignKey(
        Room, on_delete=models.PROTECT, related_name="pages", verbose_name=_("room")
    )
    summary = models.CharField(_("summary"), max_length=300, blank=True)
    body = RichTextField(_("text"), features=_RICH, blank=True)
    gallery = StreamField([("photo", RoomPhotoBlock())], verbose_name=_("pictures"), blank=True)
    floor_plan = models.ForeignKey(
        "wagtailimages.Image",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("floor plan"),
    )

    template = "pages/room_page.html"
    parent_page_types: ClassVar = ["bookings.RoomIndexPage"]
    subpage_types: ClassVar[list[str]] = []
    content_panels: ClassVar = [
        *Page.content_panels,
        FieldPanel("room"),
        FieldPanel("summary"),
        FieldPanel("hero_image"),
        FieldPanel("body"),
        FieldPanel("gallery"),
        FieldPanel("floor_plan"),
    ]
    search_fields: ClassVar = [
        *Page.search_fields,
        index.SearchField("summary"),
        index.SearchField("body"),
    ]
    api_fields: ClassVar = [APIField("room"), APIField("summary"), APIField("body")]

    class Meta:
        verbose_name = _("room page")
        verbose_name_plural = _("room pages")

    @classmethod
    def with_shown(cls) -> Any:
        """Return the live pages with their rooms and all that their head shows."""
        pages = super().with_shown().select_related("room__venue", "floor_plan")
        return pages.prefetch_related("room__layouts", "room__hours")

    def get_context(self, request: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add what the room holds and costs, and when it is free."""
        context = super().get_context(request, *args, **kwargs)
        return context | room_shown(page=self, at=timezone.now())
