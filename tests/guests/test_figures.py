"""How an evening at the door goes, and the report of it. (000-12, 004-12)"""

from datetime import datetime, timedelta
from io import BytesIO
from zoneinfo import ZoneInfo

import openpyxl
import pytest
from django.urls import reverse
from django.utils import timezone

from foyer.events.models import Event
from foyer.guests.board import read_board
from foyer.guests.figures import forecast, fullness, read_report
from foyer.guests.models import ArrivalPolicy
from tests.factories import (
    CheckpointFactory,
    EventFactory,
    GuestFactory,
    SignInFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db
SIX = datetime(2026, 11, 25, 18, tzinfo=ZoneInfo("Asia/Shanghai"))


@pytest.fixture
def evening() -> Event:
    """Seven o'clock: two come at 18:01 and 18:04, one at 18:11, one late; one is undone, one missing."""
    event = EventFactory(starts_at=SIX + timedelta(hours=1), ends_at=SIX + timedelta(hours=4))
    door = CheckpointFactory(event=event, name="正门", name_en="Main door")
    for minutes in (1, 4, 11, 80):
        at = SIX + timedelta(minutes=minutes)
        SignInFactory(guest=GuestFactory(event=event), checkpoint=door, signed_in_at=at)
    SignInFactory(guest=GuestFactory(event=event), checkpoint=door, undone=True)
    return event


class TestReadReport:
    def test_counts_arrivals_every_five_minutes_at_each_door(self, evening: Event):
        report = read_report(evening, policy=ArrivalPolicy.load(), at=evening.ends_at)

        [door] = report.doors
        told = [(f"{start.astimezone(SIX.tzinfo):%H:%M}", n) for start, n in door.rows if n]
        assert (door.minutes, told) == (5, [("18:00", 2), ("18:10", 1), ("19:20", 1)])
        assert [mark.text for mark in door.drawing.marks if mark.text != "0"] == ["2", "1", "1"]

    def test_tells_who_came_late_and_who_did_not_come(self, evening: Event):
        after = evening.ends_at + timedelta(minutes=1)

        report = read_report(evening, policy=ArrivalPolicy.load(), at=after)

        assert (report.late, report.missing, report.undone, report.ended) == (1, 1, 1, True)

    def test_widens_the_columns_where_the_arrivals_lie_days_apart(self, evening: Event):
        far = SIX + timedelta(days=400)
        SignInFactory(guest=GuestFactory(event=evening), signed_in_at=far)

        report = read_report(evening, policy=ArrivalPolicy.load(), at=far)

        assert all(len(door.rows) <= 120 for door in report.doors)


class TestForecast:
    def test_carries_on_the_pace_of_the_last_ten_minutes(self, evening: Event):
        at = SIX + timedelta(minutes=10)
        evening.sign_ins.filter(signed_in_at__gt=at).update(
            undone_at=at, undone_by=None, undo_reason="明日"
        )

        told = forecast(evening, read_board(evening), at=at)

        assert (told.recent, told.remaining) == (2, 3)
        assert told.done_at == at + timedelta(minutes=15)

    @pytest.mark.parametrize("minutes", [50, 500])
    def test_is_silent_without_a_pace_and_after_the_event(self, evening: Event, minutes: int):
        at = SIX + timedelta(minutes=minutes)

        assert forecast(evening, read_board(evening), at=at) is None


class TestFullness:
    @pytest.mark.parametrize(("capacity", "told"), [(4, "full"), (3, "full"), (5, "near"), (9, "")])
    def test_follows_the_house_policy(self, evening: Event, capacity: int, told: str):
        policy = ArrivalPolicy(full_percent=80)
        evening.capacity = capacity

        assert fullness(read_board(evening), policy=policy) == told

    def test_is_alarmed_about_on_the_board(self, event: Event, log_in):
        event.capacity = 1
        event.save()
        SignInFactory(guest=GuestFactory(event=event))

        shown = log_in("Reception").get(reverse("guests:board", args=[event.pk]))

        assert (shown.context["full"], "board__alarm--full" in shown.content.decode()) == (
            "full",
            True,
        )


class TestTheReport:
    def test_shows_chart_and_table_and_names_nobody(self, evening: Event, log_in):
        reader = UserFactory(role="Management", last_name="总", first_name="经理")
        page = log_in(user=reader).get(reverse("guests:sign_in_report", args=[evening.pk]))

        words = page.content.decode()
        assert ('<svg class="chart-drawing' in words, "18:10" in words) == (True, True)
        assert not [guest.name for guest in evening.guests.all() if guest.name in words]

    def test_goes_out_as_a_workbook(self, evening: Event, log_in):
        answer = log_in("Management").get(reverse("guests:sign_in_workbook", args=[evening.pk]))

        book = openpyxl.load_workbook(BytesIO(b"".join(answer.streaming_content)))
        rows = [tuple(cell for cell in row if cell) for row in book.active.values]
        assert ("已到场", "4") in rows or ("已到", "4") in rows
        assert ("正门", "2026-11-25 18:00", "2") in rows

    def test_costs_the_same_for_one_arrival_and_for_many(
        self, event: Event, log_in, django_assert_num_queries
    ):
        page, url = log_in("Management"), reverse("guests:sign_in_report", args=[event.pk])
        door = CheckpointFactory(event=event)
        SignInFactory(guest=GuestFactory(event=event), checkpoint=door)
        page.get(url)
        with django_assert_num_queries(20) as asked:
            page.get(url)
        for nth in range(2):
            at = timezone.now() - timedelta(minutes=10 * nth)
            SignInFactory(guest=GuestFactory(event=event), checkpoint=door, signed_in_at=at)
        with django_assert_num_queries(len(asked)):
            page.get(url)
