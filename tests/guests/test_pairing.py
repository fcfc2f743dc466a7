import uuid
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext

from foyer.core.models import User
from foyer.guests.fleet import read_fleet
from foyer.guests.models import Desk, Guest, PairingCode, SignIn
from foyer.guests.services import sign_in as acts
from foyer.guests.services.pairing import (
    PairingCodeUnknown,
    PinMalformed,
    hash_token,
    issue_pairing_code,
    pair_desk,
    revoke_desk,
    set_pin,
)
from tests.factories import CheckpointFactory, DeskFactory, EventFactory
from tests.factories.guests import PIN
from tests.tablet import API, Tablet

pytestmark = pytest.mark.django_db


def pair(code: str):
    return Client().post(f"{API}/pair", {"code": code}, content_type="application/json")


class TestPairing:
    @pytest.fixture
    def unpaired(self) -> Desk:
        return DeskFactory()

    def test_gives_a_token_once_which_is_kept_only_as_a_hash(
        self, unpaired: Desk, administrator: User, now
    ):
        code = issue_pairing_code(desk=unpaired, by=administrator, at=now)

        first, second = pair(f"{code[:4]}-{code[4:]}".lower()), pair(code)

        token = first.json()["token"]
        assert (first.status_code, first.json()["desk"]) == (201, {"name": unpaired.name})
        assert (second.status_code, second.json()["code"]) == (422, "pairing_code_unknown")
        unpaired.refresh_from_db()
        assert unpaired.token_hash == hash_token(token) != token
        assert not PairingCode.objects.filter(code_hash=code).exists()

    def test_ends_after_ten_minutes_or_with_a_newer_code(
        self, unpaired: Desk, administrator: User, now
    ):
        act = {"desk": unpaired, "by": administrator}
        old, new = issue_pairing_code(**act, at=now), issue_pairing_code(**act, at=now)

        for code, at in ((old, now), (new, now + timedelta(minutes=10))):
            with pytest.raises(PairingCodeUnknown):
                pair_desk(code=code, at=at)
        assert pair_desk(code=new, at=now + timedelta(minutes=9)).desk == unpaired

    def test_of_another_tablet_ends_the_first_ones_rights(
        self, desk: Desk, guest: Guest, administrator: User, now
    ):
        first = Tablet(desk)
        paired = pair_desk(code=issue_pairing_code(desk=desk, by=administrator, at=now), at=now)
        desk.token = paired.token

        assert first.scan(guest).status_code == 401
        assert Tablet(desk).scan(guest).json()["result"] == "welcome"

    def test_lets_twenty_tablets_of_one_house_in_but_few_guesses(self, administrator: User, now):
        for desk in DeskFactory.create_batch(20, event=EventFactory(running=True)):
            assert pair(issue_pairing_code(desk=desk, by=administrator, at=now)).status_code == 201

        answers = [pair(f"GUESS{n:03}") for n in range(11)]

        assert [answer.status_code for answer in answers] == [422] * 10 + [429]
        assert int(answers[-1]["Retry-After"]) > 0
        assert answers[-1].json()["code"] == "too_many_attempts"


class TestRevokedDesk:
    def test_can_do_nothing_at_all(self, desk: Desk, guest: Guest, administrator: User, now):
        tablet = Tablet(desk)
        scan_id = str(uuid.uuid4())
        assert tablet.scan(guest, id=scan_id).status_code == 200
        code = issue_pairing_code(desk=desk, by=administrator, at=now)
        revoke_desk(desk=desk, at=now, by=administrator)

        answers = [
            tablet.get(),
            tablet.get("/board"),
            tablet.get("/search", {"q": "张雅"}),
            tablet.scan(guest),
            tablet.scan(guest, id=scan_id),
            tablet.get("/roster"),
            tablet.walk_in(),
            tablet.post("/pin", {"pin": PIN}),
            tablet.post("/event", {"pin": PIN, "number": guest.event.number}),
            tablet.post("/leave", {"pin": PIN}),
        ]

        assert {(answer.status_code, answer.json()["code"]) for answer in answers} == {
            (401, "desk_revoked")
        }
        assert pair(code).status_code == 422  # codes not yet used die with it

    def test_signs_nobody_in_from_the_next_question_on(
        self, desk: Desk, guest: Guest, now, monkeypatch
    ):
        # The row of a rival makes the first insert lose; meanwhile somebody revokes the desk.
        def lose(**_row):
            revoke_desk(desk=desk, at=now)
            return False

        monkeypatch.setattr(acts, "insert_sign_in", lose)

        assert Tablet(desk).scan(guest).json()["code"] == "desk_revoked"
        assert not SignIn.objects.exists()


class TestStaffPin:
    def test_lets_staff_leave_and_revokes_the_tablet(self, desk: Desk):
        tablet = Tablet(desk)

        assert tablet.post("/leave", {"pin": "1111"}).json()["code"] == "pin_wrong"
        assert tablet.post("/leave", {"pin": PIN}).json() == {"left": True}
        assert tablet.get().status_code == 401

    def test_is_not_guessed(self, desk: Desk):
        tablet = Tablet(desk)
        for _wrong in range(3):
            tablet.post("/pin", {"pin": "1111"})
        right = tablet.post("/pin", {"pin": PIN})  # forgets the wrong ones
        assert right.json()["until"] > timezone.now().isoformat()

        answers = [tablet.post("/pin", {"pin": "1111"}) for _guess in range(5)]
        locked = tablet.post("/pin", {"pin": PIN})

        assert {answer.json()["code"] for answer in answers} == {"pin_wrong"}
        assert locked.status_code == 429
        assert int(locked["Retry-After"]) <= 300

    def test_that_was_never_set_is_said_to_be_missing_however_often_it_is_tried(
        self, desk: Desk, log_in
    ):
        Desk.objects.filter(pk=desk.pk).update(pin_hash="")
        tablet = Tablet(desk)

        told = [tablet.post("/pin", {"pin": PIN}) for _try in range(7)]

        assert {(one.status_code, one.json()["code"]) for one in told} == {(403, "pin_missing")}
        [card] = read_fleet(at=timezone.now())
        assert "pin" in card.troubles
        page = log_in("Reception").get(reverse("guests:desks")).content.decode()
        assert reverse("guests:desk_pin", args=[desk.pk]) in page
        assert gettext("none yet") in page

    @pytest.mark.parametrize("pin", ["", "123", "123456789", "12a4", "１２３４"])
    def test_is_four_to_eight_plain_digits(self, desk: Desk, pin: str):
        with pytest.raises(PinMalformed):
            set_pin(desk=desk, pin=pin)


class TestChangingTheEvent:
    def test_needs_the_pin_and_a_checkpoint_there(self, desk: Desk):
        later = CheckpointFactory(event=EventFactory())
        desk.checkpoints.add(later)
        stranger = CheckpointFactory(event=EventFactory())
        tablet = Tablet(desk)

        offered = {event["number"] for event in tablet.get().json()["events"]}
        refused = tablet.post("/event", {"pin": PIN, "number": stranger.event.number})
        wrong = tablet.post("/event", {"pin": "0000", "number": later.event.number})
        changed = tablet.post("/event", {"pin": PIN, "number": later.event.number}).json()

        assert offered == {desk.event.number, later.event.number}
        assert (refused.status_code, refused.json()["code"]) == (403, "event_not_allowed")
        assert wrong.json()["code"] == "pin_wrong"
        assert changed["event"]["number"] == later.event.number
        assert [point["id"] for point in changed["checkpoints"]] == [later.pk]
