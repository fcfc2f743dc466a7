"""The accounts as staff work on them: list, one account, papers, months. (004-22, 004-23, 004-24)"""

from __future__ import annotations

import re
from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from foyer.bookings.models import Booking
from foyer.bookings.services.answering import cancel_booking, decline_offer
from foyer.bookings.services.changing import Change, change_booking
from foyer.bookings.services.offering import offer_room, reject_request
from foyer.bookings.services.secrets import booking_path
from foyer.settlement.accounts import account_of
from foyer.settlement.enums import AccountState, PaymentKind
from foyer.settlement.models import ClosedMonth, Paper, PaperLine, Payment, TaxInvoice
from foyer.settlement.services.closing import next_month
from foyer.settlement.services.drafting import add_line, draw_up, reduce
from foyer.settlement.services.invoices import ask_for_invoice
from tests.factories import BookingFactory, ClientFactory, RoomFactory, UserFactory
from tests.factories.bookings import in_three_weeks, price_rooms
from tests.factories.settlement import issued_statement, last_month, pay, used_booking

pytestmark = pytest.mark.django_db
LIST = "/admin/settlement/"
HOUSE = ZoneInfo("Asia/Shanghai")
TAX = "91310000MA1FL8XQ30"
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


@pytest.fixture
def finance(log_in):
    return log_in("Finance")


@pytest.fixture
def manager(log_in):
    return log_in("Management")


def shown(page: Any) -> str:
    return page.content.decode()


def numbers(page: Any) -> list[str]:
    return re.findall(r'class="care-name" href="/admin/settlement/\d+/">([^<]+)<', shown(page))


def offered(page: Any) -> set[str]:
    return set(re.findall(r'id="act-([a-z_]+)-\d+"', shown(page)))


def act(client: Any, record: Any, name: str, **values: Any) -> Any:
    """Send the form of an act upon a record, as the page of its booking has it."""
    booking = getattr(record, "booking", None) or (
        record.paper.booking if isinstance(record, PaperLine) else record
    )
    return client.post(f"{LIST}{booking.pk}/", {"act": name, "of": record.pk} | values, follow=True)


def is_let_in(client: Any, booking: Any, name: str, of: Any) -> bool:
    """Tell whether somebody may carry an act out at all; the staff's tool leads others back to its first page."""
    answer = client.post(f"{LIST}{booking.pk}/", {"act": name, "of": of.pk})
    return answer.status_code != 403 and answer.headers.get("Location") != "/admin/"


def draft_of(booking: Any) -> Paper:
    return Paper.objects.get(booking=booking, status="draft")


def state(booking: Any) -> str:
    return account_of(booking, at=timezone.now()).state


def as_used(booking: Any, **more: Any) -> dict[str, Any]:
    """What the form of a use sends when all went as agreed."""
    first, last = booking.starts_at.astimezone(HOUSE), booking.ends_at.astimezone(HOUSE)
    return {
        "day": f"{first:%Y-%m-%d}",
        "starts": f"{first:%H:%M}",
        "ends": f"{last:%H:%M}",
        "heads": booking.heads,
    } | more


