"""A small load client: one process, many keep-alive connections, latencies of every answer.

Raw sockets and `selectors`, no HTTP library: on two cores a heavier client would measure itself.
"""

from __future__ import annotations

import itertools
import selectors
import socket
import statistics
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Load:
    """What one round came to."""

    answers: int
    seconds: float
    p50_ms: float
    p99_ms: float
    statuses: dict[int, int]

    @property
    def rate(self) -> float:
        """Answers a second."""
        return self.answers / self.seconds


@dataclass(slots=True)
class _Line:
    """One connection and the answer it is waiting for."""

    sock: socket.socket
    began: float = 0.0
    got: bytearray = field(default_factory=bytearray)
    needs: int = -1


def request(
    path: str, *, host: str = "127.0.0.1", method: str = "GET", body: bytes = b"", **headers: str
) -> bytes:
    """Return a request as it goes over the wire; underscores in header names become hyphens."""
    lines = [f"{method} {path} HTTP/1.1", f"Host: {host}"]
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
    if body:
        lines.append(f"Content-Length: {len(body)}")
    return "\r\n".join([*lines, "", ""]).encode() + body


def load(
    port: int,
    requests: bytes | Iterable[bytes],
    *,
    connections: int,
    seconds: float = 0.0,
    host: str = "127.0.0.1",
) -> Load:
    """Send requests over some connections, each the next as soon as its answer is there.

    Args:
        port: where the server listens.
        requests: the one request to repeat, or requests to send once each.
        connections: how many wait for an answer at the same time.
        seconds: when to stop; 0 for when the requests run out.
        host: where the server runs.
    """
    stream = itertools.repeat(requests) if isinstance(requests, bytes) else iter(requests)
    picker = selectors.DefaultSelector()
    waits: list[float] = []
    statuses: Counter[int] = Counter()
    began = time.perf_counter()
    until = began + seconds if seconds else float("inf")
    waiting = 0
    for _ in range(connections):
        line = _Line(socket.create_connection((host, port)))
        line.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        picker.register(line.sock, selectors.EVENT_READ, line)
        waiting += _send(line, stream)
    while waiting:
        for key, _events in picker.select(timeout=30):
            line = key.data
            if not _is_whole(line):
                continue
            now = time.perf_counter()
            waits.append(now - line.began)
            statuses[int(line.got[9:12])] += 1
            if now >= until or not _send(line, stream):
                waiting -= 1
                picker.unregister(line.sock)
                line.sock.close()
    lasted = time.perf_counter() - began
    waits.sort()
    return Load(
        answers=len(waits),
        seconds=lasted,
        p50_ms=statistics.median(waits) * 1000,
        p99_ms=waits[int(len(waits) * 0.99)] * 1000,
        statuses=dict(statuses),
    )


def _send(line: _Line, stream: Iterator[bytes]) -> bool:
    """Send the next request; tell whether there was one."""
    wire = next(stream, None)
    if wire is None:
        return False
    line.got.clear()
    line.needs = -1
    line.began = time.perf_counter()
    line.sock.sendall(wire)
    return True


def _is_whole(line: _Line) -> bool:
    """Read what has come; tell whether the answer is complete."""
    piece = line.sock.recv(262_144)
    if not piece:
        raise ConnectionError("The server closed a connection in mid-answer.")
    line.got += piece
    if line.needs < 0:
        end = line.got.find(b"\r\n\r\n")
        if end < 0:
            return False
        head = bytes(line.got[:end]).lower()
        if b"\r\ntransfer-encoding: chunked" in head:
            return line.got.endswith(b"\r\n0\r\n\r\n")
        at = head.find(b"\r\ncontent-length:")
        size = int(head[at + 17 :].split(b"\r\n", 1)[0]) if at >= 0 else 0
        line.needs = end + 4 + size
    return len(line.got) >= line.needs
