import uuid
from datetime import timedelta

import pytest
from django.utils import timezone, translation
from django.utils.translation import gettext

from foyer.core.models import User
from foyer.events.enums import EventStatus
from foyer.events.models import Event
from foyer.guests.enums import SignInWay
from foyer.guests.models import Desk, Guest, SignIn
from foyer.guests.services.codes import issue_new_code
from foyer.guests.services.sign_in import (
    AlreadyUndone,
    NotWelcome,
    PartyTooLarge,
    ReasonMissing,
    sign_in_by_hand,
    undo_sign_in,
)
from tests.factories import CheckpointFactory, DeskFactory, EventFactory, GuestFactory
from tests.tablet import Tablet

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True, params=["a new door", "a known door"])
def _door(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each rule holds at a door the house remembers as at one it does not."""
    monkeypatch.setattr(Tablet, "known", request.param == "a known door")


@pytest.fixture
def tablet(desk: Desk) -> Tablet:
    return Tablet(desk)


def sentence(text: str, language: str, **values: str) -> str:
    with translation.override(language):
        return gettext(text) % values


class TestSignIn:
    def test_welcomes_once_and_then_says_when_and_where(self, event: Event, desk: Desk):
        Desk.objects.filter(pk=desk.pk).update(
            name="东门", name_zh_hant="東門", name_en="East gate"
        )
        guest = GuestFactory(event=event, language="zh-hant", table="8", seat="A2")
        other = DeskFactory(event=event, paired=True, checkpoints=desk.checkpoints.all())

        first = Tablet(desk, language="en").scan(guest).json()
        second = Tablet(other, language="en").scan(guest).json()

        row = SignIn.objects.get()
        clock = f"{timezone.localtime(row.signed_in_at):%H:%M}"
        assert (first["result"], second["result"]) == ("welcome", "already")
        assert first["message"] == sentence(
            "Welcome, %(guest)s.", "zh-hant", guest=first["guest"]["greeting"]
        )
        assert first["next"] == sentence(
            "Your place is at table %(table)s, seat %(seat)s.", "zh-hant", table="8", seat="A2"
        )
        assert second["message"] == sentence(
            "Already signed in at %(time)s at %(desk)s.", "zh-hant", time=clock, desk="東門"
        )
        assert second["signed_in_at"] == first["signed_in_at"]
        assert first["desk"] == second["desk"] == "東門"
        assert (row.way, row.desk, row.event) == (SignInWay.CODE, desk, event)

    def test_of_the_same_scan_again_gets_the_same_answer(self, tablet: Tablet, guest: Guest):
        scan_id = str(uuid.uuid4())

        first = tablet.scan(guest, id=scan_id).json()
        again = tablet.scan(guest, id=scan_id).json()

        assert again == first
        assert SignIn.objects.count() == 1

    def test_refuses_a_scan_id_that_comes_back_for_somebody_else(
        self, tablet: Tablet, guest: Guest
    ):
        scan_id = str(uuid.uuid4())
        tablet.scan(guest, id=scan_id)

        stranger = tablet.scan(GuestFactory(event=guest.event), id=scan_id)
        nobody = tablet.scan("NOT-A-CODE", id=scan_id)
        other_desk = DeskFactory(
            event=guest.event, paired=True, checkpoints=tablet.desk.checkpoints.all()
        )
        elsewhere = Tablet(other_desk).scan(guest, id=scan_id)

        for answer in (stranger, nobody, elsewhere):
            assert (answer.status_code, answer.json()["code"]) == (409, "id_reused")
        assert SignIn.objects.count() == 1

    def test_gets_the_same_answer_again_though_the_guest_has_a_new_code_since(
        self, tablet: Tablet, guest: Guest, administrator: User, now
    ):
        scan_id, old = str(uuid.uuid4()), guest.code_sealed
        other = GuestFactory(event=guest.event)
        retired = other.code_sealed
        first = tablet.scan(old, id=scan_id).json()
        for one in (guest, other):
            issue_new_code(guest=one, by=administrator, at=now)
        colleague = DeskFactory(
            event=guest.event, paired=True, checkpoints=tablet.desk.checkpoints.all()
        )

        again = tablet.scan(old, id=scan_id)
        with_the_new = tablet.scan(guest.code_sealed, id=scan_id)
        anew = tablet.scan(old)
        refused = [
            tablet.scan("7" * 26, id=scan_id),
            tablet.scan(retired, id=scan_id),
            tablet.scan("NOT-A-CODE", id=scan_id),
            Tablet(colleague).scan(old, id=scan_id),
        ]

        assert first["result"] == "welcome"
        assert (again.status_code, again.json()) == (200, first)
        assert with_the_new.json() == first
        assert anew.json()["result"] == "unknown"
        assert {(answer.status_code, answer.json()["code"]) for answer in refused} == {
            (409, "id_reused")
        }
        assert SignIn.objects.count() == 1

    def test_may_be_undone_with_a_reason_and_done_again(
        self, tablet: Tablet, guest: Guest, administrator: User
    ):
        scan_id = str(uuid.uuid4())
        first = tablet.scan(guest, id=scan_id).json()
        undo_sign_in(
            sign_in=SignIn.objects.get(), by=administrator, at=timezone.now(), reason="扫错"
        )

        assert tablet.scan(guest, id=scan_id).json() == first  # the repeat writes nothing anew
        assert not SignIn.objects.standing().exists()
        assert tablet.scan(guest).json()["result"] == "welcome"
        assert tablet.scan(guest).json()["result"] == "already"
        assert (SignIn.objects.count(), SignIn.objects.standing().count()) == (2, 1)

    def test_is_undone_only_once_and_never_without_a_reason(
        self, tablet: Tablet, guest: Guest, administrator: User
    ):
        tablet.scan(guest)
        sign_in = SignIn.objects.get()
        act = {"sign_in": sign_in, "by": administrator, "at": timezone.now()}

        with pytest.raises(ReasonMissing):
            undo_sign_in(**act, reason="  ")
        undo_sign_in(**act, reason="客人走错门")
        with pytest.raises(AlreadyUndone):
            undo_sign_in(**act, reason="再来一次")

    def test_counts_at_the_time_of_the_scan_when_that_is_of_the_last_day(
        self, tablet: Tablet, event: Event
    ):
        now = timezone.now()
        told = [now - timedelta(minutes=20), now + timedelta(hours=1), now - timedelta(days=300)]
        for moment in told:
            assert (
                tablet.scan(GuestFactory(event=event), scanned_at=moment.isoformat()).status_code
                == 200
            )

        kept = list(SignIn.objects.order_by("pk"))
        assert kept[0].signed_in_at == told[0]
        assert all(now <= row.signed_in_at <= timezone.now() for row in kept[1:])
        assert [row.scanned_at for row in kept] == told

    @pytest.mark.parametrize("moment", ["0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00"])
    def test_takes_no_notice_of_a_clock_that_makes_no_sense(
        self, tablet: Tablet, guest: Guest, moment: str
    ):
        assert tablet.scan(guest, scanned_at=moment).json()["result"] == "welcome"
        assert SignIn.objects.get().scanned_at is None

    def test_has_duplicates_of_its_own_at_each_checkpoint(self, event: Event, guest: Guest):
        door, dinner = CheckpointFactory.create_batch(2, event=event)
        tablet = Tablet(DeskFactory(event=event, paired=True, checkpoints=[door, dinner]))

        results = [
            tablet.scan(guest, checkpoint=point.pk).json()["result"]
            for point in (door, dinner, door, dinner)
        ]

        assert results == ["welcome", "welcome", "already", "already"]

    def test_is_not_for_a_checkpoint_outside_the_desks_scope(self, tablet: Tablet, guest: Guest):
        elsewhere = CheckpointFactory(event=guest.event)

        for checkpoint in (elsewhere.pk, 2**63 - 1):
            refused = tablet.scan(guest, checkpoint=checkpoint)
            assert (refused.status_code, refused.json()["code"]) == (403, "checkpoint_not_allowed")

    def test_asks_how_many_came_only_when_told_to(self, tablet: Tablet, event: Event):
        guest = GuestFactory(event=event, party_limit=4, replied_yes=True, reply_party=3)

        asked = tablet.scan(guest, ask_party=True)
        too_many = tablet.scan(guest, party=5)
        answered = tablet.scan(guest, ask_party=True, party=2)
        unasked = tablet.scan(
            GuestFactory(event=event, party_limit=4, replied_yes=True, reply_party=3)
        )

        assert (asked.status_code, asked.json()["code"], asked.json()["party_limit"]) == (
            409,
            "party_needed",
            4,
        )
        assert (too_many.status_code, too_many.json()["code"]) == (422, "party_too_large")
        assert answered.json()["result"] == unasked.json()["result"] == "welcome"
        assert list(SignIn.objects.order_by("pk").values_list("party", flat=True)) == [2, 3]


class TestDoorThatStaysShut:
    @pytest.fixture(params=["zh-hans", "zh-hant", "en"])
    def language(self, request) -> str:
        return request.param

    def answer(self, event: Event, guest: Guest | str, language: str) -> dict:
        body = Tablet(DeskFactory(event=event, paired=True), language=language).scan(guest).json()
        assert "guest" not in body
        assert not SignIn.objects.exists()
        assert body["language"] == language
        return body

    def test_tells_an_unknown_code_in_the_tablets_language(self, event: Event, language: str):
        body = self.answer(event, "7" * 26, language)

        text = "This code is damaged or has been replaced. Try your name instead, or ask our staff."
        assert (body["result"], body["message"]) == ("unknown", sentence(text, language))

    def test_tells_a_guest_of_another_event(self, event: Event, language: str):
        body = self.answer(event, GuestFactory(language=language), language)

        text = "Please wait a moment: our staff will help you find your event."
        assert (body["result"], body["message"]) == ("other_event", sentence(text, language))

    @pytest.mark.parametrize("struck_off", [True, False])
    def test_tells_a_guest_whose_invitation_is_gone(
        self, event: Event, language: str, struck_off: bool
    ):
        guest = GuestFactory(event=event, language=language, cancelled=struck_off)
        if not struck_off:
            Event.objects.filter(pk=event.pk).update(status=EventStatus.CANCELLED)
        body = self.answer(event, guest, language)

        text = "This invitation is no longer valid. Please speak to our staff."
        assert (body["result"], body["message"]) == ("cancelled", sentence(text, language))

    def test_says_when_it_opens(self, language: str):
        tonight = timezone.localtime().replace(hour=23, minute=59, second=59)
        event = EventFactory(
            doors_at=tonight, starts_at=tonight, ends_at=tonight + timedelta(hours=2)
        )
        body = self.answer(event, GuestFactory(event=event, language=language), language)

        text = "Sign-in opens at %(time)s. Please take a seat until then."
        assert body["message"] == sentence(text, language, time="23:59")
        assert body["result"] == "not_open"

    @pytest.mark.parametrize("status", [EventStatus.HELD, EventStatus.CLOSED])
    def test_says_that_the_event_is_over(self, language: str, status: EventStatus):
        event = EventFactory(past=status == EventStatus.HELD, status=status)
        body = self.answer(event, GuestFactory(event=event, language=language), language)

        assert body["message"] == sentence(
            "This event is over. Please speak to our staff.", language
        )


class TestSignInByHand:
    def test_changes_nothing_for_a_guest_who_is_in_and_ignores_the_clock(
        self, administrator: User, now
    ):
        event = EventFactory()  # a fortnight from now
        guest, door = GuestFactory(event=event, party_limit=2), CheckpointFactory(event=event)
        act = {"guest": guest, "checkpoint": door, "by": administrator, "at": now}

        first = sign_in_by_hand(**act, party=2)

        assert sign_in_by_hand(**act) == first
        assert (first.way, first.party, first.desk) == (SignInWay.STAFF, 2, None)

    def test_refuses_whoever_is_not_on_the_list_and_too_many(
        self, event: Event, administrator: User, now
    ):
        door = CheckpointFactory(event=event)
        act = {"checkpoint": door, "by": administrator, "at": now}

        with pytest.raises(NotWelcome):
            sign_in_by_hand(guest=GuestFactory(event=event, cancelled=True), **act)
        with pytest.raises(NotWelcome):
            sign_in_by_hand(guest=GuestFactory(), **act)
        off = EventFactory(cancelled=True)
        with pytest.raises(NotWelcome):
            sign_in_by_hand(
                guest=GuestFactory(event=off), **act | {"checkpoint": CheckpointFactory(event=off)}
            )
        with pytest.raises(PartyTooLarge):
            sign_in_by_hand(guest=GuestFactory(event=event), party=2, **act)