class TestTheList:
    def test_asks_as_often_for_three_accounts_as_for_one(
        self, finance, django_assert_num_queries, django_assert_max_num_queries
    ):
        issued_statement(client=ClientFactory())
        finance.get(f"{LIST}?view=all")
        with django_assert_max_num_queries(14) as asked:
            finance.get(f"{LIST}?view=all")
        issued_statement(client=ClientFactory())
        pay(used_booking(client=ClientFactory()), 100)

        with django_assert_num_queries(len(asked.captured_queries)):
            page = finance.get(f"{LIST}?view=all")
        assert len(numbers(page)) == 3

    def test_has_saved_views_with_what_is_open_in_them(self, finance, now):
        by = UserFactory(role="Finance")
        long_ago = now - timedelta(days=40)
        made = {
            "to_state": used_booking(),
            "draft": (drawn := used_booking()),
            "due": issued_statement().booking,
            "overdue": issued_statement(used_booking(at=long_ago), at=long_ago).booking,
            "paid": issued_statement().booking,
            "owed": issued_statement().booking,
        }
        pay(made["due"], 100)
        pay(made["paid"], 900)
        pay(made["owed"], 950, is_surplus_theirs=True)
        draft = draw_up(booking=drawn, by=by, at=now)
        reduce(paper=draft, amount=Decimal(50), reason="迟开灯", by=by, at=now)

        found = {view: numbers(finance.get(f"{LIST}?view={view}")) for view in made}
        waiting = numbers(finance.get(f"{LIST}?view=approve"))

        assert found == {view: [booking.number] for view, booking in made.items()}
        assert waiting == [drawn.number]
        assert "¥800.00</strong>" in shown(finance.get(f"{LIST}?view=due"))
        assert "¥50.00" in shown(finance.get(f"{LIST}?view=owed"))
        assert "¥1,700.00</strong>" in shown(finance.get(f"{LIST}?view=all"))

    def test_begins_with_what_is_to_be_stated_else_with_what_is_overdue(self, finance, now):
        long_ago = now - timedelta(days=40)
        overdue = issued_statement(used_booking(at=long_ago), at=long_ago).booking
        nothing_to_state = numbers(finance.get(LIST))
        to_state = used_booking()

        assert nothing_to_state == [overdue.number]
        assert numbers(finance.get(LIST)) == [to_state.number]

    def test_is_searched_by_number_and_company(self, finance):
        theirs = used_booking(client=ClientFactory(name="松涛出版"))
        used_booking()

        for query in (theirs.number, "松涛"):
            assert numbers(finance.get(f"{LIST}?view=all&q={query}")) == [theirs.number], query
        assert numbers(finance.get(f"{LIST}?view=nonsense&q={'长' * 101}&p=x")) != []

    def test_shows_each_only_the_accounts_of_bookings_they_may_see(self, log_in):
        keeper = UserFactory(role="Account managers")
        theirs = used_booking(client=ClientFactory(account_manager=keeper))
        other = used_booking()
        client = log_in(user=keeper)

        assert numbers(client.get(f"{LIST}?view=all")) == [theirs.number]
        assert client.get(f"{LIST}{other.pk}/").status_code == 404

    def test_leaves_the_house_as_it_was_narrowed_down(self, finance):
        chosen = issued_statement(used_booking(client=ClientFactory(name="松涛出版"))).booking
        issued_statement()

        answer = finance.post(
            f"{LIST}export/?view=due&q=松涛",
            {
                "purpose": "核对",
                "columns": ["number", "charged", "open", "state"],
                "kind": "csv",
                "language": "zh-hans",
            },
        )
        rows = b"".join(answer.streaming_content).decode("utf-8-sig").splitlines()

        assert rows[1:] == [f'"{chosen.number}","900.00","900.00","待付款"']


