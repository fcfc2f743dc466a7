"""The fee audit: what was charged against what the schedule says, exact, and taken away with a reason. (004-24)"""

from __future__ import annotations

import io
from collections import Counter
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook
from wagtail.models import ModelLogEntry

from foyer.bookings.models import Booking
from foyer.bookings.services.answering import accept_offer, mark_used
from foyer.bookings.services.offering import offer_room
from foyer.core.days import add_months, month_end, start_of
from foyer.core.exports.models import Export
from foyer.core.models import User
from foyer.fees.enums import Currency
from foyer.fees.models import FeeItem
from foyer.settlement.models import Paper
from foyer.settlement.queries.audit import audit_of
from foyer.settlement.services.drafting import add_line, approve, draw_up, reduce
from foyer.settlement.services.issuing import credit, issue
from tests.factories import BookingFactory, RoomFactory, UserFactory
from tests.factories.bookings import price_rooms
from tests.factories.settlement import issued_statement, used_booking

pytestmark = pytest.mark.django_db
AUDIT = "settlement:audit"


@pytest.fixture
def finance() -> User:
    """Somebody of Finance."""
    return UserFactory(role="Finance", last_name="郁", first_name="听荷")


@pytest.fixture
def manager() -> User:
    """Somebody who grants reductions."""
    return UserFactory(role="Management", last_name="沈", first_name="砚秋")


def last_month() -> datetime:
    """A moment in the middle of last month."""
    first = add_months(timezone.localdate().replace(day=1), -1)
    return start_of(first.replace(day=15)) + timedelta(hours=20)


def settled(*, finance: User, manager: User, at: datetime, less: str = "", more: str = "") -> Paper:
    """Issue a statement with a reduction and an addition."""
    draft = draw_up(booking=used_booking(at=at, by=finance), by=finance, at=at)
    if more:
        add_line(
            paper=draft, words="幕布破损", amount=Decimal(more), reason="=见照片", by=finance, at=at
        )
    if less:
        line = reduce(paper=draft, amount=Decimal(less), reason="灯光故障", by=finance, at=at)
        approve(line=line, by=manager, at=at)
    return issue(paper=draft, by=finance, at=at)


def read(client: Any, **query: str) -> str:
    """Return the page of the audit."""
    return client.get(reverse(AUDIT), query).content.decode()


