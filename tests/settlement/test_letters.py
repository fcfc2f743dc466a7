"""Letters of the accounts, through a real mail server: statements, credit notes, reminders. (004-23)"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from decimal import Decimal
from threading import Barrier
from typing import Any

import pytest
from django.db import connection
from django.urls import reverse
from django.utils.translation import override

from foyer.bookings.models import Booking, BookingLetter, LetterText
from foyer.bookings.services.secrets import booking_url
from foyer.core.models import User
from foyer.settlement.models import Paper, SettlementPolicy
from foyer.settlement.services.issuing import credit
from foyer.settlement.services.reminding import remind_overdue
from tests.bookings.conftest import HOUR, MONDAY
from tests.bookings.test_letters import paper, plain, post
from tests.factories import RoomFactory, UserFactory
from tests.factories.bookings import price_rooms
from tests.factories.settlement import issued_statement, pay, used_booking
from tests.smtp import SmtpInbox

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
DUE = MONDAY + 15 * DAY  # a Tuesday
Issue = Callable[..., Paper]


@pytest.fixture
def issue_it() -> Issue:
    """Issue the statement of a use of the evening before that Monday."""
    room = RoomFactory(name="听松厅", name_zh_hant="聽松廳", name_en="Pine Hall")
    price_rooms(room, valid_from=(MONDAY - 400 * DAY).date())

    def _issue(**more: Any) -> Paper:
        ended = MONDAY + 7 * HOUR - (1 + Booking.objects.count()) * DAY
        booking = used_booking(room=room, ended=ended, at=MONDAY, **more)
        BookingLetter.objects.all().delete()  # of what went before
        return issued_statement(booking, at=MONDAY)

    return _issue


@pytest.fixture
def clerk() -> User:
    """Somebody of Finance."""
    return UserFactory(role="Finance")


@pytest.fixture
def manager() -> User:
    """Somebody who may grant reductions."""
    return UserFactory(role="Management")


def reminders() -> list[str]:
    """Return what became of each reminder, in order."""
    kept = BookingLetter.objects.filter(occasion="overdue").order_by("queued_at", "pk")
    return list(kept.values_list("status", flat=True))


class TestAStatement:
    @pytest.mark.parametrize(
        ("language", "subject", "words", "room"),
        [
            ("zh-hans", "结算单", ("结算单", "尚需支付", "听松厅"), "听松厅"),
            ("zh-hant", "結算單", ("結算單", "尚需支付", "聽松廳"), "聽松廳"),
            ("en", "Statement", ("Statement", "Stilltobepaid", "PineHall"), "Pine Hall"),
        ],
    )
    def test_goes_out_once_in_the_clients_language_with_its_paper(
        self,
        issue_it: Issue,
        smtp_inbox: SmtpInbox,
        language: str,
        subject: str,
        words: tuple[str, ...],
        room: str,
    ) -> None:
        statement = issue_it(language=language)

        for _time in range(2):
            post()

        (letter,) = smtp_inbox.letters
        assert subject in str(letter["Subject"])
        told = (str(statement), room, "¥900.00", booking_url(statement.booking))
        assert [word for word in told if word not in plain(letter)] == []
        (enclosed,) = list(letter.iter_attachments())
        assert enclosed.get_filename() == f"{statement}.pdf"
        with override(language):
            printed = paper(letter)
        on_paper = (*words, str(statement), "¥900.00", statement.booking.number)
        assert [word for word in on_paper if word not in printed] == []
        assert "{" not in plain(letter) + printed

    def test_taken_back_before_it_went_out_is_not_sent(
        self, issue_it: Issue, smtp_inbox: SmtpInbox, clerk: User
    ) -> None:
        statement = issue_it()
        credit(statement=statement, reason="抬头有误", by=clerk, at=MONDAY)

        post()

        assert ["退减单" in str(letter["Subject"]) for letter in smtp_inbox.letters] == [True]


class TestACreditNote:
    def test_each_goes_out_with_its_own_paper(
        self, issue_it: Issue, smtp_inbox: SmtpInbox, manager: User
    ) -> None:
        statement = issue_it()
        post()
        smtp_inbox.letters.clear()
        notes = [
            credit(statement=statement, amount=Decimal(n), reason=why, by=manager, at=MONDAY)
            for n, why in ((100, "多计一小时"), (50, "茶歇未上"))
        ]

        post()

        for letter, note, why, amount in zip(
            smtp_inbox.letters,
            notes,
            ("多计一小时", "茶歇未上"),
            ("¥100.00", "¥50.00"),
            strict=True,
        ):
            assert str(note) in str(letter["Subject"])
            assert amount in plain(letter)
            printed = paper(letter)
            told = (f"退减单{note}", str(statement), why, f"−{amount}")
            assert [word for word in told if word not in printed] == []


class TestReminders:
    def test_go_out_as_often_as_the_policy_says_and_only_in_business_hours(
        self, issue_it: Issue, smtp_inbox: SmtpInbox
    ) -> None:
        statement = issue_it()
        sent = []
        for hours in range(0, 24 * 40, 2):
            at = MONDAY + hours * HOUR
            before = len(reminders())
            remind_overdue(at=at)
            if len(reminders()) > before:
                sent.append(at)

        assert [(at.date() - DUE.date()).days for at in sent] == [1, 8, 15]
        assert {at.weekday() < 5 and 9 <= at.hour < 18 for at in sent} == {True}
        smtp_inbox.letters.clear()
        post(sent[-1])
        words = [plain(letter) for letter in smtp_inbox.letters if "未付" in str(letter["Subject"])]
        assert len(words) == 3
        assert {str(statement) in word and "¥900.00" in word for word in words} == {True}

    def test_are_not_written_after_payment_nor_sent_when_paid_meanwhile(
        self, issue_it: Issue, smtp_inbox: SmtpInbox
    ) -> None:
        late, paid = issue_it(), issue_it()
        post()
        pay(paid.booking, 900, at=MONDAY)
        remind_overdue(at=DUE + DAY)
        assert reminders() == ["queued"]
        smtp_inbox.letters.clear()

        pay(late.booking, 900, at=DUE + DAY)
        post(DUE + DAY)

        assert reminders() == ["dropped"]
        assert smtp_inbox.letters == []
        remind_overdue(at=DUE + 8 * DAY)
        assert reminders() == ["dropped"]

    def test_of_old_debts_keep_none_from_its_turn(
        self, issue_it: Issue, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("foyer.settlement.services.reminding._MOST", 1)
        first, second = issue_it(), issue_it()

        for _time in range(2):
            remind_overdue(at=DUE + DAY)

        told = BookingLetter.objects.filter(occasion="overdue").values_list("booking", flat=True)
        assert set(told) == {first.booking_id, second.booking_id}

    def test_are_none_where_the_policy_wants_none(self, issue_it: Issue) -> None:
        issue_it()
        SettlementPolicy.objects.update(most_reminders=0)

        remind_overdue(at=DUE + DAY)

        assert reminders() == []


@pytest.mark.django_db(transaction=True)
def test_two_passes_at_once_remind_once(issue_it: Issue, smtp_inbox: SmtpInbox) -> None:
    issue_it()
    post()
    smtp_inbox.letters.clear()
    start = Barrier(8)

    def tick(_n: int) -> None:
        start.wait()
        try:
            remind_overdue(at=DUE + DAY)
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(tick, range(8)))
    post(DUE + DAY)

    assert reminders() == ["sent"]
    assert len(smtp_inbox.letters) == 1


class TestTheirWords:
    @pytest.mark.parametrize(
        ("language", "name"), [("zh-hans", "陆知微"), ("zh-hant", "林若蘭"), ("en", "Ann Lee")]
    )
    @pytest.mark.parametrize("occasion", ["statement", "credit", "overdue"])
    def test_are_seen_as_a_finished_letter_while_they_are_typed(
        self, log_in: Any, occasion: str, language: str, name: str
    ) -> None:
        text = LetterText.objects.get(occasion=occasion, language=language)
        url = reverse("wagtailsnippets_bookings_lettertext:preview_on_edit", args=[text.pk])
        client, year = log_in("Marketing"), datetime.now().astimezone().year
        sent = {"occasion": occasion, "language": language, "subject": text.subject}

        client.post(url, sent | {"body": f"{text.body}\n\n¶ {{amount}} {{open}} {{due_on}}"})
        pages = {
            mode: client.get(url, {"mode": mode, "in_preview_panel": "true"}).content.decode()
            for mode in ("html", "text", "paper")
        }

        for page in pages.values():
            told = (name, f"T{year}-0000", "¶")
            assert [word for word in told if word not in page] == []
            assert "{" not in page[page.index("¶") :][:60]
        assert "¶ ¥3,600.00 ¥3,600.00 " in pages["text"]
        assert not Booking.objects.exists()
