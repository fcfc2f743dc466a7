"""The sealed roster, and what becomes of guests a tablet let in while it was alone."""

import json
import uuid
from base64 import b64decode
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from freezegun import freeze_time
from freezegun.api import FrozenDateTimeFactory

from foyer.clients.enums import Tier
from foyer.clients.services.tiers import change_tier
from foyer.core.secret_codes import new_code
from foyer.events.models import Event
from foyer.guests.enums import AnswerState, ConflictReason, GuestKind, Settlement, StuckReason
from foyer.guests.models import Desk, Guest, SignIn, SignInConflict, StepAnswer
from foyer.guests.services.codes import issue_new_code
from foyer.guests.services.pairing import FORMER_LIFE, revoke_desk
from foyer.guests.services.roster import PIECE, derive
from foyer.guests.services.sign_in import undo_sign_in
from foyer.guests.services.striking_off import strike_off
from tests.factories import (
    ClientFactory,
    ContactFactory,
    DeskFactory,
    EventFactory,
    GuestFactory,
    SignInConflictFactory,
    SignInFactory,
    UserFactory,
)
from tests.tablet import Tablet

pytestmark = pytest.mark.django_db


@pytest.fixture
def freezer() -> Iterator[FrozenDateTimeFactory]:
    with freeze_time(timezone.now()) as frozen:
        yield frozen


@pytest.fixture
def tablet(desk: Desk) -> Tablet:
    return Tablet(desk)


def roster(tablet: Tablet, **query: Any) -> dict[str, Any]:
    answer = tablet.get("/roster", query)
    assert answer.status_code == 200, answer.content
    return answer.json()


def opened(told: dict[str, Any], code: str) -> dict[str, Any] | None:
    """Return what a code opens, as a tablet would find it."""
    name, key = derive(code, bytes.fromhex(told["salt"]))
    for _guest, kept, box in told["entries"]:
        if kept == name:
            raw = b64decode(box)
            return json.loads(AESGCM(key).decrypt(raw[:12], raw[12:], None))
    return None


def let_in(told: dict[str, Any], guest: Guest, tablet: Tablet, **more: Any) -> dict[str, Any]:
    """Return the entry of a guest whom the tablet let in by this roster."""
    found = opened(told, guest.code_sealed)
    assert found
    about = {"checkpoint": tablet.checkpoint.pk, "scanned_at": timezone.now().isoformat()}
    return {"id": str(uuid.uuid4()), "handle": found["handle"], **about, **more}


def hand_in(tablet: Tablet, *entries: dict[str, Any]) -> list[dict[str, Any]]:
    answer = tablet.post("/sign-ins/batch", {"sign_ins": list(entries)})
    assert answer.status_code == 200, answer.content
    return answer.json()


