"""What a client reads of their account on the page of their booking, and the tax invoice they ask for. (004-23)"""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from freezegun import freeze_time

from foyer.bookings.models import Booking, BookingPolicy
from foyer.bookings.services.secrets import booking_path
from foyer.core.models import User
from foyer.core.uploads.clean_file import CleanFile
from foyer.core.uploads.kinds import FileKind
from foyer.settlement.enums import PaymentKind
from foyer.settlement.models import Paper, TaxInvoice
from foyer.settlement.services.drafting import draw_up
from foyer.settlement.services.invoices import void_invoice, write_invoice
from foyer.settlement.services.issuing import credit
from foyer.settlement.services.paying import reverse_payment
from foyer.venues.models import Room
from tests.bookings.test_letters import words_of
from tests.factories import ClientFactory, UserFactory
from tests.factories.settlement import issued_statement, pay, used_booking

pytestmark = pytest.mark.django_db
TAX_NUMBER = "91310000MA1FL0AB2X"


@pytest.fixture
def finance() -> User:
    """Somebody of Finance."""
    return UserFactory(role="Finance", last_name="郁", first_name="听荷")


@pytest.fixture
def manager() -> User:
    """Somebody who may grant reductions."""
    return UserFactory(role="Management")


@pytest.fixture
def statement(finance: User) -> Paper:
    """A statement over 900, issued now."""
    return issued_statement(by=finance)


def read(client: Client, booking: Booking, language: str = "zh-hans") -> str:
    """Return the page of a booking."""
    return client.get(f"{booking_path(booking)}?lang={language}").content.decode()


def paper_url(paper: Paper, number: str = "") -> str:
    """Return where a client finds a paper."""
    secret = paper.booking.secret_sealed
    return reverse("booking_statement", args=[secret, number or paper.number or "T0"])


def part_of(page: Any) -> str:
    """Return what stands on a paper's page, without what is new at each request."""
    words = page if isinstance(page, str) else page.content.decode()
    soup = BeautifulSoup(words, "html.parser")
    assert soup.main is not None
    return soup.main.get_text(" ", strip=True)


def ask(client: Client, booking: Booking, **values: str) -> Any:
    """Ask for a tax invoice as the page does."""
    url = reverse("booking_invoice", args=[booking.secret_sealed])
    return client.post(url, {"title": "江南文化传播有限公司", "tax_number": ""} | values)


class TestTheAccount:
    @pytest.mark.parametrize(
        ("language", "words"),
        [
            ("zh-hans", ("您的账目", "尚需支付", "请于", "结算单", "银行转账", "申请发票")),
            ("zh-hant", ("您的帳目", "尚需支付", "請於", "結算單", "銀行轉帳", "申請發票")),
            ("en", ("Your account", "Still to be paid", "Please pay by", "Statement", "Bank transfer")),
        ],
    )  # fmt: skip
    def test_says_what_is_charged_paid_and_open_in_the_readers_language(
        self, client: Client, statement: Paper, language: str, words: tuple[str, ...]
    ) -> None:
        paid = pay(statement.booking, 400)

        page = read(client, statement.booking, language)

        told = (*words, statement.number, paid.number, "¥900.00", "¥400.00", "¥500.00")
        assert [word for word in told if str(word) not in page] == []
        assert "结算单随后" not in page

    def test_is_not_there_before_there_is_anything_to_show(
        self, client: Client, finance: User
    ) -> None:
        booking = used_booking(by=finance)
        draw_up(booking=booking, by=finance, at=timezone.now())

        assert 'id="account"' not in read(client, booking)

        pay(booking, 2000, kind=PaymentKind.DEPOSIT)
        page = read(client, booking)
        assert "为您保管的押金：¥2,000.00" in page
        assert "申请发票" not in page

    def test_says_plainly_what_is_overdue_and_what_is_settled(
        self, client: Client, statement: Paper
    ) -> None:
        with freeze_time(timezone.now() + timedelta(days=16)):
            assert "已逾期" in read(client, statement.booking)

            pay(statement.booking, 900)
            page = read(client, statement.booking)

        assert "已逾期" not in page
        assert "款项已全部付清" in page

    def test_shows_what_was_taken_back_and_set_right_and_nothing_of_the_houses_own(
        self, client: Client, statement: Paper, finance: User, manager: User
    ) -> None:
        booking, now = statement.booking, timezone.now()
        wrong = pay(booking, 300, reference="流水 7781", note="此客户常拖欠")
        reverse_payment(
            payment=wrong, reason="记错客户", by=finance, at=now, on=timezone.localdate(now)
        )
        pay(booking, 900)
        credit(statement=statement, amount=Decimal(200), reason="多计", by=manager, at=now)

        page = read(client, booking)

        told = ("退减单", "−¥200.00", "更正：", "−¥300.00", "将退还给您", "¥200.00")
        assert [word for word in told if word not in page] == []
        hidden = ("常拖欠", "记错客户", "7781", "郁听荷")
        assert [word for word in hidden if word in page] == []

    def test_asks_as_often_for_three_papers_as_for_one(
        self, client: Client, statement: Paper, manager: User, django_assert_num_queries: Any
    ) -> None:
        booking = statement.booking
        pay(booking, 100)
        read(client, booking)
        with CaptureQueriesContext(connection) as asked:
            read(client, booking)
        for amount in (10, 20):
            pay(booking, amount)
            credit(
                statement=statement,
                amount=Decimal(amount),
                reason="多计",
                by=manager,
                at=timezone.now(),
            )

        with django_assert_num_queries(len(asked.captured_queries)):
            read(client, booking)


