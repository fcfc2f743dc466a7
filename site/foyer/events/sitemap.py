"""The map of the public pages for search engines, each with its other languages."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from django.contrib.sitemaps import Sitemap
from wagtail.models import Locale, Page, Site

from foyer.core.languages import HTML_LANG


class PageSitemap(Sitemap[Page]):
    """Every live page that anybody may read."""

    limit = 10_000

    def items(self) -> list[Page]:
        """Return the pages of all languages in the order of the tree."""
        site = Site.objects.select_related("root_page").get(is_default_site=True)
        roots = site.root_page.get_translations(inclusive=True)
        pages = Page.objects.live().public().filter(path__regex=_below(roots))
        return list(pages.order_by("path").specific(defer=True))

    def get_urls(
        self, page: int | str = 1, site: Any = None, protocol: str | None = None
    ) -> list[dict[str, Any]]:
        """Return one entry a page, naming its translations."""
        shown: list[Page] = list(self.paginator.page(page).object_list)
        languages = dict(Locale.objects.values_list("pk", "language_code"))
        families: dict[Any, list[Page]] = defaultdict(list)
        for entry in shown:
            families[entry.translation_key].append(entry)
        return [
            {
                "item": entry,
                "location": entry.full_url,
                "lastmod": entry.last_published_at,
                "changefreq": None,
                "priority": "",
                "alternates": [
                    {"location": other.full_url, "lang_code": HTML_LANG[languages[other.locale_id]]}
                    for other in families[entry.translation_key]
                ],
            }
            for entry in shown
            if entry.full_url
        ]


def _below(roots: Any) -> str:
    """A pattern of the tree paths of some pages and all that is below them."""
    return "^(" + "|".join(roots.values_list("path", flat=True)) + ")"