class TestAnAccount:
    def test_goes_from_draft_to_settled(self, finance, manager):
        booking = used_booking()
        later = booking.ends_at + timedelta(hours=1)

        act(finance, booking, "draw_up")
        draft = draft_of(booking)
        used = as_used(booking, ends=f"{later.astimezone(HOUSE):%H:%M}")
        act(finance, draft, "use", seen=draft.version, **used)
        draft.refresh_from_db()
        act(finance, draft, "add", seen=draft.version, words="修地板", amount="80", reason="划痕")
        draft.refresh_from_db()
        page = act(finance, draft, "reduce", seen=draft.version, amount="80", reason="迟开灯")
        assert "等待批准" in shown(page)
        assert "approve" not in offered(page)
        draft.refresh_from_db()
        refused = act(finance, draft, "issue", seen=draft.version, note_on_it="谢谢惠顾")
        assert "尚待批准" in shown(refused)
        assert "谢谢惠顾" in shown(refused)
        line = draft.lines.get(source="reduced")
        assert not is_let_in(finance, booking, "approve", line)
        act(manager, line, "approve")
        draft.refresh_from_db()
        act(finance, draft, "issue", seen=draft.version, note_on_it="谢谢惠顾")
        draft.refresh_from_db()
        assert (draft.status, draft.total, draft.note) == ("issued", Decimal(1200), "谢谢惠顾")
        today = f"{timezone.localdate():%Y-%m-%d}"
        about = {"kind": "payment", "method": "cash", "on": today}
        act(finance, booking, "pay", amount="500", once="a", **about)
        assert state(booking) == AccountState.PART
        act(finance, booking, "pay", amount="700", once="b", **about)

        booking.refresh_from_db()
        assert (state(booking), booking.status) == (AccountState.PAID, "settled")

    def test_says_beside_the_field_why_not_and_keeps_what_was_typed(self, finance):
        booking = issued_statement().booking
        today = f"{timezone.localdate():%Y-%m-%d}"
        about = {"kind": "payment", "method": "card", "on": today, "once": "k"}

        page = act(finance, booking, "pay", amount="901", reference="终端 7", **about)
        assert page.context["offers"]["pay"][0].form.errors.keys() == {"amount"}
        assert "终端 7" in shown(page)
        assert f'id="act-pay-{booking.pk}"' in shown(page)
        assert Payment.objects.count() == 0

        act(finance, booking, "pay", amount="901", is_surplus_theirs="on", **about)
        act(finance, booking, "pay", amount="901", is_surplus_theirs="on", **about)  # sent twice
        assert Payment.objects.count() == 1
        assert state(booking) == AccountState.OWED

    def test_refuses_a_use_that_cannot_have_been(self, finance, now):
        draft = draw_up(booking=used_booking(), by=UserFactory(), at=now)

        page = act(
            finance, draft, "use", seen=draft.version, **as_used(draft.booking, ends="03:00")
        )
        form = next(one for one in page.context["draft"]["offers"] if one.name == "use").form

        assert form.errors.keys() == {"ends"}
        assert form["ends"].value() == "03:00"

    def test_refuses_a_slip_of_the_day_and_takes_more_people_than_the_room_is_for(
        self, finance, now
    ):
        draft = draw_up(booking=used_booking(), by=UserFactory(), at=now)
        booking = draft.booking
        long_ago = booking.starts_at.astimezone(HOUSE) - timedelta(days=300)
        for day in (f"{long_ago:%Y-%m-%d}", "2001-01-01"):
            sent = as_used(booking, day=day, last_day=f"{timezone.localdate(booking.ends_at)}")
            page = act(finance, draft, "use", seen=draft.version, **sent)
            form = next(one for one in page.context["draft"]["offers"] if one.name == "use").form
            assert form.errors.keys() == {"day"}
        more = booking.room.capacity + 10

        act(finance, draft, "use", seen=draft.version, **as_used(booking, heads=more))

        draft.refresh_from_db()
        assert (draft.used["heads"], draft.total) == (more, Decimal(900))

    def test_shows_both_versions_to_the_second_of_two(self, finance, now):
        draft = draw_up(booking=used_booking(), by=UserFactory(), at=now)
        seen = draft.version
        add_line(
            paper=draft, words="修地板", amount=Decimal(80), reason="划痕", by=UserFactory(), at=now
        )

        page = act(finance, draft, "reduce", seen=seen, amount="33", reason="迟开灯")
        form = next(one for one in page.context["draft"]["offers"] if one.name == "reduce").form

        assert "修地板" in shown(page)
        assert form["reason"].value() == "迟开灯"
        draft.refresh_from_db()
        assert form["seen"].value() == str(draft.version)
        assert not draft.lines.filter(source="reduced").exists()
        act(finance, draft, "reduce", seen=draft.version, amount="33", reason="迟开灯")
        assert draft.lines.get(source="reduced").amount == -33

    def test_takes_lines_and_drafts_away(self, finance, now):
        booking = used_booking()
        draft = draw_up(booking=booking, by=UserFactory(), at=now)
        about = {"words": "修地板", "amount": Decimal(80), "reason": "划痕"}
        line = add_line(paper=draft, **about, by=UserFactory(), at=now)
        draft.refresh_from_db()

        act(finance, line, "take_off", seen=draft.version)
        assert [one.source for one in draft.lines.all()] == ["schedule"]
        again = act(finance, line, "take_off", seen=draft.version)
        assert "已不在" in shown(again)

        act(finance, draft, "drop")
        assert state(booking) == AccountState.TO_STATE

    def test_is_set_right_with_credit_notes_and_reversals(self, finance, manager):
        statement = issued_statement()
        booking = statement.booking
        payment = pay(booking, 900)

        page = act(finance, statement, "credit", amount="1000", reason="空调不足")
        assert "空调不足" in shown(page)
        assert Paper.objects.filter(kind="credit").count() == 0
        act(finance, statement, "credit", amount="100", reason="空调不足")
        assert state(booking) == AccountState.PAID
        (waiting,) = PaperLine.objects.filter(source="credit")
        act(manager, waiting, "approve")
        assert state(booking) == AccountState.OWED
        today = f"{timezone.localdate():%Y-%m-%d}"
        act(finance, payment, "reverse", on=today, reason="记错了户头")
        assert state(booking) == AccountState.DUE
        act(finance, statement, "credit", amount="", reason="重开")

        assert state(booking) == AccountState.TO_STATE
        assert "reverse" not in offered(finance.get(f"{LIST}{booking.pk}/"))

    def test_takes_back_a_part_only_once_it_is_approved(self, finance, manager, client):
        statement = issued_statement()
        booking = statement.booking

        page = act(finance, statement, "credit", amount="899", reason="灯光故障")

        (line,) = PaperLine.objects.filter(source="credit")
        assert "待批准" in shown(page)
        assert "approve" not in offered(page)
        assert "credit" not in offered(page)
        assert not is_let_in(finance, booking, "approve", line)
        assert account_of(booking, at=timezone.now()).charged == 900
        theirs = shown(client.get(booking_path(booking) + "?lang=zh-hans"))
        assert "退减单" not in theirs
        for way in ("issue", "reduce", "add"):
            about = {"seen": line.paper.version, "amount": "1", "reason": "多计", "words": "x"}
            act(finance, line.paper, way, **about)
        assert Paper.objects.get(kind="credit").is_draft
        assert numbers(manager.get(f"{LIST}?view=approve")) == [booking.number]
        assert numbers(manager.get(f"{LIST}?view=due")) == [booking.number]

        act(manager, line, "approve")

        note = Paper.objects.get(kind="credit")
        line.refresh_from_db()
        assert (note.total, note.status) == (Decimal(-899), "issued")
        assert (line.added_by.username, line.approved_by.username) != ("", "")
        assert line.added_by != line.approved_by
        assert account_of(booking, at=timezone.now()).charged == 1
        assert numbers(manager.get(f"{LIST}?view=approve")) == []
        assert "退减单" in shown(client.get(booking_path(booking) + "?lang=zh-hans"))

    def test_throws_a_credit_note_away_that_nobody_approved(self, finance):
        statement = issued_statement()
        act(finance, statement, "credit", amount="10", reason="灯光故障")

        act(finance, Paper.objects.get(kind="credit"), "drop")

        assert not Paper.objects.filter(kind="credit").exists()
        assert "credit" in offered(finance.get(f"{LIST}{statement.booking.pk}/"))

    def test_is_taken_back_in_full_by_finance_and_drawn_up_again(self, finance):
        statement = issued_statement()

        act(finance, statement, "credit", amount="", reason="抬头有误")

        assert state(statement.booking) == AccountState.TO_STATE
        assert Paper.objects.get(kind="credit").lines.get().approved_by is None

    def test_takes_advances_and_deposits_before_the_statement(self, finance):
        booking = BookingFactory(room=used_booking().room, confirmed=True)
        today = f"{timezone.localdate():%Y-%m-%d}"

        act(
            finance,
            booking,
            "pay",
            kind=PaymentKind.DEPOSIT,
            method="cash",
            amount="200",
            on=today,
            once="d",
        )

        account = account_of(booking, at=timezone.now())
        assert (account.held, account.paid) == (200, 0)
        assert "¥200.00" in shown(finance.get(f"{LIST}{booking.pk}/"))

    def test_is_only_read_by_those_who_keep_none(self, log_in, now):
        booking = issued_statement().booking
        drawn = used_booking()
        draw_up(booking=drawn, by=UserFactory(), at=now)
        desk = log_in("Venue desk")

        pages = [desk.get(f"{LIST}{one.pk}/") for one in (booking, drawn, used_booking())]

        assert [offered(page) for page in pages] == [{"ask_invoice"}, set(), set()]
        assert not is_let_in(desk, booking, "pay", booking)
        assert not is_let_in(desk, drawn, "drop", draft_of(drawn))
        assert not is_let_in(desk, drawn, "nonsense", drawn)

    def test_asks_as_often_with_three_lines_and_payments_as_with_one(
        self, finance, now, django_assert_num_queries, django_assert_max_num_queries
    ):
        booking, by = used_booking(), UserFactory()
        draft = draw_up(booking=booking, by=by, at=now)
        pay(booking, 10)
        line = {"words": "修地板", "amount": Decimal(80), "reason": "划痕"}
        add_line(paper=draft, **line, by=by, at=now)
        finance.get(f"{LIST}{booking.pk}/")
        with django_assert_max_num_queries(40) as asked:
            finance.get(f"{LIST}{booking.pk}/")
        for _each in range(2):
            pay(booking, 10)
            add_line(paper=draft, **line, by=by, at=now)

        with django_assert_num_queries(len(asked.captured_queries)):
            finance.get(f"{LIST}{booking.pk}/")


