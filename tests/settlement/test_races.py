"""Acts upon accounts in the same instant: one payment, one number, none in a closed month. (004-22 … 004-24)"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from threading import Barrier
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from foyer.core.refusals import Refusal
from foyer.settlement.accounts import account_of
from foyer.settlement.enums import AccountState, PaymentKind
from foyer.settlement.models import ClosedMonth, Paper, Payment
from foyer.settlement.refusals import AlreadyIssued, MonthClosed, MoreThanOpen
from foyer.settlement.services.closing import close_month
from foyer.settlement.services.drafting import draw_up
from foyer.settlement.services.issuing import issue
from foyer.settlement.services.paying import Paid, record_payment
from tests.factories import UserFactory
from tests.factories.settlement import issued_statement, last_month, pay, used_booking

pytestmark = pytest.mark.django_db(transaction=True)
AT_ONCE = 20


def at_once(*acts: Callable[[], Any]) -> list[Any]:
    """Do acts in the same instant; return what each gave, or the refusal it met."""
    start = Barrier(len(acts))

    def one(act: Callable[[], Any]) -> Any:
        start.wait()
        try:
            return act()
        except Refusal as refusal:
            return refusal
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(one, acts))


class TestTheLastPayment:
    def test_sent_twenty_times_with_one_key_is_one(self) -> None:
        finance, now = UserFactory(role="Finance"), timezone.now()
        booking = issued_statement(by=finance).booking
        paid = Paid(PaymentKind.PAYMENT, Decimal(900), timezone.localdate(now))

        def send() -> Payment:
            return record_payment(booking=booking, paid=paid, by=finance, at=now, once="k")

        made = at_once(*[send] * AT_ONCE)

        assert {payment.pk for payment in made} == {Payment.objects.get().pk}
        assert account_of(booking, at=now).state == AccountState.PAID

    def test_written_down_by_twenty_is_taken_once_and_never_beyond_what_is_owed(self) -> None:
        finance, now = UserFactory(role="Finance"), timezone.now()
        booking = issued_statement(by=finance).booking
        paid = Paid(PaymentKind.PAYMENT, Decimal(900), timezone.localdate(now))

        def write(n: int) -> Payment:
            return record_payment(booking=booking, paid=paid, by=finance, at=now, once=f"k{n}")

        made = at_once(*[lambda n=n: write(n) for n in range(AT_ONCE)])

        refused = [one for one in made if isinstance(one, MoreThanOpen)]
        assert (Payment.objects.count(), len(refused)) == (1, AT_ONCE - 1)


class TestADraft:
    def test_issued_by_two_at_once_has_one_number(self) -> None:
        staff, now = [UserFactory(role="Finance") for _n in range(2)], timezone.now()
        draft = draw_up(booking=used_booking(), by=staff[0], at=now)

        made = at_once(*[lambda by=by: issue(paper=draft, by=by, at=now) for by in staff])

        issued = [one for one in made if isinstance(one, Paper)]
        assert [one.number for one in issued] == [Paper.objects.get().number]
        assert [type(one) for one in made if one not in issued] == [AlreadyIssued]
        assert draft.booking.letters.filter(occasion="statement").count() == 1

    def test_of_many_bookings_issued_at_once_leave_no_number_out(self) -> None:
        finance, now = UserFactory(role="Finance"), timezone.now()
        drafts = [draw_up(booking=used_booking(), by=finance, at=now) for _n in range(6)]

        at_once(*[lambda one=one: issue(paper=one, by=finance, at=now) for one in drafts])

        year = timezone.localdate(now).year
        numbers = sorted(Paper.objects.values_list("number", flat=True))
        assert numbers == [f"T{year}-{n:04}" for n in range(1, 7)]


class TestAMonth:
    @pytest.mark.parametrize("turn", range(4))
    def test_is_closed_before_a_payment_dated_in_it_or_after_never_with_both(
        self, turn: int
    ) -> None:
        finance, now = UserFactory(role="Finance"), timezone.now()
        before = last_month()
        on, month = timezone.localdate(before), timezone.localdate(before).replace(day=1)
        booking = used_booking(at=before)
        issued_statement(booking, by=finance, at=before)
        acts: list[Callable[[], Any]] = [
            lambda: close_month(month=month, by=finance, at=now),
            *[lambda: pay(booking, 100, by=finance, on=on)] * 3,
        ]
        acts = acts[turn:] + acts[:turn]

        made = at_once(*acts)

        assert [one for one in made if isinstance(one, Refusal)] == [
            one for one in made if isinstance(one, MonthClosed)
        ]
        taken = sum((one.amount for one in Payment.objects.all()), Decimal(0))
        closed = ClosedMonth.objects.get()
        assert Decimal(closed.sums["CNY"]["taken"]) == taken
        refused = sum(isinstance(one, MonthClosed) for one in made)
        assert taken + 100 * refused == 300
