"""Reads of forms."""

from __future__ import annotations

from forms_content.models import FormPage
from foyer.events.models import HomePage


def front_page(language: str) -> HomePage | None:
    """Return the front page of a language, whose menu stands above a form in that language."""
    pages = HomePage.objects.live().filter(locale__language_code=language)
    page: HomePage | None = pages.select_related("locale").first()
    return page


def live_form(slug: str) -> FormPage | None:
    """Return the public form of a short address, the oldest where two pages share one."""
    if not slug.isprintable():  # PostgreSQL takes no text with control characters
        return None
    forms = FormPage.objects.live().public().filter(slug=slug, versions__isnull=False)
    form: FormPage | None = forms.select_related("locale").order_by("pk").first()
    return form