class TestTaxInvoices:
    def test_are_asked_for_written_down_and_declared_void(self, finance):
        booking = issued_statement(used_booking(client=ClientFactory(name="松涛出版"))).booking
        page = finance.get(f"{LIST}{booking.pk}/")
        form = page.context["offers"]["ask_invoice"][0].form
        assert form["title"].value() in ("松涛出版", booking.asker_company)

        wrong = act(finance, booking, "ask_invoice", title="松涛出版", tax_number="一二三")
        assert wrong.context["offers"]["ask_invoice"][0].form.errors.keys() == {"tax_number"}
        act(finance, booking, "ask_invoice", title="松涛出版", tax_number=TAX)
        invoice = TaxInvoice.objects.get()
        today = f"{timezone.localdate():%Y-%m-%d}"
        bad = SimpleUploadedFile("a.pdf", b"MZ not a pdf")
        page = act(finance, invoice, "write_invoice", number="0421", on=today, file=bad)
        assert page.context["invoices"][0][4][0].form.errors.keys() == {"file"}
        good = SimpleUploadedFile("发票.pdf", PDF, "application/pdf")
        act(finance, invoice, "write_invoice", number="0421", on=today, file=good)
        invoice.refresh_from_db()
        assert (invoice.status, invoice.number, invoice.file_name) == (
            "written",
            "0421",
            "发票.pdf",
        )

        file = finance.get(f"{LIST}invoices/{invoice.pk}/")
        assert b"".join(file.streaming_content).startswith(b"%PDF")
        assert file["Content-Disposition"].startswith("attachment")
        act(finance, invoice, "void_invoice", reason="抬头有误")
        assert "ask_invoice" in offered(finance.get(f"{LIST}{booking.pk}/"))

    def test_show_tax_numbers_only_to_those_who_may_see_them(self, log_in, now):
        booking = issued_statement().booking
        ask_for_invoice(booking=booking, title="松涛出版", tax_number=TAX, at=now)

        plain, masked = (
            shown(log_in(role).get(f"{LIST}{booking.pk}/")) for role in ("Finance", "Venue desk")
        )

        assert TAX in plain
        assert TAX not in masked
        assert "*** XQ30" in masked


