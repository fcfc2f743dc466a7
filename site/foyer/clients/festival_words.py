"""Festivals in words. (001-15)"""

from collections.abc import Iterable

from django.utils.translation import gettext

from .enums import Festival


def festival_names(codes: Iterable[str]) -> str:
    """Return the names of festivals in the reader's language."""
    labels = dict(Festival.choices)
    return gettext(", ").join(str(labels.get(code, code)) for code in codes)
