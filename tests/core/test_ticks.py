from datetime import UTC, datetime, timedelta

import pytest

from foyer.core import ticks
from foyer.core.models import TickSlot
from foyer.core.ticks import every, purge_slots, run_due

NOON = datetime(2026, 12, 6, 4, tzinfo=UTC)


@pytest.fixture(autouse=True)
def only_mine(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """Leave the house's own periodic functions out."""
    ticks.load_handlers()
    monkeypatch.setattr(ticks, "_ticks", {})


class TestRunDue:
    def test_calls_a_function_once_a_period_however_often_it_is_asked(self):
        called: list[datetime] = []
        every(timedelta(minutes=10), "tests.note")(lambda *, at: called.append(at))
        moments = [NOON, NOON, NOON + timedelta(minutes=9), NOON + timedelta(minutes=10)]

        for at in moments:
            run_due(at=at)

        assert called == [NOON, NOON + timedelta(minutes=10)]

    def test_goes_on_when_one_function_fails(self, caplog: pytest.LogCaptureFixture):
        def stumble(*, at: datetime) -> None:
            raise ZeroDivisionError

        every(timedelta(minutes=1), "tests.stumble")(stumble)
        every(timedelta(minutes=1), "tests.note")(lambda *, at: None)

        assert run_due(at=NOON) == ["tests.note"]
        assert [record.getMessage() for record in caplog.records] == [
            "The periodic task tests.stumble failed"
        ]


class TestPurgeSlots:
    def test_keeps_a_pass_as_long_as_its_period_lasts(self):
        every(timedelta(minutes=1), "tests.often")(lambda *, at: None)
        every(timedelta(days=7), "tests.weekly")(lambda *, at: None)
        run_due(at=NOON)

        purge_slots(at=NOON + timedelta(days=3))

        assert [slot.name for slot in TickSlot.objects.all()] == ["tests.weekly"]
