"""Acts of the events room."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import log

from foyer.core.models import User
from foyer.core.numbers import take_number
from foyer.core.refusals import Refusal

from .enums import EventStatus
from .models import Event


class StepNotNext(Refusal):
    """The event stands where this step does not follow."""

    code = "step_not_next"
    message = _(
        "“%(now)s” cannot be followed by “%(to)s”. Reload the page to see where the event stands."
    )


def number_event(*, event: Event, at: datetime) -> None:
    """Give an event about to be kept the next number of the series, unless it has one."""
    if not event.number:
        event.number = take_number(key="event", at=at, among=Event.objects.all())


@transaction.atomic
def create_event(*, event: Event, by: User, at: datetime) -> Event:
    """Keep a new event under its number. (000-03)

    Args:
        event: the event, filled in and validated, not yet kept.
    """
    number_event(event=event, at=at)
    event.save(force_insert=True)
    log(event, "wagtail.create", user=by)
    return event


@transaction.atomic
def advance_event(*, event: Event, to: str, by: User, at: datetime) -> Event:
    """Take an event one step on, or back where the rules of the house allow it.

    Args:
        to: the status that is to follow.
        at: the moment of the step, kept in the log.

    Raises:
        StepNotNext: the event has moved on meanwhile, or the step does not follow from where it stands.
    """
    kept = Event.objects.select_for_update(of=("self",)).get(pk=event.pk)
    if to not in EventStatus.NEXT[kept.status]:
        raise StepNotNext(
            now=EventStatus(kept.status).label,
            to=EventStatus(to).label if to in EventStatus.values else to,
        )
    was, kept.status = kept.status, to
    kept.save(update_fields=["status", "changed_at"])
    log(
        kept,
        "foyer.event.advance",
        user=by,
        timestamp=at,
        data={"from": was, "to": to},
    )
    event.status = to
    return kept
