"""What every page of the house knows: its picture, the menu, its other languages."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from foyer.core.languages import HTML_LANG, OWN_NAMES


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

    class Meta:
        abstract = True

    def get_context(self, request: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Give every template the main menu and the same page in the other languages."""
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        context["menu"] = self.menu(request)
        context["languages"] = self.languages(request)
        return context

    def menu(self, request: Any) -> list[dict[str, Any]]:
        """Return the entries of the main menu: the pages below this page's front page that ask for it."""
        entries = Page.objects.filter(
            path__startswith=self.path[: 2 * self.steplen], depth=3, live=True, show_in_menus=True
        )
        entries = entries.only("path", "depth", "title", "url_path").order_by("path")
        return [
            {
                "title": entry.title,
                "url": entry.get_url(request),
                "active": self.path.startswith(entry.path),
            }
            for entry in entries
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
        return list(others.exclude(pk=self.pk).select_related("locale"))
