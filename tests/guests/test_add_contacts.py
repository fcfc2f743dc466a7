"""Putting contacts on a guest list."""

import pytest
from django.utils import timezone

from foyer.core.models import User
from foyer.events.models import Event
from foyer.guests.enums import GuestSource
from foyer.guests.models import Guest
from foyer.guests.services.adding_contacts import add_contacts
from foyer.guests.services.codes import find_by_code
from foyer.guests.services.guest_list import (
    ListClosed,
)
from tests.conftest import LogIn
from tests.factories import (
    ClientFactory,
    ContactFactory,
    EventFactory,
    GuestFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db


class TestAddContacts:
    def test_copies_what_the_house_knows_of_the_person(
        self, event: Event, administrator: User
    ) -> None:
        contact = ContactFactory(
            name="欧阳明月",
            language="zh-hant",
            taboos="不吃香菜",
            form_of_address="ms",
            phone="138 0000 1234",
        )

        added = add_contacts(event=event, contacts=[contact], by=administrator, at=timezone.now())

        guest = Guest.objects.get(event=event)
        assert added.guests == (guest,)
        assert (guest.name, guest.language, guest.dietary_notes, guest.form_of_address) == (
            "欧阳明月",
            "zh-hant",
            "不吃香菜",
            "ms",
        )
        assert (guest.phone, guest.email, guest.company) == (
            "138 0000 1234",
            contact.email,
            contact.client.name,
        )
        assert guest.source == GuestSource.CONTACT
        assert find_by_code(guest.code_sealed) == guest
        assert event.checkpoints.count() == 1

    def test_leaves_who_is_on_the_list_and_puts_back_who_was_struck_off(
        self, event: Event, administrator: User
    ) -> None:
        listed, struck, namesake, new = ContactFactory.create_batch(4)
        GuestFactory(event=event, contact=listed)
        old = GuestFactory(event=event, contact=struck, cancelled=True)
        GuestFactory(event=event, name=namesake.name, phone=namesake.phone, email="")

        added = add_contacts(
            event=event,
            contacts=[listed, struck, namesake, new],
            by=administrator,
            at=timezone.now(),
        )

        assert [guest.contact for guest in added.guests] == [new]
        assert added.put_back == (old,)
        assert set(added.already) == {listed, namesake}
        old.refresh_from_db()
        assert old.cancelled_at is None

    def test_refuses_when_the_event_is_cancelled(self, administrator: User) -> None:
        event = EventFactory(cancelled=True)

        with pytest.raises(ListClosed):
            add_contacts(
                event=event, contacts=[ContactFactory()], by=administrator, at=timezone.now()
            )

        assert not event.guests.exists()


class TestAddContactsPage:
    def test_finds_by_tier_and_manager_and_marks_who_is_on_the_list(
        self, event: Event, log_in: LogIn
    ) -> None:
        manager = UserFactory()
        key = ClientFactory(key=True, account_manager=manager)
        listed = ContactFactory(client=key, name="王小明")
        new = ContactFactory(client=key, name="欧阳明月")
        ContactFactory(name="李雷")
        GuestFactory(event=event, contact=listed, name="王小明")
        page = f"/admin/guests/{event.pk}/contacts/?tier=key&manager={manager.pk}"
        staff = log_in("Account managers")

        shown = staff.get(page)
        staff.post(page, {"contact": [new.pk]})

        assert {contact.name for contact in shown.context["page"]} == {"王小明", "欧阳明月"}
        assert shown.context["listed"] == {listed.pk}
        assert set(event.guests.values_list("name", flat=True)) == {"王小明", "欧阳明月"}

    def test_is_closed_to_those_who_may_not_add(self, event: Event, log_in: LogIn) -> None:
        assert log_in("Reception").get(f"/admin/guests/{event.pk}/contacts/").status_code == 302
