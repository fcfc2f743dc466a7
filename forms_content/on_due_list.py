"""What is due after events: surveys, summaries, measures, each on the list of whose it is. (000-23, 000-24, 000-25)"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from foyer.clients.queries.due_elsewhere import OtherDue, also_due
from foyer.core.days import house_day
from foyer.core.models import User
from foyer.events.models import Event

from .models import EventSummary, FormPolicy, Improvement
from .services.surveys import Survey, surveys_around

_SOON = timedelta(days=7)
_BACKEND = "django.contrib.auth.backends.ModelBackend"
_SUMMARY = "forms_content:summary"


def _holders(right: str) -> list[User]:
    holders = User.objects.with_perm(right, backend=_BACKEND)
    return list(holders.filter(is_superuser=False).order_by("pk"))


def _theirs(user: User | None, people: list[User]) -> bool:
    return user is None or user in people


def _host_or(event: Event, others: list[User]) -> list[User]:
    return [event.host] if event.host and event.host.is_active else others


@also_due
def surveys(user: User | None, at: datetime) -> Iterator[OtherDue]:
    """Yield the surveys that should be out, are late, or brought too few answers. (000-23)"""
    found = [(survey, why) for survey in surveys_around(at=at) if (why := _wanting(survey, at))]
    others = _holders("forms_content.add_sending") if found else []
    for survey, why in found:
        people = _host_or(survey.event, others)
        if _theirs(user, people):
            yield OtherDue(
                what=why,
                about=survey.event.title_text,
                due_on=survey.last_day,
                page="forms_content:event_survey",
                key=survey.event.pk,
                people=people,
            )


def _wanting(survey: Survey, at: datetime) -> str:
    if survey.is_late(at):
        return _("The survey after the event is late: nobody has been asked.")
    if survey.has_few(at):
        return _("Too few have answered the survey after the event.")
    if survey.is_on and not survey.sent and survey.from_at <= at:
        return _("The survey after the event is not out yet.")
    return ""


@also_due
def summaries(user: User | None, at: datetime) -> Iterator[OtherDue]:
    """Yield the events that were not summed up yet, and the summaries that wait to be signed. (000-24)"""
    wait = timedelta(days=FormPolicy.current().summary_days)
    today = house_day(at)
    ended = [survey.event for survey in surveys_around(at=at) if survey.is_on]
    known = {one.event_id: one for one in EventSummary.objects.filter(event__in=ended)}
    writers = _holders("forms_content.change_eventsummary") if ended else []
    signers = _holders("forms_content.sign_eventsummary") if known else []
    for event in ended:
        due_on, kept = house_day(event.ends_at) + wait, known.get(event.pk)
        if due_on - _SOON > today or (kept and kept.signed_at):
            continue
        people = _host_or(event, writers)
        if kept:
            people = [one for one in signers if one.pk != kept.written_by_id]
        if _theirs(user, people):
            what = _("The summary waits to be signed.") if kept else _("Sum up the event.")
            yield OtherDue(what, event.title_text, due_on, _SUMMARY, event.pk, people)


@also_due
def improvements(user: User | None, at: datetime) -> Iterator[OtherDue]:
    """Yield the measures to be carried out, and those whose effect is to be looked at. (000-25)"""
    today = house_day(at)
    waiting = Improvement.objects.filter(verified_at=None, due_on__lte=today + _SOON)
    found = list(waiting.select_related("event", "person"))
    signers = _holders("forms_content.sign_eventsummary") if found else []
    for one in found:
        people = [one.person]
        what = _("To be better next time: %(measure)s") % {"measure": one.measure}
        if one.done_at:
            people = [person for person in signers if person.pk != one.person_id]
            what = _("Done; did it work? %(measure)s") % {"measure": one.measure}
        if _theirs(user, people):
            about = one.event.title_text
            yield OtherDue(what, about, one.due_on, _SUMMARY, one.event_id, people)
