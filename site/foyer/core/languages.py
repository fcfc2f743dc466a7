"""The three languages of the house, and choosing among a record's three wordings."""

from contextlib import suppress
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.db.models import Q
from django.utils.translation import get_language, get_supported_language_variant
from django.utils.translation.trans_real import parse_accept_lang_header

OWN_NAMES = {"zh-hans": "简体中文", "zh-hant": "繁體中文", "en": "English"}
HTML_LANG = {"zh-hans": "zh-Hans", "zh-hant": "zh-Hant", "en": "en"}
OPEN_GRAPH = {"zh-hans": "zh_CN", "zh-hant": "zh_TW", "en": "en_GB"}
_SUFFIXES = {"zh-hans": "", "zh-hant": "_zh_hant", "en": "_en"}
# Where a wording is missing, the nearest script is read before the house's own.
_FALLBACKS = {
    "zh-hans": ("zh-hans", "zh-hant", "en"),
    "zh-hant": ("zh-hant", "zh-hans", "en"),
    "en": ("en", "zh-hans", "zh-hant"),
}


def known_language(code: str | None) -> str:
    """Return `code` when the house speaks it, else the house's own language."""
    return code if code in OWN_NAMES else settings.LANGUAGE_CODE


def language_of(user: Any) -> str:
    """Return the language a member of staff works in."""
    profile = getattr(user, "wagtail_userprofile", None)
    return known_language(profile.preferred_language if profile else None)


@lru_cache(maxsize=256)
def asked_language(header: str) -> str:
    """Return the first language of an Accept-Language header that the house speaks, else its own."""
    for code, _weight in parse_accept_lang_header(header):
        with suppress(LookupError):
            return get_supported_language_variant(code)
    return settings.LANGUAGE_CODE


def fallbacks(code: str) -> tuple[str, ...]:
    """Return the languages to try for one, itself first, the nearest script next."""
    return _FALLBACKS[code]


def wording(record: Any, field: str, language: str | None = None) -> str:
    """Return a record's text in one language, falling back to the nearest one that is filled.

    The record keeps Simplified Chinese in `field`, the others in `field_zh_hant` and `field_en`.

    Args:
        record: anything with those attributes.
        field: the attribute's plain name, such as "title".
        language: a code of `LANGUAGES`; the active one when absent.
    """
    for code in _FALLBACKS[known_language(language or get_language())]:
        text = getattr(record, field + _SUFFIXES[code], "")
        if text:
            return str(text)
    return ""


def named_like(query: str, *, of: str = "") -> Q:
    """Return the condition that the words stand anywhere in a record's name, in any of its languages.

    Args:
        query: what was typed.
        of: the way from the record searched to the one named, such as "venue__".
    """
    words = query.strip()
    return Q(
        *[(f"{of}name{suffix}__icontains", words) for suffix in _SUFFIXES.values()], _connector=Q.OR
    )


def wordings(record: Any, field: str) -> dict[str, str]:
    """Return a record's text in all three languages, each with its fall-back."""
    return {code: wording(record, field, code) for code in OWN_NAMES}
