"""What the public reads about an event, in one language."""

from __future__ import annotations

from datetime import datetime
from typing import Any, ClassVar, Self, cast

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.api import APIField
from wagtail.fields import StreamField
from wagtail.models import (
    Page,
    PageManager,
    PagePermissionTester,
    PageQuerySet,
)
from wagtail.search import index
from wagtail_localize.fields import SynchronizedField

from foyer.core.models import HousePolicy
from foyer.core.public_page import PublicPage
from foyer.events.blocks import StoryBlock
from foyer.events.enums import Visibility
from foyer.events.structured_data import event_facts, event_json_ld

from .event import Event

_HIDDEN = (Visibility.UNLISTED, Visibility.INVITATION)


class EventPageQuerySet(PageQuerySet):
    """Reads of event pages."""

    def listed(self) -> Self:
        """Return the pages that listings may show: live and public."""
        return cast("Self", self.live().filter(visibility=Visibility.PUBLIC))

    def with_facts(self) -> Self:
        """Fetch all that a card of an event shows along with the pages."""
        shown = ("event__type", "event__venue", "event__room__venue", "event__host")
        pages = self.select_related(*shown, "hero_image", "locale")
        return cast("Self", pages.prefetch_related("hero_image__renditions"))

    def upcoming(self, *, at: datetime) -> Self:
        """Return the pages of events that have not ended, the nearest first."""
        return cast("Self", self.filter(event__ends_at__gte=at).order_by("event__starts_at", "pk"))

    def past(self, *, at: datetime) -> Self:
        """Return the pages of events that have ended, the latest first."""
        return cast("Self", self.filter(event__ends_at__lt=at).order_by("-event__starts_at", "-pk"))


class EventPagePermissions(PagePermissionTester):
    """Who may find an event's page is said on the page itself, not in Wagtail's privacy panel."""

    def can_set_view_restrictions(self) -> bool:
        """Nobody: the page's own setting says it."""
        return False


class EventPage(PublicPage):
    """What the public reads about an event, in one language (活动页面). (000-10)"""

    event = models.ForeignKey(
        Event, on_delete=models.PROTECT, related_name="pages", verbose_name=_("event")
    )
    summary = models.CharField(
        _("summary"), max_length=300, blank=True, help_text=_("Shown in lists and shared links.")
    )
    visibility = models.CharField(
        _("who may find this page"),
        max_length=12,
        choices=Visibility.choices,
        default=Visibility.PUBLIC,
    )
    body = StreamField(StoryBlock(), verbose_name=_("story"), blank=True)

    objects: ClassVar[Any] = PageManager.from_queryset(EventPageQuerySet)()

    template = "pages/event_page.html"
    shown_of_translations: ClassVar[tuple[str, ...]] = (
        *PublicPage.shown_of_translations,
        "visibility",
    )
    parent_page_types: ClassVar = ["events.EventIndexPage"]
    subpage_types: ClassVar[list[str]] = []
    search_fields: ClassVar = [
        *Page.search_fields,
        index.SearchField("summary"),
        index.SearchField("body"),
        index.FilterField("visibility"),
    ]
    api_fields: ClassVar = [
        APIField("summary"),
        APIField("body"),
        APIField("event_facts"),
    ]
    # A translation says the same about the same event; it is never easier to find than its source.
    override_translatable_fields: ClassVar = [
        SynchronizedField("event", overridable=False),
        SynchronizedField("visibility", overridable=False),
    ]

    class Meta:
        verbose_name = _("event page")
        verbose_name_plural = _("event pages")

    @property
    def is_hidden(self) -> bool:
        """Whether search engines are told to leave the page alone."""
        return self.visibility in _HIDDEN

    @property
    def event_facts(self) -> dict[str, Any]:
        """What API clients read about the event, in the page's language."""
        return event_facts(event=self.event, language=self.locale.language_code)

    def get_context(self, request: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add the calendar file and what search engines read."""
        context = super().get_context(request, *args, **kwargs)
        address = self.get_full_url(request)
        context["calendar_url"] = f"{self.get_url(request)}calendar.ics" if self.pk else ""
        context["json_ld"] = event_json_ld(
            event=self.event,
            title=self.title,
            summary=self.search_description or self.summary,
            url=address,
            language=self.locale.language_code,
            image=self.hero_image,
            house=HousePolicy.load(request_or_site=request),
        )
        return context

    @classmethod
    def with_shown(cls) -> Any:
        """Return the live pages of events with all that they show."""
        return cls.objects.live().with_facts()

    def serve_invited(self, request: Any) -> Any:
        """Answer with the page whatever its visibility: for a guest whose pass was checked by the caller."""
        request.is_preview = False
        return self.serve(request)

    def shown_translations(self) -> list[Any]:
        """Return the translations that a reader of this page may open."""
        hidden = (Visibility.INVITATION,) if self.visibility == Visibility.UNLISTED else _HIDDEN
        return [page for page in super().shown_translations() if page.visibility not in hidden]

    def get_view_restrictions(self) -> Any:
        """Return the restrictions of the pages above.

        The page's own only keeps it out of listings, search and API (see `events.visibility`):
        an unlisted page opens to whoever knows its address.
        """
        return self.restrictions_down_to(self.depth - 1)

    def permissions_for_user(self, user: Any) -> EventPagePermissions:
        """Return what a member of staff may do with the page."""
        return EventPagePermissions(user, self)