class TestSealedRoster:
    def test_gives_each_code_its_own_guest_and_nobody_anything_else(self, tablet, event):
        guest = GuestFactory(event=event, name="王若兰", company="江南丝路", table="松 3", seat="5")
        GuestFactory(event=event)

        told = roster(tablet)

        found = opened(told, guest.code_sealed)
        online = tablet.scan(guest).json()
        assert {key: found[key] for key in ("guest", "message", "next", "language")} == {
            key: online[key] for key in ("guest", "message", "next", "language")
        }
        raw = json.dumps(told, ensure_ascii=False)
        for word in ("王若兰", "江南丝路", "松 3", guest.code_sealed, guest.code_hash):
            assert word not in raw
        assert opened(told, new_code()) is None
        assert len({len(b64decode(box)) % PIECE for _id, _name, box in told["entries"]}) == 1
        _name, foreign = derive(new_code(), bytes.fromhex(told["salt"]))
        sealed = b64decode(told["entries"][0][2])
        with pytest.raises(InvalidTag):
            AESGCM(foreign).decrypt(sealed[:12], sealed[12:], None)

    def test_derives_names_and_keys_as_the_standard_says(self):
        code, salt = new_code(), b"\x07" * 32

        name, key = derive(code, salt)

        def standard(info: bytes, length: int) -> bytes:
            return HKDF(hashes.SHA256(), length, salt, info).derive(code.encode())

        assert name == standard(b"foyer roster lookup", 16).hex()
        assert key == standard(b"foyer roster box", 32)

    def test_tells_only_what_has_changed_and_304_when_nothing_has(self, freezer, tablet, event):
        quiet, loud, coming = GuestFactory.create_batch(3, event=event)
        freezer.tick(60)
        before = tablet.get("/roster")
        told = before.json()
        freezer.tick(60)

        unchanged = tablet.get("/roster", **{"If-None-Match": before["ETag"]})
        loud.table = "竹 9"
        loud.save()
        passed = SignInFactory(guest=coming, checkpoint=tablet.checkpoint, desk=tablet.desk)
        changed = roster(tablet, since=told["at"])
        freezer.tick(60)
        undo_sign_in(sign_in=passed, by=UserFactory(), at=timezone.now(), reason="扫错了人")
        undone = roster(tablet, since=changed["at"])

        assert unchanged.status_code == 304
        assert (told["full"], told["count"]) == (True, 3)
        assert [entry[0] for entry in changed["entries"]] == [loud.pk]
        assert opened(changed, loud.code_sealed)["guest"]["table"] == "竹 9"
        assert [line[:2] for line in changed["arrived"]] == [[tablet.checkpoint.pk, coming.pk]]
        assert undone["arrived"] == [[tablet.checkpoint.pk, coming.pk, None, tablet.desk.name]]
        assert quiet.pk not in [entry[0] for entry in undone["entries"]]

    def test_knows_struck_off_guests_and_those_of_other_events_by_no_name(self, tablet, event):
        gone, elsewhere = GuestFactory(event=event, cancelled=True), GuestFactory()

        told = roster(tablet)

        assert opened(told, gone.code_sealed)["struck_off"] is True
        assert opened(told, elsewhere.code_sealed) == {
            "event": "other",
            "language": elsewhere.language,
        }

    def test_forgets_an_erased_guest(self, freezer, tablet, event):
        guest = GuestFactory(event=event)
        told = roster(tablet)
        freezer.tick(60)
        guest.code_sealed = ""
        guest.save()

        assert roster(tablet, since=told["at"])["entries"] == [[guest.pk, "", ""]]

    def test_hears_of_a_clients_tier_at_the_next_question_though_no_guest_changed(
        self, freezer, tablet, event, administrator
    ):
        contact = ContactFactory(client=ClientFactory(tier=Tier.REGULAR))
        guest = GuestFactory(event=event, contact=contact)
        GuestFactory(event=event)
        freezer.tick(60)
        first = tablet.get("/roster")
        freezer.tick(60)
        now = timezone.now()
        change_tier(client=contact.client, to=Tier.KEY, reason="年度评定", by=administrator, at=now)
        asked = {"If-None-Match": first["ETag"]}

        second = tablet.get("/roster", {"since": first.json()["at"]}, **asked)
        again = {"If-None-Match": second["ETag"]}
        third = tablet.get("/roster", {"since": second.json()["at"]}, **again)

        kinds = [opened(one.json(), guest.code_sealed)["guest"]["kind"] for one in (first, second)]
        assert kinds == [GuestKind.REGULAR, GuestKind.KEY]
        assert (second.json()["full"], second.json()["count"]) == (True, 2)
        assert third.status_code == 304

    def test_costs_the_same_queries_for_any_number_of_guests(
        self, tablet, event, django_assert_max_num_queries
    ):
        GuestFactory.create_batch(12, event=event)

        with django_assert_max_num_queries(10):
            roster(tablet)

    @pytest.mark.parametrize("since", ["gestern", "2026-13-40T00:00:00Z", "x" * 5000])
    def test_refuses_a_time_that_is_none(self, tablet, since):
        assert tablet.get("/roster", {"since": since}).status_code == 422


