"""Public pages and API answers kept ready in each process, and fresh within a second. (performance 2)

An answer is kept under its address, the known part of its query and its language, together with the
stamp that held when it was made. The stamp is one row (or one key in Redis) shared by every process and
moves with each change of what pages show, and at midnight by the house's clock; each process looks at it at
most twice a second. Nothing that belongs to a person is ever kept: whoever carries a session cookie passes by.
"""

from __future__ import annotations

import hashlib
import time
from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from threading import Lock
from typing import Any, Final
from urllib.parse import parse_qsl

from django.conf import settings
from django.core.cache import cache
from django.core.exceptions import DisallowedHost
from django.db import DatabaseError, models, transaction
from django.db.models import F
from django.db.models.signals import post_delete, post_save
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.translation import get_language_from_request

from .days import house_day
from .models import PageStamp

LOOK_EVERY: Final = 0.5  # seconds a process trusts the stamp it has seen
KEEP_FOR: Final = (
    60.0  # seconds after which an answer is made anew, for what changes with the time of day
)
MOST_ANSWERS: Final = 512
MOST_VALUES: Final = 256
MOST_BYTES: Final = 1024 * 1024
# What of a query may change an answer; an address asked with anything else is never kept.
_PAGES: Final = frozenset({"page", "when", "type", "month"})
_API: Final = frozenset({"from", "to", "type", "lang", "limit", "offset"})
_FEES: Final = frozenset({"on", "lang"})
_ROOMS: Final = frozenset({"lang"})
_KEPT: Final = {
    "/zh-hans/": _PAGES,
    "/zh-hant/": _PAGES,
    "/en/": _PAGES,
    "/api/foyer/v1/events": _API,
    "/api/foyer/v1/fees": _FEES,
    "/api/foyer/v1/rooms": _ROOMS,
}
_STARTS: Final = tuple(_KEPT)
_API_START: Final = "/api/"
_STAMP_KEY: Final = "foyer:page-stamp"
_FRESH: Final = "public, max-age=0, must-revalidate"
_NOT_SENT_WITH_304: Final = ("content-type", "content-length", "content-language")

