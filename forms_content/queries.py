"""Reads of forms."""

from __future__ import annotations

from forms_content.models import FormPage


def live_form(slug: str) -> FormPage | None:
    """Return the public form of a short address, the oldest where two pages share one."""
    if not slug.isprintable():  # PostgreSQL takes no text with control characters
        return None
    forms = FormPage.objects.live().public().filter(slug=slug, versions__isnull=False)
    form: FormPage | None = forms.select_related("locale").order_by("pk").first()
    return form
