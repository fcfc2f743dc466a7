import uuid
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from freezegun import freeze_time

from foyer.core.models import HousePolicy
from foyer.guests.board import board_stamp, read_board
from foyer.guests.enums import DeskMode, LeavingWay
from foyer.guests.models import Departure, Desk, Guest, SignIn, SignInConflict
from foyer.guests.muster import people_inside, read_muster
from foyer.guests.services.fleet import lock_desk, move_desk
from foyer.guests.services.leaving import sign_out_the_rest
from foyer.guests.services.pairing import revoke_desk
from foyer.guests.services.roster import handle_of
from foyer.guests.services.sign_in import sign_in_by_hand
from tests.factories import (
    CheckpointFactory,
    DeskFactory,
    EventFactory,
    GuestFactory,
    SignInConflictFactory,
    SignInFactory,
)
from tests.factories.guests import PIN
from tests.tablet import Tablet

pytestmark = pytest.mark.django_db


@pytest.fixture
def way_out(event) -> Tablet:
    """A tablet at the exit of the event."""
    return Tablet(DeskFactory(event=event, paired=True, mode=DeskMode.EXIT))


@pytest.fixture
def inside(event) -> Guest:
    """A guest who is in."""
    return SignInFactory(guest=GuestFactory(event=event, language="zh-hans")).guest


def leave(tablet: Tablet, guest: Guest | str, **more):
    code = guest.code_sealed if isinstance(guest, Guest) else guest
    return tablet.post("/sign-outs", {"id": str(uuid.uuid4()), "code": code} | more)


class TestSigningOut:
    def test_says_goodbye_once_and_to_a_repeat_again(self, way_out: Tablet, inside: Guest):
        scan_id = str(uuid.uuid4())

        first, repeat = (leave(way_out, inside, id=scan_id) for _n in range(2))
        other = leave(way_out, inside)

        assert first.json()["result"] == repeat.json()["result"] == "goodbye"
        assert first.json()["guest"]["greeting"] == inside.greeting
        assert other.json()["result"] == "gone"
        [kept] = Departure.objects.all()
        assert (kept.guest, kept.desk, kept.way) == (inside, way_out.desk, LeavingWay.CODE)

    def test_makes_room_and_tells_the_board(self, way_out: Tablet, event):
        couple = SignInFactory(guest=GuestFactory(event=event, party_limit=2), party=2).guest
        SignInFactory(guest=GuestFactory(event=event))
        before, later = board_stamp(event, at=timezone.now()), timezone.now() + timedelta(hours=1)

        leave(way_out, couple)

        board = read_board(event)
        assert (board.arrived_people, board.inside_people, people_inside(event)) == (3, 1, 1)
        assert board_stamp(event, at=later) != before

    def test_turns_back_whom_it_does_not_know_or_who_never_came(self, way_out: Tablet, event):
        answers = [
            leave(way_out, shown).json()["result"]
            for shown in ("7" * 26, "?", GuestFactory(), GuestFactory(event=event))
        ]

        assert answers == ["unknown", "unknown", "other_event", "not_in"]
        assert not Departure.objects.exists()

    def test_lets_out_a_guest_struck_off_meanwhile(self, way_out: Tablet, inside: Guest, now):
        Guest.objects.filter(pk=inside.pk).update(cancelled_at=now)

        assert leave(way_out, inside).json()["result"] == "goodbye"

    def test_by_name_asks_for_the_phone(self, way_out: Tablet, inside: Guest):
        [hit] = way_out.get("/search", {"q": inside.name}).json()["hits"]
        scan = {"id": str(uuid.uuid4()), "ref": hit["ref"]}

        others = f"{(int(inside.phone[-4:]) + 1) % 10_000:04}"
        wrong = way_out.post("/sign-outs", scan | {"last4": others})
        right = way_out.post("/sign-outs", scan | {"last4": inside.phone[-4:]})

        assert (wrong.status_code, right.json()["result"]) == (422, "goodbye")
        assert Departure.objects.get().way == LeavingWay.NAME

    def test_is_refused_without_code_or_name_and_at_a_closed_desk(
        self, way_out: Tablet, inside: Guest, administrator, now
    ):
        assert way_out.post("/sign-outs", {"id": str(uuid.uuid4())}).status_code == 422
        lock_desk(desk=way_out.desk, by=administrator, at=now)
        assert leave(way_out, inside).json()["code"] == "desk_locked"

    @pytest.mark.parametrize(
        ("mode", "answer"),
        [(DeskMode.SELF_SERVICE, "no_exit"), (DeskMode.ATTENDED, "no_exit"), (DeskMode.EXIT, None)],
    )
    def test_is_done_by_guests_themselves_at_an_exit_only(
        self, event, inside: Guest, mode: DeskMode, answer: str | None
    ):
        tablet = Tablet(DeskFactory(event=event, paired=True, mode=mode))
        [hit] = tablet.get("/search", {"q": inside.name}).json()["hits"]
        by_name = {"id": str(uuid.uuid4()), "ref": hit["ref"], "last4": inside.phone[-4:]}

        told = [leave(tablet, inside), tablet.post("/sign-outs", by_name)]

        assert [one.json().get("code") for one in told] == [answer, answer]
        assert Departure.objects.count() == (1 if answer is None else 0)

    def test_is_done_by_staff_with_the_pass_of_their_shift(self, event, inside: Guest):
        tablet = Tablet(DeskFactory(event=event, paired=True, mode=DeskMode.ATTENDED))
        shift = tablet.post("/shift", {"pin": PIN}).json()["shift"]
        [hit] = tablet.get("/search", {"q": inside.name}).json()["hits"]
        by_name = {"id": str(uuid.uuid4()), "ref": hit["ref"], "shift": shift}

        forged = leave(tablet, inside, shift=shift + "x")
        done = tablet.post("/sign-outs", by_name)

        assert (forged.json()["code"], done.json()["result"]) == ("not_attended", "goodbye")
        assert (Departure.objects.get().desk, inside.departures.count()) == (tablet.desk, 1)

    def test_is_answered_again_though_the_tablet_is_for_something_else_by_now(
        self, way_out: Tablet, inside: Guest
    ):
        scan_id = str(uuid.uuid4())
        first = leave(way_out, inside, id=scan_id)
        Desk.objects.filter(pk=way_out.desk.pk).update(mode=DeskMode.SELF_SERVICE)

        repeat, other = leave(way_out, inside, id=scan_id), leave(way_out, inside)

        assert first.json() == repeat.json()
        assert other.json()["code"] == "no_exit"

    def test_takes_few_questions(
        self, way_out: Tablet, inside: Guest, django_assert_max_num_queries
    ):
        leave(way_out, "7" * 26)
        with django_assert_max_num_queries(9):
            leave(way_out, inside)


