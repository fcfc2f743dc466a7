"""What every page of the house knows: its picture, the menu, its other languages."""

from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page, PageViewRestriction, Site

from .languages import HTML_LANG, OPEN_GRAPH, OWN_NAMES
from .page_cache import memory


class PublicPage(Page):
    """A page of the house: a picture at its head, a menu, and the way to its other languages."""

    hero_image = models.ForeignKey(
        "wagtailimages.Image",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("picture"),
    )

    # What of a translation its address and its readers are told by; nothing else of it is read.
    shown_of_translations: ClassVar[tuple[str, ...]] = (
        "path",
        "depth",
        "url_path",
        "locale__language_code",
    )

    class Meta:
        abstract = True

    @classmethod
    def with_shown(cls) -> Any:
        """Return the live pages of this kind with all that their head shows."""
        pages = cls._default_manager.filter(live=True).select_related("hero_image", "locale")
        return pages.prefetch_related("hero_image__renditions")

    def get_context(self, request: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Give every template the main menu and the same page in the other languages."""
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        context["menu"] = self.menu(request)
        context["languages"] = self.languages(request)
        return context

    def menu(self, request: Any) -> list[dict[str, Any]]:
        """Return the entries of the main menu: the pages below this page's front page that ask for it."""
        front = self.path[: 2 * self.steplen]
        site = Site.find_for_request(request)
        entries = memory.of(
            ("menu", front, site and site.pk, get_language()),
            lambda: [
                (entry.path, entry.title, entry.get_url(request))
                for entry in Page.objects.in_menu()
                .filter(path__startswith=front, depth=3, live=True)
                .only("path", "depth", "title", "url_path")
                .order_by("path")
            ],
        )
        return [
            {"title": title, "url": url, "active": self.path.startswith(path)}
            for path, title, url in entries
        ]

    def languages(self, request: Any) -> list[dict[str, Any]]:
        """Return the way to every language: this page's translation, or that language's front page.

        `alternate` is the full address of a translation, for search engines; only real ones have it.
        """
        pages = {page.locale.language_code: page for page in self.shown_translations()}
        here = self.locale.language_code
        pages[here] = self
        return [
            {
                "code": HTML_LANG[code],
                "locale": OPEN_GRAPH[code],
                "is_house": code == settings.LANGUAGE_CODE,
                "name": name,
                "current": code == here,
                "url": pages[code].get_url(request) if code in pages else f"/{code}/",
                "alternate": pages[code].get_full_url(request) if code in pages else "",
            }
            for code, name in OWN_NAMES.items()
        ]

    def shown_translations(self) -> list[Any]:
        """Return the translations that a reader of this page may open."""
        others = type(self)._default_manager.filter(translation_key=self.translation_key, live=True)
        others = others.exclude(pk=self.pk).select_related("locale").order_by()
        return list(others.only(*self.shown_of_translations))

    def get_view_restrictions(self) -> Any:
        """Return the restrictions of this page and of those above it, in one query."""
        return self.restrictions_down_to(self.depth)

    def restrictions_down_to(self, depth: int) -> Any:
        """Return the restrictions of the pages on the way from the root down to a depth."""
        paths = [self.path[: step * self.steplen] for step in range(1, depth + 1)]
        return PageViewRestriction.objects.filter(
            Q(page__path__in=paths) | Q(page__aliases__path__in=paths)
        ).distinct()
