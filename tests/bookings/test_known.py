"""Who asks for a room is known by phone or e-mail: proposed to staff, never to the public, never guessed. (001-28)"""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from django.test import Client

from foyer.bookings.models import Booking
from foyer.clients.enums import Seeing
from foyer.clients.models import ClientPolicy
from foyer.venues.models import Room
from tests.factories import BookingFactory, ClientFactory, ContactFactory, UserFactory

from .test_desk import HOUR, LIST, in_three_weeks, sent, shown, times
from .test_public import API, ASK, when, who

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(log_in: Any) -> Client:
    client: Client = log_in("Venue desk")
    return client


def offered(page: Any) -> list[str]:
    """Which contacts a page offers to link."""
    return re.findall(r'name="contact" value="(\d+)"', shown(page))


class TestARequestOfTheWebsite:
    @pytest.mark.parametrize(
        "kept",
        [{"phone": "13800138042"}, {"email": "LU@jiangnan.example"}],
        ids=["by phone", "by mail"],
    )
    def test_is_linked_with_one_click_and_tells_the_public_nothing(
        self, desk: Client, hall: Room, kept: dict[str, str]
    ) -> None:
        known = ContactFactory(name="陆清让", client=ClientFactory(name="江南文化"), **kept)
        stranger = Client()

        answer = stranger.post(f"{ASK}?room={hall.pk}", when() | who(), follow=True)
        booking = Booking.objects.get()
        page = desk.get(f"{LIST}{booking.pk}/")

        assert (booking.contact, booking.client) == (None, None)
        assert [name for name in ("陆清让", "江南文化") if name in shown(answer)] == []
        assert "陆清让" in shown(page)
        assert offered(page) == [str(known.pk)]
        desk.post(f"{LIST}{booking.pk}/", sent(booking, "link", contact=known.pk))
        booking.refresh_from_db()
        assert (booking.contact, booking.client) == (known, known.client)
        assert offered(desk.get(f"{LIST}{booking.pk}/")) == []
        assert [name for name in ("陆清让", "江南文化") if name in shown(answer)] == []

    def test_by_the_api_answers_the_same_whether_somebody_is_known(self, hall: Room) -> None:
        def ask() -> dict[str, Any]:
            start = in_three_weeks()
            body = {
                "room": hall.pk,
                "from": start.isoformat(),
                "to": (start + HOUR).isoformat(),
                "heads": 10,
                "name": "陆知微",
                "phone": "+86 138 0013 8042",
            }
            told = Client().post(f"{API}bookings", json.dumps(body), "application/json")
            assert told.status_code == 201, told.content
            return {name: bool(value) for name, value in told.json().items()}

        before = ask()
        ContactFactory(phone="13800138042", client=ClientFactory())

        assert ask() == before
        assert not Booking.objects.exclude(contact=None).exists()

    def test_of_two_who_share_a_mailbox_lets_staff_choose(self, desk: Client, hall: Room) -> None:
        both = [ContactFactory(name=name, email="lu@jiangnan.example") for name in ("甲", "乙")]

        Client().post(f"{ASK}?room={hall.pk}", when() | who())
        booking = Booking.objects.get()

        assert booking.contact is None
        page = desk.get(f"{LIST}{booking.pk}/")
        assert offered(page) == [str(one.pk) for one in both]