class TestAPaper:
    def test_is_a_pdf_in_the_language_asked_for(self, finance):
        statement = issued_statement()

        chinese, english = (
            finance.get(f"{LIST}papers/{statement.pk}/?lang={lang}") for lang in ("zh-hans", "en")
        )

        assert chinese.content.startswith(b"%PDF")
        assert chinese["Content-Disposition"] == f'inline; filename="{statement.number}.pdf"'
        assert b"/Lang (en)" in english.content or b"/Lang (en" in english.content

    def test_is_a_page_for_print_reached_from_the_account(self, finance):
        statement = issued_statement()
        url = f"{LIST}papers/{statement.pk}/print/"

        page = finance.get(f"{url}?lang=en")

        assert url in shown(finance.get(f"{LIST}{statement.booking_id}/"))
        told = (
            f"Statement {statement.number}",
            "¥900.00",
            "Version",
            f"{LIST}{statement.booking_id}/",
        )
        assert [word for word in told if word not in shown(page)] == []
        assert "no-store" in page["Cache-Control"]

    def test_is_not_there_while_it_is_a_draft_nor_for_those_who_see_not_the_booking(
        self, log_in, now
    ):
        draft = draw_up(booking=used_booking(), by=UserFactory(), at=now)
        statement = issued_statement()

        answers = [
            log_in("Finance").get(f"{LIST}papers/{draft.pk}/").status_code,
            log_in("Finance").get(f"{LIST}papers/{draft.pk}/print/").status_code,
            log_in("Account managers").get(f"{LIST}papers/{statement.pk}/print/").status_code,
            log_in("Account managers").get(f"{LIST}papers/{statement.pk}/").status_code,
        ]

        assert answers == [404, 404, 404, 404]


