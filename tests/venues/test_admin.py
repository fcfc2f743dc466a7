"""Venues and rooms in the staff's tool."""

from typing import Any

import pytest
from django.test import Client
from wagtail.test.utils.form_data import inline_formset, nested_form_data

from foyer.venues.models import Room, Venue
from tests.factories import RoomFactory, UserFactory, VenueFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin(log_in: Any) -> Client:
    """A member of staff who may do everything."""
    client: Client = log_in(user=UserFactory(is_superuser=True))
    return client


class TestVenueList:
    @pytest.mark.parametrize("typed", ["听雨", "聽雨", "rain", "雨"])
    def test_finds_a_venue_by_any_of_its_names(self, admin: Client, typed: str) -> None:
        VenueFactory(name="听雨楼", name_zh_hant="聽雨樓", name_en="Rain Pavilion")
        VenueFactory(name="望湖轩", name_zh_hant="望湖軒", name_en="Lake House")

        text = admin.get("/admin/snippets/venues/venue/", {"q": typed}).content.decode()

        assert "听雨楼" in text
        assert "望湖轩" not in text

    def test_finds_a_room_by_its_venue(self, admin: Client) -> None:
        RoomFactory(name="一号厅", venue=VenueFactory(name="听雨楼"))
        RoomFactory(name="二号厅", venue=VenueFactory(name="望湖轩"))

        text = admin.get("/admin/snippets/venues/room/", {"q": "听雨"}).content.decode()

        assert "一号厅" in text
        assert "二号厅" not in text


class TestVenueForm:
    def test_keeps_a_venue_and_its_room(self, admin: Client) -> None:
        admin.post("/admin/snippets/venues/venue/add/", {"name": "听雨楼"})
        venue = Venue.objects.get()
        theatre, u_shape = (
            {"layout": "theatre", "capacity": 60},
            {"layout": "u_shape", "capacity": 20},
        )
        told = {
            "venue": venue.pk,
            "name": "一号厅",
            "capacity": 60,
            "is_bookable": True,
            "opens_at": "09:00",
            "closes_at": "02:00",
            "setup_minutes": 45,
            "clearing_minutes": 15,
            "layouts": inline_formset([theatre, u_shape]),
            "hours": inline_formset([{"weekday": 6, "opens_at": "", "closes_at": ""}]),
        }
        room = nested_form_data(told)

        admin.post("/admin/snippets/venues/room/add/", room)
        twin = admin.post("/admin/snippets/venues/room/add/", room)

        kept = Room.objects.get()
        assert kept.venue == venue
        assert [(one.layout, one.capacity) for one in kept.layouts.all()] == [
            ("theatre", 60),
            ("u_shape", 20),
        ]
        assert twin.context["form"].errors

    @pytest.mark.parametrize("url", ["javascript:alert(1)", "not an address"])
    def test_refuses_a_map_that_is_no_address(self, admin: Client, url: str) -> None:
        response = admin.post(
            "/admin/snippets/venues/venue/add/", {"name": "听雨楼", "map_url": url}
        )

        assert list(response.context["form"].errors) == ["map_url"]
