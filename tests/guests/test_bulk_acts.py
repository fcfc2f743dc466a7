"""Acts upon many guests at once."""

import pytest

from foyer.events.models import Event
from foyer.guests.models import Guest, Invitation
from tests.conftest import LogIn
from tests.factories import GuestFactory

pytestmark = pytest.mark.django_db


class TestBulk:
    def test_sends_to_those_ticked_and_says_who_gets_nothing(
        self, event: Event, log_in: LogIn
    ) -> None:
        reachable = GuestFactory(event=event)
        silent = GuestFactory(event=event, name="李无邮", email="")
        left_out = GuestFactory(event=event)
        stranger = GuestFactory()
        staff = log_in("Marketing")

        answer = staff.post(
            f"/admin/guests/{event.pk}/bulk/",
            {"act": "invite", "guest": [reachable.pk, silent.pk, stranger.pk, "x", 10**30]},
            follow=True,
        )

        assert list(Invitation.objects.values_list("guest", flat=True)) == [reachable.pk]
        assert "李无邮" in [*map(str, answer.context["messages"])][-1]
        assert not left_out.invitations.exists()

    def test_seats_and_strikes_off(self, event: Event, log_in: LogIn) -> None:
        guests = GuestFactory.create_batch(2, event=event)
        ticked = [guest.pk for guest in guests]
        staff = log_in("Marketing")
        page = f"/admin/guests/{event.pk}/bulk/"

        staff.post(page, {"act": "table", "table": "牡丹", "guest": ticked})
        staff.post(page, {"act": "table", "table": "长" * 41, "guest": ticked})
        seated = set(event.guests.values_list("table", flat=True))
        staff.post(page, {"act": "strike_off", "guest": ticked})

        assert seated == {"牡丹"}
        assert not event.guests.filter(cancelled_at=None).exists()

    def test_is_refused_without_the_right_to_the_act(self, guest: Guest, log_in: LogIn) -> None:
        page = f"/admin/guests/{guest.event_id}/bulk/"

        log_in("Reception").post(page, {"act": "strike_off", "guest": [guest.pk]})
        log_in("Reception").post(page, {"act": "look_up", "guest": [guest.pk]})

        guest.refresh_from_db()
        assert guest.cancelled_at is None
