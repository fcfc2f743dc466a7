"""Who looks after guests in person. (000-14)"""

from collections.abc import Iterable
from datetime import datetime
from itertools import batched

from django.db import transaction
from django.utils.translation import gettext as _

from foyer.core.history import log_each
from foyer.core.models import User
from foyer.guests.enums import NoLetter
from foyer.guests.models import Guest

from .reach import BATCH, Reach, read_again, sift


def set_host(*, guests: Iterable[Guest], host: User | None, by: User, at: datetime) -> Reach:
    """Give guests a host, or none; return who has another one now."""
    done = Reach(())
    for some in batched(guests, BATCH, strict=False):
        done += _host_some(some, host, by, at)
    return done


def plan_host(*, guests: Iterable[Guest], host: User | None, is_chosen: bool = True) -> Reach:
    """Return who would have another host, and who would not and why; nothing is changed.

    Args:
        host: who would look after them; None: nobody.
        is_chosen: whether that is known already; until then everybody still on the list is reached.
    """
    guests = list(guests)
    return sift(guests, {guest: _why_not(guest, host, is_chosen) for guest in guests})


@transaction.atomic
def _host_some(guests: Iterable[Guest], host: User | None, by: User, at: datetime) -> Reach:
    reach = plan_host(guests=read_again(guests, locked=True), host=host)
    pks = [guest.pk for guest in reach.guests]
    Guest.objects.filter(pk__in=pks).update(host=host, updated_at=at)
    log_each(reach.guests, "foyer.guest.change", by=by, at=at, data={"fields": ["host"]})
    return reach


def _why_not(guest: Guest, host: User | None, is_chosen: bool) -> str:
    if guest.cancelled_at:
        return str(NoLetter.STRUCK_OFF.label)
    if is_chosen and guest.host_id == (host.pk if host else None):
        return _("This guest has that host already.") if host else _("This guest has no host.")
    return ""
