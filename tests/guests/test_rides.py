"""Fetching guests and taking them back. (004-11)"""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from foyer.core.exports.models import Export
from foyer.events.models import Event
from foyer.guests.enums import RideStatus
from foyer.guests.models import Guest, Ride
from foyer.guests.services.rides import RideMovedOn, advance_ride
from tests.factories import GuestFactory, RideFactory, UserFactory

pytestmark = pytest.mark.django_db


def address(name: str, event: Event, *more: int) -> str:
    return reverse(f"guests:{name}", args=[event.pk, *more])


class TestOrderingARide:
    def form(self, guest: Guest, **more: str) -> dict[str, str]:
        told = {
            "guest": guest.pk,
            "direction": "pick_up",
            "place_kind": "station",
            "place": "虹桥火车站",
            "number": "G7",
            "due_at": "2026-12-01 14:30",
            "people": "2",
            "car": "沪A·12345",
            "driver": "老周",
            "driver_phone": "13900001234",
            "note": "",
        }
        return {name: str(value) for name, value in (told | more).items()}

    def test_keeps_it_and_shows_it_on_the_list(self, event: Event, guest: Guest, log_in):
        shown = log_in("Reception").post(address("ride_add", event), self.form(guest), follow=True)

        ride = Ride.objects.get()
        assert (ride.guest, ride.number, ride.status) == (guest, "G7", RideStatus.ORDERED)
        words = shown.content.decode()
        assert all(word in words for word in ("虹桥火车站", "G7", "老周", guest.name))

    def test_says_what_is_missing_and_keeps_what_was_typed(self, event, guest, log_in):
        shown = log_in("Reception").post(
            address("ride_add", event), self.form(guest, place="", number="G7")
        )

        assert (shown.status_code, Ride.objects.count()) == (200, 0)
        assert list(shown.context["form"].errors) == ["place"]
        assert 'value="G7"' in shown.content.decode()

    def test_takes_no_guest_of_another_event(self, event: Event, log_in):
        shown = log_in("Reception").post(address("ride_add", event), self.form(GuestFactory()))

        assert list(shown.context["form"].errors) == ["guest"]


class TestFollowingARide:
    def test_takes_the_steps_in_their_order_and_writes_down_when(self, event: Event, guest, log_in):
        ride = RideFactory(guest=guest)
        page = log_in("Reception")
        for to in ("met", "delivered"):
            page.post(address("ride_step", event, ride.pk), {"to": to})

        ride.refresh_from_db()
        assert ride.status == RideStatus.DELIVERED
        assert ride.met_at <= ride.delivered_at <= timezone.now()

    @pytest.mark.parametrize(
        ("status", "to"),
        [
            ("ordered", "delivered"),
            ("met", "met"),
            ("met", "called_off"),
            ("called_off", "met"),
            ("delivered", ""),
        ],
    )
    def test_refuses_a_step_that_does_not_follow(self, status, to):
        ride = RideFactory(status=status)

        with pytest.raises(RideMovedOn):
            advance_ride(ride=ride, to=to, by=UserFactory(), at=timezone.now())

        ride.refresh_from_db()
        assert ride.status == status


class TestTheTransportSheet:
    def test_leaves_out_what_was_called_off(self, event: Event, guest, log_in):
        RideFactory(guest=guest, place="浦东机场")
        RideFactory(guest=guest, place="虹桥机场", status=RideStatus.CALLED_OFF)

        words = log_in("Marketing").get(address("rides_print", event)).content.decode()

        assert ("浦东机场" in words, "虹桥机场" in words) == (True, False)

    @pytest.mark.parametrize(("role", "sees"), [("Reception", False), ("Management", True)])
    def test_goes_out_through_the_register_phones_only_by_right(
        self, role, sees, event: Event, log_in
    ):
        guest = GuestFactory(event=event, phone="13812345678")
        RideFactory(guest=guest)
        page, url = log_in(role), address("rides_export", event)
        offered = page.get(url).context["form"]
        columns = [key for key, _label in offered.fields["columns"].choices]

        answer = page.post(
            url,
            {"columns": columns, "language": "zh-hans", "kind": "csv", "purpose": "发给车队"},
        )

        text = b"".join(answer.streaming_content).decode("utf-8-sig")
        assert ("虹桥机场" in text, "13812345678" in text) == (True, sees)
        assert (Export.objects.get().target, Export.objects.get().purpose) == ("ride", "发给车队")

    def test_list_costs_the_same_for_one_ride_and_for_many(
        self, event: Event, log_in, django_assert_num_queries
    ):
        page, url = log_in("Reception"), address("rides", event)
        RideFactory(guest=GuestFactory(event=event))
        page.get(url)
        with django_assert_num_queries(9) as asked:
            page.get(url)
        for nth in range(2):
            due_at = timezone.now() + timedelta(hours=nth)
            RideFactory(guest=GuestFactory(event=event), due_at=due_at)
        with django_assert_num_queries(len(asked)):
            page.get(url)
