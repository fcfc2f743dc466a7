"""A coach arrives: twenty tablets scan without a pause. (performance 1)"""

from __future__ import annotations

from uuid import uuid4

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from foyer.core.drill_houses import own_house
from foyer.core.drills import PromiseBroken, Say, drill
from foyer.guests.services.pairing import hash_token
from foyer.guests.services.sign_in import Scan, sign_in_guest

from .stage import Server, Stage, count, say_times
from .tablets import Evening, shared_out, tablets_of

_P95, _LONGEST = 0.3, 1.0  # seconds
_QUERIES = 4
_ASIDE = 3  # guests signed in here, to count the queries


@drill("burst", house=own_house)
def drill_burst(say: Say, scans: int = 400, tablets: int = 20, slack: int = 1) -> None:
    """Let all tablets scan as fast as they are answered.

    Args:
        say: told the figures.
        scans: how many in all.
        tablets: how many at once.
        slack: how many times the promised seconds are allowed, on a machine that does other work.

    Raises:
        PromiseBroken: an answer took too long or too many queries, or the count is not right.
    """
    stage = Stage.made(guests=scans + _ASIDE, tablets=tablets)
    try:
        queries = _queries_of(stage)
        with Server() as server:
            line = tablets_of(stage, server.port)
            told = Evening(line, shared_out(stage.guests[_ASIDE:], tablets)).begin().end()
        say(f"{queries} queries a sign-in at most")
        tail, longest = say_times(told, say)
        count(stage, told, say)
        if queries > _QUERIES or tail > _P95 * slack or longest > _LONGEST * slack:
            message = f"Promised: {_QUERIES} queries, p95 {_P95:.1f} s, max {_LONGEST:.0f} s."
            raise PromiseBroken(message)
    finally:
        stage.strike()


def _queries_of(stage: Stage) -> int:
    """Return how many queries a sign-in takes, the first at this door and those after it."""
    most, now = 0, timezone.now()
    for guest in stage.guests[:_ASIDE]:
        scan = Scan(id=uuid4(), checkpoint_id=stage.checkpoint.pk, code_hash=guest.code_hash)
        with CaptureQueriesContext(connection) as asked:
            sign_in_guest(token_hash=hash_token(stage.tokens[0]), scan=scan, now=now)
        most = max(most, len(asked))
    return most
