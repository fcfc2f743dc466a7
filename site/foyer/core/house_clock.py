"""One house, one clock: whatever zone somebody's profile names, staff read and write the house's time.

Wagtail sets the clock of its screens by the profile. Calendars, forms and papers speak of rooms that stand
here; a room booked by another clock is a room double booked.
"""

from __future__ import annotations

from django.conf import settings
from wagtail.users.models import UserProfile


def _house_zone(_profile: UserProfile) -> str:
    return settings.TIME_ZONE


UserProfile.get_current_time_zone = _house_zone
