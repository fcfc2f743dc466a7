"""What is said when an act upon many guests is done: how many, and who was left out and why."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext
from wagtail.admin import messages

from foyer.guests.models import Guest
from foyer.guests.services.adding_contacts import Added
from foyer.guests.services.invitations import Queued

NAMES_SHOWN = 10
_REASONS_SHOWN = 5


@dataclass(frozen=True, slots=True)
class LeftOut:
    """The guests an act does not reach for one reason."""

    reason: str
    guests: tuple[Guest, ...]

    @property
    def names(self) -> str:
        """Their names, the first of them."""
        return names_of(self.guests)


def names_of(guests: Sequence[Guest], most: int = NAMES_SHOWN) -> str:
    """Return the names of guests in one line, and how many more there are."""
    shown = pgettext("between the names of a list", ", ").join(g.name for g in guests[:most])
    more = len(guests) - most
    if more <= 0:
        return shown
    sentence = ngettext("%(names)s and %(count)d more", "%(names)s and %(count)d more", more)
    return sentence % {"names": shown, "count": more}


def by_reason(skipped: Sequence[tuple[Guest, str]]) -> list[LeftOut]:
    """Return who is left out, put together by the reason, the most frequent first."""
    found: dict[str, list[Guest]] = {}
    for guest, reason in skipped:
        found.setdefault(reason, []).append(guest)
    ordered = sorted(found.items(), key=lambda item: -len(item[1]))
    return [LeftOut(reason, tuple(guests)) for reason, guests in ordered]


def say_done(request: HttpRequest, sentence: str, count: int) -> None:
    """Tell what was done, if anything was."""
    if count:
        messages.success(request, sentence % {"count": count})


def say_left_out(request: HttpRequest, skipped: Sequence[tuple[Guest, str]]) -> None:
    """Tell who was left out, reason by reason."""
    groups = by_reason(skipped)
    for group in groups[:_REASONS_SHOWN]:
        sentence = _("%(reason)s Left out: %(names)s.")
        messages.warning(request, sentence % {"reason": group.reason, "names": group.names})
    if more := sum(len(group.guests) for group in groups[_REASONS_SHOWN:]):
        sentence = ngettext(
            "%(count)d other guest was left out as well.",
            "%(count)d other guests were left out as well.",
            more,
        )
        messages.warning(request, sentence % {"count": more})


def say_queued(request: HttpRequest, queued: Queued) -> None:
    """Tell how many letters are under way, and to whom none is sent, and why."""
    sentence = ngettext(
        "%(count)d invitation is on its way.",
        "%(count)d invitations are on their way.",
        queued.queued,
    )
    say_done(request, sentence, queued.queued)
    say_left_out(request, queued.skipped)


def say_added(request: HttpRequest, added: Added) -> None:
    """Say who was put on the list, who was put back, and who had been there."""
    counted = (
        (
            messages.success,
            len(added.guests),
            ngettext(
                "%(count)d guest has been put on the list.",
                "%(count)d guests have been put on the list.",
                len(added.guests),
            ),
        ),
        (
            messages.success,
            len(added.put_back),
            ngettext(
                "%(count)d guest who had been struck off is back on the list.",
                "%(count)d guests who had been struck off are back on the list.",
                len(added.put_back),
            ),
        ),
        (
            messages.warning,
            len(added.already),
            ngettext(
                "%(count)d contact is on the list already.",
                "%(count)d contacts are on the list already.",
                len(added.already),
            ),
        ),
    )
    for say, count, sentence in counted:
        if count:
            say(request, sentence % {"count": count})
