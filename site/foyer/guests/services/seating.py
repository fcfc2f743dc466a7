"""Which table guests sit at."""

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


def set_table(*, guests: Iterable[Guest], table: str, by: User, at: datetime) -> Reach:
    """Seat guests at a table, or at none when `table` is empty; return who is seated anew."""
    done = Reach(())
    for some in batched(guests, BATCH, strict=False):
        done += _seat_some(some, table.strip(), by, at)
    return done


def plan_table(*, guests: Iterable[Guest], table: str) -> Reach:
    """Return who would be seated anew, and who would not and why; nothing is changed."""
    guests = list(guests)
    return sift(guests, {guest: _why_not(guest, table.strip()) for guest in guests})


@transaction.atomic
def _seat_some(guests: Iterable[Guest], table: str, by: User, at: datetime) -> Reach:
    reach = plan_table(guests=read_again(guests, locked=True), table=table)
    pks = [guest.pk for guest in reach.guests]
    Guest.objects.filter(pk__in=pks).update(table=table, updated_at=at)
    log_each(reach.guests, "foyer.guest.change", by=by, at=at, data={"fields": ["table"]})
    return reach


def _why_not(guest: Guest, table: str) -> str:
    if guest.cancelled_at:
        return str(NoLetter.STRUCK_OFF.label)
    if guest.table == table:
        return _("This guest sits there already.") if table else _("This guest has no table.")
    return ""
