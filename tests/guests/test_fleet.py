from datetime import timedelta

import pytest
from django.urls import reverse

from foyer.core.models import HousePolicy, User
from foyer.events.enums import EventStatus
from foyer.guests.fleet import fleet_stamp, read_fleet
from foyer.guests.models import Desk, SignIn
from foyer.guests.services.fleet import (
    NOTED_EVERY,
    MessageMissing,
    NoCheckpoint,
    NotPaired,
    TabletReport,
    ask_to_wipe,
    lock_desk,
    move_desk,
    note_report,
    send_message,
    unlock_desk,
)
from foyer.guests.services.pairing import SHEET_LIFE, pair_desk, revoke_desk
from foyer.guests.services.schedule import follow_rooms
from tests.factories import (
    CheckpointFactory,
    DeskFactory,
    EventFactory,
    GuestFactory,
    RoomFactory,
)
from tests.factories.guests import PIN
from tests.tablet import Tablet

pytestmark = pytest.mark.django_db


@pytest.fixture
def tablet(desk: Desk) -> Tablet:
    return Tablet(desk)


class TestTabletReport:
    def test_is_kept_and_answered_with_the_desk(self, tablet: Tablet, desk: Desk, now):
        list_at, ahead = now - timedelta(minutes=3), now + timedelta(seconds=90)

        answer = tablet.post(
            "/report",
            {
                "battery": 41,
                "charging": False,
                "version": "4f2a9c10",
                "waiting": 7,
                "answers": 2,
                "list_at": list_at.isoformat(),
                "tablet_time": ahead.isoformat(),
            },
        )

        desk.refresh_from_db()
        assert answer.json() == tablet.get("").json() | {
            "server_time": answer.json()["server_time"]
        }
        assert (desk.battery, desk.charging, desk.waiting) == (41, False, 7)
        assert desk.answers_waiting == 2
        assert (desk.app_version, desk.list_at) == ("4f2a9c10", list_at)
        assert 85 <= desk.clock_ahead <= 90

    def test_is_written_at_most_every_half_minute(self, desk: Desk, now, django_assert_num_queries):
        note_report(desk=desk, report=TabletReport(battery=80), at=now)
        with django_assert_num_queries(0):
            note_report(desk=desk, report=TabletReport(battery=70), at=now + timedelta(seconds=29))
        with django_assert_num_queries(1):
            note_report(desk=desk, report=TabletReport(battery=60), at=now + NOTED_EVERY)

        desk.refresh_from_db()
        assert (desk.battery, desk.last_seen_at) == (60, now + NOTED_EVERY)

    @pytest.mark.parametrize(
        "wrong",
        [
            {"battery": 101},
            {"battery": "full"},
            {"waiting": -1},
            {"answers": -1},
            {"version": "x" * 33},
            {"list_at": "yesterday"},
            {"list_at": "2026-01-01T10:00:00"},
        ],
    )
    def test_that_makes_no_sense_is_refused_and_spoils_nothing(self, tablet: Tablet, desk, wrong):
        assert tablet.post("/report", wrong).status_code == 422

        desk.refresh_from_db()
        assert (desk.battery, desk.waiting, desk.last_seen_at) == (None, 0, None)

    def test_of_a_clock_years_off_is_no_offset(self, desk: Desk, now):
        note_report(desk=desk, report=TabletReport(tablet_time=now.replace(year=1970)), at=now)

        assert desk.clock_ahead is None


class TestMessage:
    def test_is_told_until_it_was_read(self, tablet: Tablet, desk: Desk, administrator: User, now):
        send_message(desk=desk, text=" 请把队伍引到二号台 ", by=administrator, at=now)

        told = tablet.post("/report", {}).json()["message"]
        assert told["text"] == "请把队伍引到二号台"
        tablet.post("/report", {"read_at": "2020-01-01T00:00:00Z"})
        assert tablet.get("").json()["message"] == told
        assert tablet.post("/report", {"read_at": told["at"]}).json()["message"] is None

        desk.refresh_from_db()
        assert desk.message_read_at is not None

    def test_is_words_for_a_tablet_that_is_there(self, desk: Desk, administrator: User, now):
        with pytest.raises(MessageMissing):
            send_message(desk=desk, text="  ", by=administrator, at=now)
        for act in (send_message, lock_desk, ask_to_wipe):
            more = {"text": "请关灯"} if act is send_message else {}
            with pytest.raises(NotPaired):
                act(desk=DeskFactory(), by=administrator, at=now, **more)


