"""A real SMTP server on this machine, for tests of letters."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from typing import Any

import pytest
from aiosmtpd.controller import Controller

Answer = Callable[[str], str | None]


def _accept(_address: str) -> str | None:
    return None


@dataclass
class SmtpInbox:
    """What the server received, and what it answers.

    Set `answer_recipient` or `answer_letter` to a function of the address that returns an SMTP answer such
    as "451 4.7.1 Greylisted", or None to accept.
    """

    letters: list[EmailMessage] = field(default_factory=list)
    connections: int = 0
    answer_recipient: Answer = _accept
    answer_letter: Answer = _accept
    hang_up_on: str = ""  # the address whose letter breaks the connection instead of an answer
    host: str = ""
    port: int = 0

    @property
    def addresses(self) -> list[str]:
        """To whom letters came, in order."""
        return [str(letter["X-Envelope-To"]) for letter in self.letters]

    @property
    def url(self) -> str:
        """The server as `FOYER_MAIL_URL` names it."""
        return f"smtp://{self.host}:{self.port}"

    async def handle_EHLO(  # noqa: N802  aiosmtpd's names
        self, server: Any, session: Any, envelope: Any, hostname: str, responses: list[str]
    ) -> list[str]:
        self.connections += 1
        session.host_name = hostname
        return responses

    async def handle_RCPT(  # noqa: N802
        self, server: Any, session: Any, envelope: Any, address: str, options: Any
    ) -> str:
        if answer := self.answer_recipient(address):
            return answer
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        address = envelope.rcpt_tos[0]
        if address == self.hang_up_on:
            server.transport.abort()
            return "250 OK"
        if answer := self.answer_letter(address):
            return answer
        letter = message_from_bytes(envelope.content, policy=default)
        assert isinstance(letter, EmailMessage)
        letter["X-Envelope-To"] = address
        self.letters.append(letter)
        return "250 OK"


class _AnyPortController(Controller):
    """Listens on a port the system chooses, and knows which before it greets itself."""

    def _trigger_server(self) -> None:
        assert self.server is not None
        self.port = self.server.sockets[0].getsockname()[1]
        super()._trigger_server()


def mailers(host: str, port: int) -> dict[str, Any]:
    """Return the setting that sends through a server here."""
    return {
        "default": {
            "BACKEND": "foyer.core.mail.WatchedSmtpBackend",
            "OPTIONS": {"host": host, "port": port, "timeout": 5},
        }
    }


@pytest.fixture
def smtp_inbox(settings: Any) -> Iterator[SmtpInbox]:
    """A running SMTP server; `MAILERS` sends to it."""
    inbox = SmtpInbox()
    controller = _AnyPortController(inbox, hostname="127.0.0.1", port=0)
    controller.start()
    inbox.host, inbox.port = controller.hostname, controller.port
    settings.MAILERS = mailers(inbox.host, inbox.port)
    yield inbox
    controller.stop()
