"""Ordering rides for guests, and following them until the guest is where they are to be. (004-11)"""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import log

from foyer.core.models import User
from foyer.core.refusals import Refusal
from foyer.guests.enums import RideStatus
from foyer.guests.models import Ride


class RideMovedOn(Refusal):
    """Somebody was quicker, or the ride is over."""

    code = "ride_moved_on"
    message = _("This ride stands elsewhere by now: “%(step)s”. Please look again.")


@transaction.atomic
def keep_ride(*, ride: Ride, by: User) -> Ride:
    """Keep a ride that was ordered or changed."""
    act = "change_ride" if ride.pk else "order_ride"
    ride.save()
    log(ride.guest, f"foyer.guest.{act}", user=by, data={"ride": ride.pk})
    return ride


@transaction.atomic
def advance_ride(*, ride: Ride, to: str, by: User, at: datetime) -> Ride:
    """Put a ride on its next step, or call it off: ordered, met, delivered.

    Raises:
        RideMovedOn: this step does not follow the one it stands at.
    """
    held = Ride.objects.select_for_update(of=("self",)).get(pk=ride.pk)
    called_off = to == RideStatus.CALLED_OFF and held.status == RideStatus.ORDERED
    if not called_off and (not to or held.next_step != to):
        raise RideMovedOn(step=str(RideStatus(held.status).label))
    held.status = to
    if to == RideStatus.MET:
        held.met_at = at
    elif to == RideStatus.DELIVERED:
        held.delivered_at = at
    held.save(update_fields=["status", "met_at", "delivered_at"])
    log(held.guest, "foyer.guest.advance_ride", user=by, data={"ride": held.pk, "step": to})
    return held
