"""Somebody tries passwords and holds connections open while tablets sign guests in. (security 3, 7, 20)"""

from __future__ import annotations

import re
import socket
import threading
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from http.client import HTTPConnection, HTTPException
from urllib.parse import urlencode

from foyer.core.drill_houses import own_house
from foyer.core.drills import PromiseBroken, Say, drill

from .stage import Server, Stage, Told, count, say_times
from .tablets import Evening, shared_out, tablets_of

_LOG_IN = "/admin/login/"
_AT_ONCE, _SLOW = 60, 40
_TIMES_QUIET = 2
_LEAST = 0.02  # seconds; below that a ratio says nothing
_DRIP = 0.5  # seconds between two bytes of a slow connection


@drill("flood", house=own_house, earnest={"guests": 2000})
def drill_flood(say: Say, guests: int = 200, tablets: int = 4, slack: int = 1) -> None:
    """Compare a quiet evening with one under 60 log-ins at once and 40 slow connections.

    House and tablets are served by processes of their own, as docs/operating.md advises.

    Args:
        say: told the figures.
        guests: how many, half of them in quiet.
        tablets: how many scan at once.
        slack: how many times the promised ratio is allowed, on a machine that does other work.

    Raises:
        PromiseBroken: the tablets' p95 is more than twice what it was in quiet, or the count is not right.
    """
    stage = Stage.made(guests=guests, tablets=tablets)
    half = guests // 2
    try:
        with Server() as door, Server("house") as house:

            def evening(first: int, last: int) -> list[Told]:
                queues = shared_out(stage.guests[first:last], tablets)
                return Evening(tablets_of(stage, door.port), queues).begin().end()

            quiet = evening(0, half)
            usual, _longest = say_times(quiet, say)
            with _slow_connections((door.port, house.port)), _log_ins(house.port, say):
                loud = evening(half, guests)
            tail, _longest = say_times(loud, say)
        count(stage, [*quiet, *loud], say)
        say(f"p95 is {tail / usual:.1f} × that of quiet")
        if tail > max(_TIMES_QUIET * usual, _LEAST) * slack:
            message = f"Promised: {_TIMES_QUIET} times the quiet p95 at most."
            raise PromiseBroken(message)
    finally:
        stage.strike()


@contextmanager
def _slow_connections(ports: tuple[int, ...]) -> Iterator[None]:
    """Hold connections open that send their request a byte at a time."""
    over = threading.Event()

    def drip(port: int) -> None:
        while not over.is_set():
            with suppress(OSError), socket.create_connection(("127.0.0.1", port), 5) as line:
                line.sendall(b"POST /api/foyer/v1/desk/sign-ins HTTP/1.1\r\nHost: 127.0.0.1\r\nX: ")
                while not over.wait(_DRIP):
                    line.sendall(b"a")

    with ThreadPoolExecutor(_SLOW) as pool:
        for number in range(_SLOW):
            pool.submit(drip, ports[number % len(ports)])
        try:
            yield
        finally:
            over.set()


@contextmanager
def _log_ins(port: int, say: Say) -> Iterator[None]:
    """Try passwords without end, so many at once."""
    over, answers = threading.Event(), Counter[int]()

    def attempt(number: int) -> None:
        while not over.is_set():
            with suppress(OSError, HTTPException):
                answers[_log_in(port, f"nobody-{number}")] += 1

    with ThreadPoolExecutor(_AT_ONCE) as pool:
        for number in range(_AT_ONCE):
            pool.submit(attempt, number)
        time.sleep(_DRIP)  # until all are under way
        try:
            yield
        finally:
            over.set()
    told = ", ".join(f"{times} × {status}" for status, times in sorted(answers.items()))
    say(f"log-ins answered meanwhile: {told or 'none'}")


def _log_in(port: int, name: str) -> int:
    """Try one password, as a browser would; return the status."""
    line = HTTPConnection("127.0.0.1", port, timeout=60)
    try:
        line.request("GET", _LOG_IN)
        page = line.getresponse()
        cookie = page.getheader("Set-Cookie", "").partition(";")[0]
        token = re.search(rb'csrfmiddlewaretoken" value="([^"]+)', page.read())
        form = {"username": name, "password": "wrong", "csrfmiddlewaretoken": ""}
        if token:
            form["csrfmiddlewaretoken"] = token[1].decode()
        head = {"Cookie": cookie, "Content-Type": "application/x-www-form-urlencoded"}
        line.request("POST", _LOG_IN, urlencode(form), head)
        response = line.getresponse()
        response.read()
        return response.status
    finally:
        line.close()
