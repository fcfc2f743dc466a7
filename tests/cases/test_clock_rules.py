"""The clocks of cases, whatever house, calendar and moment: promises fall into business time. (001-19, CASES 3)"""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from foyer.cases.enums import CaseKind, Severity
from foyer.cases.models import Case, CaseLetter
from foyer.cases.services import steps
from foyer.cases.services.alarms import tell_due_cases
from foyer.core.business_calendar.hours import BusinessHours, Pause, load_hours
from foyer.core.business_calendar.models import BusinessPolicy, CalendarDay
from tests.cases.test_steps import WEDNESDAY
from tests.factories import CaseFactory, UserFactory

NEW_YEAR = date(2026, 1, 1)
DAYS = 400
ZONES = ("Asia/Shanghai", "Asia/Taipei", "Asia/Hong_Kong", "Europe/Berlin", "America/New_York")


@st.composite
def houses(draw: st.DrawFn) -> BusinessHours:
    """A house with hours of its own, holidays, and make-up days on weekends (调休)."""
    opens = draw(st.integers(0, 20 * 60))
    closes = draw(st.integers(opens + 30, 23 * 60 + 59))
    days = draw(st.dictionaries(st.integers(0, DAYS), st.booleans(), max_size=40))
    return BusinessHours(
        opens_at=time(opens // 60, opens % 60),
        closes_at=time(closes // 60, closes % 60),
        weekends=draw(st.booleans()),
        days={NEW_YEAR + timedelta(days=day): works for day, works in days.items()},
        zone=ZoneInfo(draw(st.sampled_from(ZONES))),
    )


moments = st.integers(0, 330 * 24 * 60).map(
    lambda minutes: datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)
)
spans = st.integers(1, 60 * 60).map(lambda minutes: timedelta(minutes=minutes))


class TestADeadline:
    @given(houses(), moments, spans)
    def test_never_falls_outside_business_hours(self, house, start, span):
        end = house.add(start, span)

        assert end is not None
        local = end.astimezone(house.zone)
        assert house.works_on(local.date())
        assert house.opens_at < local.time() <= house.closes_at

    @given(houses(), moments, moments, spans)
    def test_of_what_came_earlier_is_never_later(self, house, one, other, span):
        first, second = sorted((one, other))

        assert house.add(first, span) <= house.add(second, span)

    @given(houses(), moments, spans, spans)
    def test_of_more_time_is_never_earlier_and_adds_up(self, house, start, span, more):
        end = house.add(start, span)

        assert end < house.add(start, span + more)
        assert house.add(end, more) == house.add(start, span + more)

    @given(houses(), moments, spans, st.lists(st.tuples(moments, spans), max_size=4))
    def test_is_put_off_by_exactly_the_business_time_of_its_pauses(self, house, start, span, stops):
        pauses = [Pause(begin, begin + length) for begin, length in stops]

        end = house.add(start, span, pauses=pauses)

        stood = house.between(start, end) - house.between(start, end, pauses=pauses)
        assert end == house.add(start, span + stood)

    @given(houses(), moments, spans)
    def test_is_no_later_when_a_free_day_is_worked(self, house, start, span):
        busy = BusinessHours(
            opens_at=house.opens_at,
            closes_at=house.closes_at,
            weekends=True,
            days=dict.fromkeys(house.days, True),
            zone=house.zone,
        )

        assert busy.add(start, span) <= house.add(start, span)


@pytest.mark.django_db
class TestThePromisesOfACase:
    @pytest.fixture(autouse=True)
    def calendar(self):
        policy = BusinessPolicy.load()
        policy.opens_at, policy.closes_at = time(10), time(19, 30)
        policy.save()
        holidays = [CalendarDay(day=date(2026, 10, day), is_working=False) for day in range(1, 8)]
        made_up = CalendarDay(day=date(2026, 10, 10), is_working=True)
        CalendarDay.objects.bulk_create([*holidays, made_up])
        self.by = UserFactory(role="Service desk")

    @settings(
        max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
    )
    @given(
        st.integers(0, 20 * 24 * 60),
        st.sampled_from(CaseKind.values),
        st.sampled_from(Severity.values),
        st.lists(st.integers(1, 5 * 24 * 60), min_size=2, max_size=6),
    )
    def test_move_by_exactly_the_business_time_that_was_waited(self, began, kind, severity, waits):
        hours = load_hours()
        at = datetime(2026, 9, 28, tzinfo=UTC) + timedelta(minutes=began)
        case = CaseFactory(at=at, kind=kind, severity=severity)
        promised, stood = case.answer_due_at, timedelta(0)

        for ran, waited in zip(waits[::2], waits[1::2], strict=False):
            at += timedelta(minutes=ran)
            steps.wait_for_client(case=case, question="哪个厅？", by=self.by, at=at)
            stood += hours.between(at, at + timedelta(minutes=waited))
            at += timedelta(minutes=waited)
            case = steps.write_as_client(case=case, text="松厅", at=at)

        assert case.contact_due_at <= case.answer_due_at
        assert case.answer_due_at == hours.add(promised, stood)
        local = case.answer_due_at.astimezone(hours.zone)
        assert hours.works_on(local.date())
        assert time(10) <= local.time() <= time(19, 30)
        assert Case.objects.overdue(at=case.answer_due_at).filter(pk=case.pk).exists() is (
            case.contact_due_at < case.answer_due_at
        )


@pytest.mark.django_db
class TestTheTick:
    def passes(self, at: datetime) -> int:
        """Carry out one pass and return how often it asked the database."""
        with CaptureQueriesContext(connection) as asked:
            tell_due_cases(at=at)
        return len(asked)

    @pytest.mark.parametrize("hours", [3, 5], ids=["soon", "late"])
    def test_asks_as_often_for_twelve_cases_as_for_two(self, hours):
        for name in ("one", "two"):
            UserFactory(role="Service desk", username=name, email=f"{name}@example.com")
        owner = UserFactory(role="Account managers", username="o", email="o@example.com")
        moment = WEDNESDAY + timedelta(hours=hours)
        CaseFactory.create_batch(2, at=WEDNESDAY, owner=owner)
        two = self.passes(moment)
        CaseFactory.create_batch(12, at=WEDNESDAY, owner=owner)
        twelve = self.passes(moment)

        assert twelve == two
        assert CaseLetter.objects.filter(occasion="late" if hours > 4 else "soon").count() == 14 * (
            3 if hours > 4 else 1
        )

    def test_tells_nobody_twice(self):
        UserFactory(role="Service desk", username="one", email="one@example.com")
        CaseFactory.create_batch(3, at=WEDNESDAY)
        moment = WEDNESDAY + timedelta(hours=5)

        for _ in range(3):
            tell_due_cases(at=moment)

        assert CaseLetter.objects.count() == 3

    def test_goes_on_where_a_pass_had_its_fill(self, monkeypatch):
        monkeypatch.setattr("foyer.cases.services.alarms._MOST", 2)
        owner = UserFactory(role="Account managers", username="o", email="o@example.com")
        CaseFactory.create_batch(5, at=WEDNESDAY, owner=owner)

        for _ in range(3):
            tell_due_cases(at=WEDNESDAY + timedelta(hours=3))

        assert CaseLetter.objects.filter(occasion="soon").count() == 5
