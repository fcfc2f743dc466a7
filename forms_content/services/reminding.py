"""Reminding those who have a link and have not answered: by hand, or after some days. (000-23)"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import Count, Max, Q, QuerySet

from forms_content.models import FormLetter, FormPage, FormPolicy, Recipient, Sending
from forms_content.models.form_page import is_open
from forms_content.sending_enums import LetterKind, LetterStatus
from foyer.core.business_calendar.hours import load_hours
from foyer.core.models import User

from .posting import queue_letters

_LONGEST = timedelta(days=120)  # nobody is reminded of what was sent longer ago


def reminders_of(page: FormPage, policy: FormPolicy) -> tuple[int, int]:
    """Return after how many days people are reminded, and how often at most."""
    days = page.remind_after_days or policy.remind_after_days
    most = policy.reminders_most if page.reminders_most is None else page.reminders_most
    return days, most


def unanswered(sending: Sending) -> QuerySet[Recipient]:
    """Return those who had the letter, have not answered and do not object; with how often they were reminded."""
    reminders = Q(letters__kind=LetterKind.REMINDER)
    had_it = FormLetter.objects.filter(kind=LetterKind.LINK, status=LetterStatus.SENT)
    waiting = Recipient.objects.filter(
        sending=sending,
        answered_at=None,
        declined_at=None,
        pk__in=had_it.values("recipient"),
    ).exclude(email_index="")
    return waiting.annotate(
        reminders=Count("letters", filter=reminders),
        last_letter_at=Max("letters__sent_at"),
    ).order_by("pk")


def to_remind(sending: Sending, *, most: int) -> list[Recipient]:
    """Return those who may be reminded once more: none of whose letters waits, and not too often."""
    under_way = FormLetter.objects.filter(
        status__in=(LetterStatus.QUEUED, LetterStatus.SENDING), recipient__sending=sending
    )
    people = unanswered(sending).exclude(pk__in=under_way.values("recipient"))
    return [one for one in people if _reminders(one) < most]


def remind(*, sending: Sending, by: User | None, at: datetime) -> int:
    """Queue a reminder to each who may be reminded; return to how many."""
    if not is_open(sending.page, at=at) or not sending.page.live:
        return 0
    _days, most = reminders_of(sending.page, FormPolicy.current())
    return _queue(to_remind(sending, most=max(most, 1)), by=by, at=at)


def remind_due(*, at: datetime) -> None:
    """Remind whoever has not answered for some days, in business hours only."""
    if not load_hours().is_open(at):
        return
    policy = FormPolicy.current()
    recent = Sending.objects.filter(made_at__gte=at - _LONGEST, page__live=True)
    for sending in recent.select_related("page"):
        days, most = reminders_of(sending.page, policy)
        if not most or not is_open(sending.page, at=at):
            continue
        before = at - timedelta(days=days)
        people = [one for one in to_remind(sending, most=most) if _was_before(one, before)]
        _queue(people, by=None, at=at)


def _was_before(recipient: Recipient, before: datetime) -> bool:
    last: datetime | None = getattr(recipient, "last_letter_at", None)
    return last is not None and last <= before


def _reminders(recipient: Recipient) -> int:
    return int(getattr(recipient, "reminders", 0))


def _queue(people: list[Recipient], *, by: User | None, at: datetime) -> int:
    letters = [
        FormLetter(
            kind=LetterKind.REMINDER,
            key=f"remind:{one.pk}:{_reminders(one) + 1}",
            recipient=one,
            queued_at=at,
        )
        for one in people
    ]
    queue_letters(letters, by=by, at=at)
    return len(letters)
