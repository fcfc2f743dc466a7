"""Acts upon a guest list, and what is read of it."""

import pytest
from django.utils import timezone
from wagtail.log_actions import registry

from foyer.core.models import User
from foyer.events.models import Event
from foyer.guests.enums import GuestSource, InvitationStatus
from foyer.guests.models import Guest
from foyer.guests.queries import guests_on_list, list_counts
from foyer.guests.services.checkpoints import (
    CheckpointInUse,
    ensure_door_checkpoint,
    remove_checkpoint,
)
from foyer.guests.services.codes import GuestStruckOff, find_by_code
from foyer.guests.services.guest_list import (
    AlreadyBack,
    AlreadyListed,
    AlreadyStruckOff,
    ContactListedAgain,
    GuestChanged,
    ListClosed,
    add_contacts,
    add_guest,
    change_guest,
    put_back,
    set_table,
    stamp,
    strike_off,
)
from tests.factories import (
    ContactFactory,
    EventFactory,
    GuestFactory,
    SignInFactory,
)
from tests.guests.letters import letter

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

        assert seated == 1
        assert set(event.guests.values_list("table", flat=True)) == {"8"}


class TestCheckpoints:
    def test_the_door_is_made_once(self, event: Event) -> None:
        assert ensure_door_checkpoint(event=event) == ensure_door_checkpoint(event=event)

        assert event.checkpoints.count() == 1

    def test_one_in_use_stays(self, administrator: User) -> None:
        sign_in = SignInFactory(undone=True)

        with pytest.raises(CheckpointInUse):
            remove_checkpoint(checkpoint=sign_in.checkpoint, by=administrator)


class TestGuestsOnList:
    @pytest.mark.parametrize(
        ("wanted", "found"),
        [
            ({}, {"王小明", "李雷", "韩梅梅"}),
            ({"reply": "yes"}, {"李雷"}),
            ({"reply": "struck"}, {"赵不来"}),
            ({"letter": "sent"}, {"王小明"}),
            ({"letter": "none"}, {"李雷", "韩梅梅"}),
            ({"arrived": "yes"}, {"韩梅梅"}),
            ({"arrived": "no"}, {"王小明", "李雷"}),
            ({"table": "-"}, {"王小明", "韩梅梅"}),
            ({"table": "牡丹"}, {"李雷"}),
            ({"q": "小明"}, {"王小明"}),
            ({"q": "hanmei"}, {"韩梅梅"}),
            ({"q": "韓梅"}, {"韩梅梅"}),
        ],
    )
    def test_are_narrowed_down(self, event: Event, wanted: dict[str, str], found: set[str]) -> None:
        invited = GuestFactory(event=event, name="王小明", company="")
        GuestFactory(event=event, name="李雷", company="", replied_yes=True, table="牡丹")
        arrived = GuestFactory(event=event, name="韩梅梅", company="")
        GuestFactory(event=event, name="赵不来", company="", cancelled=True)
        GuestFactory(name="别的活动")
        letter(invited, InvitationStatus.FAILED)
        letter(invited)
        SignInFactory(guest=arrived)

        assert set(guests_on_list(event, wanted).values_list("name", flat=True)) == found


class TestListCounts:
    def test_add_up(self, event: Event) -> None:
        GuestFactory(event=event, replied_yes=True, reply_party=3)
        GuestFactory(event=event, replied_no=True)
        GuestFactory(event=event, cancelled=True, replied_yes=True, reply_party=9)
        arrived = GuestFactory(event=event)
        letter(arrived)
        letter(GuestFactory(event=event), InvitationStatus.QUEUED)
        SignInFactory(guest=arrived, party=2)
        SignInFactory(guest=GuestFactory(event=event), undone=True)

        counts = list_counts(event)

        assert (counts.asked, counts.yes, counts.no, counts.waiting) == (5, 1, 1, 3)
        assert (counts.people, counts.letters, counts.under_way, counts.struck_off) == (3, 1, 1, 1)
        assert [(door.guests, door.people) for door in counts.doors] == [(1, 2), (0, 0)]
        assert counts.arrived == 1
