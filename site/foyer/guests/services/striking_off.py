"""Striking guests off a list, and putting them back. (000-07)"""

from collections.abc import Iterable
from datetime import datetime
from itertools import batched

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from foyer.core.history import log_each
from foyer.core.models import User
from foyer.core.refusals import Refusal
from foyer.events.models import Event
from foyer.guests.models import Guest

from .guest_list import open_list
from .invitations import withdraw_invitations
from .reach import BATCH, Reach, read_again, sift


class AlreadyStruckOff(Refusal):
    """Somebody else was quicker."""

    code = "already_struck_off"
    message = _("%(guest)s has already been struck off the list.")


class AlreadyBack(Refusal):
    """Somebody else was quicker."""

    code = "already_back"
    message = _("%(guest)s is on the list already.")


class ContactListedAgain(Refusal):
    """The contact was put on the list a second time meanwhile."""

    code = "contact_listed_again"
    message = _("%(guest)s has been put on the list again meanwhile, under another entry.")


def strike_off(*, guest: Guest, by: User, at: datetime) -> None:
    """Strike a guest off the list: the code opens no door, letters that wait are withdrawn.

    Raises:
        AlreadyStruckOff: somebody else was quicker.
    """
    if strike_off_all(guests=[guest], by=by, at=at).skipped:
        raise AlreadyStruckOff(guest=guest.name)


def strike_off_all(*, guests: Iterable[Guest], by: User, at: datetime) -> Reach:
    """Strike guests off the list, as `strike_off` does; who has been struck off stays so."""
    done = Reach(())
    for some in batched(guests, BATCH, strict=False):
        done += _strike_off_some(some, by, at)
    return done


def plan_strike_off(*, guests: Iterable[Guest]) -> Reach:
    """Return who would be struck off, and who has been already; nothing is changed."""
    guests = list(guests)
    struck = {g: str(AlreadyStruckOff(guest=g.name)) for g in guests if g.cancelled_at}
    return sift(guests, struck)


def put_back(*, guest: Guest, by: User, at: datetime) -> None:
    """Put a struck-off guest back on the list; the old code opens the door again.

    Raises:
        AlreadyBack: somebody else was quicker.
        ContactListedAgain: the same contact is on the list under another entry.
        ListClosed: the event is cancelled or closed.
    """
    refusals = _put_back(guest.event, [guest], by, at)[1]
    if refusals:
        raise refusals[guest]


def put_back_all(*, event: Event, guests: Iterable[Guest], by: User, at: datetime) -> Reach:
    """Put an event's struck-off guests back on the list, as `put_back` does.

    Raises:
        ListClosed: the event is cancelled or closed.
    """
    done = Reach(())
    for some in batched(guests, BATCH, strict=False):
        back, refusals = _put_back(event, some, by, at)
        done += Reach(tuple(back), tuple((guest, str(why)) for guest, why in refusals.items()))
    return done


def plan_put_back(*, event: Event, guests: Iterable[Guest]) -> Reach:
    """Return who would be put back, and who cannot be and why; nothing is changed."""
    guests = list(guests)
    refusals = _why_not_back(event, guests)
    return sift(guests, {guest: str(why) for guest, why in refusals.items()})


@transaction.atomic
def _strike_off_some(guests: Iterable[Guest], by: User, at: datetime) -> Reach:
    reach = plan_strike_off(guests=read_again(guests, locked=True))
    Guest.objects.filter(pk__in=_pks(reach.guests)).update(cancelled_at=at, updated_at=at)
    withdraw_invitations(guests=reach.guests, by=by, at=at)
    log_each(reach.guests, "foyer.guest.strike_off", by=by, at=at)
    return reach


@transaction.atomic
def _put_back(
    event: Event, guests: Iterable[Guest], by: User, at: datetime
) -> tuple[list[Guest], dict[Guest, Refusal]]:
    event = open_list(event)
    current = read_again(guests, locked=True)
    refusals = _why_not_back(event, current)
    back = [guest for guest in current if guest not in refusals]
    Guest.objects.filter(pk__in=_pks(back)).update(cancelled_at=None, updated_at=at)
    log_each(back, "foyer.guest.put_back", by=by, at=at)
    return back, refusals


def _why_not_back(event: Event, guests: Iterable[Guest]) -> dict[Guest, Refusal]:
    listed = event.guests.filter(cancelled_at=None).exclude(contact=None)
    taken = set(listed.values_list("contact_id", flat=True))
    refusals: dict[Guest, Refusal] = {}
    for guest in guests:
        if guest.cancelled_at is None:
            refusals[guest] = AlreadyBack(guest=guest.name)
        elif guest.contact_id in taken:
            refusals[guest] = ContactListedAgain(guest=guest.name)
        elif guest.contact_id:
            taken.add(guest.contact_id)
    return refusals


def _pks(guests: Iterable[Guest]) -> list[int]:
    return [guest.pk for guest in guests]
