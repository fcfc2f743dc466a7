"""Phone numbers and e-mail addresses in one comparable form, and the blind index over them."""

import re
import unicodedata
from collections.abc import Callable, Iterable
from functools import lru_cache

from foyer.core.lazily import import_lazily

from .sealing import keyed_hasher

phonenumbers = import_lazily("phonenumbers")

HOME_REGION = "CN"
_INDEX_DIGITS = 32
_DIGITS = re.compile(r"\D+")
_MOBILE = re.compile(
    r"1(?:[3-68]\d|7[0-8]|9\d)\d{8}", re.ASCII
)  # as people write it in China; 179… dials abroad


@lru_cache(maxsize=4096)
def plain_phone(phone: str) -> str:
    """Return a phone number as +861380…; a number no plan knows stays as its digits."""
    if _MOBILE.fullmatch(phone):  # most numbers by far: no need to ask for the plans of the world
        return f"+86{phone}"
    text = unicodedata.normalize("NFKC", phone).strip()
    if not text:
        return ""
    if _MOBILE.fullmatch(text):
        return f"+86{text}"
    try:
        number = phonenumbers.parse(text, HOME_REGION)
    except phonenumbers.NumberParseException:
        return _DIGITS.sub("", text)
    if phonenumbers.is_possible_number(number):
        return str(phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164))
    return _DIGITS.sub("", text)


def last_four(phone: str) -> str:
    """Return the last four digits of a phone number, or nothing when it has fewer."""
    if phone.isascii() and phone.isdecimal():
        return phone[-4:] if len(phone) >= 4 else ""
    digits = _DIGITS.sub("", unicodedata.normalize("NFKC", phone))
    return digits[-4:] if len(digits) >= 4 else ""


def plain_email(email: str) -> str:
    """Return an e-mail address trimmed, NFKC and in lower case."""
    if email.isascii():
        return email.strip().lower()
    return unicodedata.normalize("NFKC", email).strip().lower()


def plain_handle(handle: str) -> str:
    """Return the name somebody goes by in a messenger trimmed, NFKC and in lower case."""
    return unicodedata.normalize("NFKC", handle).strip().lower()


_FORMS: dict[str, Callable[[str], str]] = {
    "phone": plain_phone,
    "phone_last_four": last_four,
    "email": plain_email,
    "handle": plain_handle,
    "month_day": str.strip,
}


def blind_index(value: str, *, kind: str) -> str:
    """Return the hash by which a sealed value is found exactly; nothing for an empty value.

    Args:
        kind: "phone", "phone_last_four", "email", "handle" or "month_day" (05-01).
    """
    return blind_indexes([value], kind=kind)[0]


def blind_indexes(values: Iterable[str], *, kind: str) -> list[str]:
    """Return the hashes of many values, each as `blind_index` does."""
    form, hash_of = _FORMS[kind], keyed_hasher(kind, digits=_INDEX_DIGITS)
    return [hash_of(plain) if (plain := form(value)) else "" for value in values]


def mask_phone(phone: str) -> str:
    """Return a phone number of which only the last four digits can be read."""
    return f"*** {last_four(phone)}" if phone else ""


def mask_handle(handle: str) -> str:
    """Return a messenger name of which only the first letter can be read."""
    return f"{handle[:1]}***" if handle else ""


def mask_email(email: str) -> str:
    """Return an e-mail address of which only the first letter and the domain can be read."""
    name, at, domain = email.partition("@")
    return f"{name[:1]}***{at}{domain}" if email else ""
