"""Days of the house: its own clock, whole months, the Chinese calendar."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django import forms
from django.utils import timezone, translation
from hypothesis import given
from hypothesis import strategies as st

from foyer.core.days import add_months, easter, house_day, latest_start, start_of
from foyer.core.lunar import LunarDay, days_of_month, leap_month, lunar_day, solar_day

DAYS = st.dates(date(1990, 1, 1), date(2080, 12, 31))


class TestTypedTimes:
    @pytest.mark.parametrize("language", ["zh-hans", "zh-hant", "en"])
    def test_may_have_points_between_year_month_and_day(self, language):
        with translation.override(language):
            typed = forms.DateTimeField().clean("2016.5.1 19:00")

        assert typed == datetime(2016, 5, 1, 19, tzinfo=ZoneInfo("Asia/Shanghai"))


class TestHouseDay:
    def test_is_the_day_where_the_house_stands_whoever_looks(self, settings):
        settings.TIME_ZONE = "Asia/Shanghai"
        at = datetime(2026, 11, 30, 16, 30, tzinfo=UTC)

        with timezone.override("America/New_York"):
            day = house_day(at)

        assert day == date(2026, 12, 1)

    @given(DAYS)
    def test_begins_when_it_says(self, day):
        assert house_day(start_of(day)) == day
        assert house_day(start_of(day) - timedelta(microseconds=1)) == day - timedelta(days=1)


class TestAddMonths:
    @pytest.mark.parametrize(
        ("day", "months", "then"),
        [
            (date(2026, 1, 31), 1, date(2026, 2, 28)),
            (date(2028, 1, 31), 1, date(2028, 2, 29)),
            (date(2028, 2, 29), 12, date(2029, 2, 28)),
            (date(2026, 11, 30), 3, date(2027, 2, 28)),
            (date(2026, 12, 15), 1, date(2027, 1, 15)),
            (date(2026, 3, 31), -1, date(2026, 2, 28)),
        ],
    )
    def test_ends_with_the_month(self, day, months, then):
        assert add_months(day, months) == then

    @given(DAYS, st.integers(1, 36))
    def test_is_undone_by_the_latest_start(self, by, months):
        start = latest_start(by, months=months)

        assert add_months(start, months) <= by < add_months(start + timedelta(days=1), months)


class TestEaster:
    @pytest.mark.parametrize(
        "day", [date(1961, 4, 2), date(2008, 3, 23), date(2026, 4, 5), date(2038, 4, 25)]
    )
    def test_is_the_churches(self, day):
        assert easter(day.year) == day


class TestLunarDay:
    @pytest.mark.parametrize(
        ("day", "lunar"),
        [
            (date(2026, 2, 17), LunarDay(2026, 1, 1)),
            (date(2026, 2, 16), LunarDay(2025, 12, 29)),  # a year's eve without a thirtieth
            (date(2025, 7, 25), LunarDay(2025, 6, 1, leap=True)),
            (date(2033, 12, 22), LunarDay(2033, 11, 1, leap=True)),  # many tables put it elsewhere
            (date(1954, 11, 25), LunarDay(1954, 11, 1)),
            (date(1978, 9, 2), LunarDay(1978, 7, 30)),
            (date(2020, 10, 1), LunarDay(2020, 8, 15)),  # mid-autumn on National Day
        ],
    )
    def test_is_the_almanacs(self, day, lunar):
        assert lunar_day(day) == lunar
        assert solar_day(lunar) == day

    @given(st.dates(date(1901, 2, 19), date(2099, 12, 31)))
    def test_leads_back_to_its_day(self, day):
        assert solar_day(lunar_day(day)) == day

    def test_of_a_leap_month_is_kept_in_the_month_itself_where_there_is_no_leap(self):
        assert leap_month(2026) == 0
        assert solar_day(LunarDay(2026, 6, 15, leap=True)) == solar_day(LunarDay(2026, 6, 15))

    def test_that_a_short_month_lacks_is_its_last(self):
        assert days_of_month(LunarDay(2025, 12, 30)) == 29
        assert solar_day(LunarDay(2025, 12, 30)) == date(2026, 2, 16)
