"""Events, as the archive has papers about them. (000-26)"""

from __future__ import annotations

from datetime import datetime

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone

from foyer.archive.enums import Subject
from foyer.archive.subjects import Facts, SubjectKind, register

from .enums import EventStatus
from .models import Event


def _facts(event: Event) -> Facts:
    return Facts(
        name=f"{event.number} {event.title_text}",
        day=timezone.localdate(event.starts_at),
        ended_on=timezone.localdate(event.ends_at),
        url=reverse("wagtailsnippets_events_event:edit", args=[event.pk]),
        source=event.host_text,
    )


def _found(events: QuerySet[Event], typed: str) -> QuerySet[Event]:
    return events.matching(typed)  # type: ignore[attr-defined,no-any-return]  # EventQuerySet


def _over(events: QuerySet[Event], at: datetime) -> QuerySet[Event]:
    return events.filter(ends_at__lt=at).exclude(status=EventStatus.CANCELLED)


register(SubjectKind(Event, Subject.EVENT, _facts, _found, "events.view_event", over=_over))
