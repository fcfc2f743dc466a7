"""Where personal data lies, to whom it goes, and what of it crosses a border. (PRV-10)"""

from __future__ import annotations

import ipaddress
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from foyer.privacy.declarations import Words

_HERE = {"", "localhost"}


@dataclass(frozen=True, slots=True)
class Recipient:
    """A place or a company that holds or receives personal data.

    Attributes:
        key: the word by which `FOYER_ABROAD` names it.
        label: what it is.
        data: what it gets to see.
        place: the host, or the folder.
        is_ours: whether it is this machine or this network.
    """

    key: str
    label: Words
    data: Words
    place: str
    is_ours: bool

    @property
    def is_abroad(self) -> bool:
        """Whether the house has declared that it lies in another country."""
        return self.key in settings.ABROAD


_registered: list[Callable[[], Recipient | None]] = []


def register_recipient(made: Callable[[], Recipient | None]) -> Callable[[], Recipient | None]:
    """Have an integration of a room named among the recipients; None when it is not in use."""
    _registered.append(made)
    return made


def recipients() -> list[Recipient]:
    """Return every place personal data lies in or goes to, as the settings say now."""
    found = (made() for made in (_database, _files, _cache, _mail, *_registered))
    return [one for one in found if one]


def at_host(key: str, host: str, *, label: Words, data: Words) -> Recipient:
    """Return a recipient at a host; it is ours on this machine or in a private network."""
    return Recipient(key, label, data, host or "localhost", _is_ours(host))


def _database() -> Recipient:
    settled = settings.DATABASES["default"]
    if "sqlite" in settled["ENGINE"]:
        place, ours = str(settled["NAME"]), True
    else:
        place, ours = settled["HOST"] or "localhost", _is_ours(settled["HOST"])
    return Recipient(
        "database", _("Database"), _("All records; sealed columns sealed"), place, ours
    )


def _files() -> Recipient:
    data = _("Imported lists (sealed), pictures and documents")
    return Recipient("files", _("Files"), data, str(settings.DATA_DIR), is_ours=True)


def _cache() -> Recipient | None:
    if not settings.REDIS_URL:
        return None
    host = urlsplit(settings.REDIS_URL).hostname or ""
    return at_host("cache", host, label=_("Cache"), data=_("Public pages; no records of people"))


def _mail() -> Recipient | None:
    options: Any = settings.MAILERS["default"].get("OPTIONS", {})
    if "host" not in options:
        return None
    data = _("Names, e-mail addresses and letters of those who are written to")
    return at_host("mail", options["host"], label=_("Mail server"), data=data)


def _is_ours(host: str) -> bool:
    if host in _HERE:
        return True
    try:
        return ipaddress.ip_address(host).is_private
    except ValueError:
        return "." not in host  # a name only this network knows