class TestComingBack:
    @pytest.mark.parametrize("known", [False, True])
    def test_is_welcomed_back_once_and_a_repeat_is_too(
        self, way_out: Tablet, desk: Desk, inside: Guest, known
    ):
        way_in = Tablet(desk)
        way_in.checkpoint = inside.sign_ins.get().checkpoint
        desk.checkpoints.add(way_in.checkpoint)
        leave(way_out, inside)
        way_in.known, scan_id = known, str(uuid.uuid4())

        results = [way_in.scan(inside, id=scan_id).json()["result"] for _n in range(2)]
        other = way_in.scan(inside).json()["result"]

        assert (results, other) == (["back", "back"], "already")
        assert leave(way_out, inside).json()["result"] == "goodbye"
        assert SignIn.objects.count() == 1
        assert Departure.objects.count() == 2

    @pytest.mark.parametrize("known", [False, True])
    def test_by_another_list_counts_as_being_in_again(
        self, way_out: Tablet, desk: Desk, inside: Guest, event, known
    ):
        leave(way_out, inside)
        dinner = Tablet(desk)
        dinner.known = known

        assert dinner.scan(inside).json()["result"] == "welcome"

        assert [one.name for one in read_muster(event, at=way_out.desk.paired_at).present] == [
            inside.name
        ]

    def test_by_hand_counts_too(self, way_out: Tablet, inside: Guest, administrator, event, now):
        leave(way_out, inside)
        point = inside.sign_ins.get().checkpoint

        sign_in_by_hand(guest=inside, checkpoint=point, by=administrator, at=now)

        assert read_muster(event, at=now).people == 1


