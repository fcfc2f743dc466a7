"""The way of a booking: asked for, offered until a moment, answered, used; with and without the tick."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from decimal import Decimal
from itertools import pairwise
from threading import Barrier
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.db import IntegrityError, connection, transaction

from foyer.bookings import refusals
from foyer.bookings.agreed import read_quote
from foyer.bookings.enums import BookingChannel, BookingStatus, Occasion
from foyer.bookings.models import Booking, BookingLetter, BookingPolicy
from foyer.bookings.services.answering import (
    accept_offer,
    cancel_booking,
    decline_offer,
    mark_used,
    sign_contract,
)
from foyer.bookings.services.asking import Asker, Wanted, ask_for_room
from foyer.bookings.services.changing import Change, change_booking
from foyer.bookings.services.offering import offer_room, reject_request, rivals_of
from foyer.bookings.services.standing import cancellation_fee
from foyer.core.refusals import Refusal
from foyer.fees.pricing.refusals import QuoteRefusal
from foyer.venues.models import Occupation, Room, RoomLayout
from foyer.venues.services import RoomTaken
from tests.factories import BookingFactory, ClientFactory, RoomFactory, UserFactory
from tests.factories.bookings import price_rooms

HOUSE = ZoneInfo("Asia/Shanghai")
NOW = datetime(2026, 11, 2, 10, tzinfo=HOUSE)
USE = datetime(2026, 11, 23, 14, tzinfo=HOUSE)
HOUR = timedelta(hours=1)

pytestmark = pytest.mark.django_db


@pytest.fixture
def room() -> Room:
    """A hall with a price of 300 an hour."""
    hall = RoomFactory(name="听松厅", capacity=200, setup_minutes=30, clearing_minutes=30)
    price_rooms(hall)
    hall.refresh_from_db()
    return hall


@pytest.fixture
def ask(room: Room) -> Callable[..., Booking]:
    """Take a request down for three hours of that hall."""

    def _ask(**more: Any) -> Booking:
        values = {"room": room, "starts_at": USE, "ends_at": USE + 3 * HOUR, "at": NOW}
        return BookingFactory(**values | more)

    return _ask


def online(room: Room, at: datetime = NOW, **more: Any) -> Booking:
    """Ask as the website does."""
    wanted = {"room": room, "starts_at": USE, "ends_at": USE + 3 * HOUR, "heads": 40}
    asker = Asker(name="陆知微", email="lu@jiangnan.example")
    names = Wanted.__dataclass_fields__
    return ask_for_room(
        wanted=Wanted(**wanted | {name: more.pop(name) for name in names if name in more}),
        asker=more.pop("asker", asker),
        channel=BookingChannel.ONLINE,
        at=at,
        **more,
    )


class TestAskForRoom:
    def test_gives_a_number_and_takes_no_room(self, room: Room) -> None:
        first, second = online(room), online(room)

        assert (first.number, second.number) == ("B2026-0001", "B2026-0002")
        assert first.status == BookingStatus.REQUESTED
        assert len(first.secret_sealed) == 26
        assert not Occupation.objects.exists()

    def test_gives_the_first_request_again_when_it_is_sent_twice(self, room: Room) -> None:
        first = online(room, once="tap-1")

        assert online(room, once="tap-1") == first
        assert Booking.objects.count() == 1

    @pytest.mark.parametrize(
        ("wanted", "refused", "field"),
        [
            ({"ends_at": USE}, refusals.EndsBeforeStart, "to"),
            ({"starts_at": NOW - HOUR}, refusals.InThePast, "from"),
            ({"starts_at": NOW + 2 * HOUR, "ends_at": NOW + 3 * HOUR}, refusals.TooSoon, "from"),
            ({"ends_at": USE + timedelta(days=32)}, refusals.TooLong, "to"),
            (
                {"starts_at": USE.replace(year=2028), "ends_at": USE.replace(year=2028) + HOUR},
                refusals.TooFar,
                "from",
            ),
            ({"heads": 201}, refusals.TooManyHeads, "heads"),
            ({"heads": 31, "layout": "u_shape"}, refusals.TooManyHeads, "heads"),
            ({"layout": "banquet"}, refusals.TooManyHeads, "heads"),
            ({"starts_at": USE.replace(hour=7)}, refusals.NotOpen, "from"),
            ({"ends_at": USE.replace(hour=23)}, refusals.NotOpen, "from"),
        ],
    )
    def test_says_what_to_change(
        self, room: Room, wanted: dict[str, Any], refused: type[Any], field: str
    ) -> None:
        RoomLayout.objects.create(room=room, layout="u_shape", capacity=30)

        with pytest.raises(refused) as refusal:
            online(room, **wanted)

        assert refusal.value.field == field
        assert not Booking.objects.exists()

    def test_asks_for_a_way_to_answer(self, room: Room) -> None:
        with pytest.raises(refusals.NobodyToAnswer):
            online(room, asker=Asker(name="陆知微"))

    def test_lets_staff_take_down_what_is_near_and_not_offered_online(self, room: Room) -> None:
        Room.objects.filter(pk=room.pk).update(is_bookable=False)
        room.refresh_from_db()

        with pytest.raises(refusals.NotOffered):
            online(room)
        booking = BookingFactory(room=room, starts_at=NOW + HOUR, at=NOW)

        assert booking.status == BookingStatus.REQUESTED

    def test_is_offered_at_once_where_the_policy_says_so(self, room: Room) -> None:
        BookingPolicy.objects.update(offers_at_once=True)

        first, second = online(room), online(room)

        assert (first.status, second.status) == ("offered", "requested")
        assert first.reply_by == NOW + 48 * HOUR
        assert [one.occasion for one in BookingLetter.objects.all()] == ["offer", "received"]


class TestOfferRoom:
    def test_holds_the_room_at_a_price_until_a_moment(self, room: Room, ask: Any) -> None:
        booking = ask()

        offer_room(booking=booking, by=UserFactory(), at=NOW)

        booking.refresh_from_db()
        occupation = Occupation.objects.get()
        assert booking.status == BookingStatus.OFFERED
        assert (booking.total, booking.currency) == (Decimal(900), "CNY")
        assert booking.reply_by == occupation.lapses_at == NOW + 48 * HOUR
        assert [(line.quantity, line.amount) for line in read_quote(booking.agreed).lines] == [
            (3, Decimal(900))
        ]

    def test_names_the_rivals_and_turns_down_those_that_are_chosen(self, ask: Any) -> None:
        booking, rival, left = ask(), ask(starts_at=USE + HOUR), ask(starts_at=USE + 2 * HOUR)
        ask(starts_at=USE + 4 * HOUR, ends_at=USE + 5 * HOUR)
        ask(room=RoomFactory())

        rivals = rivals_of(booking, at=NOW)
        offered = offer_room(
            booking=booking, by=UserFactory(), at=NOW, turn_down=[rival], reason="已先提供他人"
        )

        assert rivals == [rival, left]
        assert [one.number for one in offered.turned_down] == [rival.number]
        rival.refresh_from_db()
        left.refresh_from_db()
        assert (rival.status, rival.reason) == ("rejected", "已先提供他人")
        assert left.status == "requested"

    def test_names_the_rivals_within_set_up_and_clearing_from_both_sides(self, ask: Any) -> None:
        early = ask(ends_at=USE + HOUR)
        late = ask(starts_at=USE + 1.75 * HOUR, ends_at=USE + 3 * HOUR)  # 45 minutes, 60 are needed
        ask(starts_at=USE + 4 * HOUR, ends_at=USE + 5 * HOUR)  # an hour after that

        assert rivals_of(early, at=NOW) == [late]
        assert rivals_of(late, at=NOW) == [early]
        offer_room(booking=early, by=UserFactory(), at=NOW)
        with pytest.raises(RoomTaken):
            offer_room(booking=late, by=UserFactory(), at=NOW)

    def test_does_not_half_happen(self, ask: Any) -> None:
        booking, rival = ask(), ask()

        with pytest.raises(refusals.ReasonMissing):
            offer_room(booking=booking, by=UserFactory(), at=NOW, turn_down=[rival], reason=" ")

        booking.refresh_from_db()
        assert booking.status == BookingStatus.REQUESTED
        assert not Occupation.objects.exists()

    def test_is_refused_while_another_offer_holds_the_room(self, ask: Any) -> None:
        ask(offered=True)
        late = ask()

        with pytest.raises(RoomTaken):
            offer_room(booking=late, by=UserFactory(), at=NOW)

    def test_is_refused_without_a_price(self, ask: Any) -> None:
        with pytest.raises(QuoteRefusal):
            offer_room(booking=ask(room=RoomFactory()), by=UserFactory(), at=NOW)

    @pytest.mark.parametrize("until", [NOW, USE + HOUR])
    def test_leaves_time_to_answer(self, ask: Any, until: datetime) -> None:
        with pytest.raises(refusals.NoTimeToAnswer):
            offer_room(booking=ask(), by=UserFactory(), at=NOW, reply_by=until)

    def test_is_answered_before_a_use_that_is_near(self, ask: Any) -> None:
        booking = ask(starts_at=NOW + 6 * HOUR, ends_at=NOW + 8 * HOUR)

        offered = offer_room(booking=booking, by=UserFactory(), at=NOW).booking

        assert offered.reply_by == NOW + 3 * HOUR

    @pytest.mark.parametrize(
        ("tier", "hours", "needs"), [("key", 1, True), ("regular", 1, False), ("regular", 8, True)]
    )
    def test_asks_for_a_contract_where_tier_or_amount_do(
        self, ask: Any, tier: str, hours: int, needs: bool
    ) -> None:
        BookingPolicy.objects.update(contract_from=Decimal(2400))
        client = ClientFactory(tier=tier)
        booking = ask(client=client, ends_at=USE + hours * HOUR)

        assert offer_room(booking=booking, by=UserFactory(), at=NOW).booking.needs_contract is needs


class TestAcceptOffer:
    def test_keeps_what_was_held_though_the_room_takes_longer_to_clear_by_now(
        self, room: Room, ask: Any
    ) -> None:
        booking = ask(ends_at=USE + HOUR, offered=True)
        ask(starts_at=USE + 2 * HOUR, ends_at=USE + 3 * HOUR, offered=True)
        Room.objects.filter(pk=room.pk).update(clearing_minutes=90)

        accepted = accept_offer(booking=booking, at=NOW + HOUR)

        assert accepted.status == BookingStatus.CONFIRMED
        assert accepted.occupation.lapses_at is None


class TestLapse:
    """An offer lapses by itself at its moment: no tick runs in these tests."""

    def test_is_reckoned_at_every_read(self, ask: Any) -> None:
        booking = ask(offered=True)
        until = booking.reply_by
        before = until - timedelta(seconds=1)

        assert booking.step_at(before) == BookingStatus.OFFERED
        assert booking.step_at(until) == BookingStatus.LAPSED
        assert list(Booking.objects.lapsed(at=before)) == []
        assert list(Booking.objects.in_step("lapsed", at=until)) == [booking]
        assert list(Booking.objects.in_step("offered", at=until)) == []
        assert list(Booking.objects.open(at=until)) == []

    def test_cannot_be_accepted_or_declined_any_more(self, ask: Any) -> None:
        booking = ask(offered=True)

        for answer in (accept_offer, decline_offer):
            with pytest.raises(refusals.OfferLapsed):
                answer(booking=booking, at=booking.reply_by)

    def test_frees_the_room_for_another(self, ask: Any) -> None:
        lapsed = ask(offered=True)

        taken = offer_room(booking=ask(), by=UserFactory(), at=lapsed.reply_by).booking

        lapsed.refresh_from_db()
        assert taken.status == BookingStatus.OFFERED
        assert lapsed.occupation is None
        assert lapsed.step_at(taken.reply_by) == BookingStatus.LAPSED

    def test_lets_the_house_take_it_up_again(self, ask: Any) -> None:
        booking = ask(offered=True)

        change_booking(
            booking=booking, change=Change(heads=60), by=UserFactory(), at=booking.reply_by
        )

        booking.refresh_from_db()
        assert booking.status == BookingStatus.REQUESTED
        assert [step.after for step in booking.steps.all()] == [
            "requested",
            "offered",
            "lapsed",
            "requested",
        ]


class TestAnswers:
    def test_accepting_takes_the_room_for_good(self, ask: Any) -> None:
        booking = ask(offered=True)

        accept_offer(booking=booking, at=NOW + HOUR)

        assert Occupation.objects.get().lapses_at is None
        booking.refresh_from_db()
        assert booking.step_at(USE + timedelta(days=99)) == BookingStatus.CONFIRMED

    def test_answering_twice_says_what_stands(self, ask: Any) -> None:
        booking = ask(confirmed=True)

        for answer in (accept_offer, decline_offer):
            with pytest.raises(refusals.AnsweredAlready) as refusal:
                answer(booking=booking, at=NOW + HOUR)
            assert "已确认" in str(refusal.value)

    def test_declining_gives_the_room_to_whoever_waits_longest(self, ask: Any) -> None:
        offer = ask(offered=True)
        second, first = ask(waits=True, at=NOW + HOUR), ask(waits=True, at=NOW)

        decline_offer(booking=offer, at=NOW + 2 * HOUR, reason="改期")

        for booking in (first, second, offer):
            booking.refresh_from_db()
        assert (first.status, second.status, offer.status) == ("offered", "requested", "declined")
        assert second.waits
        assert Occupation.objects.get().booking == first

    def test_a_contract_is_signed_before_the_use_is_written_down(self, ask: Any) -> None:
        by = UserFactory()
        booking = ask(client=ClientFactory(tier="key"), confirmed=True)

        with pytest.raises(refusals.ContractMissing):
            mark_used(booking=booking, by=by, at=USE + HOUR)
        for signed_by, day in (("", NOW.date()), ("陆知微", NOW.date() + timedelta(days=1))):
            with pytest.raises(refusals.SignatureMissing):
                sign_contract(booking=booking, signed_by=signed_by, signed_on=day, by=by, at=NOW)
        sign_contract(booking=booking, signed_by="陆知微", signed_on=NOW.date(), by=by, at=NOW)
        with pytest.raises(refusals.NotUsedYet):
            mark_used(booking=booking, by=by, at=USE - HOUR)
        used = mark_used(booking=booking, by=by, at=USE + HOUR)

        assert used.status == BookingStatus.USED
        assert [letter.occasion for letter in booking.letters.all()] == [
            Occasion.RECEIVED,
            Occasion.OFFER,
            Occasion.CONTRACT,
        ]

    @pytest.mark.parametrize(
        ("days", "fee"), [(7, Decimal(0)), (6.99, Decimal(450)), (0, Decimal(900))]
    )
    def test_cancelling_costs_what_the_policy_says(
        self, ask: Any, days: float, fee: Decimal
    ) -> None:
        booking, at = ask(confirmed=True), USE - timedelta(days=days)

        assert cancellation_fee(booking, at=at) == fee
        cancelled = cancel_booking(booking=booking, reason="客户改期", at=at, by=UserFactory())

        assert cancelled.cancel_fee == fee
        assert not Occupation.objects.exists()

    def test_cancelling_an_offer_costs_nothing(self, ask: Any) -> None:
        booking = ask(offered=True)

        assert cancel_booking(booking=booking, reason="不需要了", at=NOW + HOUR).cancel_fee == 0

    def test_what_is_over_takes_no_further_step(self, ask: Any) -> None:
        booking = ask()
        reject_request(booking=booking, reason="停业", by=UserFactory(), at=NOW)

        for act in (
            lambda: reject_request(booking=booking, reason="停业", by=None, at=NOW),
            lambda: offer_room(booking=booking, by=None, at=NOW),
            lambda: cancel_booking(booking=booking, reason="停业", at=NOW),
            lambda: change_booking(booking=booking, change=Change(heads=2), by=None, at=NOW),
        ):
            with pytest.raises(refusals.WrongStep):
                act()


class TestChangeBooking:
    def test_looks_anew_at_another_time_and_keeps_the_new_place(self, ask: Any) -> None:
        booking = ask(confirmed=True)
        later = USE + timedelta(days=1)

        change_booking(
            booking=booking,
            change=Change(starts_at=later, ends_at=later + 2 * HOUR),
            by=UserFactory(),
            at=NOW,
        )

        booking.refresh_from_db()
        held = Occupation.objects.get()
        assert booking.status == BookingStatus.REQUESTED
        assert (held.starts_at, held.lapses_at) == (later, None)
        offered = offer_room(booking=booking, by=UserFactory(), at=NOW).booking
        assert offered.total == Decimal(600)
        assert booking.letters.last().occasion == Occasion.CHANGED

    def test_looks_anew_at_more_people_but_not_at_fewer(self, ask: Any) -> None:
        early = USE - 6 * HOUR
        fewer = ask(confirmed=True)
        more = ask(starts_at=early, ends_at=early + HOUR, confirmed=True)

        change_booking(booking=fewer, change=Change(heads=10), by=None, at=NOW)
        change_booking(booking=more, change=Change(heads=90), by=None, at=NOW)

        fewer.refresh_from_db()
        more.refresh_from_db()
        assert (fewer.status, more.status) == ("confirmed", "requested")

    def test_stays_as_it_was_where_the_new_place_is_taken(self, ask: Any) -> None:
        booking = ask(confirmed=True)
        other = USE + timedelta(days=1)
        ask(starts_at=other, ends_at=other + HOUR, confirmed=True)

        with pytest.raises(RoomTaken):
            change_booking(
                booking=booking,
                change=Change(starts_at=other, ends_at=other + HOUR),
                by=None,
                at=NOW,
            )

        booking.refresh_from_db()
        assert (booking.status, booking.starts_at) == ("confirmed", USE)

    def test_frees_its_place_for_whoever_waits(self, ask: Any) -> None:
        booking, waiting = ask(confirmed=True), ask(waits=True)
        other = RoomFactory()

        change_booking(booking=booking, change=Change(room=other), by=None, at=NOW)

        waiting.refresh_from_db()
        assert waiting.status == BookingStatus.OFFERED

    def test_refuses_the_second_of_two_who_move_it(self, ask: Any) -> None:
        booking = ask(confirmed=True)
        seen = booking.version
        later = USE + timedelta(days=1)
        move = Change(starts_at=later, ends_at=later + HOUR)
        change_booking(booking=booking, change=move, by=UserFactory(), at=NOW, seen=seen)

        with pytest.raises(refusals.BookingChanged):
            change_booking(
                booking=booking, change=Change(heads=99), by=UserFactory(), at=NOW, seen=seen
            )


class TestDatabase:
    def test_keeps_no_lapsed_step_and_no_offer_without_price(self, ask: Any) -> None:
        booking = ask(offered=True)
        for wrong in ({"status": "lapsed"}, {"total": None}, {"reply_by": None}, {"heads": 0}):
            with pytest.raises(IntegrityError):
                _update(booking, **wrong)


def _update(booking: Booking, **values: Any) -> None:
    with transaction.atomic():
        Booking.objects.filter(pk=booking.pk).update(**values)


@pytest.mark.django_db(transaction=True)
class TestFiftyAtOnce:
    def race(self, act: Callable[[int], Any]) -> list[bool]:
        """Let fifty do an act in the same instant; tell who did it."""
        start = Barrier(50)

        def one(n: int) -> bool:
            start.wait()
            try:
                act(n)
            except Refusal:
                return False
            else:
                return True
            finally:
                connection.close()

        with ThreadPoolExecutor(50) as pool:
            return list(pool.map(one, range(50)))

    def test_of_fifty_clients_for_one_slot_one_gets_the_offer(self, room: Room) -> None:
        BookingPolicy.objects.update(offers_at_once=True)

        asked = self.race(lambda n: online(room, theme=f"第{n}场"))

        assert all(asked)
        assert Booking.objects.count() == 50
        assert Booking.objects.filter(status="offered").count() == 1
        assert Booking.objects.filter(status="requested").count() == 49
        assert Occupation.objects.count() == 1

    def test_of_fifty_offers_of_staff_one_stands(self, ask: Any) -> None:
        bookings = [ask(theme=f"第{n}场") for n in range(50)]

        made = self.race(lambda n: offer_room(booking=bookings[n], by=None, at=NOW))

        assert made.count(True) == 1
        assert Booking.objects.filter(status="offered").count() == 1

    def test_of_fifty_answers_one_counts(self, ask: Any) -> None:
        booking = ask(offered=True)

        def answer(n: int) -> None:
            (accept_offer if n % 2 else decline_offer)(booking=booking, at=NOW + HOUR)

        assert self.race(answer).count(True) == 1

    def test_moving_releasing_and_offering_do_not_wait_for_each_other_forever(
        self, room: Room, ask: Any
    ) -> None:
        other = RoomFactory(capacity=200)
        days = [USE + n * timedelta(days=1) for n in range(5)]
        held = [
            ask(room=one, starts_at=day, ends_at=day + HOUR)
            for one in (room, other)
            for day in days
        ]

        def act(n: int) -> None:
            booking = held[n % 10]
            if n % 3 == 0:
                change_booking(
                    booking=booking, change=Change(room=other if n % 2 else room), by=None, at=NOW
                )
            elif n % 3 == 1:
                offer_room(booking=booking, by=None, at=NOW)
            else:
                cancel_booking(booking=booking, reason="改期", at=NOW)

        self.race(act)

        taken = sorted(Occupation.objects.values_list("room_id", "from_at", "until_at"))
        assert all(a[0] != b[0] or a[2] <= b[1] for a, b in pairwise(taken))
