"""Reads of forms."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, Max, Q

from forms_content.definition.choices import other_script
from forms_content.models import FormPage, Submission
from forms_content.models.submission import SubmissionQuerySet
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


def forms_with_answers() -> Any:
    """Return all forms with how much came in, those last answered first."""
    counting = Q(submissions__in=Submission.objects.counting())
    return FormPage.objects.annotate(
        answered=Count("submissions", filter=counting),
        latest=Max("submissions__received_at", filter=counting),
    ).order_by("-live", "-latest", "-pk")


def with_words(copies: SubmissionQuerySet, words: str, keys: list[str]) -> SubmissionQuerySet:
    """Return the copies with a reference, a phone, an e-mail address, or words among their plain answers.

    Args:
        copies: to look among.
        words: as they were typed, in either Chinese script.
        keys: of the questions answered in writing.
    """
    found = copies.matching(words)
    for typed in {words.strip(), *other_script(words.strip())}:
        for key in keys:
            found |= copies.filter(**{f"answers__{key}__icontains": typed})
    return found
