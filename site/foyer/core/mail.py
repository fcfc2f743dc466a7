"""Handing letters to the mail server, and telling apart what certainly did not go out. (000-07)"""

import smtplib
from contextlib import suppress
from email.errors import MessageError
from email.headerregistry import Address
from email.message import EmailMessage as Message
from email.policy import Policy, default
from email.utils import parseaddr
from typing import Any, Self

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, mailers
from django.core.mail.backends.smtp import EmailBackend

from .enums import MailTrouble
from .languages import wording
from .logs import redact
from .mail_answers import answer_code, answer_words, read_trouble
from .models import HousePolicy

LETTERS_PER_CONNECTION = 50
_LONGEST_WORDS = 300


class Undelivered(Exception):
    """A letter was not delivered: `trouble` says why in plain words, `words` are the server's own."""

    def __init__(self, trouble: MailTrouble, words: str = "") -> None:
        self.trouble = trouble
        self.words = redact(" ".join(words.split()))[:_LONGEST_WORDS]
        super().__init__(f"{trouble.value} {self.words}".strip())


class Rejected(Undelivered):
    """The server will never take this letter to this address."""


class NotNow(Undelivered):
    """Nothing was handed over; another try later may succeed."""


class ServerAway(NotNow):
    """The server cannot be reached or takes no letters at all: no use in trying the next one."""


class Unclear(Undelivered):
    """The connection broke while the letter was handed over: it may have gone out."""


class _Watched:
    """An SMTP connection that notes when the text of a letter began to be handed over."""

    handed_over = False

    def data(self, msg: Any) -> tuple[int, bytes]:
        """Hand over the text of a letter."""
        self.handed_over = True
        answer: tuple[int, bytes] = super().data(msg)  # type: ignore[misc]  # of the smtplib class mixed in
        return answer


class _Connection(_Watched, smtplib.SMTP):
    """A plain or STARTTLS connection."""


class _SecureConnection(_Watched, smtplib.SMTP_SSL):
    """A connection encrypted from the start."""


class WatchedSmtpBackend(EmailBackend):
    """Django's SMTP backend, with a connection that knows whether a letter was handed over."""

    @property
    def connection_class(self) -> type[smtplib.SMTP]:
        """The class of the connection."""
        return _SecureConnection if self.use_ssl else _Connection


class Letter(EmailMultiAlternatives):
    """An e-mail in text and HTML, with one picture shown inside the HTML."""

    picture: bytes = b""
    picture_id: str = ""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Take what `EmailMultiAlternatives` takes; the house writes it, in the active language."""
        super().__init__(*args, **kwargs)
        self.from_email = house_sender()

    def message(self, *, policy: "Policy[Any] | None" = None) -> Any:
        """Return the letter as the mail server takes it, the picture beside the HTML that shows it."""
        message: Message = super().message(policy=policy or default)
        html = message.get_body(("html",))
        if html and self.picture:
            html.add_related(
                self.picture,
                maintype="image",
                subtype="png",
                cid=f"<{self.picture_id}>",
                disposition="inline",
                filename="code.png",
            )
        return message


class Postbox:
    """Sends letters one by one over a connection that is opened when needed and renewed now and then.

    Use as a context manager; it closes the connection in the end.
    """

    def __init__(self) -> None:
        self._mailer: Any = None
        self._sent = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exc: object) -> None:
        self.close()

    def open(self) -> None:
        """Make sure that the server is there, before anything is promised.

        Raises:
            ServerAway: it cannot be reached, or does not let us in.
        """
        if self._sent >= LETTERS_PER_CONNECTION or not self._answers():
            self.close()
        if self._mailer is not None:
            return
        mailer = mailers.default
        try:
            mailer.open()
        except (OSError, smtplib.SMTPException) as error:
            code, words = answer_code(error), answer_words(error)
            trouble = read_trouble(code, words) if code >= 500 else MailTrouble.AWAY
            raise ServerAway(trouble, words) from error
        self._mailer, self._sent = mailer, 0

    def send(self, letter: EmailMultiAlternatives) -> None:
        """Hand over one letter.

        Raises:
            Rejected: the server refuses it for good.
            NotNow: the server refuses it for now, or was lost before the letter was handed over.
            Unclear: the server was lost while the letter was handed over.
        """
        self.open()
        connection = getattr(self._mailer, "connection", None)
        if isinstance(connection, _Watched):
            connection.handed_over = False
        try:
            self._mailer.send_messages([letter])
        except (OSError, smtplib.SMTPException, ValueError) as error:
            handed_over = getattr(connection, "handed_over", True)
            self.close()
            raise _undelivered(error, handed_over=handed_over) from error
        self._sent += 1

    def close(self) -> None:
        """Take leave of the server; what was sent stays sent, whatever it says."""
        mailer, self._mailer = self._mailer, None
        if mailer is not None:
            with suppress(OSError, smtplib.SMTPException):
                mailer.close()

    def _answers(self) -> bool:
        """Tell whether an open connection still answers."""
        connection = getattr(self._mailer, "connection", None)
        if connection is None:
            return True
        try:
            return bool(connection.noop()[0] == 250)
        except (OSError, smtplib.SMTPException):
            return False


def house_sender() -> str:
    """Return whom a letter is from: the house by its name in the active language, unless the operator gave one."""
    name, email = parseaddr(settings.DEFAULT_FROM_EMAIL)
    return address_of(name=name or wording(HousePolicy.load(), "name"), email=email)


def address_of(*, name: str, email: str) -> str:
    """Return a name and an address as a header takes them; line ends and the like become spaces.

    Raises:
        Rejected: this is no e-mail address.
    """
    try:
        return str(Address(display_name=one_line(name), addr_spec=email))
    except (ValueError, IndexError, MessageError) as error:
        raise Rejected(MailTrouble.BAD_ADDRESS) from error


def one_line(text: str) -> str:
    """Return a text without line ends and control characters, as a header takes it."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())


def _undelivered(error: Exception, *, handed_over: bool) -> Undelivered:
    """Return what a failure means for the letter."""
    if isinstance(error, (ValueError, smtplib.SMTPNotSupportedError)):
        return Rejected(MailTrouble.BAD_ADDRESS)
    code, words = answer_code(error), answer_words(error)
    if 400 <= code < 500:
        return NotNow(read_trouble(code, words), words)
    if 500 <= code < 600:
        return Rejected(read_trouble(code, words), words)
    if handed_over:
        return Unclear(MailTrouble.UNCLEAR, words)
    return NotNow(MailTrouble.BROKE, words)
