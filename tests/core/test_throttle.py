from datetime import UTC, datetime, timedelta

import pytest

from foyer.core.models import Throttle
from foyer.core.throttle import TooManyAttempts, clear_attempts, count_attempt, purge_attempts

NOON = datetime(2026, 12, 6, 4, tzinfo=UTC)


def attempt(times: int, *, key: str = "pairing:203.0.113.7", at: datetime = NOON) -> None:
    for _i in range(times):
        count_attempt(key=key, limit=3, seconds=60, at=at)


@pytest.mark.django_db
class TestCountAttempt:
    def test_refuses_the_attempt_after_the_last_allowed_one_and_says_how_long_to_wait(self):
        attempt(3)

        with pytest.raises(TooManyAttempts) as refusal:
            attempt(1, at=NOON + timedelta(seconds=20))

        assert refusal.value.retry_after == 40
        assert refusal.value.code == "too_many_attempts"
        assert "40" in str(refusal.value)

    def test_counts_each_key_by_itself(self):
        attempt(3)

        attempt(3, key="pairing:203.0.113.8")

        assert Throttle.objects.count() == 2

    def test_begins_anew_when_the_span_is_over(self):
        attempt(3)

        attempt(3, at=NOON + timedelta(seconds=60))

        assert Throttle.objects.get().count == 3

    def test_keeps_no_address(self):
        attempt(1)

        assert "203.0.113.7" not in Throttle.objects.get().key

    def test_is_forgotten_when_cleared(self):
        attempt(3)

        clear_attempts(key="pairing:203.0.113.7")
        attempt(3)

        assert Throttle.objects.get().count == 3


@pytest.mark.django_db
class TestPurgeAttempts:
    def test_deletes_only_what_is_over(self):
        attempt(1)
        attempt(1, key="another", at=NOON + timedelta(seconds=30))

        assert purge_attempts(at=NOON + timedelta(seconds=60)) == 1
