"""A queue handed in under bad stars: nobody is lost, nobody comes twice, no scan is told of itself. (KIOSK 5)"""

import json
import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.db import DataError, OperationalError
from django.utils import timezone

from foyer.api.desk_roster import keep_scan
from foyer.events.models import Event
from foyer.guests.enums import ConflictReason
from foyer.guests.models import Desk, Guest, SignIn, SignInConflict
from foyer.guests.services.codes import issue_new_code
from foyer.guests.services.pairing import FORMER_LIFE, revoke_desk
from foyer.guests.services.roster import handle_of
from foyer.guests.services.sign_in import undo_sign_in
from foyer.guests.services.striking_off import strike_off
from tests.factories import DeskFactory, GuestFactory, UserFactory
from tests.tablet import Tablet

pytestmark = pytest.mark.django_db


@pytest.fixture
def tablet(desk: Desk) -> Tablet:
    return Tablet(desk)


def entry_of(guest: Guest, tablet: Tablet, **more: Any) -> dict[str, Any]:
    """Return a guest the tablet let in by itself."""
    about = {"checkpoint": tablet.checkpoint.pk, "scanned_at": timezone.now().isoformat()}
    handle = handle_of(guest.pk, guest.code_issued_at)
    return {"id": str(uuid.uuid4()), "handle": handle, **about, **more}


def hand_in(tablet: Tablet, *entries: dict[str, Any]) -> list[dict[str, Any]]:
    answer = tablet.post("/sign-ins/batch", {"sign_ins": list(entries)})
    assert answer.status_code == 200, answer.content
    return answer.json()


class TestAReplyLostOnItsWay:
    """The scan was kept, the tablet never heard so, let the guest in by itself, and asks again later."""

    @pytest.mark.parametrize(
        "since", ["nothing", "struck off", "new code", "undone", "revoked", "no checkpoint", "over"]
    )
    def test_is_given_again_whatever_has_happened_since(self, tablet, desk, event, since):
        guest, staff, now = GuestFactory(event=event), UserFactory(), timezone.now()
        entry = entry_of(guest, tablet)
        assert tablet.scan(guest, id=entry["id"]).json()["result"] == "welcome"
        if since == "struck off":
            strike_off(guest=guest, by=staff, at=now)
        elif since == "new code":
            issue_new_code(guest=guest, by=staff, at=now)
        elif since == "undone":
            undo_sign_in(sign_in=SignIn.objects.get(), by=staff, at=now, reason="扫错了人")
        elif since == "revoked":
            revoke_desk(desk=desk, at=now)
        elif since == "no checkpoint":
            desk.checkpoints.clear()
        elif since == "over":
            Event.objects.filter(pk=event.pk).update(status="closed")

        [line], [again] = hand_in(tablet, entry), hand_in(tablet, entry)

        assert line == again
        assert (line["id"], line["result"]) == (entry["id"], "welcome")
        assert SignIn.objects.count() == 1
        assert not SignInConflict.objects.exists()

    def test_is_not_given_for_another_guest(self, tablet, event):
        guest, other = GuestFactory.create_batch(2, event=event)
        first = entry_of(guest, tablet)
        hand_in(tablet, first)

        [line] = hand_in(tablet, entry_of(other, tablet, id=first["id"]))

        assert (line["result"], line["code"]) == ("conflict", ConflictReason.ID_REUSED)
        assert list(SignIn.objects.values_list("guest", flat=True)) == [guest.pk]


class TestOneBadEntry:
    def test_spoils_no_other_and_is_the_only_one_the_tablet_keeps(self, tablet, event, monkeypatch):
        guests = GuestFactory.create_batch(4, event=event)
        entries = [entry_of(guest, tablet) for guest in guests]
        entries[1]["party"] = "many"

        def fail_at_the_third(token: str, scan: Any, now: Any) -> Any:
            if str(scan.id) == entries[2]["id"]:
                raise DataError("a value no column takes")
            return keep_scan(token, scan, now)

        monkeypatch.setattr("foyer.api.desk.keep_scan", fail_at_the_third)

        lines = hand_in(tablet, *entries)

        told = [(line["id"], line["result"], line.get("status")) for line in lines]
        assert told == [
            (entries[0]["id"], "welcome", None),
            (entries[1]["id"], "error", 422),
            (entries[2]["id"], "error", 500),
            (entries[3]["id"], "welcome", None),
        ]
        assert {row.guest for row in SignIn.objects.all()} == {guests[0], guests[3]}


class TestADatabaseThatIsAway:
    @pytest.mark.parametrize("path", ["/sign-ins", "/sign-ins/batch", ""])
    def test_is_said_with_a_time_to_come_again(self, tablet, event, monkeypatch, path):
        guest = GuestFactory(event=event)

        def is_away(*_args: Any, **_kwargs: Any) -> None:
            raise OperationalError("server closed the connection unexpectedly")

        for place in ("gather_facts", "known_door"):
            monkeypatch.setattr(f"foyer.guests.services.sign_in.{place}", is_away)
        monkeypatch.setattr("foyer.guests.services.pairing.find_desk", is_away)
        monkeypatch.setattr("foyer.guests.services.pairing.find_former_desk", is_away)

        if path == "":
            answer = tablet.get()
        elif path == "/sign-ins":
            answer = tablet.scan(guest)
        else:
            answer = tablet.post(path, {"sign_ins": [entry_of(guest, tablet)]})

        assert answer.status_code == 503
        assert int(answer["Retry-After"]) > 0
        assert json.loads(answer.content)["code"] == "database_away"


class TestATokenTooOldToTellAnything:
    def test_is_told_so_and_the_tablet_s_present_one_may_tell_instead(self, tablet, desk, event):
        guest = GuestFactory(event=event)
        entry = entry_of(guest, tablet)
        revoke_desk(desk=desk, at=timezone.now() - FORMER_LIFE - timedelta(seconds=1))
        again = DeskFactory(event=event, paired=True)
        again.checkpoints.set([tablet.checkpoint])

        refused = tablet.post("/sign-ins/batch", {"sign_ins": [entry]})
        [line] = hand_in(Tablet(again), entry)

        assert (refused.status_code, refused.json()["code"]) == (401, "desk_revoked")
        assert line["result"] == "welcome"
        assert SignIn.objects.get().desk == again
