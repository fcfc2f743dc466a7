"""The words of an invitation: which placeholders they may hold, and what they mean for one guest. (security 23)"""

from typing import Final

from django.utils.dateformat import format as format_date
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override, pgettext

from foyer.core.languages import wording
from foyer.core.models import HousePolicy
from foyer.core.placeholders import Placeholders

from .models import Guest

PLACEHOLDERS: Final = {
    "guest": _("the guest's name with form of address"),
    "company": _("the guest's company"),
    "event": _("the event's title"),
    "date": _("the day of the event"),
    "time": _("the time it starts"),
    "place": _("venue and room"),
    "dress_code": _("the dress code"),
    "reply_by": _("the day by which to reply"),
    "host": _("who looks after the guest"),
    "house": _("the name of the house"),
}
INVITATION: Final = Placeholders(PLACEHOLDERS)


def values_for(guest: Guest, policy: HousePolicy) -> dict[str, str]:
    """Return what each placeholder means for one guest, in the guest's language and the house's time."""
    event = guest.event
    with override(guest.language):
        day = pgettext("date format", "l j F Y")
        place = " · ".join(filter(None, (event.venue_name, event.room_name)))
        return {
            "guest": guest.greeting,
            "company": guest.company,
            "event": event.title_text,
            "date": format_date(localtime(event.starts_at), day),
            "time": format_date(localtime(event.starts_at), "H:i"),
            "place": place or wording(policy, "name"),
            "dress_code": event.dress_code_text,
            "reply_by": format_date(localtime(event.replies_until(policy)), day),
            "host": str(guest.host or event.host or ""),
            "house": wording(policy, "name"),
        }