class TestClosedDesk:
    @pytest.fixture
    def closed(self, desk: Desk, administrator: User, now) -> Desk:
        lock_desk(desk=desk, by=administrator, at=now)
        return desk

    @pytest.mark.parametrize("known", [False, True])
    def test_signs_nobody_in_until_its_pin_opens_it(self, tablet: Tablet, closed, event, known):
        guest = GuestFactory(event=event)
        if known:
            tablet.get_known(tablet.checkpoint.pk)

        refused = tablet.scan(guest)

        assert (refused.status_code, refused.json()["code"]) == (403, "desk_locked")
        assert not SignIn.objects.exists()
        assert tablet.get("").json()["locked"] is True
        assert tablet.post("/unlock", {"pin": "0000"}).json()["code"] == "pin_wrong"
        assert tablet.post("/unlock", {"pin": PIN}).json()["locked"] is False
        assert tablet.scan(guest).json()["result"] == "welcome"

    def test_gives_a_scan_that_was_kept_its_answer_again(
        self, tablet: Tablet, desk, event, administrator, now
    ):
        guest, scan_id = GuestFactory(event=event), "5d4c1a60-53bb-4d4e-9a3e-1f6a1d1f0a01"
        tablet.scan(guest, id=scan_id)
        lock_desk(desk=desk, by=administrator, at=now)

        assert tablet.scan(guest, id=scan_id).json()["result"] == "welcome"

    def test_is_opened_from_the_admin_and_by_a_new_pairing(self, closed, administrator, now):
        unlock_desk(desk=closed, by=administrator)
        closed.refresh_from_db()
        assert closed.locked_at is None

        lock_desk(desk=closed, by=administrator, at=now)
        revoke_desk(desk=closed, at=now, by=administrator)
        assert Desk.objects.get(pk=closed.pk).locked_at is None


class TestWiping:
    def test_is_asked_for_until_the_tablet_says_it_is_done(
        self, tablet: Tablet, desk: Desk, administrator: User, now
    ):
        ask_to_wipe(desk=desk, by=administrator, at=now)

        asked = tablet.post("/report", {}).json()["wipe_at"]
        assert asked is not None
        assert tablet.get("").json()["wipe_at"] == asked
        assert tablet.post("/report", {"wiped_at": asked}).json()["wipe_at"] is None
        desk.refresh_from_db()
        assert desk.wiped_at is not None


class TestMoveDesk:
    def test_takes_the_lists_of_the_same_names_and_keeps_the_old(self, desk, administrator):
        [before] = desk.checkpoints.all()
        later = EventFactory(running=True)
        CheckpointFactory(event=later, name="伴手礼")
        same = CheckpointFactory(event=later, name=before.name, position=1)

        assert move_desk(desk=desk, event=later, by=administrator) is True

        desk.refresh_from_db()
        assert desk.event == later
        assert set(desk.checkpoints.all()) == {before, same}
        assert move_desk(desk=desk, event=later, by=administrator) is False

    def test_takes_the_first_list_where_none_is_called_so(self, desk: Desk):
        later = EventFactory(running=True)
        CheckpointFactory(event=later, position=1)
        first = CheckpointFactory(event=later, position=0)

        move_desk(desk=desk, event=later)

        assert list(desk.checkpoints.filter(event=later)) == [first]

    def test_needs_a_list_there(self, desk: Desk):
        with pytest.raises(NoCheckpoint):
            move_desk(desk=desk, event=EventFactory(running=True))


