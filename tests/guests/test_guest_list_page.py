"""The guest list of an event as staff see it, and the list of lists."""

import pytest

from foyer.clients.enums import Tier
from foyer.events.models import Event
from foyer.guests.enums import InvitationStatus
from tests.conftest import LogIn
from tests.factories import (
    CheckpointFactory,
    ClientFactory,
    ContactFactory,
    EventFactory,
    GuestFactory,
    SignInFactory,
    UserFactory,
)
from tests.guests.letters import letter
from tests.guests.screens import full_guest, queries_of

pytestmark = pytest.mark.django_db


class TestGuestListPage:
    def test_shows_what_a_manager_asks_about_a_guest(self, event: Event, log_in: LogIn) -> None:
        manager = UserFactory(first_name="经理", last_name="周")
        client = ClientFactory(name="江南文化", account_manager=manager, tier=Tier.KEY)
        guest = GuestFactory(
            event=event,
            contact=ContactFactory(client=client),
            name="王小明",
            table="牡丹",
            seat="7",
        )
        letter(guest, InvitationStatus.FAILED, error="550 no such mailbox")

        page = log_in("Marketing").get(f"/admin/guests/{event.pk}/").content.decode()

        for words in ("王小明", str(manager), "牡丹", "7", "550 no such mailbox", event.title):
            assert words in page
        assert guest.phone not in page
        assert guest.code_sealed not in page

    def test_asks_the_database_as_often_for_three_guests_as_for_one(
        self, event: Event, log_in: LogIn
    ) -> None:
        staff = log_in("Administrators")
        page = f"/admin/guests/{event.pk}/?letter=sent"
        full_guest(event)
        one = queries_of(staff, page)
        full_guest(event)
        full_guest(event)

        three = queries_of(staff, page)

        assert three == one

    def test_understands_no_nonsense_in_the_address(self, event: Event, log_in: LogIn) -> None:
        GuestFactory(event=event)
        staff = log_in("Marketing")

        for query in ("p=abc", "p=999", "reply=maybe", "manager=x", "q=%00", "q=" + "长" * 5000):
            assert staff.get(f"/admin/guests/{event.pk}/?{query}").status_code == 200
        assert staff.get("/admin/guests/99999999999999999999/").status_code == 404

    def test_does_not_show_a_guest_of_another_event(self, event: Event, log_in: LogIn) -> None:
        stranger = GuestFactory()
        staff = log_in("Administrators")

        for act in ("", "edit/", "pass/", "code.png", "strike-off/", "sign-in/"):
            assert staff.get(f"/admin/guests/{event.pk}/{stranger.pk}/{act}").status_code == 404


class TestEventsPage:
    def test_asks_the_database_as_often_for_three_events_as_for_one(self, log_in: LogIn) -> None:
        staff = log_in("Venue desk")
        full_guest(EventFactory())
        one = queries_of(staff, "/admin/guests/")
        full_guest(EventFactory())
        full_guest(EventFactory(running=True))

        three = queries_of(staff, "/admin/guests/")

        assert three == one

    def test_counts_each_guest_once(self, event: Event, log_in: LogIn) -> None:
        guest = full_guest(event)
        SignInFactory(guest=guest, checkpoint=CheckpointFactory(event=event))
        GuestFactory(event=event, replied_yes=True)

        shown = log_in("Venue desk").get("/admin/guests/").context["upcoming"][0]

        assert (shown.asked, shown.yes, shown.waiting, shown.arrived) == (2, 1, 1, 1)
