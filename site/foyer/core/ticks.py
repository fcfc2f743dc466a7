"""Periodic work without a broker: each due pass is taken by exactly one process. (stack §9)

A room registers in its `tasks.py`:

    @every(timedelta(minutes=10), "guests.settle_letters")
    def settle_letters(*, at: datetime) -> None: ...

A function must be harmless when a pass is missed or done twice over.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from .jobs import load_handlers
from .models import TickSlot

logger = logging.getLogger(__name__)

_KEPT = timedelta(hours=6)


class Periodic(Protocol):
    """A function that does what is due at a moment."""

    def __call__(self, *, at: datetime) -> object:
        """Do what is due."""


@dataclass(frozen=True, slots=True)
class _Tick:
    name: str
    period: timedelta
    function: Periodic

    def slot(self, at: datetime) -> str:
        """Return the name of the pass that is due at a moment."""
        return str(int(at.timestamp() // self.period.total_seconds()))


_ticks: dict[str, _Tick] = {}


def every(period: timedelta, name: str) -> Callable[[Periodic], Periodic]:
    """Register a function to be called once in every period, by one process of all."""

    def register(function: Periodic) -> Periodic:
        _ticks[name] = _Tick(name, period, function)
        return function

    return register


def run_due(*, at: datetime) -> list[str]:
    """Do every pass that is due and not taken yet; one that fails spoils no other.

    Returns:
        The names of the functions that ran to their end.
    """
    load_handlers()
    return [tick.name for tick in _ticks.values() if _take(tick, at) and _run(tick, at)]


def purge_slots(*, at: datetime) -> None:
    """Forget the passes that are long over, each function's after its own measure."""
    for tick in _ticks.values():
        over = at - max(_KEPT, tick.period * 2)
        TickSlot.objects.filter(name=tick.name, taken_at__lt=over).delete()


def _take(tick: _Tick, at: datetime) -> bool:
    _slot, taken = TickSlot.objects.get_or_create(
        name=tick.name, slot=tick.slot(at), defaults={"taken_at": at}
    )
    return taken


def _run(tick: _Tick, at: datetime) -> bool:
    try:
        tick.function(at=at)
    except Exception:
        logger.exception("The periodic task %s failed", tick.name)
        return False
    return True
