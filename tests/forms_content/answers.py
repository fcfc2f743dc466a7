"""Giving answers to forms, for tests of what is made of them."""

from __future__ import annotations

from datetime import datetime
from itertools import count
from typing import Any

from django.utils import timezone

from forms_content.enums import Source
from forms_content.models import FormPage, Submission
from forms_content.services.submitting import Way, submit, version_in_use
from foyer.events.models import Event

_copies = count()


def answer(
    page: FormPage,
    *,
    at: datetime | None = None,
    language: str = "zh-hans",
    source: str = Source.API,
    event: Event | None = None,
    **given: Any,
) -> Submission:
    """Answer a form in the version in use."""
    way = Way(source, language, f"copy {next(_copies)}", event=event)
    version = version_in_use(page)
    return submit(page=page, version=version, given=given, way=way, at=at or timezone.now())