class TestMonths:
    def test_are_closed_knowing_what_is_left(self, finance, now):
        before = last_month()
        issued_statement(used_booking(at=before), at=before)
        left = used_booking(at=before)
        month = next_month()

        page = finance.get(f"{LIST}months/")
        assert left.number in shown(page)
        assert "¥900.00" in shown(page)
        refused = finance.post(f"{LIST}months/", {"month": f"{month:%Y-%m-%d}"})
        assert left.number in shown(refused)
        assert not ClosedMonth.objects.exists()
        finance.post(f"{LIST}months/", {"month": f"{month:%Y-%m-%d}", "knows": "on"})
        again = finance.post(f"{LIST}months/", {"month": f"{month:%Y-%m-%d}", "knows": "on"})

        closed = ClosedMonth.objects.get()
        assert (closed.month, closed.sums["CNY"]["statements"]) == (month, "900.00")
        assert again.status_code == 200

    def test_are_not_closed_before_they_are_over(self, finance):
        issued_statement()

        page = finance.get(f"{LIST}months/")

        assert 'id="close"' not in shown(page)


class TestATaxInvoiceAfterACreditNote:
    def test_is_written_over_what_is_charged_then_and_told_where_it_differs(
        self, finance, manager, now
    ):
        statement = issued_statement()
        booking = statement.booking
        invoice = ask_for_invoice(booking=booking, title="江南文化", tax_number="", at=now)
        taken_back(statement, 400, finance, manager)

        invoice.refresh_from_db()
        assert invoice.amount == Decimal(500)
        today = f"{timezone.localdate(now):%Y-%m-%d}"
        act(finance, invoice, "write_invoice", number="F-1", on=today)
        page = finance.get(f"{LIST}{booking.pk}/")
        assert "请作废并重新开具" not in shown(page)
        taken_back(statement, 100, finance, manager)

        invoice.refresh_from_db()
        assert (invoice.status, invoice.amount) == ("written", Decimal(500))
        page = shown(finance.get(f"{LIST}{booking.pk}/"))
        assert "发票金额为¥500.00，现在应收¥400.00：请作废并重新开具。" in page


def taken_back(statement: Any, amount: int, finance: Any, manager: Any) -> None:
    """Take a part of a statement back, as Finance asks for it and Management grants it."""
    act(finance, statement, "credit", amount=str(amount), reason="灯光故障")
    act(manager, PaperLine.objects.get(source="credit", approved_at=None), "approve")


class TestAStatementOfLessThanNothing:
    def test_is_not_issued_after_a_line_was_taken_off(self, finance, manager, now):
        draft = draw_up(booking=used_booking(), by=UserFactory(), at=now)
        act(finance, draft, "add", seen=draft.version, words="幕布", amount="500", reason="破损")
        damage = draft.lines.get(source="added")
        draft.refresh_from_db()
        act(finance, draft, "reduce", seen=draft.version, amount="1300", reason="灯光故障")
        line = draft.lines.get(source="reduced")
        act(manager, line, "approve")

        draft.refresh_from_db()
        act(finance, damage, "take_off", seen=draft.version)

        line.refresh_from_db()
        draft.refresh_from_db()
        assert line.waits
        assert draft.total == -400
        act(finance, draft, "issue", seen=draft.version)
        refused = act(manager, line, "approve")
        assert "减免超过了其余的金额" in shown(refused)
        draft.refresh_from_db()
        assert (draft.status, draft.number) == ("draft", None)
        act(finance, line, "take_off", seen=draft.version)
        draft.refresh_from_db()
        act(finance, draft, "issue", seen=draft.version)
        draft.refresh_from_db()
        assert (draft.status, draft.total) == ("issued", Decimal(900))