class TestLeavingWithoutANetwork:
    def entry(self, guest: Guest, **more):
        handle = handle_of(guest.pk, guest.code_issued_at)
        return {
            "id": str(uuid.uuid4()),
            "checkpoint": 1,
            "handle": handle,
            "leaving": True,
        } | more

    def test_is_kept_at_its_own_time_though_the_coming_is_told_later(
        self, way_out: Tablet, event, now
    ):
        guest, left_at = GuestFactory(event=event), now - timedelta(minutes=20)
        entry = self.entry(guest, scanned_at=left_at.isoformat())

        for _n in range(2):
            [told] = way_out.post("/sign-ins/batch", {"sign_ins": [entry]}).json()
            assert told["result"] == "goodbye"

        SignInFactory(guest=guest, signed_in_at=left_at - timedelta(hours=1))
        assert Departure.objects.get().left_at == left_at
        assert read_muster(event, at=now).present == ()

    @pytest.mark.parametrize("mode", DeskMode)
    def test_is_kept_whatever_the_tablet_is_for_by_now(
        self, way_out: Tablet, inside: Guest, mode: DeskMode
    ):
        Desk.objects.filter(pk=way_out.desk.pk).update(mode=mode)

        [told] = way_out.post("/sign-ins/batch", {"sign_ins": [self.entry(inside)]}).json()

        assert told["result"] == "goodbye"
        assert Departure.objects.get().guest == inside

    def test_is_told_by_a_revoked_tablet_too_and_makes_no_conflict(
        self, way_out: Tablet, inside: Guest, administrator, now
    ):
        revoke_desk(desk=way_out.desk, at=now, by=administrator)

        [told] = way_out.post("/sign-ins/batch", {"sign_ins": [self.entry(inside)]}).json()

        assert told["result"] == "goodbye"
        assert not SignInConflict.objects.exists()

    def test_is_kept_at_its_own_event_though_the_desk_was_moved_to_the_next(
        self, way_out: Tablet, inside: Guest, event, now
    ):
        left_at, following = now - timedelta(seconds=20), EventFactory(running=True)
        CheckpointFactory(event=following)
        move_desk(desk=way_out.desk, event=following)

        entry = self.entry(inside, scanned_at=left_at.isoformat())
        told = [way_out.post("/sign-ins/batch", {"sign_ins": [entry]}).json()[0] for _n in range(2)]

        assert [one["result"] for one in told] == ["goodbye", "goodbye"]
        [kept] = Departure.objects.all()
        assert (kept.event, kept.guest, kept.left_at) == (event, inside, left_at)
        assert read_muster(event, at=now).people == 0

    def test_of_nobody_the_house_knows_waits_for_staff(self, way_out: Tablet, event, log_in, now):
        left_at = now - timedelta(minutes=20)
        entry = self.entry(GuestFactory(event=event), handle="x", scanned_at=left_at.isoformat())

        for _n in range(2):
            [told] = way_out.post("/sign-ins/batch", {"sign_ins": [entry]}).json()
            assert (told["id"], told["result"]) == (entry["id"], "conflict")

        kept = SignInConflict.objects.get()
        assert (kept.leaving, kept.event, kept.guest, kept.desk) == (
            True,
            event,
            None,
            way_out.desk,
        )
        assert (kept.scanned_at, kept.told_at) == (left_at, left_at)
        page = log_in("Reception").get(reverse("guests:conflicts", args=[event.pk]))
        assert gettext("Let out offline") in page.content.decode()

    def test_does_not_put_out_a_guest_who_was_at_a_door_since(
        self, way_out: Tablet, desk: Desk, event, now
    ):
        door, guest = Tablet(desk), GuestFactory(event=event)
        with freeze_time(now - timedelta(minutes=50)):
            door.scan(guest)
        with freeze_time(now - timedelta(minutes=10)):
            again = door.scan(guest).json()["result"]
        entry = self.entry(guest, scanned_at=(now - timedelta(minutes=30)).isoformat())

        [told] = way_out.post("/sign-ins/batch", {"sign_ins": [entry]}).json()

        assert (again, told["result"]) == ("already", "goodbye")
        kept = Departure.objects.get()
        assert kept.returned_at - kept.left_at == timedelta(minutes=20)
        assert read_muster(event, at=now).people == 1

    def test_takes_the_place_of_an_automatic_one(self, way_out: Tablet, inside: Guest, event):
        left_at = event.ends_at - timedelta(minutes=10)
        sign_out_the_rest(at=event.ends_at + timedelta(minutes=40))
        entry = self.entry(inside, scanned_at=left_at.isoformat())

        with freeze_time(event.ends_at + timedelta(hours=1)):
            for _n in range(2):
                [told] = way_out.post("/sign-ins/batch", {"sign_ins": [entry]}).json()
                assert told["result"] == "goodbye"

        kept = Departure.objects.get()
        assert (kept.left_at, kept.way, kept.desk) == (left_at, LeavingWay.CODE, way_out.desk)

    def test_is_in_the_list_other_tablets_keep(self, way_out: Tablet, desk: Desk, inside: Guest):
        tablet = Tablet(desk)
        before = tablet.get("/roster").json()
        leave(way_out, inside)

        after = tablet.get("/roster", {"since": before["at"]}).json()

        assert before["left"] == []
        assert [guest for guest, at in after["left"] if at] == [inside.pk]
        assert before["stamp"] != after["stamp"]