Next = Callable[[HttpRequest], HttpResponseBase]
Key = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer as it goes out."""

    stamp: str
    made: float
    etag: str
    body: bytes
    headers: tuple[tuple[str, str], ...]
    bare_headers: tuple[tuple[str, str], ...]


class Stamp:
    """The shared stamp as this process last saw it, and the changes of this process itself."""

    def __init__(self) -> None:
        self.seen, self.looked, self.own = "", 0.0, 0

    def now(self) -> str:
        """Return the stamp, at most `LOOK_EVERY` seconds old; nothing while it cannot be read."""
        moment = time.monotonic()
        if moment - self.looked > LOOK_EVERY:
            shared, self.looked = self._read(), moment
            # What was in force yesterday may not be today, whether or not anybody changed anything.
            day = house_day(timezone.now())
            self.seen = f"{shared}.{self.own}.{day}" if shared else ""
        return self.seen

    def forget(self) -> None:
        """Make the answers of this process old."""
        self.own, self.looked = self.own + 1, 0.0

    def move(self) -> None:
        """Make the answers of every process old, those of this one at once."""
        if settings.REDIS_URL:
            try:
                cache.incr(_STAMP_KEY)
            except ValueError:
                cache.set(_STAMP_KEY, time.time_ns(), None)
        elif not PageStamp.objects.filter(pk=1).update(moves=F("moves") + 1):
            PageStamp.objects.update_or_create(pk=1, defaults={"moves": 1})
        self.forget()

    def _read(self) -> str:
        try:
            if settings.REDIS_URL:
                return str(cache.get_or_set(_STAMP_KEY, time.time_ns, None))
            return str(
                PageStamp.objects.filter(pk=1).values_list("moves", flat=True).first() or "0"
            )
        except (DatabaseError, OSError):
            return ""


stamp = Stamp()


def pages_changed() -> None:
    """Make all kept answers old: in this process now, in all of them when the change is committed."""
    stamp.forget()
    transaction.on_commit(stamp.move, robust=True)  # what was kept stays kept without Redis


def show_on_pages(*shown: type[models.Model]) -> None:
    """Name records that pages show: whenever one is kept or deleted, pages are made anew."""
    for model in shown:
        post_save.connect(
            _on_change, sender=model, dispatch_uid=f"page cache {model._meta.label} save"
        )
        post_delete.connect(
            _on_change, sender=model, dispatch_uid=f"page cache {model._meta.label} delete"
        )


def show_pages(*kinds: type[models.Model]) -> None:
    """Name kinds of pages: whenever a live one is kept, moved or taken away, pages are made anew.

    Wagtail keeps drafts of a live page by saving single columns of it: readers see nothing of those.
    """
    for kind in kinds:
        post_save.connect(
            _on_page_saved, sender=kind, dispatch_uid=f"page cache {kind._meta.label}"
        )


def _on_change(**_kwargs: Any) -> None:
    pages_changed()


def _on_page_saved(instance: Any, update_fields: Any = None, **_kwargs: Any) -> None:
    if instance.live and update_fields is None:
        pages_changed()


class Memory:
    """What many pages say alike (the menu, the house's name), found out once for as long as pages stand."""

    def __init__(self) -> None:
        self.stamp = ""
        self.values: dict[Hashable, tuple[float, Any]] = {}

    def of[T](self, key: Hashable, make: Callable[[], T]) -> T:
        """Return what was made under a key, or make it; whoever gets it changes nothing about it."""
        held, moment = stamp.now(), time.monotonic()
        if held != self.stamp or len(self.values) > MOST_VALUES:
            self.stamp, self.values = held, {}
        values = self.values
        if held and key in values and moment - values[key][0] < KEEP_FOR:
            value: T = values[key][1]
            return value
        values[key] = (moment, value := make())
        return value


memory = Memory()


class PageCacheMiddleware:
    """Answers from memory where it may; keeps what it lets pass where that may be kept."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response
        self.answers: OrderedDict[Key, Answer] = OrderedDict()
        self.lock = Lock()

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer from memory, or let the request pass and keep what comes back."""
        key = _key(request)
        if key is None:
            return self.get_response(request)
        held = stamp.now()
        answer = self.answers.get(key)
        if answer and held == answer.stamp and time.monotonic() - answer.made < KEEP_FOR:
            return _send(answer, request)
        response = self.get_response(request)
        if not held or request.method != "GET" or not isinstance(response, HttpResponse):
            return response
        if not _may_be_kept(response):
            return response
        answer = _read_off(response, held)
        self._keep(key, answer)
        return _send(answer, request)

    def _keep(self, key: Key, answer: Answer) -> None:
        with self.lock:
            self.answers[key] = answer
            self.answers.move_to_end(key)
            while len(self.answers) > MOST_ANSWERS:
                self.answers.popitem(last=False)


def _key(request: HttpRequest) -> Key | None:
    """Where an answer is kept, or nothing where it must not be."""
    path = request.path_info
    if request.method not in ("GET", "HEAD") or not path.startswith(_STARTS):
        return None
    meta = request.META
    # Read off the raw header: parsing cookies costs more than the answer.
    if settings.SESSION_COOKIE_NAME in meta.get("HTTP_COOKIE", ""):
        return None
    language = ""
    if path.startswith(_API_START):
        if "HTTP_ORIGIN" in meta or "HTTP_AUTHORIZATION" in meta:
            return None
        language = get_language_from_request(request)
    query = meta.get("QUERY_STRING", "")
    if query and not _known(path, query):
        return None
    try:
        return (request.scheme or "", request.get_host(), path, query, language)
    except DisallowedHost:
        return None


def _known(path: str, query: str) -> bool:
    known = next(names for start, names in _KEPT.items() if path.startswith(start))
    try:
        pairs = parse_qsl(query, keep_blank_values=True, max_num_fields=len(known))
    except ValueError:
        return False
    return len(query) <= 200 and all(name in known for name, _value in pairs)


def _may_be_kept(response: HttpResponse) -> bool:
    kind = response.headers.get("Content-Type", "")
    return (
        response.status_code == 200
        and not response.cookies
        and kind.startswith(("text/html", "application/json"))
        and not {"no-store", "private"} & set(response.headers.get("Cache-Control", "").split(", "))
        and len(response.content) <= MOST_BYTES
    )


def _read_off(response: HttpResponse, held: str) -> Answer:
    """Take down an answer; it varies with no cookie, for whoever carries a person's passes by."""
    body = response.content
    etag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
    headers = {name.lower(): (name, value) for name, value in response.items()}
    vary = [name.strip() for name in headers.pop("vary", ("", ""))[1].split(",")]
    kept = [name for name in vary if name and name.lower() != "cookie"]
    if kept:
        headers["vary"] = ("Vary", ", ".join(kept))
    headers["cache-control"] = ("Cache-Control", _FRESH)
    headers["etag"] = ("ETag", etag)
    headers["content-length"] = ("Content-Length", str(len(body)))
    return Answer(
        stamp=held,
        made=time.monotonic(),
        etag=etag,
        body=body,
        headers=tuple(headers.values()),
        bare_headers=tuple(
            pair for name, pair in headers.items() if name not in _NOT_SENT_WITH_304
        ),
    )


def _send(answer: Answer, request: HttpRequest) -> HttpResponse:
    known = request.META.get("HTTP_IF_NONE_MATCH", "")
    if known and (answer.etag in known or known.strip() == "*"):
        response = HttpResponse(status=304)
        del response.headers["Content-Type"]
        headers = answer.bare_headers
    else:
        response = HttpResponse(answer.body)
        headers = answer.headers
    for name, value in headers:
        response.headers[name] = value
    return response
