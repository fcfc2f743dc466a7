"""A hall with its price, and requests for it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from foyer.bookings.models import Booking
from foyer.venues.models import Room
from tests.factories import BookingFactory, RoomFactory
from tests.factories.bookings import in_three_weeks, price_rooms

MONDAY = datetime(2026, 11, 2, 10, tzinfo=ZoneInfo("Asia/Shanghai"))
HOUR = timedelta(hours=1)


@pytest.fixture
def hall(db: None) -> Room:
    """A hall with a price of 300 an hour."""
    room = RoomFactory(name="听松厅", name_zh_hant="聽松廳", name_en="Pine Hall", capacity=200)
    price_rooms(room)
    room.refresh_from_db()
    return room


@pytest.fixture
def booked(hall: Room) -> Callable[..., Booking]:
    """Take a request for that hall down: `booked(offered=True)`."""

    def _booked(**more: Any) -> Booking:
        begin = more.pop("starts_at", None) or in_three_weeks()
        values = {"room": hall, "starts_at": begin, "ends_at": begin + 3 * HOUR}
        return BookingFactory(**values | more)

    return _booked
