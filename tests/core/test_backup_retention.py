"""Until when each backup is kept. (001-30, PRV-07)"""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from foyer.core.backups.retention import Kept, Plan, kept_until, lapsed

MONDAY = datetime(2026, 11, 30, 1, tzinfo=UTC)
PLAN = Plan(days=7, weeks=4, months=12, longest=366)


def nights(count: int, *, plan: Plan = PLAN) -> list[Kept]:
    """Return what is left after so many nights, each with a backup and a tidying."""
    there: list[Kept] = []
    for night in range(count):
        at = MONDAY + timedelta(days=night)
        there.append(Kept(f"{night:04}", at, is_verified=True))
        gone = lapsed(there, plan, at=at)
        there = [backup for backup in there if backup.name not in gone]
    return there


class TestRetention:
    def test_keeps_every_night_then_mondays_then_firsts_of_months(self):
        ages = [(MONDAY + timedelta(days=399) - backup.made_at).days for backup in nights(400)]

        assert [age for age in ages if age < 7] == [6, 5, 4, 3, 2, 1, 0]
        assert len([age for age in ages if 7 <= age < 28]) in (3, 4)
        assert len([age for age in ages if age >= 28]) in (11, 12)
        assert max(ages) <= 366

    def test_keeps_none_longer_than_the_house_keeps_any(self):
        plan = Plan(days=7, weeks=4, months=12, longest=20)

        ages = [
            (MONDAY + timedelta(days=99) - backup.made_at).days for backup in nights(100, plan=plan)
        ]

        assert max(ages) < 20

    def test_keeps_what_the_house_did_not_make_as_long_as_may_be(self):
        backups = [Kept("found", MONDAY, is_verified=False), Kept("good", MONDAY, is_verified=True)]

        until = kept_until(backups, PLAN)

        assert until["found"] == MONDAY + timedelta(days=366)
        assert until["good"] == MONDAY + timedelta(days=366)

    @given(
        st.lists(st.tuples(st.integers(0, 3000), st.booleans()), max_size=40),
        st.builds(
            Plan, st.integers(1, 30), st.integers(0, 9), st.integers(0, 14), st.integers(1, 400)
        ),
        st.integers(0, 4000),
    )
    def test_deletes_nothing_without_a_newer_that_is_verified(self, made, plan, hours):
        backups = [
            Kept(f"{n:03}", MONDAY + timedelta(hours=hour), is_verified=is_verified)
            for n, (hour, is_verified) in enumerate(made)
        ]
        at = MONDAY + timedelta(hours=hours)

        gone = lapsed(backups, plan, at=at)
        left = [backup for backup in backups if backup.name not in gone]
        verified = sorted((backup.made_at, backup.name) for backup in backups if backup.is_verified)

        assert {name for _made_at, name in verified[-1:]} <= {backup.name for backup in left}
        limit = at - timedelta(days=plan.longest)
        newest = verified[-1][0] if verified else MONDAY
        overdue = [backup for backup in left if backup.made_at <= limit and backup.made_at < newest]
        assert overdue == []
        assert all(backup.made_at <= newest for backup in backups if backup.name in gone)
        young = at - timedelta(days=min(plan.days, plan.longest))
        assert not [backup for backup in backups if backup.made_at > young and backup.name in gone]