class TestHandingIn:
    def test_keeps_everybody_at_their_own_time_and_once(self, tablet, event):
        guests = GuestFactory.create_batch(3, event=event)
        told = roster(tablet)
        at = timezone.now() - timedelta(minutes=40)
        entries = [let_in(told, guest, tablet, scanned_at=at.isoformat()) for guest in guests]

        first, again = hand_in(tablet, *entries), hand_in(tablet, *entries)

        assert [line["result"] for line in first] == ["welcome"] * 3
        assert [line["id"] for line in again] == [entry["id"] for entry in entries]
        assert [line["result"] for line in again] == ["welcome"] * 3
        assert {row.signed_in_at for row in SignIn.objects.all()} == {at}
        assert not SignInConflict.objects.exists()

    def test_answers_a_scan_whose_reply_was_lost_as_the_same_scan(self, tablet, event):
        guest = GuestFactory(event=event)
        entry = let_in(roster(tablet), guest, tablet)
        tablet.scan(guest, id=entry["id"])

        [line] = hand_in(tablet, entry)

        assert line["result"] == "welcome"
        assert SignIn.objects.count() == 1

    @pytest.mark.parametrize(
        "reason", ["already", "cancelled", "unknown", "not_open", "party_too_large", "checkpoint"]
    )
    def test_makes_a_conflict_of_what_the_house_would_refuse(self, tablet, desk, event, reason):
        guest = GuestFactory(event=event, party_limit=2)
        entry = let_in(roster(tablet), guest, tablet, party=2)
        staff = UserFactory()
        first = None
        if reason == "already":
            first = SignInFactory(guest=guest, checkpoint=tablet.checkpoint)
        elif reason == "cancelled":
            strike_off(guest=guest, by=staff, at=timezone.now())
        elif reason == "unknown":
            issue_new_code(guest=guest, by=staff, at=timezone.now())
        elif reason == "not_open":
            Event.objects.filter(pk=event.pk).update(status="closed")
        elif reason == "party_too_large":
            Guest.objects.filter(pk=guest.pk).update(party_limit=1)
        else:
            desk.checkpoints.clear()
            reason = "checkpoint_not_allowed"

        [line], [again] = hand_in(tablet, entry), hand_in(tablet, entry)

        assert line == again
        assert (line["result"], line["code"]) == ("conflict", reason)
        conflict = SignInConflict.objects.get()
        assert (conflict.guest, conflict.desk, conflict.first) == (guest, desk, first)
        assert conflict.scanned_at.isoformat() == entry["scanned_at"]
        assert SignIn.objects.count() == (1 if first else 0)

    def test_hears_a_revoked_tablet_out_and_signs_nobody_in(self, freezer, tablet, desk, event):
        guest = GuestFactory(event=event)
        entry = let_in(roster(tablet), guest, tablet)
        revoke_desk(desk=desk, at=timezone.now())

        [line], [plain] = (
            hand_in(tablet, entry),
            hand_in(tablet, {"id": str(uuid.uuid4()), "checkpoint": 1, "code": guest.code_sealed}),
        )
        refused = tablet.get("/roster").status_code
        freezer.tick(FORMER_LIFE + timedelta(seconds=1))
        late = tablet.post("/sign-ins/batch", {"sign_ins": [entry]}).status_code

        assert (line["result"], line["code"]) == ("conflict", ConflictReason.DESK_REVOKED)
        assert (plain["result"], plain["code"]) == ("error", "desk_revoked")
        assert (refused, late) == (401, 401)
        assert not SignIn.objects.exists()
        assert SignInConflict.objects.get().guest == guest

    @pytest.mark.parametrize("handle", ["", "1.2:x", "x" * 199, "\x00", "9" * 30])
    def test_takes_no_handle_the_house_has_not_given(self, tablet, event, handle):
        GuestFactory(event=event)
        entry = {"id": str(uuid.uuid4()), "checkpoint": tablet.checkpoint.pk, "handle": handle}

        [line] = hand_in(tablet, entry)

        assert (line["result"], line["code"]) == ("conflict", "unknown")
        assert SignInConflict.objects.get().guest is None
        assert not SignIn.objects.exists()


