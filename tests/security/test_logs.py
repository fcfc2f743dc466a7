"""Log lines give nobody away. (SEC-06, security 21)"""

import io
import json
import logging

import pytest

from foyer.core.logs import LineFormatter, RedactFilter, redact
from tests.factories import GuestFactory

pytestmark = pytest.mark.django_db

PHONE = "13912345678"
EMAIL = "canary@example.com"


@pytest.fixture
def log_lines():
    """Everything the house logs, as it would be written."""
    written = io.StringIO()
    handler = logging.StreamHandler(written)
    handler.addFilter(RedactFilter())
    handler.setFormatter(LineFormatter())
    root = logging.getLogger()
    level = root.level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    yield written
    root.removeHandler(handler)
    root.setLevel(level)


class TestLogLines:
    def test_hold_no_code_phone_address_or_token_of_a_visit(
        self, log_lines, client, desk, settings
    ):
        settings.DEBUG_PROPAGATE_EXCEPTIONS = False
        guest = GuestFactory(event=desk.event, phone=PHONE, email=EMAIL)
        code = guest.code_sealed

        client.get(f"/i/{code}")
        client.get(f"/i/{code}/nowhere/?phone={PHONE}")
        client.get(f"/zh-hans/nowhere/?q={EMAIL}")
        client.get(
            f"/api/foyer/v1/desk/search?q={PHONE}",
            headers={"authorization": f"Desk {desk.token}"},
        )
        logging.getLogger("foyer").warning("refused %s for %s at /i/%s", EMAIL, PHONE, code)

        text = log_lines.getvalue()
        assert text.count("\n") >= 2
        assert [secret for secret in (code, PHONE, EMAIL, desk.token) if secret in text] == []

    def test_stay_on_one_line_whatever_is_in_them(self, log_lines):
        logging.getLogger("foyer").warning("name: %s", "王小明\r\n{'level': 'info'}")

        lines = log_lines.getvalue().splitlines()
        assert len(lines) == 1
        assert json.loads(lines[0])["level"] == "warning"

    def test_hold_no_secret_in_the_trace_of_a_fault(self, log_lines):
        try:
            int(f"{EMAIL}, {PHONE}")
        except ValueError:
            logging.getLogger("foyer").exception("a fault")

        assert [secret for secret in (PHONE, EMAIL) if secret in log_lines.getvalue()] == []


class TestRedact:
    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            ("GET /i/0123456789ABCDEFGHJKMNPQRS 200", "GET /i/*** 200"),
            ("GET /admin/guests/?q=王小明 200", "GET /admin/guests/?*** 200"),
            ("to +8613912345678.", "to ***."),
            ("mail li.na+vip@example.com refused", "mail ***@*** refused"),
            ("Authorization: Desk abcDEF123456-_x", "Authorization: Desk ***"),
            ("event 20260912345678901 is running", "event 20260912345678901 is running"),
        ],
    )
    def test_takes_out_what_identifies_a_person(self, text, expected):
        assert redact(text) == expected
