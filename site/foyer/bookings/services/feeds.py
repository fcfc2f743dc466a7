"""Making, finding and revoking the secret links under which calendars read bookings."""

from __future__ import annotations

import unicodedata
from datetime import datetime

from django.conf import settings
from django.db import transaction
from wagtail.log_actions import log

from foyer.bookings.models import CalendarFeed
from foyer.core.models import User
from foyer.core.secret_codes import WHOLE_CODE, new_code
from foyer.privacy.fields import remember_newest
from foyer.privacy.sealing import keyed_hash
from foyer.venues.models import Room

VIEW = "bookings.view_booking"
_PURPOSE = "calendar-feed"


@transaction.atomic
def make_feed(
    *, by: User, language: str, at: datetime, room: Room | None = None
) -> tuple[CalendarFeed, str]:
    """Make a link to one's own bookings, or to a room's; return it and its address, which is shown this once.

    Args:
        by: who makes it.
        language: what its entries are written in.
        at: the moment.
        room: whose bookings; None: one's own.
    """
    secret = new_code()
    feed = CalendarFeed.objects.create(
        room=room,
        user=None if room else by,
        language=language,
        secret_hash=keyed_hash(secret, purpose=_PURPOSE),
        made_at=at,
        made_by=by,
    )
    log(feed, "foyer.booking.feed", user=by)
    return feed, f"{settings.PUBLIC_URL}/feeds/{secret}.ics"


@transaction.atomic
def revoke_feed(*, feed: CalendarFeed, by: User, at: datetime) -> None:
    """Let a link lead nowhere from now on."""
    held = CalendarFeed.objects.select_for_update().get(pk=feed.pk)
    if held.revoked_at is None:
        held.revoked_at = at
        held.save(update_fields=["revoked_at"])
        log(held, "foyer.booking.feed_revoke", user=by)


def find_feed(text: str) -> CalendarFeed | None:
    """Return the feed whose secret this is, unless it was revoked or who made it may not see bookings any more."""
    plain = unicodedata.normalize("NFKC", text[:100]).strip().upper()
    if not WHOLE_CODE.fullmatch(plain):
        return None
    shown = keyed_hash(plain, purpose=_PURPOSE)
    found = CalendarFeed.objects.standing().select_related("room__venue", "user", "made_by")
    feed = found.filter(secret_hash=shown).first()
    if feed is None or not feed.made_by.is_active or not feed.made_by.has_perm(VIEW):
        return None
    remember_newest(feed, "secret_hash", shown)
    return feed
