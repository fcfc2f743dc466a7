"""What every answer carries, whoever asks. (SEC-07, SEC-18)"""

import pytest

from tests.factories import GuestFactory, UserFactory
from tests.factories.core import PASSWORD
from tests.factories.pages import EventPageFactory

pytestmark = pytest.mark.django_db

STRICT = {
    "default-src": "'self'",
    "script-src": "'self'",
    "style-src": "'self'",
    "object-src": "'none'",
    "base-uri": "'self'",
    "form-action": "'self'",
    "frame-ancestors": "'self'",
}


def policy(response) -> dict[str, str]:
    """Read the content policy of an answer."""
    parts = (part.strip() for part in response["Content-Security-Policy"].split(";"))
    return {name: sources for name, _, sources in (part.partition(" ") for part in parts if part)}


@pytest.fixture
def addresses(db) -> dict[str, str]:
    """One address of every kind of page."""
    page = EventPageFactory(event__running=True)
    guest = GuestFactory(event=page.event)
    return {
        "home": "/zh-hans/",
        "event list": "/en/events/",
        "event": page.url,
        "pass": f"/i/{guest.code_sealed}",
        "unknown pass": "/i/0000000000000000000000000",
        "kiosk": "/kiosk/",
        "log-in": "/admin/login/",
        "missing": "/zh-hans/nowhere/",
        "desk": "/api/foyer/v1/desk",
    }


class TestEveryAnswer:
    KINDS = (
        "home",
        "event list",
        "event",
        "pass",
        "unknown pass",
        "kiosk",
        "log-in",
        "missing",
        "desk",
    )

    @pytest.mark.parametrize("kind", KINDS)
    def test_forbids_guessing_types_and_leaking_addresses(self, kind, addresses, client):
        response = client.get(addresses[kind])

        assert response["X-Content-Type-Options"] == "nosniff"
        assert response["Referrer-Policy"] in {"same-origin", "no-referrer"}
        assert response["Cross-Origin-Opener-Policy"] == "same-origin"
        assert "camera=(self)" in response["Permissions-Policy"]


class TestPublicPages:
    @pytest.mark.parametrize(
        "kind", ["home", "event list", "event", "pass", "unknown pass", "missing"]
    )
    def test_run_no_script_or_style_that_is_not_a_file_of_ours(self, kind, addresses, client):
        response = client.get(addresses[kind])

        found = policy(response)
        assert {name: found.get(name) for name in STRICT} == STRICT

    @pytest.mark.parametrize("kind", ["home", "event list", "event"])
    def test_leave_no_cookie_on_somebody_who_only_reads(self, kind, addresses, client):
        response = client.get(addresses[kind])

        assert not response.cookies


class TestTheTablet:
    def test_may_run_its_decoder_and_nothing_from_elsewhere(self, client):
        response = client.get("/kiosk/")

        found = policy(response)
        assert found["script-src"] == "'self' 'wasm-unsafe-eval'"
        assert "unsafe-inline" not in response["Content-Security-Policy"]

    def test_is_never_given_a_cookie(self, client, desk):
        response = client.get("/api/foyer/v1/desk", headers={"authorization": f"Desk {desk.token}"})

        assert (response.status_code, bool(response.cookies)) == (200, False)


class TestPersonalPages:
    def test_are_kept_by_no_cache(self, addresses, log_in):
        client = log_in("Administrators")

        found = {
            path: client.get(path)["Cache-Control"]
            for path in (addresses["pass"], "/admin/", "/admin/guests/", addresses["desk"])
        }

        assert all("no-store" in rule for rule in found.values()), found

    def test_tell_search_engines_and_other_sites_nothing(self, addresses, client):
        response = client.get(addresses["pass"])

        assert (response["X-Robots-Tag"], response["Referrer-Policy"]) == (
            "noindex, nofollow",
            "no-referrer",
        )


class TestLogIn:
    def test_gives_a_session_that_scripts_and_other_sites_cannot_use(self, client):
        user = UserFactory(role="Marketing")

        client.post("/admin/login/", {"username": user.username, "password": PASSWORD})

        cookie = client.cookies["foyer_session"]
        assert (cookie["httponly"], cookie["samesite"]) == (True, "Lax")
