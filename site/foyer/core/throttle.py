"""Counting attempts in the database, so that a limit holds across processes. (SEC-10)"""

import hashlib
import math
from datetime import datetime, timedelta

from django.db import IntegrityError, models, transaction
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from .models import Throttle
from .refusals import Refusal

_MOST_SECONDS_TOLD = 90  # a longer wait is told in minutes


class TooManyAttempts(Refusal):
    """Too much was tried in too short a time; `retry_after` says how many seconds to wait."""

    code, status = "too_many_attempts", 429
    message = _("Too many attempts. Please try again in %(seconds)s seconds.")
    in_minutes = _("Too many attempts. Please try again in %(minutes)s minutes.")

    def __init__(self, *, retry_after: int) -> None:
        self.retry_after = retry_after
        super().__init__(seconds=retry_after)

    def __str__(self) -> str:
        if self.retry_after > _MOST_SECONDS_TOLD:
            return str(self.in_minutes) % {"minutes": math.ceil(self.retry_after / 60)}
        return super().__str__()


def count_attempt(*, key: str, limit: int, seconds: int, at: datetime) -> None:
    """Count one attempt; call it before the work it guards, and outside that work's transaction.

    Args:
        key: what is limited and for whom, such as "pairing:203.0.113.7"; only a hash of it is kept.
        limit: how many attempts a span allows.
        seconds: how long a span lasts, counted from its first attempt.
        at: the moment of the attempt.

    Raises:
        TooManyAttempts: the span's attempts are used up.
    """
    name = _hashed(key)
    live = Throttle.objects.filter(key=name, resets_at__gt=at)
    _refuse_beyond(limit - 1, live, at)
    resets_at = at + timedelta(seconds=seconds)
    while not (live.update(count=F("count") + 1) or _begin_span(name, resets_at, at)):
        continue  # another process began the span between the two: count within it
    _refuse_beyond(limit, live, at)


def clear_attempts(*, key: str) -> None:
    """Forget what was counted under a key, as after the right password."""
    Throttle.objects.filter(key=_hashed(key)).delete()


def give_back_attempt(*, key: str) -> None:
    """Uncount one attempt that proved honest, so that only failures use a shared limit up."""
    Throttle.objects.filter(key=_hashed(key), count__gt=0).update(count=F("count") - 1)


def purge_attempts(*, at: datetime) -> int:
    """Delete the spans that are over; return how many."""
    return Throttle.objects.filter(resets_at__lte=at).delete()[0]


def _hashed(key: str) -> str:
    return hashlib.sha256(key.encode()).hexdigest()


def _begin_span(name: str, resets_at: datetime, at: datetime) -> bool:
    """Begin a new span with one attempt in it; tell whether it was this process that began it."""
    over = Throttle.objects.filter(key=name, resets_at__lte=at)
    if over.update(count=1, resets_at=resets_at):
        return True
    try:
        with transaction.atomic():
            Throttle.objects.create(key=name, count=1, resets_at=resets_at)
    except IntegrityError:
        return False
    return True


def _refuse_beyond(most: int, live: models.QuerySet[Throttle], at: datetime) -> None:
    span = live.first()
    if span and span.count > most:
        raise TooManyAttempts(retry_after=math.ceil((span.resets_at - at).total_seconds()))