class TestADayOfMoney:
    def test_lies_not_before_the_booking_nor_a_reversal_before_what_it_reverses(self, finance, now):
        booking = issued_statement().booking
        sent = {"kind": "payment", "method": "cash", "amount": "400"}
        for n, on in enumerate(("0206-11-28", "1999-01-01")):
            page = act(finance, booking, "pay", on=on, once=f"k{n}", **sent)
            assert "远早于" in shown(page)
        today = timezone.localdate(now)
        act(finance, booking, "pay", on=f"{today:%Y-%m-%d}", once="k", **sent)
        payment = Payment.objects.get()

        before = today - timedelta(days=1)
        page = act(finance, payment, "reverse", on=f"{before:%Y-%m-%d}", reason="记错")

        assert not Payment.objects.filter(reverses=payment).exists()
        assert "或之后的日期" in shown(page)
        act(finance, payment, "reverse", on=f"{today:%Y-%m-%d}", reason="记错")
        assert Payment.objects.filter(reverses=payment).exists()

    def test_of_long_ago_holds_no_month_up(self, finance, manager, now):
        """One that was written down before such days were refused."""
        old = issued_statement(used_booking(at=last_month()), at=last_month())
        payment = pay(old.booking, 400, at=last_month())
        Payment.objects.bulk_create(
            [
                Payment(
                    number="Z0206-0001",
                    booking=old.booking,
                    kind="payment",
                    method="cash",
                    currency="CNY",
                    amount=1,
                    on=date(206, 11, 28),
                    recorded_at=now,
                )
            ]
        )
        assert next_month() == date(206, 11, 1)

        finance.post(f"{LIST}months/", {"month": "0206-11-01"})
        finance.post(f"{LIST}months/", {"month": "0206-11-01", "knows": "on"})

        assert next_month() == payment.on.replace(day=1)

    def test_a_reversal_leaves_nothing_below_nothing(self, finance, now):
        booking = used_booking()
        taken = pay(booking, 1000, kind=PaymentKind.DEPOSIT)
        returned = pay(booking, 1000, kind=PaymentKind.RETURN)
        today = f"{timezone.localdate(now):%Y-%m-%d}"

        page = act(finance, taken, "reverse", on=today, reason="记错")

        assert "请先冲销那一笔" in shown(page)
        assert account_of(booking, at=now).held == 0
        act(finance, returned, "reverse", on=today, reason="记错")
        act(finance, taken, "reverse", on=today, reason="记错")
        assert account_of(booking, at=now).held == 0
        assert Payment.objects.filter(reverses__isnull=False).count() == 2


def cancelled_in_time(booking: Any) -> Any:
    return cancel_booking(booking=booking, reason="行程有变", at=timezone.now())


def cancelled_for_nothing(booking: Any) -> Any:
    by = UserFactory()
    return cancel_booking(booking=booking, reason="停电", by=by, at=timezone.now(), waives_fee=True)


def turned_down(booking: Any) -> Any:
    booking = changed(booking)
    by = UserFactory()
    return reject_request(booking=booking, reason="场地检修", by=by, at=timezone.now())


def declined(booking: Any) -> Any:
    by = UserFactory()
    offer = offer_room(booking=changed(booking), by=by, at=timezone.now()).booking
    return decline_offer(booking=offer, at=timezone.now())


def lapsed(booking: Any) -> Any:
    by, at = UserFactory(), timezone.now()
    offer = offer_room(booking=changed(booking), by=by, at=at).booking
    Booking.objects.filter(pk=offer.pk).update(reply_by=at - timedelta(minutes=1))
    return offer


def changed(booking: Any) -> Any:
    """Move a booking by a week; somebody else takes its former place, so that it cannot go back."""
    starts_at, ends_at, week = booking.starts_at, booking.ends_at, timedelta(days=7)
    later = Change(starts_at=starts_at + week, ends_at=ends_at + week)
    moved = change_booking(booking=booking, change=later, by=UserFactory(), at=timezone.now())
    BookingFactory(room=booking.room, starts_at=starts_at, ends_at=ends_at, confirmed=True)
    return moved


class TestMoneyForAUseThatNeverComes:
    @pytest.mark.parametrize(
        "ends", [cancelled_in_time, cancelled_for_nothing, turned_down, declined, lapsed]
    )
    def test_is_listed_until_it_is_given_back(self, finance, client, ends):
        room = RoomFactory()
        price_rooms(room)
        booking = BookingFactory(room=room, confirmed=True)
        pay(booking, 900)
        pay(booking, 1000, kind=PaymentKind.DEPOSIT)
        assert numbers(finance.get(f"{LIST}?view=owed")) == []

        booking = ends(booking)

        page = finance.get(f"{LIST}?view=owed")
        assert numbers(page) == [booking.number]
        assert "¥1,900.00" in shown(page)
        assert f'<a href="{LIST}?view=owed">待退还客户款项的账目</a></dt><dd>1</dd>' in shown(
            finance.get("/admin/")
        )
        theirs = client.get(booking_path(booking) + "?lang=zh-hans")
        assert re.search("将退还给您</span> <strong>¥900.00", shown(theirs))
        account = finance.get(f"{LIST}{booking.pk}/")
        assert re.search(r'name="amount" value="900(\.00)?"', shown(account))
        today = f"{timezone.localdate():%Y-%m-%d}"
        sent = {"method": "transfer", "on": today}
        for kind, amount in (("refund", "900"), ("return", "1000")):
            act(finance, booking, "pay", kind=kind, amount=amount, once=kind, **sent)
        assert numbers(finance.get(f"{LIST}?view=owed")) == []
        more = act(finance, booking, "pay", kind="payment", amount="900", once="more", **sent)
        assert "¥0.00" in shown(more)
        assert account_of(booking, at=timezone.now()).paid == 0

    def test_covers_the_fee_of_the_cancellation_first(self, finance, now):
        booking = soon_cancelled(paid=900)
        page = finance.get(f"{LIST}?view=to_state")
        assert numbers(page) == [booking.number]
        issued_statement(booking)
        assert state(booking) == AccountState.OWED
        pay(booking, 450, kind=PaymentKind.REFUND)
        assert state(booking) == AccountState.PAID


