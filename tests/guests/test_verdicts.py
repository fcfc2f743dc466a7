import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from foyer.guests.enums import Verdict
from foyer.guests.verdicts import EventFacts, GuestFacts, judge, judge_leaving

OPENS = datetime(2026, 11, 20, 10, 0, tzinfo=UTC)
ENDS = OPENS + timedelta(hours=5)
DURING = OPENS + timedelta(hours=1)
SECOND = timedelta(seconds=1)
VECTORS = json.loads(
    (Path(__file__).resolve().parent.parent / "vectors/verdicts.json").read_text("utf-8")
)


def event(status: str = "running") -> EventFacts:
    return EventFacts(id=1, status=status, opens_at=OPENS, ends_at=ENDS)


def guest(event_id: int = 1, *, struck_off: bool = False, signed_in: bool = False) -> GuestFacts:
    return GuestFacts(event_id, struck_off=struck_off, signed_in=signed_in)


class TestVerdict:
    # In the order of the rules: each row would also meet a rule below it.
    @pytest.mark.parametrize(
        ("status", "who", "at", "expected"),
        [
            ("cancelled", None, OPENS - SECOND, Verdict.UNKNOWN),
            ("cancelled", guest(2, struck_off=True, signed_in=True), DURING, Verdict.OTHER_EVENT),
            ("running", guest(2), DURING, Verdict.OTHER_EVENT),
            ("cancelled", guest(signed_in=True), OPENS - SECOND, Verdict.CANCELLED),
            ("running", guest(struck_off=True, signed_in=True), ENDS + SECOND, Verdict.CANCELLED),
            ("running", guest(signed_in=True), OPENS - SECOND, Verdict.NOT_OPEN),
            ("running", guest(signed_in=True), ENDS + SECOND, Verdict.NOT_OPEN),
            ("closed", guest(signed_in=True), DURING, Verdict.NOT_OPEN),
            ("running", guest(signed_in=True), DURING, Verdict.ALREADY),
            ("running", guest(), OPENS, Verdict.WELCOME),
            ("running", guest(), ENDS, Verdict.WELCOME),
            ("planned", guest(), DURING, Verdict.WELCOME),
            ("announced", guest(), DURING, Verdict.WELCOME),
            ("held", guest(), DURING, Verdict.WELCOME),
        ],
    )
    def test_asks_validity_before_duplicate(self, status, who, at, expected):
        assert judge(event=event(status), guest=who, at=at) == expected


class TestTheVectors:
    """The tablet's own rules are put to the same ones, in a browser."""

    @pytest.mark.parametrize("vector", VECTORS, ids=lambda vector: vector["name"])
    def test_are_judged_as_they_say(self, vector):
        told = vector["event"]
        facts = EventFacts(
            id=told["id"],
            status=told["status"],
            opens_at=datetime.fromisoformat(told["opens_at"]),
            ends_at=datetime.fromisoformat(told["ends_at"]),
        )
        who = vector["guest"] and GuestFacts(**vector["guest"])

        if vector.get("leaving"):
            verdict = judge_leaving(event=facts, guest=who)
        else:
            verdict = judge(event=facts, guest=who, at=datetime.fromisoformat(vector["at"]))

        assert verdict == vector["verdict"]