class TestADayInADrawer:
    """A tablet put away with what it did, and switched on days later."""

    def test_keeps_the_real_times(self, freezer, tablet, event):
        guest = GuestFactory(event=event)
        told, scanned = roster(tablet), timezone.now()
        entry = let_in(told, guest, tablet)

        freezer.move_to(scanned + timedelta(days=6))
        [answer] = hand_in(tablet, entry)

        assert answer["result"] == "welcome"
        assert SignIn.objects.get().signed_in_at == scanned

    def test_keeps_them_in_a_conflict_too_and_what_cannot_be_believed_beside_it(
        self, freezer, tablet, event, log_in
    ):
        one, two = GuestFactory.create_batch(2, event=event)
        told, scanned = roster(tablet), timezone.now()
        ahead = (scanned + timedelta(days=300)).isoformat()
        entries = let_in(told, one, tablet), let_in(told, two, tablet, scanned_at=ahead)
        for guest in (one, two):
            strike_off(guest=guest, by=UserFactory(), at=scanned)

        freezer.move_to(scanned + timedelta(days=6))
        hand_in(tablet, *entries)

        times = SignInConflict.objects.order_by("pk").values_list("scanned_at", "told_at")
        absurd = scanned + timedelta(days=300)
        assert list(times) == [(scanned, scanned), (timezone.now(), absurd)]
        page = log_in("Reception").get(reverse("guests:conflicts", args=[event.pk]))
        assert page.content.decode().count(gettext("The tablet said")) == 1


class TestFindingWhatToSettle:
    """Most of it is told when the event is over and nobody looks at its door any more."""

    @pytest.fixture
    def over(self) -> Event:
        ended = timezone.now() - timedelta(days=3)
        return EventFactory(starts_at=ended - timedelta(hours=3), ends_at=ended)

    def stuck(self, event: Event) -> StepAnswer:
        return StepAnswer.objects.create(
            event=event,
            kind="gift",
            answer_id=uuid.uuid4(),
            scan_id=uuid.uuid4(),
            answered_at=timezone.now(),
            received_at=timezone.now(),
            state=AnswerState.STUCK,
            reason=StuckReason.SCAN_UNKNOWN,
        )

    @pytest.mark.parametrize("running", [False, True])
    def test_leads_there_from_the_first_page_the_list_and_the_report(
        self, over: Event, event: Event, log_in, running
    ):
        shown = event if running else over
        SignInConflictFactory(guest=GuestFactory(event=shown))
        self.stuck(shown)
        page, url = log_in("Reception"), reverse("guests:conflicts", args=[shown.pk])

        first = page.get("/admin/").content.decode()
        listed = page.get(reverse("guests:list", args=[shown.pk])).content.decode()
        report = page.get(reverse("guests:sign_in_report", args=[shown.pk])).content.decode()

        assert [told.count(f'href="{url}"') for told in (first, listed, report)] == [1, 1, 1]
        assert f"{gettext('Sign-in conflicts')} (2)" in listed

    def test_finds_answers_alone_and_more_than_a_page_of_them(self, over: Event, log_in):
        for _nth in range(31):
            self.stuck(over)
        page, url = log_in("Reception"), reverse("guests:conflicts", args=[over.pk])

        first = page.get("/admin/").content.decode()
        rows = [len(page.get(url, {"a": nth}).context["stuck"].object_list) for nth in (1, 2)]

        assert url in first
        assert rows == [30, 1]

    def test_says_nothing_where_nothing_waits_and_to_who_may_not_see_it(self, over: Event, log_in):
        url = reverse("guests:conflicts", args=[over.pk])

        assert url not in log_in("Reception").get("/admin/").content.decode()
        SignInConflictFactory(guest=GuestFactory(event=over))
        assert url not in log_in("Finance").get("/admin/").content.decode()


