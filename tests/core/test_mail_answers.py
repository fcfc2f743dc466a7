"""What a mail server's answer means."""

import smtplib

import pytest

from foyer.core.enums import MailTrouble
from foyer.core.mail_answers import answer_code, answer_words, read_trouble


class TestReadTrouble:
    @pytest.mark.parametrize(
        ("answer", "trouble"),
        [
            ("550 5.1.1 User unknown", "no_mailbox"),
            ("550 No such user here", "no_mailbox"),
            ("550 5.1.2 Host unknown", "no_domain"),
            ("554 5.4.4 Unable to route", "no_domain"),
            ("501 5.1.3 Bad destination syntax", "bad_address"),
            ("550 5.2.1 Mailbox disabled", "closed"),
            ("552 5.2.2 Mailbox full", "full"),
            ("452 4.2.2 Over quota", "full"),
            ("552 5.3.4 Message too big", "too_large"),
            ("550 5.7.1 Blocked for spam, see 4.1.1 of our terms", "rules"),
            ("535 5.7.8 Authentication failed", "no_entry"),
            ("530 Must log in first", "no_entry"),
            ("451 4.7.1 Greylisted", "busy"),
            ("421 Too many connections", "busy"),
            ("554 Transaction failed", "refused"),
            ("550 5.9.9 Whatever", "refused"),
            ("571 192.5.1.1 is on a list", "refused"),
        ],
    )
    def test_puts_an_answer_into_plain_words(self, answer: str, trouble: str) -> None:
        code, words = answer.split(" ", 1)

        assert read_trouble(int(code), words) == MailTrouble(trouble)


class TestAnswers:
    def test_are_read_from_a_refused_recipient_and_a_refused_letter(self) -> None:
        refused = smtplib.SMTPRecipientsRefused({"a@example.com": (550, b"5.1.1 \xe6\x97\xa0")})
        letter = smtplib.SMTPDataError(552, b"5.2.2 full")
        lost = OSError(111, "Connection refused")

        answers = [(answer_code(error), answer_words(error)) for error in (refused, letter, lost)]

        assert answers == [
            (550, "550 5.1.1 无"),
            (552, "552 5.2.2 full"),
            (0, "Connection refused"),
        ]
