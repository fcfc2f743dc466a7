"""Why something is due, in one sentence a person reads."""

from __future__ import annotations

from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from foyer.clients.care_enums import DueKind
from foyer.clients.enums import Tier
from foyer.clients.lunar_words import lunar_words
from foyer.core.lunar import lunar_day

from .due_items import DueItem


def reason(item: DueItem) -> str:
    """Return why something is due."""
    if item.kind == DueKind.CADENCE:
        return _cadence(item)
    day = date_format(item.key.occasion_on, "SHORT_DATE_FORMAT")
    since = date_format(item.since, "SHORT_DATE_FORMAT") if item.since else ""
    if item.kind == DueKind.NEXT_VISIT:
        words = _("A visit was agreed for %(day)s, on %(since)s.")
    elif item.kind == DueKind.RETURN_VISIT and not item.title:
        words = _("Was received here on %(since)s: ask how it was.")
    elif item.kind == DueKind.RETURN_VISIT:
        words = ngettext(
            "%(people)d person came to “%(title)s”, until %(since)s: ask how it was.",
            "%(people)d people came to “%(title)s”, until %(since)s: ask how it was.",
            item.people,
        )
    elif item.kind == DueKind.ABSENCE:
        words = ngettext(
            "%(people)d person was expected at “%(title)s” on %(since)s and did not come: ask why.",
            "%(people)d people were expected at “%(title)s” on %(since)s and did not come: ask why.",
            item.people,
        )
    elif item.kind == DueKind.FESTIVAL:
        words = _("%(title)s is on %(day)s.")
    elif item.lunar:
        words = _("Birthday by the Chinese calendar on %(day)s, %(lunar)s.")
    else:
        words = _("Birthday on %(day)s.")
    return words % {
        "day": day,
        "since": since,
        "title": item.title,
        "people": item.people,
        "lunar": _lunar(item.key.occasion_on) if item.lunar else "",
    }


def _lunar(day: date) -> str:
    lunar = lunar_day(day)
    return lunar_words(f"{lunar.month:02}-{lunar.day:02}")


def _cadence(item: DueItem) -> str:
    if item.since is None:
        return _("Nobody has spoken to this client yet.")
    since = date_format(item.since, "SHORT_DATE_FORMAT")
    if item.tier == Tier.KEY:
        words = ngettext(
            "Last called or met on %(since)s; a key client hears from us every month.",
            "Last called or met on %(since)s; a key client hears from us every %(months)d months.",
            item.months,
        )
    else:
        words = ngettext(
            "Last contact on %(since)s; one is due every month.",
            "Last contact on %(since)s; one is due every %(months)d months.",
            item.months,
        )
    return words % {"since": since, "months": item.months}