class TestSettling:
    @pytest.fixture
    def conflict(self, event: Event) -> SignInConflict:
        guest = GuestFactory(event=event, name="王若兰")
        at = timezone.now() - timedelta(minutes=30)
        conflict = SignInConflictFactory(guest=guest, scanned_at=at, desk=DeskFactory(event=event))
        conflict.first = SignInFactory(guest=guest, checkpoint=conflict.checkpoint)
        conflict.save()
        return conflict

    @staticmethod
    def settle(client, conflict: SignInConflict, how: str, note: str = ""):
        address = reverse("guests:settle", args=[conflict.event_id, conflict.pk])
        return client.post(address, {"how": how, "note": note})

    def test_is_shown_with_both_times_and_desks_until_somebody_decides(self, log_in, conflict):
        staff = log_in("Reception")
        address = reverse("guests:conflicts", args=[conflict.event_id])

        before = staff.get(address).content.decode()
        answer = self.settle(staff, conflict, Settlement.STANDS)
        after, settled = (
            staff.get(address + query).content.decode() for query in ("", "?show=settled")
        )

        for part in (
            "王若兰",
            conflict.desk.name,
            f"{timezone.localtime(conflict.scanned_at):%H:%M}",
        ):
            assert part in before
        assert answer.status_code == 302
        assert "王若兰" not in after
        assert "王若兰" in settled
        assert SignIn.objects.get() == conflict.first

    def test_may_take_the_time_of_the_scan_as_the_arrival(self, log_in, conflict):
        self.settle(log_in("Reception"), conflict, Settlement.COUNTS)

        row = SignIn.objects.get()
        assert (row.signed_in_at, row.desk) == (conflict.scanned_at, conflict.desk)

    def test_may_sign_in_who_was_let_in_by_a_revoked_tablet(self, log_in, event):
        conflict = SignInConflictFactory(
            guest=GuestFactory(event=event), reason=ConflictReason.DESK_REVOKED
        )

        self.settle(log_in("Reception"), conflict, Settlement.COUNTS)

        assert SignIn.objects.standing().get().guest == conflict.guest

    def test_says_what_is_missing_and_changes_nothing(self, log_in, conflict):
        staff = log_in("Reception")

        for how, note in ((Settlement.MISTAKE, " "), ("nonsense", ""), ("", "")):
            answer = self.settle(staff, conflict, how, note)
            assert answer.status_code == 200
            assert 'role="alert"' in answer.content.decode()

        conflict.refresh_from_db()
        assert conflict.settled_at is None

    def test_is_settled_once(self, log_in, conflict):
        staff = log_in("Reception")
        self.settle(staff, conflict, Settlement.MISTAKE, "门口忙乱")

        address = reverse("guests:settle", args=[conflict.event_id, conflict.pk])
        second = staff.post(address, {"how": Settlement.COUNTS}, follow=True)

        assert gettext("This has been settled already.") in second.content.decode()
        conflict.refresh_from_db()
        assert (conflict.settlement, conflict.note) == (Settlement.MISTAKE, "门口忙乱")
        assert SignIn.objects.get() == conflict.first

    def test_names_nobody_where_the_guest_is_unknown(self, log_in, event):
        conflict = SignInConflictFactory(guest=None, event=event, checkpoint=None)

        answer = self.settle(log_in("Reception"), conflict, Settlement.COUNTS)

        assert answer.status_code == 200
        conflict.refresh_from_db()
        assert conflict.settled_at is None

    def test_costs_the_same_queries_for_any_number(
        self, log_in, event, django_assert_max_num_queries
    ):
        for guest in GuestFactory.create_batch(12, event=event):
            SignInConflictFactory(guest=guest)
        staff = log_in("Reception")
        address = reverse("guests:conflicts", args=[event.pk])
        staff.get(address)

        with django_assert_max_num_queries(14):
            staff.get(address)


class TestOtherEvents:
    def test_keep_their_conflicts_to_themselves(self, log_in, event):
        mine = SignInConflictFactory(guest=GuestFactory(event=event))
        other = EventFactory(running=True)
        staff = log_in("Reception")

        address = reverse("guests:settle", args=[other.pk, mine.pk])

        assert staff.post(address, {"how": "stands"}).status_code == 404