def soon_cancelled(*, paid: int) -> Any:
    """A booking cancelled two days before its use, for half of its 900."""
    room, now = RoomFactory(), timezone.now()
    price_rooms(room)
    soon = in_three_weeks() - timedelta(days=19)
    asked = now - timedelta(days=9)
    booking = BookingFactory(room=room, confirmed=True, at=asked, starts_at=soon)
    pay(booking, paid)
    return cancelled_in_time(booking)


class TestAUseNobodyMarked:
    def test_is_listed_and_named_before_its_month_is_closed(self, finance, log_in):
        before = last_month()
        forgotten = over_booking(ended=before + timedelta(hours=4))
        issued_statement(used_booking(at=before), at=before)
        month = timezone.localdate(before).replace(day=1)

        assert numbers(finance.get(f"{LIST}?view=over")) == [forgotten.number]
        first = shown(finance.get("/admin/"))
        assert f'<a href="{LIST}?view=over">已过时间、未登记使用</a></dt><dd>1</dd>' in first
        assert "没有人登记" in shown(finance.get(f"{LIST}{forgotten.pk}/"))
        page = finance.post(f"{LIST}months/", {"month": f"{month:%Y-%m-%d}"})
        assert forgotten.number in shown(page)
        assert not ClosedMonth.objects.exists()

        desk = log_in("Venue desk")
        assert 'href="/admin/bookings/?view=over"' in shown(desk.get("/admin/"))
        listed = shown(desk.get("/admin/bookings/?view=over"))
        assert forgotten.number in listed
        form = {"act": "use", "seen": forgotten.version}
        desk.post(f"/admin/bookings/{forgotten.pk}/", form)
        assert numbers(finance.get(f"{LIST}?view=over")) == []
        assert forgotten.number in numbers(finance.get(f"{LIST}?view=to_state"))

    def test_is_asked_about_only_once_its_time_is_over(self, finance):
        room = RoomFactory()
        price_rooms(room)
        BookingFactory(room=room, confirmed=True)

        assert numbers(finance.get(f"{LIST}?view=over")) == []
        assert numbers(finance.get(f"{LIST}?view=all")) == []


def over_booking(*, ended: Any) -> Any:
    """A confirmed booking whose time is over, and that nobody marked."""
    room = RoomFactory()
    price_rooms(room)
    asked, begins = ended - timedelta(days=35), ended - timedelta(hours=3)
    return BookingFactory(room=room, confirmed=True, at=asked, starts_at=begins, ends_at=ended)


class TestTheWaysIn:
    def test_are_in_the_menu_on_the_booking_and_on_the_first_page(self, finance, manager, log_in):
        booking = used_booking()
        draft = draw_up(booking=used_booking(), by=UserFactory(), at=timezone.now())
        cheap = {"amount": Decimal(5), "reason": "迟开灯"}
        reduce(paper=draft, **cheap, by=UserFactory(role="Finance"), at=timezone.now())

        first, managers = shown(finance.get("/admin/")), shown(manager.get("/admin/"))
        desks = shown(log_in("Venue desk").get("/admin/"))

        assert f'href="{LIST}{booking.pk}/"' in shown(finance.get(f"/admin/bookings/{booking.pk}/"))
        assert f'<a href="{LIST}?view=to_state">待结算的使用</a></dt><dd>1</dd>' in first
        assert f"{LIST}?view=approve" not in first
        assert f'<a href="{LIST}?view=approve">待批准的减免</a></dt><dd>1</dd>' in managers
        assert "settlement-panel-title" not in desks
