"""How long a session lasts: until nothing is done for a while, some hours pass, or it is ended by others. (SEC-08)"""

from collections.abc import MutableMapping
from datetime import datetime, timedelta
from typing import Any, ClassVar

from django.utils.translation import gettext_lazy as _

from foyer.core.models import HousePolicy, User
from foyer.core.refusals import Refusal

Session = MutableMapping[str, Any]

_BEGAN, _USED, _STEP = "staff_began", "staff_used", "staff_second_step"
_NOTED_EVERY = timedelta(minutes=1)  # a session is written at most so often
FRESH = timedelta(minutes=10)


class SessionOver(Refusal):
    """The member of staff has to log in again."""

    code: ClassVar[str] = "session_over"
    message = _("You were logged out. Please log in again.")


class SessionIdle(SessionOver):
    """Nothing was done for as long as the house policy allows."""

    code = "session_idle"
    message = _(
        "You were logged out because nothing was done for %(minutes)s minutes. Please log in again."
    )


class SessionTooLong(SessionOver):
    """As many hours have passed as the house policy allows."""

    code = "session_too_long"
    message = _("You were logged out because %(hours)s hours have passed. Please log in again.")


def begin_session(session: Session, *, at: datetime) -> None:
    """Note when somebody logged in; a second step is still to be taken."""
    session.pop(_STEP, None)
    session[_BEGAN] = session[_USED] = at.timestamp()


def note_second_step(session: Session, *, taken: bool) -> None:
    """Note whether the second step was taken in this session."""
    session[_STEP] = taken


def has_taken_second_step(session: Session) -> bool:
    """Tell whether it was."""
    return bool(session.get(_STEP))


def is_fresh(session: Session, *, at: datetime) -> bool:
    """Tell whether somebody has logged in a moment ago, so that it is still them."""
    return bool(at.timestamp() - session.get(_BEGAN, 0) < FRESH.total_seconds())


def check_session(session: Session, *, user: User, policy: HousePolicy, at: datetime) -> None:
    """Let a session go on, or end it.

    Raises:
        SessionOver: it has ended, and why.
    """
    now, began, used = at.timestamp(), session.get(_BEGAN, 0), session.get(_USED, 0)
    ended_by_others = user.logged_out_at is not None and began <= user.logged_out_at.timestamp()
    if not began or ended_by_others:
        raise SessionOver
    if now - began >= policy.session_hours * 3600:
        raise SessionTooLong(hours=policy.session_hours)
    if now - used >= policy.idle_minutes * 60:
        raise SessionIdle(minutes=policy.idle_minutes)


def note_use(session: Session, *, at: datetime) -> None:
    """Note that somebody is at work, at most once a minute."""
    if at.timestamp() - session.get(_USED, 0) >= _NOTED_EVERY.total_seconds():
        session[_USED] = at.timestamp()