class TestLinking:
    def test_takes_nobody_who_was_not_proposed(self, desk: Client, hall: Room) -> None:
        booking, other = BookingFactory(room=hall), ContactFactory(phone="13900000000")

        desk.post(f"{LIST}{booking.pk}/", sent(booking, "link", contact=other.pk))

        booking.refresh_from_db()
        assert booking.contact is None

    def test_proposes_nobody_of_another_client(self, desk: Client, hall: Room) -> None:
        ContactFactory(phone="13800138042", client=ClientFactory())
        booking = BookingFactory(room=hall, client=ClientFactory())

        assert offered(desk.get(f"{LIST}{booking.pk}/")) == []

    def test_proposes_nobody_to_those_who_may_not_see_them(self, log_in: Any, hall: Room) -> None:
        ContactFactory(name="陆清让", phone="13800138042", client=ClientFactory())
        booking = BookingFactory(room=hall)

        page = log_in("Marketing").get(f"{LIST}{booking.pk}/")

        assert page.status_code == 200
        assert "陆清让" not in shown(page)

    def test_is_taken_back(self, desk: Client, hall: Room) -> None:
        known = ContactFactory(phone="13800138042", client=ClientFactory())
        booking = BookingFactory(room=hall)
        desk.post(f"{LIST}{booking.pk}/", sent(booking, "link", contact=known.pk))

        desk.post(f"{LIST}{booking.pk}/", sent(booking, "unlink"))

        booking.refresh_from_db()
        assert (booking.contact, booking.client) == (None, None)

    def test_asks_as_often_for_three_who_share_a_phone_as_for_one(
        self, desk: Client, hall: Room, django_assert_num_queries: Any, django_assert_max_num_queries: Any
    ) -> None:  # fmt: skip
        def one_more() -> None:
            ContactFactory(client=ClientFactory(), phone="13800138042")

        booking = BookingFactory(room=hall)
        one_more()
        desk.get(f"{LIST}{booking.pk}/")
        with django_assert_max_num_queries(60) as asked:
            desk.get(f"{LIST}{booking.pk}/")
        one_more()
        one_more()

        with django_assert_num_queries(len(asked.captured_queries)):
            assert len(offered(desk.get(f"{LIST}{booking.pk}/"))) == 3


class TestTakingDown:
    @pytest.fixture
    def desk(self, log_in: Any) -> Client:
        """Somebody who may see contacts."""
        client: Client = log_in("Service desk")
        return client

    def asked(self, hall: Room, **more: Any) -> dict[str, Any]:
        at = in_three_weeks()
        return times(at, at + 3 * HOUR) | {"heads": "40", "room": hall.pk, "find": ""} | more

    @pytest.mark.parametrize(
        "words", ["清让", "江南", "luqingrang", "lu@jiangnan.example", "13800138042", "8042"]
    )
    def test_finds_a_contact_as_people_type_and_takes_them_with_one_tap(
        self, desk: Client, hall: Room, words: str
    ) -> None:
        client = ClientFactory(name="江南文化")
        known = ContactFactory(
            name="陆清让", client=client, phone="13800138042", email="lu@jiangnan.example"
        )
        ContactFactory(name="王小明", phone="13900000001")
        typed = self.asked(hall, theme="年会")

        page = desk.post(f"{LIST}add/", typed | {"look": "find", "find": words})
        assert re.findall(r'name="known" value="(\d+)"', shown(page)) == [str(known.pk)]
        page = desk.post(f"{LIST}add/", typed | {"known": known.pk})
        assert "年会" in shown(page)
        assert page.context["form"]["contact"].value() == str(known.pk)
        desk.post(f"{LIST}add/", typed | {"contact": known.pk, "take": "1"})

        booking = Booking.objects.get()
        assert (booking.contact, booking.client, booking.asker_name) == (known, client, "陆清让")

    def test_says_so_where_nobody_is_found_and_loses_nothing(
        self, desk: Client, hall: Room
    ) -> None:
        typed = self.asked(hall, theme="年会", find="无此人", look="find")

        page = shown(desk.post(f"{LIST}add/", typed))

        assert "没有找到" in page
        assert "年会" in page

    def test_finds_only_whom_one_may_see(self, log_in: Any, hall: Room) -> None:
        ClientPolicy.objects.update(account_managers_see=Seeing.OWN)
        ContactFactory(name="陆清让", client=ClientFactory(account_manager=UserFactory()))
        manager = log_in("Account managers")

        page = manager.post(f"{LIST}add/", self.asked(hall, find="清让", look="find"))

        assert page.context["found"] == []

    def test_gives_no_search_to_those_who_may_see_no_contacts(
        self, log_in: Any, hall: Room
    ) -> None:
        ContactFactory(name="陆清让", client=ClientFactory())

        page = log_in("Venue desk").post(f"{LIST}add/", self.asked(hall, find="清让", look="find"))

        assert (page.context["found"], "陆清让" in shown(page)) == ([], False)

    def test_guesses_nobody_where_phone_and_mail_are_two_peoples(
        self, desk: Client, hall: Room
    ) -> None:
        ContactFactory(name="甲", phone="13800138042")
        ContactFactory(name="乙", email="lu@jiangnan.example")
        told = {"asker_name": "陆知微", "asker_phone": "13800138042"}

        desk.post(
            f"{LIST}add/",
            self.asked(hall, take="1", asker_email="lu@jiangnan.example", **told),
        )

        assert Booking.objects.get().contact is None
