"""Whom an act upon many guests reaches, and whom not and why."""

from collections.abc import Iterable
from dataclasses import dataclass

from foyer.guests.models import Guest

BATCH = 500  # guests changed in one transaction, so that a sign-in never waits long


@dataclass(frozen=True, slots=True)
class Reach:
    """The guests an act reaches, and the others, each with the sentence that says why not."""

    guests: tuple[Guest, ...]
    skipped: tuple[tuple[Guest, str], ...] = ()

    def __add__(self, other: "Reach") -> "Reach":
        return Reach(self.guests + other.guests, self.skipped + other.skipped)


def sift(guests: Iterable[Guest], reasons: dict[Guest, str]) -> Reach:
    """Part guests by the reasons that were found; who has none is reached."""
    guests = list(guests)
    return Reach(
        tuple(guest for guest in guests if not reasons.get(guest)),
        tuple((guest, reasons[guest]) for guest in guests if reasons.get(guest)),
    )


def read_again(guests: Iterable[Guest], *, locked: bool = False) -> list[Guest]:
    """Return guests as they are now, in the order given, each once, with their events.

    Args:
        guests: as somebody saw them.
        locked: keep others from changing them until the transaction ends.
    """
    pks = list(dict.fromkeys(guest.pk for guest in guests))
    rows = Guest.objects.select_related("event").filter(pk__in=pks).order_by("pk")
    if locked:
        rows = rows.select_for_update(of=("self",), no_key=True)
    found = {guest.pk: guest for guest in rows}
    return [found[pk] for pk in pks if pk in found]