class TestTheFigures:
    def test_tell_the_schedule_from_what_was_charged_and_whose_decision_it_was(
        self, finance: User, manager: User
    ) -> None:
        at = last_month()
        statement = settled(finance=finance, manager=manager, at=at, less="100", more="50.50")
        note = credit(statement=statement, amount=Decimal(200), reason="多计", by=finance, at=at)
        approve(line=note.lines.get(), by=manager, at=at)
        issued_statement(by=finance, at=add_months_at(at, 1))  # of another month

        (audited,) = audit_of(at.date().replace(day=1), month_end(at.date()))

        total = audited.total
        assert (total.schedule, total.additions, total.reductions, total.credits) == (
            Decimal(900),
            Decimal("50.50"),
            Decimal(-100),
            Decimal(-200),
        )
        assert (total.variance, total.percent, total.amount) == (
            Decimal("-249.50"),
            Decimal("-27.7"),
            Decimal("650.50"),
        )
        told = {
            (one.kind, one.what, one.reason, one.added_by, one.approved_by)
            for one in audited.decisions
        }
        assert told == {
            ("增补", "幕布破损", "=见照片", str(finance), ""),
            ("减免", "减免", "灯光故障", str(finance), str(manager)),
            ("退减单", "退减", "多计", str(finance), str(manager)),
        }
        (item,) = [row for row in audited.tables[2].rows if row.unit]
        assert (item.quantity, item.amount) == (3, Decimal(900))

    def test_name_who_granted_a_discount(self, finance: User, manager: User) -> None:
        room, at = RoomFactory(), last_month()
        schedule = price_rooms(room, discounts=[{"name": "友好单位"}])
        ended = at.replace(hour=17) - timedelta(days=1)
        asked_at = ended - timedelta(days=35)
        times = {"starts_at": ended - timedelta(hours=3), "ends_at": ended}
        booking = BookingFactory(room=room, at=asked_at, by=finance, **times)
        key = schedule.discounts.get().key
        offered = offer_room(booking=booking, by=manager, at=asked_at, discount=key).booking
        booking = accept_offer(booking=offered, at=asked_at)
        booking = mark_used(booking=booking, by=finance, at=at)
        issued_statement(booking, by=finance, at=at)

        (audited,) = audit_of(at.date(), at.date())
        (granted,) = audited.discounts
        assert (granted.what, granted.line.amount, granted.added_by) == (
            "友好单位",
            Decimal(-90),
            str(manager),
        )
        assert (audited.total.discounts, audited.total.percent) == (Decimal(-90), Decimal("-10.0"))

    def test_never_mix_currencies(self, finance: User, manager: User) -> None:
        at = last_month()
        settled(finance=finance, manager=manager, at=at, less="100")
        other = used_booking(at=at, by=finance)
        Booking.objects.filter(pk=other.pk).update(currency=Currency.TWD)
        issued_statement(Booking.objects.get(pk=other.pk), by=finance, at=at)

        audits = audit_of(at.date(), at.date())

        assert [(one.currency, one.total.amount) for one in audits] == [
            ("CNY", Decimal(800)),
            ("TWD", Decimal(900)),
        ]

    @settings(
        max_examples=6,
        deadline=None,
        suppress_health_check=[HealthCheck.function_scoped_fixture],
    )
    @given(
        uses=st.lists(
            st.tuples(
                st.integers(0, 1),  # of which room
                st.integers(0, 2),  # how many months ago
                st.decimals("0.01", "899.99", places=2),  # less
                st.decimals("0.01", "99999.99", places=2),  # more
                st.decimals("0.01", "0.99", places=2),  # taken back
            ),
            min_size=1,
            max_size=4,
        )
    )
    def test_come_to_the_same_sum_by_room_month_item_and_kind(
        self, finance: User, manager: User, uses: list[Any]
    ) -> None:
        rooms = two_rooms()
        for place, months, less, more, back in uses:
            at = add_months_at(last_month(), -months)
            count = Booking.objects.count()
            ended = at.replace(hour=17) - timedelta(days=count + 1)
            booking = used_booking(room=rooms[place], ended=ended, at=at, by=finance)
            draft = draw_up(booking=booking, by=finance, at=at)
            add_line(
                paper=draft, words=f"第{count}项", amount=more, reason="见照片", by=finance, at=at
            )
            reduce(paper=draft, amount=less, reason="故障", by=manager, at=at)
            statement = issue(paper=draft, by=finance, at=at)
            credit(statement=statement, amount=back, reason="多计", by=manager, at=at)

        (audited,) = audit_of(date(2000, 1, 1), timezone.localdate())

        totals = sum((paper.total for paper in Paper.objects.all()), Decimal(0))
        assert audited.total.amount == totals
        for table in audited.tables:
            assert sum((row.amount for row in table.rows), Decimal(0)) == totals
            assert sum((row.variance for row in table.rows), Decimal(0)) == audited.total.variance
        listed = sum((one.line.amount for one in audited.decisions), Decimal(0))
        assert listed == audited.total.variance - audited.total.discounts


