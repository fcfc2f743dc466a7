"""Asking the guests of an event how it was, by itself, the day after. (000-23)"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Count, Q, QuerySet

from forms_content.models import EventSurvey, FormLetter, FormPage, FormPolicy, Sending
from forms_content.sending_enums import LetterKind, SurveyState, Whom
from foyer.core.business_calendar.hours import BusinessHours, load_hours
from foyer.core.days import house_day
from foyer.core.models import User
from foyer.events.enums import EventStatus
from foyer.events.models import Event

from .audience import guests_of
from .posting import queue_letters
from .sending import NobodyToAsk, NotToBeAnswered, send_form

_LOOKED_BACK = timedelta(days=30)  # beyond the deadline: older events are history
_MOST = 500


@dataclass(frozen=True, slots=True)
class Survey:
    """How the survey after one event stands.

    Attributes:
        is_on: whether guests are asked by themselves.
        form: with which form, if one is chosen.
        from_at: from when they are asked.
        due_at: by when they must have been asked.
        sent: how many were asked.
        answered: how many of them answered.
    """

    event: Event
    is_on: bool
    form: FormPage | None
    from_at: datetime
    due_at: datetime
    sent: int
    answered: int
    least: int

    @property
    def last_day(self) -> date:
        """The last day on which they may be asked."""
        return house_day(self.due_at - timedelta(minutes=1))

    def is_late(self, at: datetime) -> bool:
        """Tell whether the deadline has passed and nobody has been asked."""
        return self.is_on and at >= self.due_at and not self.sent

    def has_few(self, at: datetime) -> bool:
        """Tell whether the deadline has passed and fewer have answered than were wanted."""
        return self.is_on and at >= self.due_at and self.sent > 0 and self.answered < self.least


def surveys_around(*, at: datetime, ahead: timedelta = timedelta(0)) -> list[Survey]:
    """Return how the surveys after recent events stand, the latest event first.

    Args:
        at: the moment.
        ahead: how far to look at events to come.
    """
    policy = FormPolicy.current()
    back = _LOOKED_BACK + timedelta(days=policy.deadline_days + 1)
    events = _held().filter(ends_at__gt=at - back, ends_at__lte=at + ahead)
    return [_survey(event, policy) for event in events.order_by("-ends_at", "-pk")[:_MOST]]


def survey_of(event: Event) -> Survey:
    """Return how the survey after one event stands."""
    return _survey(_held(cancelled=True).get(pk=event.pk), FormPolicy.current())


def send_due_surveys(*, at: datetime) -> None:
    """Ask the guests who came to each event whose day has come: once, in the house's business hours."""
    hours = load_hours()
    for survey in surveys_around(at=at):
        in_time = survey.from_at <= at < survey.due_at and _may_write(hours, survey, at)
        if survey.is_on and survey.form and not survey.sent and in_time:
            _ask(survey, survey.form, at)


def alarm_late_surveys(*, at: datetime) -> None:
    """Tell the host, once, that a survey is late or has too few answers; in business hours."""
    if not load_hours().is_open(at):
        return
    letters: list[FormLetter] = []
    for survey in surveys_around(at=at):
        why = "none" if survey.is_late(at) else "few" if survey.has_few(at) else ""
        if why:
            letters += [
                FormLetter(
                    kind=LetterKind.ALARM,
                    key=f"alarm:{survey.event.pk}:{user.pk}:{why}",
                    event=survey.event,
                    to=user,
                    queued_at=at,
                )
                for user in _answerable(survey.event)
            ]
    known = FormLetter.objects.filter(key__in=[letter.key for letter in letters])
    told = set(known.values_list("key", flat=True))
    queue_letters([letter for letter in letters if letter.key not in told], by=None, at=at)


def _held(*, cancelled: bool = False) -> QuerySet[Event]:
    """Events, with what is known of their surveys in the same query."""
    events = Event.objects.select_related("host", "survey__form")
    if not cancelled:
        events = events.exclude(status=EventStatus.CANCELLED)
    # A survey sent by hand counts as well: whoever came has been asked.
    asked = Q(form_sendings__whom__in=Whom.OF_EVENT)
    return events.annotate(
        asked=Count("form_sendings__recipients", filter=asked, distinct=True),
        answered=Count(
            "form_sendings__recipients",
            filter=asked & Q(form_sendings__recipients__answered_at__isnull=False),
            distinct=True,
        ),
    )


def _survey(event: Event, policy: FormPolicy) -> Survey:
    own: EventSurvey | None = getattr(event, "survey", None)
    state = own.state if own else SurveyState.POLICY
    return Survey(
        event=event,
        is_on=policy.surveys_on if state == SurveyState.POLICY else state == SurveyState.ON,
        form=(own.form if own else None) or policy.survey_form,
        from_at=policy.asked_from(event),
        due_at=policy.deadline(event),
        sent=getattr(event, "asked", 0),
        answered=getattr(event, "answered", 0),
        least=policy.least_answers,
    )


def _may_write(hours: BusinessHours, survey: Survey, at: datetime) -> bool:
    """Tell whether the house may write now: in its hours, and on the last day by its clock in any case."""
    if hours.is_open(at):
        return True
    last_day = survey.due_at - timedelta(days=1)
    local = at.astimezone(hours.zone)
    return at >= last_day and hours.opens_at <= local.time() < hours.closes_at


def _ask(survey: Survey, form: FormPage, at: datetime) -> None:
    event = survey.event
    try:
        send_form(
            page=form,
            people=list(guests_of(event, Whom.ARRIVED)),
            whom=Whom.ARRIVED,
            event=event,
            by=None,
            once=f"event:{event.pk}",
            at=at,
        )
    except (NobodyToAsk, NotToBeAnswered):
        return  # looked at again at the next pass; the host hears of it when the time is over


def _answerable(event: Event) -> list[User]:
    """Return who hears of a late survey: the host, else whoever may send forms."""
    if event.host and event.host.is_active and event.host.email:
        return [event.host]
    holds = {
        "groups__permissions__codename": "add_sending",
        "groups__permissions__content_type__app_label": "forms_content",
    }
    return list(User.objects.filter(is_active=True, **holds).exclude(email="").distinct())


def sendings_of(event: Event) -> QuerySet[Sending]:
    """Return the sendings to the guests of an event, with their response rates."""
    return Sending.objects.filter(event=event).with_rates().select_related("page", "by")
