"""Acts upon a guest list."""

import pytest
from django.utils import timezone
from wagtail.log_actions import registry

from foyer.core.models import User
from foyer.events.models import Event
from foyer.guests.enums import InvitationStatus
from foyer.guests.models import Guest
from foyer.guests.services.codes import GuestStruckOff
from foyer.guests.services.guest_list import (
    AlreadyListed,
    GuestChanged,
    add_guest,
    change_guest,
    stamp,
)
from foyer.guests.services.seating import set_table
from foyer.guests.services.striking_off import (
    AlreadyBack,
    AlreadyStruckOff,
    ContactListedAgain,
    put_back,
    strike_off,
)
from tests.factories import (
    ContactFactory,
    GuestFactory,
)
from tests.guests.letters import letter

pytestmark = pytest.mark.django_db


class TestAddGuest:
    def test_refuses_the_same_person_twice(self, event: Event, administrator: User) -> None:
        GuestFactory(event=event, name="王小明", phone="13800001234")

        with pytest.raises(AlreadyListed):
            add_guest(
                guest=Guest(event=event, name="王小明", phone="+86 138-0000-1234"),
                by=administrator,
                at=timezone.now(),
            )

        assert event.guests.count() == 1


class TestChangeGuest:
    def test_lets_two_people_change_different_fields_from_the_same_sight(
        self, guest: Guest, administrator: User
    ) -> None:
        seen = stamp(guest)

        change_guest(guest=guest, changes={"table": "5"}, seen=seen, by=administrator)
        change_guest(guest=guest, changes={"seat": "3", "table": ""}, seen=seen, by=administrator)

        guest.refresh_from_db()
        assert (guest.table, guest.seat) == ("5", "3")

    def test_refuses_to_run_over_what_somebody_else_wrote(
        self, guest: Guest, administrator: User
    ) -> None:
        seen = stamp(guest)
        change_guest(guest=guest, changes={"table": "5"}, seen=seen, by=administrator)

        with pytest.raises(GuestChanged) as refused:
            change_guest(guest=guest, changes={"table": "6"}, seen=seen, by=administrator)

        assert refused.value.params["fields"] == ["table"]
        guest.refresh_from_db()
        assert guest.table == "5"

    def test_keeps_what_people_search_by_in_step(self, guest: Guest, administrator: User) -> None:
        change_guest(
            guest=guest,
            changes={"name": "曾小贤", "phone": "13911112222"},
            seen=stamp(guest),
            by=administrator,
        )

        assert list(Guest.objects.matching("zengxiaoxian")) == [guest]
        assert list(Guest.objects.matching("2222")) == [guest]

    def test_refuses_a_guest_who_has_been_struck_off(self, administrator: User) -> None:
        guest = GuestFactory(cancelled=True)

        with pytest.raises(GuestStruckOff):
            change_guest(guest=guest, changes={"seat": "1"}, seen=stamp(guest), by=administrator)


class TestStrikeOff:
    def test_withdraws_the_letter_that_is_waiting(self, guest: Guest, administrator: User) -> None:
        waiting = letter(guest, InvitationStatus.QUEUED)

        strike_off(guest=guest, by=administrator, at=timezone.now())

        waiting.refresh_from_db()
        guest.refresh_from_db()
        assert waiting.status == InvitationStatus.CANCELLED
        assert guest.cancelled_at is not None
        assert registry.get_logs_for_instance(guest)[0].action == "foyer.guest.strike_off"

    def test_tells_the_second_tab_that_it_has_been_done(
        self, guest: Guest, administrator: User
    ) -> None:
        strike_off(guest=Guest.objects.get(pk=guest.pk), by=administrator, at=timezone.now())

        with pytest.raises(AlreadyStruckOff):
            strike_off(guest=guest, by=administrator, at=timezone.now())


class TestPutBack:
    def test_tells_the_second_tab_that_it_has_been_done(
        self, guest: Guest, administrator: User
    ) -> None:
        with pytest.raises(AlreadyBack):
            put_back(guest=guest, by=administrator, at=timezone.now())

    def test_refuses_a_contact_who_has_been_asked_again(
        self, event: Event, administrator: User
    ) -> None:
        contact = ContactFactory()
        old = GuestFactory(event=event, contact=contact, cancelled=True)
        GuestFactory(event=event, contact=contact)

        with pytest.raises(ContactListedAgain):
            put_back(guest=old, by=administrator, at=timezone.now())


class TestSetTable:
    def test_counts_only_those_who_move(self, event: Event, administrator: User) -> None:
        moved = GuestFactory(event=event, table="1")
        stays = GuestFactory(event=event, table="8")

        seated = set_table(guests=[moved, stays], table=" 8 ", by=administrator, at=timezone.now())

        assert seated.guests == (moved,)
        assert set(event.guests.values_list("table", flat=True)) == {"8"}
