"""Writing a guest by hand."""

import pytest
from wagtail.log_actions import registry

from foyer.events.models import Event
from foyer.guests.models import Guest
from tests.conftest import LogIn
from tests.factories import GuestFactory
from tests.guests.screens import form_of

pytestmark = pytest.mark.django_db


class TestGuestForm:
    def test_puts_a_guest_on_the_list(self, event: Event, log_in: LogIn) -> None:
        answer = log_in("Marketing").post(
            f"/admin/guests/{event.pk}/add/",
            {"name": "王小明", "language": "zh-hans", "party_limit": 2, "phone": "13800001234"},
        )

        guest = event.guests.get()
        assert answer.status_code == 302
        assert (guest.name, guest.party_limit, guest.phone) == ("王小明", 2, "13800001234")
        assert registry.get_logs_for_instance(guest)[0].action == "foyer.guest.add"

    @pytest.mark.parametrize(
        ("field", "value"),
        [
            ("name", " "),
            ("phone", "12"),
            ("email", "nobody"),
            ("party_limit", "0"),
            ("language", "fr"),
        ],
    )
    def test_says_what_cannot_be(self, event: Event, log_in: LogIn, field: str, value: str) -> None:
        sent = {"name": "王小明", "language": "zh-hans", "party_limit": 1, field: value}

        answer = log_in("Marketing").post(f"/admin/guests/{event.pk}/add/", sent)

        assert answer.context["form"].errors.keys() == {field}
        assert not event.guests.exists()

    def test_keeps_phones_from_those_who_may_not_see_them_yet_lets_them_be_replaced(
        self, event: Event, log_in: LogIn
    ) -> None:
        guest = GuestFactory(
            event=event, name="王小明", phone="13800001234", email="old@example.com"
        )
        page = f"/admin/guests/{event.pk}/{guest.pk}/edit/"
        staff = log_in("Marketing")

        shown = staff.get(page)
        sent = form_of(shown) | {"email": "new@example.com"}
        staff.post(page, sent)

        assert "13800001234" not in shown.content.decode()
        assert "old@example.com" not in shown.content.decode()
        guest.refresh_from_db()
        assert (guest.phone, guest.email) == ("13800001234", "new@example.com")

    def test_in_a_second_tab_shows_what_the_first_one_wrote(
        self, guest: Guest, log_in: LogIn
    ) -> None:
        page = f"/admin/guests/{guest.event_id}/{guest.pk}/edit/"
        staff = log_in("Account managers")
        sent = form_of(staff.get(page))
        staff.post(page, sent | {"table": "牡丹"})

        refused = staff.post(page, sent | {"table": "兰"})
        accepted = staff.post(page, form_of(refused))

        assert refused.status_code == 200
        assert "牡丹" in refused.context["form"].errors["table"][0]
        assert accepted.status_code == 302
        guest.refresh_from_db()
        assert guest.table == "兰"