class TestTheRest:
    @pytest.mark.parametrize("minutes", [0, 30, 90])
    def test_are_signed_out_as_long_after_the_end_as_the_house_says_and_marked(
        self, now, minutes: int
    ):
        HousePolicy.objects.update(sign_out_minutes=minutes)
        ended = now - timedelta(minutes=minutes)
        over = EventFactory(starts_at=now - timedelta(hours=3), ends_at=ended)
        guest = SignInFactory(guest=GuestFactory(event=over)).guest
        SignInFactory(guest=GuestFactory(event=over), undone=True)
        running = SignInFactory(guest=GuestFactory(event=EventFactory(running=True)))

        early = sign_out_the_rest(at=now - timedelta(seconds=1))
        first, again = (sign_out_the_rest(at=now) for _n in range(2))

        assert (early, first, again) == (0, 1, 0)
        [kept] = Departure.objects.all()
        assert (kept.guest, kept.way, kept.desk) == (guest, LeavingWay.AUTOMATIC, None)
        assert not running.guest.departures.exists()


class TestMuster:
    def test_counts_everybody_who_is_in_with_companions(self, way_out: Tablet, event, now):
        pair = SignInFactory(guest=GuestFactory(event=event, name="安然"), party=2).guest
        SignInFactory(guest=pair)  # at dinner, alone
        gone = SignInFactory(guest=GuestFactory(event=event)).guest
        leave(way_out, gone)
        SignInFactory(guest=GuestFactory(event=event), undone=True)
        SignInFactory()

        muster = read_muster(event, at=now)

        assert ([one.name for one in muster.present], muster.people) == (["安然"], 2)

    def test_names_whom_a_tablet_let_in_and_the_tablets_that_may_know_of_more(
        self, way_out: Tablet, log_in, event, now
    ):
        here = GuestFactory(event=event, name="丁一")
        SignInFactory(guest=here)
        revoked = Desk.objects.get(pk=DeskFactory(event=event, paired=True).pk)
        for guest in (here, GuestFactory(event=event, name="白露"), None):
            SignInConflictFactory(event=event, guest=guest, checkpoint=None, desk=revoked, party=2)
        SignInConflictFactory(event=event, guest=None, checkpoint=None, leaving=True)
        settled = SignInConflictFactory(event=event, guest=GuestFactory(event=event))
        SignInConflict.objects.filter(pk=settled.pk).update(settled_at=now, settlement="stands")
        Desk.objects.filter(pk=way_out.desk.pk).update(last_seen_at=now, waiting=0)
        Desk.objects.filter(pk=revoked.pk).update(
            name="三号台", last_seen_at=now - timedelta(hours=1), waiting=12
        )

        shown = way_out.post("/muster", {"pin": PIN}).json()
        page = log_in("Reception").get(reverse("guests:muster", args=[event.pk])).content.decode()

        assert [one["name"] for one in shown["present"]] == ["丁一"]
        assert [(one["name"], one["people"]) for one in shown["unsettled"]] == [
            ("", 2),
            ("白露", 2),
        ]
        assert [(one["name"], one["waiting"]) for one in shown["unheard"]] == [("三号台", 12)]
        assert all(words in page for words in ("白露", gettext("Unknown guest"), "三号台"))

    def test_is_a_page_to_print_for_those_who_see_sign_ins(self, log_in, inside: Guest, event):
        page = reverse("guests:muster", args=[event.pk])

        shown = log_in("Reception").get(page)

        assert inside.name in shown.content.decode()
        assert "no-store" in shown["Cache-Control"]
        assert log_in("Finance").get(page).status_code in (302, 403)

    def test_takes_as_many_questions_for_three_as_for_one(
        self, log_in, inside: Guest, event, django_assert_max_num_queries
    ):
        staff, page = log_in("Reception"), reverse("guests:muster", args=[event.pk])
        staff.get(page)
        with django_assert_max_num_queries(20) as one:
            staff.get(page)
        SignInFactory.create_batch(2, guest__event=event)
        with django_assert_max_num_queries(len(one)):
            staff.get(page)

    def test_is_shown_at_an_exit_behind_the_pin_only(
        self, way_out: Tablet, desk: Desk, inside: Guest
    ):
        wrong = way_out.post("/muster", {"pin": "0000"})
        elsewhere = Tablet(desk).post("/muster", {"pin": PIN})
        shown = way_out.post("/muster", {"pin": PIN})

        assert (wrong.json()["code"], elsewhere.json()["code"]) == ("pin_wrong", "no_exit")
        assert [one["name"] for one in shown.json()["present"]] == [inside.name]
        assert shown.json()["people"] == 1
