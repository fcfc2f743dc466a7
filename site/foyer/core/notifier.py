"""The house's own way of reaching its staff: WeCom, DingTalk, a pager. One function, named by a setting. (000-14)

`FOYER_NOTIFIER=our_house.wecom.notify` names a function that takes one `Notice`. It is called by a worker,
never while somebody waits at the door; it should give up within some seconds by itself, and raise when the
notice was not taken. What it raises is written down, and the notice is not sent again: nobody is told twice.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from django.conf import settings
from django.core.checks import Error, register
from django.utils.module_loading import import_string

from .models import User


@dataclass(frozen=True, slots=True)
class Notice:
    """What a member of staff is to be told.

    Attributes:
        kind: what it is about, such as "guest.arrived".
        to: whom to tell.
        subject: one line in their language; it names no guest.
        text: some lines in their language; they name no guest either.
        url: where they read the rest, after logging in.
        happened_at: when it happened.
    """

    kind: str
    to: User
    subject: str
    text: str
    url: str
    happened_at: datetime


class Notifier(Protocol):
    """The house's own function."""

    def __call__(self, notice: Notice) -> object:
        """Hand a notice over, or raise."""


def house_notifier() -> Notifier | None:
    """Return the function the setting names; None where it names none."""
    if not settings.NOTIFIER:
        return None
    found: Notifier = import_string(settings.NOTIFIER)
    return found


@register
def check_notifier(**_kwargs: Any) -> list[Error]:
    """Report a setting that names no function."""
    try:
        house_notifier()
    except ImportError as reason:
        return [Error(f"FOYER_NOTIFIER: {reason}", id="foyer.E002")]
    return []
