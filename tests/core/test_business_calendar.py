"""The house's clock: what counts as business time. (001-19)"""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foyer.core.business_calendar.filling import fill_calendar
from foyer.core.business_calendar.hours import BusinessHours, Pause, load_hours
from foyer.core.business_calendar.models import CalendarDay

SHANGHAI = ZoneInfo("Asia/Shanghai")
NATIONAL_DAY = {date(2026, 10, d): False for d in range(1, 8)} | {date(2026, 10, 10): True}
HOUSE = BusinessHours(days=NATIONAL_DAY, zone=SHANGHAI)
ONE = timedelta(hours=1)


def at(month: int, day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=SHANGHAI)


moments = st.integers(0, 330 * 24 * 60).map(
    lambda minutes: datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)
)
spans = st.integers(0, 100 * 60).map(lambda n: timedelta(minutes=n))


class TestAdd:
    @pytest.mark.parametrize(
        ("start", "hours", "end"),
        [
            (at(11, 25, 10), 4, at(11, 25, 14)),
            (at(11, 25, 17), 2, at(11, 26, 10)),  # over night
            (at(11, 25, 2), 1, at(11, 25, 10)),  # a complaint at two in the morning
            (at(11, 27, 17), 2, at(11, 30, 10)),  # Friday to Monday
            (at(11, 28, 12), 1, at(11, 30, 10)),  # on a Saturday
            (at(9, 30, 17), 2, at(10, 8, 10)),  # over the holidays
            (at(10, 9, 17), 2, at(10, 10, 10)),  # a Saturday that is worked
            (at(11, 25, 9), 9, at(11, 25, 18)),  # to the very end of a day
        ],
    )
    def test_counts_open_hours_only(self, start, hours, end):
        assert HOUSE.add(start, timedelta(hours=hours)) == end

    def test_stands_while_paused(self):
        waiting = [Pause(at(11, 25, 11), at(11, 26, 11)), Pause(at(11, 25, 12), at(11, 25, 13))]

        assert HOUSE.add(at(11, 25, 10), 4 * ONE, pauses=waiting) == at(11, 26, 14)
        assert HOUSE.add(at(11, 25, 10), ONE / 2, pauses=waiting) == at(11, 25, 10, 30)

    def test_has_no_end_while_a_pause_has_none(self):
        assert HOUSE.add(at(11, 25, 10), 4 * ONE, pauses=[Pause(at(11, 25, 11))]) is None

    def test_says_that_a_house_never_opens(self):
        closed = BusinessHours(days={date(2026, 1, 1) + timedelta(n): False for n in range(4000)})

        with pytest.raises(ValueError, match="never opens"):
            closed.add(datetime(2026, 1, 1, tzinfo=UTC), ONE)

    def test_keeps_its_hours_when_summer_time_ends(self):
        berlin = BusinessHours(zone=ZoneInfo("Europe/Berlin"))
        friday = datetime(2026, 10, 23, 17, tzinfo=berlin.zone)

        assert berlin.add(friday, 2 * ONE) == datetime(2026, 10, 26, 10, tzinfo=berlin.zone)

    @given(moments, spans)
    def test_is_the_inverse_of_measuring(self, start, span):
        end = HOUSE.add(start, span)

        assert end is not None
        assert end >= start
        assert HOUSE.between(start, end) == span

    @given(moments, spans, st.sampled_from(["UTC", "Asia/Taipei", "America/New_York"]))
    def test_does_not_depend_on_the_zone_the_moment_is_told_in(self, start, span, zone):
        assert HOUSE.add(start.astimezone(ZoneInfo(zone)), span) == HOUSE.add(start, span)

    @given(moments, spans, st.lists(st.tuples(moments, spans), max_size=4))
    def test_is_put_off_by_what_was_paused(self, start, span, stops):
        pauses = [Pause(begin, begin + length) for begin, length in stops]

        end = HOUSE.add(start, span, pauses=pauses)

        assert end is not None
        assert end >= HOUSE.add(start, span)
        assert HOUSE.between(start, end, pauses=pauses) == span


class TestIsOpen:
    @pytest.mark.parametrize(
        ("moment", "is_open"),
        [
            (at(11, 25, 9), True),
            (at(11, 25, 18), False),
            (at(11, 25, 2), False),
            (at(11, 28, 12), False),
            (at(10, 10, 12), True),
            (at(10, 1, 12), False),
        ],
    )
    def test_follows_the_week_and_the_calendar(self, moment, is_open):
        assert HOUSE.is_open(moment) is is_open

    def test_may_include_weekends(self):
        assert BusinessHours(weekends=True, opens_at=time(10)).is_open(at(11, 28, 20))


@pytest.mark.django_db
class TestFillCalendar:
    @pytest.mark.parametrize(
        ("region", "holiday", "made_up"),
        [
            ("CN", date(2026, 10, 1), date(2026, 10, 10)),
            ("TW", date(2025, 10, 10), date(2025, 2, 8)),
            ("HK", date(2026, 7, 1), None),
        ],
    )
    def test_knows_holidays_and_make_up_days(self, region, holiday, made_up):
        fill_calendar(region=region, years=[2025, 2026])

        days = load_hours().days
        assert days[holiday] is False
        assert made_up is None or days[made_up] is True

    def test_keeps_what_people_wrote_and_may_be_repeated(self):
        CalendarDay.objects.create(day=date(2026, 10, 1), is_working=True, name="开放日")

        fill_calendar(region="CN", years=[2026])
        first = list(CalendarDay.objects.values_list("day", "is_working", "name"))
        fill_calendar(region="CN", years=[2026])

        assert list(CalendarDay.objects.values_list("day", "is_working", "name")) == first
        assert CalendarDay.objects.get(day=date(2026, 10, 1)).is_working
