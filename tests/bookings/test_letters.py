"""Letters about bookings, through a real mail server: once, in the client's language, with their paper. (004-04)"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from email.message import EmailMessage
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.utils.translation import override
from pypdfium2 import PdfDocument

from foyer.bookings.enums import TEXT_USES, Occasion
from foyer.bookings.first_texts import PAYMENT, TEXTS
from foyer.bookings.models import Booking, BookingPolicy, LetterText
from foyer.bookings.places import LETTER
from foyer.bookings.services.answering import accept_offer, cancel_booking
from foyer.bookings.services.letters import OUTBOX, POST_LETTERS, compose
from foyer.bookings.services.offering import offer_room, reject_request
from foyer.bookings.services.secrets import booking_url
from foyer.bookings.services.talking import write_to_client
from foyer.core.enums import Language
from foyer.core.jobs import carry, start_job
from foyer.core.models import HousePolicy, Job
from tests.factories import ClientFactory, UserFactory
from tests.smtp import SmtpInbox

from .conftest import HOUR, MONDAY

pytestmark = pytest.mark.django_db
Ask = Callable[..., Booking]
IN_THREE_WEEKS = MONDAY + timedelta(days=21)


@pytest.fixture
def ask(booked: Ask) -> Ask:
    """Ask on a Monday for a Monday three weeks later."""

    def _ask(**more: Any) -> Booking:
        return booked(**{"at": MONDAY, "starts_at": IN_THREE_WEEKS} | more)

    return _ask


def post(at: datetime = MONDAY) -> None:
    """Let a worker carry a job that posts what waits."""
    job = start_job(kind=POST_LETTERS, arguments={}, by=None, at=at)
    carry(pk=job.pk, clock=lambda: at)


def plain(letter: EmailMessage) -> str:
    """Return the text of a letter."""
    body = letter.get_body(("plain",))
    assert body is not None
    return str(body.get_content())


def paper(letter: EmailMessage) -> str:
    """Return the words of the one PDF of a letter, as another library reads them."""
    (pdf,) = list(letter.iter_attachments())
    return words_of(pdf.get_content())


def words_of(pdf: bytes) -> str:
    """Return the words of a PDF without spaces: lines break anywhere."""
    document = PdfDocument(pdf)
    try:
        text = "".join(page.get_textpage().get_text_bounded() for page in document)
    finally:
        document.close()
    return "".join(text.split())


class TestTexts:
    def test_there_is_one_for_every_occasion_and_language(self) -> None:
        kept = set(LetterText.objects.values_list("occasion", "language"))

        assert kept == {(use, lang) for use, _label in TEXT_USES for lang in Language.values}
        policy = BookingPolicy.load()
        assert {name: getattr(policy, name) for name in PAYMENT} == PAYMENT

    def test_first_ones_hold_only_what_letters_can_fill(self) -> None:
        for texts in TEXTS.values():
            for subject, body in texts.values():
                LETTER.check(subject + body)

    @pytest.mark.parametrize("field", ["subject", "body"])
    def test_refuse_a_place_nobody_knows(self, field: str) -> None:
        text = LetterText.objects.get(occasion=Occasion.OFFER, language="en")
        setattr(text, field, "Dear {nmae}")

        with pytest.raises(ValidationError) as refusal:
            text.full_clean()

        assert list(refusal.value.message_dict) == [field]

    def test_a_letter_goes_out_though_all_were_thrown_away(self, ask: Ask) -> None:
        LetterText.objects.all().delete()

        letter = compose(ask(offered=True), Occasion.OFFER, HousePolicy.load(), at=MONDAY)

        assert letter.subject.startswith("预订确认函：听松厅")


class TestTheConfirmationLetter:
    @pytest.mark.parametrize(
        ("language", "subject", "line", "room"),
        [
            ("zh-hans", "预订确认函：听松厅", "收费标准第 1 版", "听松厅"),
            ("zh-hant", "預訂確認函：聽松廳", "收費標準第 1 版", "聽松廳"),
            ("en", "Confirmation letter: Pine Hall", "fee schedule, version 1", "Pine Hall"),
        ],
    )
    def test_says_all_in_the_clients_language_with_its_paper(
        self, ask: Ask, smtp_inbox: SmtpInbox, language: str, subject: str, line: str, room: str
    ) -> None:
        booking = ask(language=language, theme="秋季新品发布", offered=True)

        post()

        (letter,) = [one for one in smtp_inbox.letters if subject in str(one["Subject"])]
        html = letter.get_body(("html",))
        assert html is not None
        told = ("¥900.00", line, booking_url(booking), booking.number)
        assert [word for word in told if word not in plain(letter)] == []
        assert [word for word in told if word not in html.get_content()] == []
        with override(language):
            printed = paper(letter)
        on_paper = (room, "¥900.00", booking.number, "秋季新品发布", "陆知微")
        assert [word for word in on_paper if "".join(word.split()) not in printed] == []
        assert "{" not in plain(letter) + printed

    def test_says_until_when_and_how_it_is_paid(self, ask: Ask, smtp_inbox: SmtpInbox) -> None:
        ask(offered=True)

        post()

        words = plain(smtp_inbox.letters[-1])
        assert "2026年11月4日" in words
        assert "视为自动放弃" in words
        assert "定金" in words


class TestPosting:
    def test_sends_each_letter_once_though_posted_twice(
        self, ask: Ask, smtp_inbox: SmtpInbox
    ) -> None:
        booking = ask()

        for _time in range(2):
            post()

        assert smtp_inbox.addresses == ["lu@jiangnan.example"]
        letter = booking.letters.get()
        assert (letter.status, letter.sent_at) == ("sent", MONDAY)

    def test_tries_again_what_the_server_puts_off(self, ask: Ask, smtp_inbox: SmtpInbox) -> None:
        booking = ask()
        smtp_inbox.answer_recipient = lambda _address: "451 4.7.1 Greylisted"
        post()
        assert booking.letters.get().status == "queued"

        smtp_inbox.answer_recipient = lambda _address: None
        post(MONDAY + HOUR)

        assert booking.letters.get().status == "sent"

    def test_never_repeats_a_letter_whose_fate_is_unclear(
        self, ask: Ask, smtp_inbox: SmtpInbox
    ) -> None:
        booking = ask()
        smtp_inbox.hang_up_on = "lu@jiangnan.example"
        post()
        smtp_inbox.hang_up_on = ""

        OUTBOX.settle(at=MONDAY)
        post()

        assert booking.letters.get().status == "unclear"
        assert smtp_inbox.letters == []

    def test_ends_what_a_dead_worker_had_claimed(self, ask: Ask) -> None:
        booking = ask()
        booking.letters.update(status="sending")
        Job.objects.update(status="failed")

        OUTBOX.settle(at=MONDAY)

        assert booking.letters.get().status == "unclear"

    def test_drops_an_offer_that_was_answered_before_it_went_out(
        self, ask: Ask, smtp_inbox: SmtpInbox
    ) -> None:
        booking = accept_offer(booking=ask(offered=True), at=MONDAY + HOUR)

        post(MONDAY + HOUR)

        kept = dict(booking.letters.values_list("occasion", "status"))
        assert (kept["offer"], kept["confirmed"]) == ("dropped", "sent")

    def test_of_a_booking_without_address_writes_none(self, ask: Ask) -> None:
        assert not ask(email="", offered=True).letters.exists()


class TestOtherLetters:
    def test_a_contract_comes_with_a_place_to_sign(self, ask: Ask, smtp_inbox: SmtpInbox) -> None:
        ask(client=ClientFactory(tier="key"), confirmed=True)

        post()

        letter = smtp_inbox.letters[-1]
        assert "请签署场地使用合同" in str(letter["Subject"])
        words = paper(letter)
        for part in ("违约责任", "权利与义务", "费用与支付", "签字或盖章", "江南文化传播有限公司"):
            assert part in words
        assert words.count("签字或盖章") >= 2

    def test_a_cancellation_says_its_fee_and_why(self, ask: Ask, smtp_inbox: SmtpInbox) -> None:
        booking = ask(confirmed=True)
        cancel_booking(booking=booking, reason="客户改期", at=IN_THREE_WEEKS - HOUR)

        post()

        words = plain(smtp_inbox.letters[-1])
        assert "¥450.00" in words
        assert "客户改期" in words
        assert "¥450.00" in paper(smtp_inbox.letters[-1])

    def test_without_a_fee_no_line_speaks_of_one(self, ask: Ask, smtp_inbox: SmtpInbox) -> None:
        cancel_booking(booking=ask(confirmed=True), reason="客户改期", at=MONDAY)

        post()

        assert "取消费用" not in plain(smtp_inbox.letters[-1])

    def test_a_refusal_says_why_and_no_price(self, ask: Ask, smtp_inbox: SmtpInbox) -> None:
        reject_request(booking=ask(), reason="当日检修", by=UserFactory(), at=MONDAY)

        post()

        words = plain(smtp_inbox.letters[-1])
        assert "当日检修" in words
        assert "¥" not in words

    def test_a_message_of_the_house_reaches_the_client_once(
        self, ask: Ask, smtp_inbox: SmtpInbox
    ) -> None:
        booking = ask()
        write_to_client(booking=booking, text="请问需要{name}投影吗？", by=UserFactory(), at=MONDAY)

        for _time in range(2):
            post()

        told = [one for one in smtp_inbox.letters if "留言" in str(one["Subject"])]
        assert len(told) == 1
        assert "请问需要{name}投影吗？" in plain(told[0])

    def test_another_offer_is_written_about_anew(self, ask: Ask) -> None:
        booking = ask(offered=True)
        Booking.objects.filter(pk=booking.pk).update(status="requested")

        offer_room(booking=booking, by=UserFactory(), at=MONDAY)

        assert booking.letters.filter(occasion=Occasion.OFFER).count() == 2