class TestThePage:
    def test_shows_last_month_and_keeps_the_period_in_the_address(
        self, log_in: Any, finance: User, manager: User
    ) -> None:
        at = last_month()
        paper = settled(finance=finance, manager=manager, at=at, less="100")
        client = log_in(user=finance)

        page = read(client)
        told = (str(paper), "灯光故障", "郁听荷", "沈砚秋", "900.00", "−100.00", "−11.1")
        assert [word for word in told if word not in page] == []
        earlier = {"first": "2020-01-01", "last": "2020-01-31"}
        page = read(client, **earlier)
        assert "此期间未开具任何单据" in page
        assert 'value="2020-01-01"' in page
        assert "?first=2020-01-01&amp;last=2020-01-31" in page

    @pytest.mark.parametrize(
        ("first", "last", "words"),
        [
            ("2026-02-30", "2026-03-01", "开具日期自"),
            ("x\0", "", "开具日期自"),
            ("2026-03-02", "2026-03-01", "结束日期早于开始日期"),
        ],
    )
    def test_answers_days_that_make_no_sense_in_words(
        self, log_in: Any, finance: User, first: str, last: str, words: str
    ) -> None:
        client = log_in(user=finance)

        for name in ("audit", "audit_print"):
            answer = client.get(reverse(f"settlement:{name}"), {"first": first, "last": last})
            page = answer.content.decode()
            assert answer.status_code == 200
            assert words in page[page.index('role="alert"') :]
            assert "未开具任何单据" not in page

    def test_asks_as_often_for_three_statements_as_for_one(
        self, log_in: Any, finance: User, manager: User
    ) -> None:
        client, at = log_in(user=finance), last_month()
        settled(finance=finance, manager=manager, at=at, less="1", more="1")
        read(client)
        counts = []
        for _time in range(2):
            with CaptureQueriesContext(connection) as asked:
                read(client)
            counts.append(len(asked))
            for _n in range(2):
                settled(finance=finance, manager=manager, at=at, less="1", more="1")
        assert counts[0] == counts[1]

    @pytest.mark.parametrize(
        ("role", "sees", "takes"),
        [
            ("Finance", 200, True),
            ("Management", 200, True),
            ("Service desk", 200, False),
            ("Account managers", 302, False),
            ("Marketing", 302, False),
        ],
    )
    def test_is_seen_by_who_sees_every_account_and_taken_away_by_few(
        self, log_in: Any, finance: User, role: str, sees: int, takes: bool
    ) -> None:
        issued_statement(by=finance, at=last_month())
        client = log_in(role)
        url = reverse("settlement:audit_workbook")

        assert client.get(reverse(AUDIT)).status_code == sees
        assert client.get(reverse("settlement:audit_print")).status_code == sees
        assert (url in read(client)) is takes
        taken = client.post(url, {"purpose": "月度审核"})
        assert (taken.status_code == 200) is takes
        assert Export.objects.exists() is takes


class TestTheWorkbook:
    def test_holds_every_table_as_text_and_stands_in_the_register(
        self, log_in: Any, finance: User, manager: User
    ) -> None:
        at = last_month()
        paper = settled(finance=finance, manager=manager, at=at, less="100", more="50.5")
        url = reverse("settlement:audit_workbook")

        answer = log_in(user=finance).post(url, {"purpose": "月度审核"})

        book = load_workbook(io.BytesIO(b"".join(answer.streaming_content)))
        cells = [cell for row in book.active.iter_rows() for cell in row if cell.value is not None]
        assert Counter(cell.data_type for cell in cells).keys() == {"s"}
        values = [cell.value for cell in cells]
        told = ("按会场", "按月份", "按项目", "按类别", str(paper), "850.50", "-100.00", "=见照片")
        assert [word for word in told if word not in values] == []
        export = Export.objects.get()
        assert (export.target, export.by, export.purpose) == ("fee_audit", finance, "月度审核")
        assert ModelLogEntry.objects.filter(action="foyer.settlement.export").count() == 1
        register = log_in(user=manager).get(reverse("core_export_modeladmin_index"))
        assert "收费审核" in register.content.decode()

    def test_without_a_purpose_is_not_given_and_says_so_beside_the_field(
        self, log_in: Any, finance: User
    ) -> None:
        issued_statement(by=finance, at=last_month())

        answer = log_in(user=finance).post(reverse("settlement:audit_workbook"), {"purpose": " "})

        assert "id_purpose_error" in answer.content.decode()
        assert not Export.objects.exists()


def add_months_at(at: datetime, months: int) -> datetime:
    """Return a moment some months on."""
    day = add_months(at.date(), months)
    return at.replace(year=day.year, month=day.month, day=day.day)


def two_rooms() -> list[Any]:
    """Return the two rooms that have a price."""
    found = [item.room for item in FeeItem.objects.filter(room__isnull=False)]
    if not found:
        found = [RoomFactory(name="听松厅"), RoomFactory(name="望湖厅")]
        price_rooms(*found, valid_from=date(2015, 1, 1))
    return found[:2]
