"""The guest's yes or no. (000-07, 002-09)"""

from datetime import datetime

from django.db import transaction
from django.db.models import Sum
from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import log

from foyer.core.models import HousePolicy
from foyer.core.refusals import Refusal
from foyer.events.enums import EventStatus
from foyer.events.models import Event
from foyer.guests.enums import ReplyState
from foyer.guests.models import Guest

_AS_IT_IS = ("cancelled_at", "party_limit", "reply", "reply_party", "dietary_notes")


class RepliesClosed(Refusal):
    """The day for replies has passed, or there is nothing left to reply to."""

    code = "replies_closed"
    message = _("Replies are closed. If something has changed, please call us.")


class EventFull(Refusal):
    """Every seat is taken."""

    code = "event_full"
    message = _("Every seat is taken. Please call us, and we will see what we can do.")


class PartyTooMany(Refusal):
    """More people than the invitation is for."""

    code = "party_too_large"
    message = _("This invitation is for %(party_limit)s people at most.")


def replies_open(*, guest: Guest, policy: HousePolicy, at: datetime) -> bool:
    """Tell whether a guest may still reply."""
    event = guest.event
    standing = guest.cancelled_at is None and event.status in EventStatus.OPEN
    return standing and at <= min(event.replies_until(policy), event.ends_at)


@transaction.atomic
def reply_to_invitation(
    *, guest: Guest, yes: bool, party: int, dietary_notes: str, at: datetime
) -> None:
    """Keep a guest's reply; the same reply twice changes nothing, a new one replaces the old.

    Args:
        guest: who replies.
        yes: whether they come.
        party: how many come, the guest included.
        dietary_notes: what the kitchen should know; empty keeps what is known.
        at: the moment of the reply.

    Raises:
        RepliesClosed: too late, struck off, or the event is cancelled or over.
        PartyTooMany: more than the invitation is for.
        EventFull: the seats left are fewer than the people announced.
    """
    # One reply at a time per event, so that two last seats are not given away three times.
    # No key: guests go on signing in meanwhile.
    event = Event.objects.select_for_update(no_key=True).get(pk=guest.event_id)
    guest.refresh_from_db(fields=_AS_IT_IS)
    guest.event = event
    if not replies_open(guest=guest, policy=HousePolicy.load(), at=at):
        raise RepliesClosed
    if yes and not 1 <= party <= guest.party_limit:
        raise PartyTooMany(party_limit=guest.party_limit)
    if yes and _announced(event, besides=guest) + party > event.capacity:
        raise EventFull
    guest.reply = ReplyState.YES if yes else ReplyState.NO
    guest.reply_party = party if yes else 0
    guest.dietary_notes = dietary_notes.strip() or guest.dietary_notes
    guest.replied_at = at
    guest.save(update_fields=["reply", "reply_party", "dietary_notes", "replied_at", "updated_at"])
    log(guest, "foyer.guest.reply", data={"reply": guest.reply, "party": guest.reply_party})


def _announced(event: Event, *, besides: Guest) -> int:
    others = event.guests.filter(reply=ReplyState.YES, cancelled_at=None).exclude(pk=besides.pk)
    return others.aggregate(people=Sum("reply_party"))["people"] or 0