class TestDeskOfARoom:
    @pytest.fixture
    def room(self):
        return RoomFactory()

    def event(self, room, *, starts_at, **more):
        event = EventFactory(
            room=room, starts_at=starts_at, ends_at=starts_at + timedelta(hours=2), **more
        )
        CheckpointFactory(event=event)
        return event

    @pytest.mark.parametrize("minutes", [0, 30, 75])
    def test_goes_on_to_the_next_event_there_when_the_house_says(self, room, now, minutes: int):
        HousePolicy.objects.update(move_minutes=minutes)
        lunch = self.event(room, starts_at=now)
        self.event(RoomFactory(), starts_at=now + timedelta(hours=3))
        self.event(room, starts_at=now + timedelta(hours=3), status=EventStatus.CANCELLED)
        EventFactory(room=room, starts_at=now + timedelta(hours=3))  # no list yet
        tea = self.event(room, starts_at=now + timedelta(hours=4))
        self.event(room, starts_at=now + timedelta(hours=8))
        desk, staying = DeskFactory(event=lunch, room=room), DeskFactory(event=lunch)
        over = lunch.ends_at + timedelta(minutes=minutes)

        assert follow_rooms(at=over - timedelta(seconds=1)) == []
        assert follow_rooms(at=over) == [desk]
        assert follow_rooms(at=over) == []

        desk.refresh_from_db()
        staying.refresh_from_db()
        assert (desk.event, staying.event) == (tea, lunch)
        assert desk.checkpoints.filter(event=tea).exists()

    def test_leaves_a_cancelled_event_at_once_and_waits_where_nothing_comes(self, room, now):
        cancelled = self.event(room, starts_at=now, status=EventStatus.CANCELLED)
        desk = DeskFactory(event=cancelled, room=room)
        assert follow_rooms(at=now) == []

        tea = self.event(room, starts_at=now + timedelta(days=3))

        assert follow_rooms(at=now) == [desk]
        assert Desk.objects.get(pk=desk.pk).event == tea

    def test_is_looked_for_in_as_many_questions_however_many_follow(
        self, room, now, django_assert_num_queries
    ):
        lunch = self.event(room, starts_at=now)
        DeskFactory.create_batch(3, event=lunch, room=room)
        with django_assert_num_queries(2):  # the house policy, and the desks
            follow_rooms(at=now)


class TestDesksPage:
    url = "/admin/guests/desks/"

    def test_shows_how_each_desk_is(self, log_in, desk: Desk, now):
        note_report(
            desk=desk,
            report=TabletReport(
                battery=12, charging=False, version="0ld", waiting=3, tablet_time=now
            ),
            at=now,
        )
        DeskFactory(paired=True, last_seen_at=now - timedelta(hours=2))

        [card, silent] = read_fleet(at=now + timedelta(seconds=20))

        assert (card.name, card.state, card.waiting) == (desk.name, "online", 3)
        assert card.troubles == ("battery", "waiting", "version")
        assert (silent.state, silent.troubles) == ("silent", ("seen",))
        page = log_in("Reception").get(self.url).content.decode()
        assert desk.name in page
        assert "12%" in page

    def test_counts_answers_of_guests_that_wait_on_a_tablet(self, log_in, desk: Desk, now):
        note_report(desk=desk, report=TabletReport(answers=2), at=now)

        [card] = read_fleet(at=now)

        assert (card.waiting, card.answers, card.troubles) == (0, 2, ("waiting",))
        assert "0 · 2 条回答" in log_in("Reception").get(self.url).content.decode()

    def test_says_nothing_new_while_nothing_changed(self, log_in, desk: Desk, administrator, now):
        staff = log_in("Reception")
        first = staff.get(f"{self.url}states/")
        same = staff.get(f"{self.url}states/", headers={"if-none-match": first["ETag"]})
        assert (first.status_code, same.status_code) == (200, 304)

        send_message(desk=desk, text="请关灯", by=administrator, at=now)

        new = staff.get(f"{self.url}states/", headers={"if-none-match": first["ETag"]})
        assert new.status_code == 200
        assert "请关灯" in new.content.decode()

    def test_stays_the_same_within_a_minute_and_not_beyond(self, desk: Desk, now):
        note_report(desk=desk, report=TabletReport(), at=now)
        stamps = [
            fleet_stamp(read_fleet(at=now + timedelta(seconds=seconds))) for seconds in (1, 40, 200)
        ]

        assert stamps[0] == stamps[1] != stamps[2]

    def test_asks_as_many_questions_for_three_desks_as_for_one(
        self, log_in, django_assert_max_num_queries
    ):
        staff = log_in("Reception")
        DeskFactory(paired=True, room=RoomFactory())
        for page in (self.url, f"{self.url}states/"):
            staff.get(page)
            with django_assert_max_num_queries(20) as one:
                staff.get(page)
            DeskFactory.create_batch(2, paired=True, room=RoomFactory())
            with django_assert_max_num_queries(len(one)):
                staff.get(page)

    def test_shows_acts_only_to_those_who_may_pair(self, log_in, desk: Desk):
        acts = reverse("guests:desk_wipe", args=[desk.pk])

        assert acts in log_in("Reception").get(self.url).content.decode()
        assert acts not in log_in("Management").get(self.url).content.decode()
        assert log_in("Marketing").get(self.url).status_code in (302, 403)


