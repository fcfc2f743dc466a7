"""What rows of visits are compared and told in. (003-15, IMPORT 6)"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from foyer.clients.care_enums import Direction, VisitMode
from foyer.clients.exports.visits import contact_words
from foyer.clients.models import Visit
from foyer.core.days import house_minute
from foyer.core.text import fold

from .visit_columns import LABELS

_PHONE_BEHIND = re.compile(r"\s+(?:\*+\s*)?[+(]?\d[\d\s()\-]{3,}$")
APART = re.compile(r"[；;、，,/\n]+")


def named_in(text: str) -> list[str]:
    """Return the names in a cell; a phone or its mask behind one is left out."""
    names = (_PHONE_BEHIND.sub("", name).strip() for name in APART.split(text))
    return [name for name in names if name]


def names_in(text: str) -> list[str]:
    """Return the names in a cell, folded, in one order."""
    return sorted(map(fold, named_in(text)))


def plain(value: Any) -> Any:
    """Return a value as it is compared: how words are spaced does not matter."""
    if isinstance(value, datetime):
        return value.replace(second=0, microsecond=0)
    if isinstance(value, str):
        return " ".join(unicodedata.normalize("NFC", value).split())
    return value


def value_before(visit: Visit, key: str) -> Any:
    """Return what a visit says in a column."""
    return list(visit.contacts.all()) if key == "contacts" else getattr(visit, key)


def shown_of(visit: Visit, key: str) -> str:
    """Return what a visit says in a column, as a person reads it."""
    if key == "contacts":
        return contact_words(visit.contacts.all())
    value = getattr(visit, key)
    return str(value or "") if key == "staff" else value_words(key, value)


def value_words(key: str, value: Any) -> str:
    """Return a value as a person reads it."""
    if isinstance(value, datetime):
        return house_minute(value)
    kinds: Mapping[str, Any] = {"mode": VisitMode, "direction": Direction}
    if key in kinds and value:
        return str(kinds[key](value).label)
    return "" if value is None else str(value)


def sentence(key: str, words: str) -> str:
    """Return a sentence about a column."""
    label = capfirst(str(LABELS[key]))
    return _("%(column)s: %(reason)s") % {"column": label, "reason": words}
