"""From the use to the last payment: statements, reductions, credit notes, payments, closed months. (004-22, 004-23)"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from foyer.bookings.enums import BookingStatus
from foyer.bookings.services.answering import cancel_booking, mark_used
from foyer.bookings.services.changing import Change, change_booking
from foyer.clients.enums import PaymentState
from foyer.clients.models import Deal
from foyer.fees.enums import FeeKind, FeeUnit
from foyer.fees.models import FeeSchedule
from foyer.settlement import refusals
from foyer.settlement.accounts import account_of, accounts_seen_by
from foyer.settlement.enums import AccountState, LineSource, PaymentKind
from foyer.settlement.models import ClosedMonth, Paper, Payment
from foyer.settlement.services.closing import close_month, next_month
from foyer.settlement.services.drafting import (
    add_line,
    approve,
    draw_up,
    reduce,
    take_off,
    write_used,
)
from foyer.settlement.services.issuing import credit, issue, left_of
from foyer.settlement.services.paying import Paid, record_payment, reverse_payment
from foyer.settlement.used import Used
from tests.factories import (
    BookingFactory,
    ClientFactory,
    FeeScheduleFactory,
    RoomFactory,
    UserFactory,
)
from tests.factories.bookings import in_three_weeks, price_rooms
from tests.factories.settlement import issued_statement, last_month, pay, used_booking

HOUR = timedelta(hours=1)


@pytest.fixture
def finance(db):
    """Somebody of Finance, who may not grant reductions."""
    return UserFactory(role="Finance")


@pytest.fixture
def manager(db):
    """Somebody who may."""
    return UserFactory(role="Management")


def state(booking, now):
    return account_of(booking, at=now).state


class TestAStatement:
    def test_holds_what_was_agreed_and_becomes_settled_by_payments(self, finance, now):
        booking = used_booking()
        assert state(booking, now) == AccountState.TO_STATE

        draft = draw_up(booking=booking, by=finance, at=now)
        assert (state(booking, now), draft.number) == (AccountState.DRAFT, None)
        assert [(line.amount, line.schedule) for line in draft.lines.all()] == [(Decimal(900), 1)]
        statement = issue(paper=draft, by=finance, at=now, seen=draft.version)

        assert statement.number == f"T{timezone.localdate(now).year}-0001"
        assert statement.due_on == timezone.localdate(now) + timedelta(days=15)
        assert state(booking, now) == AccountState.DUE
        assert state(booking, now + timedelta(days=16)) == AccountState.OVERDUE
        pay(booking, 400, by=finance)
        assert state(booking, now) == AccountState.PART
        pay(booking, 500, by=finance, method="cash")
        booking.refresh_from_db()
        assert (state(booking, now), booking.status) == (AccountState.PAID, BookingStatus.SETTLED)
        assert booking.steps.last().after == BookingStatus.SETTLED

    def test_follows_what_was_used_by_the_version_that_was_agreed(self, finance, now):
        room = RoomFactory()
        items = [
            {"room": room, "amount": Decimal(300)},
            {
                "kind": FeeKind.SERVICE,
                "unit": FeeUnit.PERSON,
                "name": "茶歇",
                "key": "tea",
                "amount": Decimal(20),
            },
        ]
        first = FeeScheduleFactory(approved=True, items=items)
        booking = used_booking(room=room, heads=10)
        # A client of another tier since: what was agreed holds.
        FeeSchedule.objects.filter(pk=first.pk).update(valid_until=timezone.localdate(now))
        draft = draw_up(booking=booking, by=finance, at=now)
        used = Used(booking.starts_at + HOUR, booking.ends_at + HOUR, 12, {"tea": 1})

        write_used(paper=draft, used=used, by=finance, at=now)

        lines = {line.key: line for line in draft.lines.all()}
        draft.refresh_from_db()
        assert draft.total == Decimal(
            300 * 4 + 20 * 12
        )  # the hour not used is charged, the one more as well
        assert lines["tea"].quantity == 12
        assert {line.schedule for line in lines.values()} == {1}

    def test_charges_the_fewer_people_that_were_told_before_the_use(self, finance, now):
        room = RoomFactory()
        lunch = {
            "kind": FeeKind.SERVICE,
            "unit": FeeUnit.PERSON,
            "name": "午餐",
            "key": "aa01",
            "amount": Decimal(100),
        }
        FeeScheduleFactory(approved=True, items=[{"room": room, "amount": Decimal(300)}, lunch])
        starts_at = timezone.localtime(now).replace(hour=14, minute=0) - timedelta(days=2)
        booking = BookingFactory(
            room=room,
            starts_at=starts_at,
            ends_at=starts_at + 3 * HOUR,
            heads=50,
            extras={"aa01": 1},
            confirmed=True,
            at=starts_at - timedelta(days=20),
        )
        assert booking.total == Decimal(900 + 50 * 100)
        fewer = Change(heads=30)
        booking = change_booking(
            booking=booking, change=fewer, by=finance, at=starts_at - timedelta(days=9)
        )
        assert booking.status == BookingStatus.CONFIRMED
        booking = mark_used(booking=booking, by=finance, at=now)

        draft = draw_up(booking=booking, by=finance, at=now)
        assert draft.total == Decimal(900 + 30 * 100)
        for heads in (29, 30, 31, 50):
            used = replace(Used.as_booked(booking), heads=heads)
            draft = write_used(paper=draft, used=used, by=finance, at=now)
            assert draft.total == Decimal(900 + heads * 100)

    def test_is_reduced_only_with_a_reason_and_approval(self, finance, manager, now):
        draft = draw_up(booking=used_booking(), by=finance, at=now)
        with pytest.raises(refusals.ReasonMissing):
            reduce(paper=draft, amount=Decimal(100), reason=" ", by=finance, at=now)
        with pytest.raises(refusals.MoreThanTheRest):
            reduce(paper=draft, amount=Decimal(901), reason="灯光故障", by=finance, at=now)
        line = reduce(paper=draft, amount=Decimal(100), reason="灯光故障", by=finance, at=now)
        with pytest.raises(refusals.NotApproved):
            issue(paper=draft, by=finance, at=now)

        approve(line=line, by=manager, at=now)
        statement = issue(paper=draft, by=finance, at=now)

        line.refresh_from_db()
        assert (line.approved_by, statement.total) == (manager, Decimal(800))
        with pytest.raises(refusals.AlreadyIssued):
            approve(line=line, by=manager, at=now)
        with pytest.raises(refusals.AlreadyIssued):
            add_line(
                paper=statement,
                words="投影幕布破损",
                amount=Decimal(1),
                reason="见照片",
                by=finance,
                at=now,
            )

    def test_takes_lines_by_hand_and_gives_only_those_back(self, finance, now):
        draft = draw_up(booking=used_booking(), by=finance, at=now)
        line = add_line(
            paper=draft,
            words="投影幕布破损",
            amount=Decimal("350.50"),
            reason="见照片",
            by=finance,
            at=now,
        )
        draft.refresh_from_db()
        assert draft.total == Decimal("1250.50")
        with pytest.raises(refusals.AccountChanged):
            take_off(line=line, by=finance, seen=draft.version - 1)
        with pytest.raises(refusals.LineOfSchedule):
            take_off(line=draft.lines.filter(source=LineSource.SCHEDULE).get(), by=finance)
        take_off(line=line, by=finance, seen=draft.version)
        draft.refresh_from_db()
        assert draft.total == Decimal(900)

    @pytest.mark.parametrize(
        ("amount", "refusal"),
        [("0", refusals.NoAmount), ("-5", refusals.NoAmount), ("0.001", refusals.TooFine)],
    )
    def test_takes_no_amount_that_cannot_be_paid(self, finance, now, amount, refusal):
        draft = draw_up(booking=used_booking(), by=finance, at=now)
        with pytest.raises(refusal):
            add_line(paper=draft, words="x", amount=Decimal(amount), reason="y", by=finance, at=now)

    def test_is_drawn_up_once_and_after_the_use(self, finance, now):
        room = RoomFactory()
        price_rooms(room)
        with pytest.raises(refusals.NothingToState):
            draw_up(booking=BookingFactory(room=room, confirmed=True), by=finance, at=now)
        booking = used_booking()
        draft = draw_up(booking=booking, by=finance, at=now)
        with pytest.raises(refusals.DraftThere):
            draw_up(booking=booking, by=finance, at=now)
        issue(paper=draft, by=finance, at=now)
        with pytest.raises(refusals.NothingToState):
            draw_up(booking=booking, by=finance, at=now)

    def test_charges_a_late_cancellation(self, finance, now):
        room = RoomFactory()
        price_rooms(room)
        soon = in_three_weeks() - timedelta(days=19)
        booking = BookingFactory(
            room=room,
            starts_at=soon,
            ends_at=soon + 3 * HOUR,
            confirmed=True,
            at=now - timedelta(days=9),
        )
        booking = cancel_booking(booking=booking, reason="行程有变", at=now)
        statement = issued_statement(booking, by=finance, at=now)
        assert (statement.total, statement.used) == (Decimal(450), None)
        pay(booking, 450, by=finance)
        booking.refresh_from_db()
        assert (booking.status, state(booking, now)) == (BookingStatus.CANCELLED, AccountState.PAID)

    @pytest.mark.parametrize(
        ("an_hour", "fee"), [("33.67", "50.51"), ("33.69", "50.54"), ("33.71", "50.57")]
    )
    def test_rounds_the_fee_of_a_cancellation_like_every_other_sum(self, db, now, an_hour, fee):
        room = RoomFactory()
        items = [{"room": room, "amount": Decimal(an_hour)}]
        FeeScheduleFactory(approved=True, items=items)
        soon, asked = in_three_weeks() - timedelta(days=19), now - timedelta(days=9)
        booking = BookingFactory(room=room, starts_at=soon, confirmed=True, at=asked)

        booking = cancel_booking(booking=booking, reason="行程有变", at=now)

        assert booking.cancel_fee == Decimal(fee)


class TestACreditNote:
    def test_takes_part_back_and_never_more_than_is_left(self, finance, manager, now):
        statement = issued_statement(by=finance, at=now)
        note = credit(
            statement=statement, amount=Decimal(300), reason="多计一小时", by=manager, at=now
        )
        assert note.number == f"R{timezone.localdate(now).year}-0001"
        assert left_of(statement) == Decimal(600)
        with pytest.raises(refusals.MoreThanCredited):
            credit(statement=statement, amount=Decimal(601), reason="多计", by=finance, at=now)
        with pytest.raises(refusals.NotIssued):
            credit(statement=note, amount=Decimal(1), reason="多计", by=finance, at=now)
        assert account_of(statement.booking, at=now).charged == Decimal(600)

    def test_over_the_whole_makes_room_for_another_statement(self, finance, now):
        statement = issued_statement(by=finance, at=now)
        booking = statement.booking
        pay(booking, 900, by=finance)
        credit(statement=statement, reason="抬头有误", by=finance, at=now)
        booking.refresh_from_db()
        assert (booking.status, state(booking, now)) == (BookingStatus.USED, AccountState.TO_STATE)
        again = issued_statement(booking, by=finance, at=now)
        booking.refresh_from_db()
        assert again.number != statement.number
        assert (booking.status, state(booking, now)) == (BookingStatus.SETTLED, AccountState.PAID)


class TestPayments:
    def test_of_a_deposit_are_held_and_given_back_or_kept(self, finance, now):
        booking = used_booking()
        pay(booking, 2000, kind=PaymentKind.DEPOSIT, by=finance)
        issued_statement(booking, by=finance, at=now)
        with pytest.raises(refusals.MoreThanHeld):
            pay(booking, 2001, kind=PaymentKind.RETURN, by=finance)
        pay(booking, 900, kind=PaymentKind.KEPT, by=finance)
        assert state(booking, now) == AccountState.OWED
        pay(booking, 1100, kind=PaymentKind.RETURN, by=finance)
        account = account_of(booking, at=now)
        assert (account.state, account.held, account.paid) == (AccountState.PAID, 0, 900)

    def test_beyond_what_is_owed_are_the_clients_and_given_back(self, finance, now):
        statement = issued_statement(by=finance, at=now)
        booking = statement.booking
        with pytest.raises(refusals.MoreThanOpen):
            pay(booking, 1000, by=finance)
        pay(booking, 1000, by=finance, is_surplus_theirs=True)
        assert state(booking, now) == AccountState.OWED
        with pytest.raises(refusals.MoreThanPaid):
            pay(booking, 1001, kind=PaymentKind.REFUND, by=finance)
        pay(booking, 100, kind=PaymentKind.REFUND, by=finance)
        assert state(booking, now) == AccountState.PAID

    def test_are_reversed_once_and_never_changed_or_deleted(self, finance, now):
        booking = issued_statement(by=finance, at=now).booking
        payment = pay(booking, 900, by=finance)
        today = timezone.localdate(now)
        reverse_payment(payment=payment, reason="记错客户", by=finance, at=now, on=today)
        booking.refresh_from_db()
        assert (booking.status, state(booking, now)) == (BookingStatus.USED, AccountState.DUE)
        for again in (payment, Payment.objects.get(reverses=payment)):
            with pytest.raises(refusals.ReversedAlready):
                reverse_payment(payment=again, reason="记错", by=finance, at=now, on=today)
        for change in (
            lambda: Payment.objects.filter(pk=payment.pk).update(amount=1),
            payment.delete,
            lambda: Paper.objects.filter(booking=booking).update(total=1),
            lambda: Paper.objects.filter(booking=booking).update(printed={}),
            lambda: Paper.objects.get(booking=booking).lines.all().delete(),
        ):
            with pytest.raises(IntegrityError), transaction.atomic():
                change()

    def test_sent_twice_are_written_down_once(self, finance, now):
        booking = issued_statement(by=finance, at=now).booking
        paid = Paid(PaymentKind.PAYMENT, Decimal(500), timezone.localdate(now))
        made = [
            record_payment(booking=booking, paid=paid, by=finance, at=now, once="k1")
            for _ in range(2)
        ]
        assert made[0] == made[1]
        assert account_of(booking, at=now).paid == Decimal(500)

    def test_before_the_statement_go_up_to_what_was_agreed(self, finance, now):
        room = RoomFactory()
        price_rooms(room)
        booking = BookingFactory(room=room, confirmed=True)
        pay(booking, 900, by=finance)
        with pytest.raises(refusals.MoreThanOpen):
            pay(booking, 1, by=finance)
        with pytest.raises(refusals.NothingAgreed):
            pay(
                BookingFactory(room=room, starts_at=in_three_weeks() + timedelta(days=19)),
                1,
                by=finance,
            )

    def test_speak_for_the_clients_tier(self, finance, now):
        client = ClientFactory()
        booking = issued_statement(by=finance, at=now, client=client).booking
        deal = Deal.objects.get(client=client)
        assert (deal.amount, deal.payment) == (Decimal(900), PaymentState.OPEN)
        pay(booking, 900, by=finance)
        deal.refresh_from_db()
        assert deal.payment == PaymentState.PAID


class TestAClosedMonth:
    def test_keeps_its_sums_and_takes_nothing_more(self, finance, now):
        before = last_month()
        booking = used_booking(at=before)
        issued_statement(booking, by=finance, at=before)
        first = timezone.localdate(before).replace(day=1)
        pay(booking, 400, by=finance, at=before, on=timezone.localdate(before))
        assert next_month() == first
        with pytest.raises(refusals.MonthBefore):
            close_month(
                month=(first + timedelta(days=31)).replace(day=1),
                by=finance,
                at=now + timedelta(days=60),
            )
        with pytest.raises(refusals.MonthNotOver):
            close_month(month=timezone.localdate(now).replace(day=1), by=finance, at=now)

        closed = close_month(month=first, by=finance, at=now)

        assert closed.sums["CNY"] == {
            "statements": "900.00",
            "credits": "0",
            "taken": "400.00",
            "given_back": "0",
        }
        with pytest.raises(refusals.MonthClosed):
            pay(booking, 100, by=finance, on=timezone.localdate(before))
        with pytest.raises(refusals.DayAhead):
            pay(booking, 100, by=finance, on=date(2099, 1, 1))
        pay(booking, 500, by=finance)

    def test_names_uses_that_are_not_stated(self, finance, now):
        before = last_month()
        left = used_booking(at=before)
        month = timezone.localdate(before).replace(day=1)
        with pytest.raises(refusals.DraftsLeft) as refusal:
            close_month(month=month, by=finance, at=now)
        assert left.number in str(refusal.value)
        close_month(month=month, by=finance, at=now, knows_what_is_left=True)
        assert ClosedMonth.objects.get().closed_by == finance


class TestAccounts:
    def test_are_seen_as_bookings_are(self, finance, now):
        manager = UserFactory(role="Account managers")
        mine = issued_statement(at=now, client=ClientFactory(account_manager=manager)).booking
        other = issued_statement(at=now).booking
        assert list(accounts_seen_by(manager, at=now)) == [mine]
        assert set(accounts_seen_by(finance, at=now)) == {mine, other}