class TestActsOverDesks:
    def page(self, name: str, desk: Desk) -> str:
        return reverse(f"guests:desk_{name}", args=[desk.pk])

    def test_send_close_open_wipe_and_move(self, log_in, desk: Desk):
        staff, later = log_in("Reception"), EventFactory(running=True)
        CheckpointFactory(event=later)

        staff.post(self.page("message", desk), {"text": "请关灯"})
        staff.post(self.page("lock", desk), {"act": "close"})
        desk.refresh_from_db()
        assert (desk.message, desk.locked_at is not None) == ("请关灯", True)
        staff.post(self.page("lock", desk), {"act": "open"})
        staff.post(self.page("wipe", desk))
        staff.post(self.page("move", desk), {"event": later.pk})

        desk.refresh_from_db()
        assert (desk.locked_at, desk.event) == (None, later)
        assert desk.wipe_asked_at is not None

    def test_say_what_is_the_matter_and_change_nothing(self, log_in, desk: Desk):
        staff, empty = log_in("Reception"), EventFactory(running=True)

        for name, sent in (
            ("message", {"text": " "}),
            ("message", {"text": "长" * 201}),
            ("move", {}),
            ("move", {"event": "x"}),
            ("move", {"event": empty.pk}),
        ):
            assert staff.post(self.page(name, desk), sent).status_code == 200
        unpaired = DeskFactory()
        assert staff.post(self.page("wipe", unpaired)).status_code == 200
        assert staff.post(self.page("lock", unpaired)).status_code == 302

        assert Desk.objects.get(pk=desk.pk).event == desk.event
        assert not Desk.objects.exclude(locked_at=None).exists()


class TestPairingSheet:
    url = "/admin/guests/desks/pairing-sheet/"

    def test_has_a_code_for_each_desk_chosen_good_for_an_hour(self, log_in, now):
        staff, desks = log_in("Reception"), DeskFactory.create_batch(3)

        page = staff.post(self.url, {"desk": [desks[0].pk, desks[2].pk, "x", 10**30]})

        text = page.content.decode()
        codes = [piece[:9] for piece in text.split("data-pairing-code>")[1:]]
        assert "no-store" in page["Cache-Control"]
        assert (desks[0].name in text, desks[1].name in text) == (True, False)
        assert pair_desk(code=codes[0], at=now + SHEET_LIFE / 2).desk == desks[0]
        assert pair_desk(code=codes[1], at=now + SHEET_LIFE / 2).desk == desks[2]

    def test_asks_for_desks_where_none_is_ticked(self, log_in):
        assert log_in("Reception").post(self.url, {}).url == "/admin/guests/desks/"