class TestThePapers:
    def test_are_given_as_pdf_in_the_readers_language(
        self, client: Client, statement: Paper
    ) -> None:
        made = client.get(paper_url(statement) + "?lang=zh-hant")

        assert made["Content-Type"] == "application/pdf"
        assert made["Cache-Control"] == "no-store"
        words = words_of(made.content)
        told = (f"結算單{statement.number}", "¥900.00", statement.booking.number)
        assert [word for word in told if word not in words] == []

    @pytest.mark.parametrize(
        ("language", "words"),
        [
            ("zh-hans", ("结算单", "合计", "尚需支付", "您的预订")),
            ("zh-hant", ("結算單", "合計", "尚需支付", "您的預訂")),
            ("en", ("Statement", "Total", "Still to be paid", "Your booking")),
        ],
    )
    def test_are_pages_for_print_reached_from_the_account(
        self, client: Client, statement: Paper, language: str, words: tuple[str, ...]
    ) -> None:
        pay(statement.booking, 400)
        url = f"{paper_url(statement).removesuffix('.pdf')}?lang={language}"
        assert url in read(client, statement.booking, language)

        page = client.get(url)

        told = (*words, statement.number, statement.booking.number, "¥900.00", "¥500.00")
        assert [word for word in told if word not in page.content.decode()] == []
        assert (page["Content-Language"], page["Cache-Control"]) == (language, "no-store")
        assert page["X-Robots-Tag"] == "noindex, nofollow"
        assert "郁" not in page.content.decode()

    @pytest.mark.parametrize("language", ["zh-hans", "zh-hant", "en"])
    def test_stay_as_they_were_issued(self, client: Client, finance: User, language: str) -> None:
        BookingPolicy.objects.update(
            payment="三日内汇入", payment_zh_hant="三日內匯入", payment_en="Within three days"
        )
        statement = issued_statement(by=finance, client=ClientFactory(name="江南文化传播"))
        booking, room = statement.booking, statement.booking.room
        at = timezone.now()
        credit(statement=statement, reason="抬头有误", by=finance, at=at)
        note = Paper.objects.get(kind="credit")
        again = issued_statement(booking, by=finance)
        urls = [
            f"{paper_url(paper).removesuffix('.pdf')}?lang={language}"
            for paper in (statement, note, again)
        ]
        before = [client.get(url).content.decode() for url in urls]
        assert all("江南文化传播" in page for page in before)

        booking.client.name = "江南丝路文化"
        booking.client.save()
        renamed = {"name": "改名厅", "name_zh_hant": "改名廳", "name_en": "Renamed Hall"}
        Room.objects.filter(pk=room.pk).update(**renamed)
        policy = {"payment": "预付全款", "payment_zh_hant": "預付全款", "payment_en": "In advance"}
        BookingPolicy.objects.update(**policy)
        Booking.objects.filter(pk=booking.pk).update(asker_company="别的公司")

        assert [part_of(client.get(url)) for url in urls] == [part_of(page) for page in before]
        printed = words_of(client.get(f"{paper_url(again)}?lang={language}").content)
        assert "江南文化传播" in printed
        assert "江南丝路文化" not in printed

    def test_that_were_taken_back_in_full_ask_for_nothing(
        self, client: Client, statement: Paper, finance: User
    ) -> None:
        credit(statement=statement, reason="抬头有误", by=finance, at=timezone.now())
        note = Paper.objects.get(kind="credit")
        again = issued_statement(statement.booking, by=finance)
        pay(statement.booking, 200)

        first, second = (
            client.get(f"{paper_url(paper).removesuffix('.pdf')}?lang=zh-hans").content.decode()
            for paper in (statement, again)
        )

        assert f"已由{note.number}全部退减" in first
        assert "−¥900.00" in first
        assert "尚需支付" not in first
        assert "尚需支付" in second
        assert "¥700.00" in second

    def test_of_another_booking_drafts_and_what_is_not_there_are_unknown(
        self, client: Client, statement: Paper, finance: User
    ) -> None:
        other = issued_statement(by=finance)
        draft = draw_up(booking=used_booking(by=finance), by=finance, at=timezone.now())

        for url in (
            paper_url(statement, other.number or ""),
            paper_url(statement, "T2000-0001"),
            paper_url(statement, other.number or "").removesuffix(".pdf"),
            paper_url(draft, "None").removesuffix(".pdf"),
            paper_url(draft, "None"),
            paper_url(draft, other.number or ""),
            f"/b/{'7' * 26}/statement/{statement.number}.pdf",
        ):
            answer = client.get(url)
            assert (answer.status_code, answer["Content-Type"]) == (404, "text/html; charset=utf-8")


