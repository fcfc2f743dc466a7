from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from freezegun import freeze_time

from foyer.core.models import User
from foyer.events.models import Event
from foyer.guests.board import SETTLING, board_stamp, read_board
from foyer.guests.models import Desk, Guest, SignIn
from foyer.guests.services.replies import reply_to_invitation
from foyer.guests.services.sign_in import undo_sign_in
from foyer.guests.views.board import RunningEventsPanel
from tests.factories import CheckpointFactory, EventFactory, GuestFactory, SignInFactory
from tests.tablet import Tablet

pytestmark = pytest.mark.django_db


def settled(event: Event) -> str:
    return board_stamp(event, at=timezone.now() + SETTLING)


class TestStamp:
    def test_changes_with_everything_the_board_shows(self, administrator: User):
        event = EventFactory()
        guest = GuestFactory(event=event)
        stamps = [settled(event)]

        def note() -> None:
            event.refresh_from_db()
            stamps.append(settled(event))

        door = CheckpointFactory(event=event)
        note()
        sign_in = SignInFactory(guest=guest, checkpoint=door)
        note()
        undo_sign_in(sign_in=sign_in, by=administrator, at=timezone.now(), reason="扫错")
        note()
        reply_to_invitation(guest=guest, yes=True, party=1, dietary_notes="", at=timezone.now())
        note()
        GuestFactory(event=event)
        note()
        event.capacity = 9
        event.save()
        note()
        door.name = "晚宴入口"
        door.save()
        note()

        assert len(set(stamps)) == len(stamps)

    def test_stays_while_nothing_changes(self, event: Event):
        SignInFactory(guest=GuestFactory(event=event))
        SignInFactory()

        before = settled(event)
        SignInFactory()  # of another event

        assert settled(event) == before

    def test_of_a_fresh_change_does_not_hide_one_whose_transaction_took_longer(self, event: Event):
        first, second = (SignInFactory(guest=GuestFactory(event=event)) for _n in range(2))
        now = timezone.now()
        SignIn.objects.filter(pk=first.pk).update(changed_at=now, undone_at=now, undo_reason="扫错")
        SignIn.objects.filter(pk=second.pk).update(changed_at=now)
        seen = board_stamp(event, at=now)
        SignIn.objects.filter(pk=first.pk).update(
            changed_at=now - timedelta(seconds=1), undone_at=None
        )

        assert settled(event) != seen


class TestBoardScreen:
    @pytest.fixture
    def staff(self, log_in) -> Client:
        return log_in("Reception")

    def figures(self, event: Event) -> str:
        return reverse("guests:board_figures", args=[event.pk])

    def test_answers_nothing_new_cheaply_until_somebody_arrives(
        self, staff: Client, event: Event, desk: Desk, guest: Guest, django_assert_max_num_queries
    ):
        staff.get(self.figures(event))  # what is imported late is imported in real time
        with freeze_time(timezone.now() + SETTLING) as clock:
            first = staff.get(self.figures(event))
            with django_assert_max_num_queries(11):  # who asks, with which rights, and the stamp
                same = staff.get(self.figures(event), headers={"If-None-Match": first["ETag"]})
            Tablet(desk).scan(guest)
            clock.tick(4)
            fresh = staff.get(self.figures(event), headers={"If-None-Match": first["ETag"]})

        assert (first.status_code, same.status_code, fresh.status_code) == (200, 304, 200)
        assert not same.content
        assert guest.greeting in fresh.content.decode()
        assert guest.greeting not in first.content.decode()

    def test_costs_the_same_for_one_guest_and_for_many(
        self, staff: Client, event: Event, django_assert_num_queries
    ):
        door, dinner = CheckpointFactory.create_batch(2, event=event)
        SignInFactory(guest=GuestFactory(event=event), checkpoint=door)
        url = reverse("guests:board", args=[event.pk])
        staff.get(url)
        with django_assert_num_queries(14) as one:
            staff.get(url)
        for point in (door, dinner):
            for guest in GuestFactory.create_batch(2, event=event):
                SignInFactory(guest=guest, checkpoint=point)
        with django_assert_num_queries(len(one)):
            staff.get(url)

    def test_is_for_staff_who_may_see_sign_ins(self, client: Client, log_in, event: Event):
        for url in (reverse("guests:board", args=[event.pk]), self.figures(event)):
            assert client.get(url).status_code == 302
            assert log_in("Finance").get(url).status_code in (302, 403)
            assert log_in("Reception").get(url).status_code == 200


class TestFigures:
    def test_count_people_once_whatever_checkpoints_they_pass(self, event: Event):
        door, dinner = CheckpointFactory.create_batch(2, event=event)
        couple = GuestFactory(event=event, party_limit=2, replied_yes=True, reply_party=2)
        SignInFactory(guest=couple, checkpoint=door, party=2)
        SignInFactory(guest=couple, checkpoint=dinner, party=1)
        SignInFactory(guest=GuestFactory(event=event), checkpoint=door, undone=True)
        GuestFactory(event=event, replied_no=True)
        GuestFactory(event=event, cancelled=True)

        board = read_board(event)

        assert (board.invited, board.expected, board.expected_people) == (3, 2, 3)
        assert (board.arrived, board.arrived_people) == (1, 2)
        assert [(point.guests, point.people) for point in board.checkpoints] == [(1, 2), (1, 1)]
        assert len(board.latest) == 2

    def test_show_on_the_staffs_first_page_only_for_events_at_the_door(self, event: Event, now):
        EventFactory(number="LATER")
        EventFactory(running=True, status="cancelled", title="取消的晚宴")

        panel = RunningEventsPanel(at=now).render_html()

        assert event.title_text in panel
        assert "取消的晚宴" not in panel
        assert panel.count("<article") == 1
