"""The words of a letter: which placeholders they may hold, and what is put in their place. (security 23).

Plain replacement from a fixed list: neither `str.format` nor the template engine ever sees them.
"""

import re
from collections.abc import Mapping
from typing import Final

from django.core.exceptions import ValidationError
from django.utils.dateformat import format as format_date
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override, pgettext

from foyer.core.languages import wording
from foyer.core.models import HousePolicy

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
_KNOWN = re.compile("{(" + "|".join(PLACEHOLDERS) + ")}")
_BRACES = re.compile(r"[{｛][^{}｛｝]*[}｝]|[{}｛｝]")


def check_placeholders(text: str) -> None:
    """Refuse a text with a placeholder that no letter could fill.

    Raises:
        ValidationError: names the first one that is not known.
    """
    for found in _BRACES.findall(text):
        if not _KNOWN.fullmatch(found):
            raise ValidationError(
                _("%(found)s is not a placeholder. You may write: %(known)s."),
                code="unknown_placeholder",
                params={"found": found, "known": " ".join(f"{{{name}}}" for name in PLACEHOLDERS)},
            )


def fill(text: str, values: Mapping[str, str]) -> str:
    """Return a text with its placeholders filled.

    A line whose placeholders are all empty is left out: "Dress: {dress_code}" says nothing when there
    is no dress code.
    """
    lines = [line for line in text.splitlines() if not _says_nothing(line, values)]
    return _KNOWN.sub(lambda found: values[found[1]], "\n".join(lines))


def paragraphs(text: str) -> list[str]:
    """Return the paragraphs of a text: an empty line begins a new one."""
    blocks = re.split(r"\n\s*\n", text.strip())
    return [block.strip() for block in blocks if block.strip()]


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


def _says_nothing(line: str, values: Mapping[str, str]) -> bool:
    names = _KNOWN.findall(line)
    return bool(names) and not any(values[name] for name in names)