class TestATaxInvoice:
    def test_is_asked_for_once_with_the_company_written_already(
        self, client: Client, statement: Paper
    ) -> None:
        booking = statement.booking
        assert 'value="江南文化传播有限公司"' in read(client, booking)

        ask(client, booking, tax_number=" 91310000 ma1fl0ab2x")
        again = ask(client, booking)

        invoice = TaxInvoice.objects.get()
        assert (invoice.title, invoice.tax_number) == ("江南文化传播有限公司", TAX_NUMBER)
        assert (invoice.by_client, invoice.amount) == (True, Decimal(900))
        page = client.get(again.url).content.decode()
        assert "发票已经申请" in page
        assert "名义开具" in page
        assert TAX_NUMBER not in page

    @pytest.mark.parametrize(
        ("sent", "words"),
        [
            ({"tax_number": "12-34"}, "8到30位"),
            ({"title": "  ", "tax_number": TAX_NUMBER}, "必填"),
        ],
    )
    def test_says_beside_the_field_what_is_wrong_and_keeps_what_was_typed(
        self, client: Client, statement: Paper, sent: dict[str, str], words: str
    ) -> None:
        page = ask(client, statement.booking, **sent)

        shown = page.content.decode()
        form = shown[shown.index('id="account"') :]
        assert page.status_code == 200
        assert 'class="field__error"' in form
        assert words in form
        assert f'value="{sent["tax_number"]}"' in form
        assert not TaxInvoice.objects.exists()

    def test_is_not_asked_for_by_looking_nor_without_the_forms_token_nor_too_often(
        self, client: Client, statement: Paper
    ) -> None:
        booking, strict = statement.booking, Client(enforce_csrf_checks=True)
        url = reverse("booking_invoice", args=[booking.secret_sealed])

        looked = strict.get(url, {"title": "x", "tax_number": TAX_NUMBER})
        assert looked.url == f"{booking_path(booking)}#account"
        assert strict.post(url, {"title": "x"}).status_code == 403
        assert not TaxInvoice.objects.exists()

        codes = [ask(client, booking, tax_number="1").status_code for _n in range(21)]
        assert (codes[-2], codes[-1]) == (200, 429)

    def test_without_a_statement_is_refused_in_words(self, client: Client, finance: User) -> None:
        booking = used_booking(by=finance)
        pay(booking, 100)

        answer = ask(client, booking)

        assert "结算单" in client.get(answer.url).content.decode()
        assert not TaxInvoice.objects.exists()

    def test_is_fetched_by_the_secret_once_written_until_it_is_void(
        self, client: Client, statement: Paper, finance: User
    ) -> None:
        booking, now = statement.booking, timezone.now()
        url = reverse("booking_invoice_file", args=[booking.secret_sealed])
        ask(client, booking)
        assert client.get(url).status_code == 404
        file = CleanFile(FileKind.PDF, "发票.pdf", b"%PDF-1.7 fapiao")
        invoice = write_invoice(
            invoice=TaxInvoice.objects.get(),
            number="2511 0077",
            written_on=timezone.localdate(now),
            by=finance,
            at=now,
            file=file,
        )

        assert "2511 0077" in read(client, booking)
        given = client.get(url)
        assert b"".join(given.streaming_content) == b"%PDF-1.7 fapiao"
        assert given["Content-Disposition"].startswith("attachment")
        assert given["Cache-Control"] == "no-store"
        other = issued_statement(by=finance).booking
        other_url = reverse("booking_invoice_file", args=[other.secret_sealed])
        assert client.get(other_url).status_code == 404

        void_invoice(invoice=invoice, reason="抬头有误", by=finance, at=now)
        assert client.get(url).status_code == 404
        assert "申请发票" in read(client, booking)
