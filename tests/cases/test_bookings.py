"""A case about a booking names it, and the booking's page shows its cases. (001-19, 004-06)"""

from datetime import timedelta

import pytest
from django.utils import timezone

from foyer.cases.models import Case
from foyer.cases.services.correcting import Facts, correct_facts
from foyer.cases.services.naming import named_booking
from tests.factories import BookingFactory, CaseFactory, ClientFactory, UserFactory

pytestmark = pytest.mark.django_db
ADD = "/admin/cases/add/"
TOLD = {
    "kind": "complaint",
    "channel": "phone",
    "severity": "normal",
    "content": "会议室投影打不开",
    "reporter_name": "陆知微",
    "language": "zh-hans",
}


@pytest.fixture
def booking():
    return BookingFactory(client=ClientFactory(name="江南文化传播有限公司"))


@pytest.fixture
def desk(log_in):
    return log_in("Administrators")


class TestACaseAboutABooking:
    def test_is_taken_in_from_the_bookings_page(self, desk, booking):
        page = desk.get(f"/admin/bookings/{booking.pk}/").content.decode()
        assert f"{ADD}?booking={booking.number}" in page
        form = desk.get(f"{ADD}?booking={booking.number}").content.decode()
        assert f'value="{booking.number}"' in form

        desk.post(ADD, TOLD | {"booking": f" {booking.number.lower()} "})

        case = Case.objects.get()
        assert (case.booking, case.client) == (booking, booking.client)
        assert (
            f"/admin/bookings/{booking.pk}/"
            in desk.get(f"/admin/cases/{case.pk}/").content.decode()
        )

    def test_stands_on_the_bookings_page(self, desk, booking):
        case = CaseFactory(booking=booking, content="投影打不开")
        CaseFactory(content="别的事")

        page = desk.get(f"/admin/bookings/{booking.pk}/").content.decode()

        assert f"/admin/cases/{case.pk}/" in page
        assert "投影打不开" in page
        assert "别的事" not in page

    def test_is_shown_there_only_to_who_may_see_it(self, log_in, booking):
        manager = UserFactory(role="Account managers")
        booking.owner = manager
        booking.save()
        CaseFactory(booking=booking, content="投影打不开", client=ClientFactory())

        page = log_in(user=manager).get(f"/admin/bookings/{booking.pk}/")

        assert page.status_code == 200
        assert "投影打不开" not in page.content.decode()

    def test_says_that_a_number_is_unknown_and_loses_nothing(self, desk, booking):
        page = desk.post(ADD, TOLD | {"booking": "B2026-9999"})

        assert page.context["form"].errors.keys() == {"booking"}
        assert "会议室投影打不开" in page.content.decode()
        assert not Case.objects.exists()

    def test_contradicts_no_client(self, desk, booking):
        page = desk.post(ADD, TOLD | {"booking": booking.number, "client": ClientFactory().pk})

        assert page.context["form"].errors.keys() == {"booking"}

    def test_is_set_right_and_the_file_says_so(self, booking):
        case, by = CaseFactory(), UserFactory()
        facts = Facts("complaint", "normal", None, None, None, booking)

        case = correct_facts(case=case, facts=facts, by=by, at=timezone.now())

        assert (case.booking, case.client) == (booking, booking.client)
        assert booking.number in case.messages.get().text

    def test_keeps_a_booking_whoever_sets_the_rest_right_may_not_see(self, log_in, booking):
        case = CaseFactory(booking=booking, client=booking.client)
        clerk = UserFactory(role="Service desk")
        kept = "bookings.view_booking"
        sent = {"act": "facts", "seen": case.version, "kind": "feedback", "severity": "normal"}
        if clerk.has_perm(kept):
            sent["booking"] = booking.number
        if clerk.has_perm("clients.view_client"):
            sent["client"] = booking.client.pk

        log_in(user=clerk).post(f"/admin/cases/{case.pk}/", sent)

        case.refresh_from_db()
        assert (case.kind, case.booking) == ("feedback", booking)

    def test_asks_a_bookings_page_as_often_for_three_as_for_one(
        self, desk, booking, django_assert_num_queries, django_assert_max_num_queries
    ):
        address = f"/admin/bookings/{booking.pk}/"
        CaseFactory(booking=booking)
        desk.get(address)
        with django_assert_max_num_queries(80) as asked:
            desk.get(address)
        for _n in range(2):
            CaseFactory(booking=booking)

        with django_assert_num_queries(len(asked.captured_queries)):
            desk.get(address)


class TestABookingNamedByItsClient:
    @pytest.mark.parametrize(
        ("words", "phone", "email", "known"),
        [
            ("预订{}的会议室太冷", "138 0013 8042", "", True),
            ("{}，太冷", "", "LU@jiangnan.example", True),
            ("预订{}的会议室太冷", "13900009999", "x@y.example", False),  # somebody else's
            ("预订{}的会议室太冷", "", "", False),
            ("会议室太冷", "13800138042", "", False),
        ],
    )
    def test_is_found_by_its_number_with_their_own_phone_or_mail(
        self, booking, words, phone, email, known
    ):
        found = named_booking([words.format(booking.number.lower())], phone=phone, email=email)

        assert found == (booking if known else None)

    def test_is_none_where_two_are_named(self, booking):
        other = BookingFactory(room=booking.room, starts_at=booking.starts_at + timedelta(days=1))
        words = f"{booking.number} {other.number}"

        assert named_booking([words], phone="13800138042", email="") is None
