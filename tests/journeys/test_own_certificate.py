"""A venue without a domain: a certificate of its own, tablets that trust it, and what they can do then."""

import base64
import hashlib
import plistlib
import socket
import ssl
import subprocess
import sys
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from playwright.sync_api import Playwright

from tests.house import House, answers, free_port, house
from tests.journeys.conftest import launch

__all__ = ["house"]

NAME = "foyer-door.local"


@pytest.fixture
def trusted(house: House) -> tuple[int, int]:
    """A house that serves with a certificate of its own; its port, and that of the hand-out."""
    port, trust = free_port(), free_port()
    folder = house.folder / "tls"
    house.open_doors(FOYER_TRUST_PORT=str(trust))
    command = ["cert", NAME, "--port", str(port), "--folder", str(folder)]
    line = [sys.executable, "-m", "foyer", *command]
    subprocess.run(line, env=house.environment, check=True, capture_output=True)
    house.environment["FOYER_TLS"] = str(folder)
    house.start("serve", "--port", str(port))
    house.wait_for(lambda: answers(trust, "/"), "the authority was never handed out")
    house.wait_for(lambda: _is_ready(folder, port), "the house was never ready")
    return port, trust


def _is_ready(folder: Path, port: int) -> bool:
    """Tell what a device that trusts the house's authority, and nothing else, gets from the house."""
    trusting = ssl.create_default_context(cafile=folder / "authority.crt")
    try:
        with (
            socket.create_connection(("127.0.0.1", port), 30) as plain,
            trusting.wrap_socket(plain, server_hostname=NAME) as secure,
        ):
            request = f"GET /readyz HTTP/1.1\r\nHost: {NAME}:{port}\r\nConnection: close\r\n\r\n"
            secure.sendall(request.encode())
            return b" 200 " in secure.recv(65_536).split(b"\r\n")[0]
    except OSError:
        return False


def _handed_out(port: int, path: str, **headers: str) -> tuple[HTTPResponse, bytes]:
    connection = HTTPConnection("127.0.0.1", port, timeout=30)
    connection.request("GET", path, headers={k.replace("_", "-"): v for k, v in headers.items()})
    try:
        answer = connection.getresponse()
        return answer, answer.read()
    finally:
        connection.close()


def test_a_tablet_installs_the_authority_and_lends_camera_and_storage(
    house: House, trusted: tuple[int, int], playwright: Playwright
):
    port, trust = trusted
    folder = house.folder / "tls"
    authority = x509.load_pem_x509_certificate((folder / "authority.crt").read_bytes())

    # What the tablet is told, in its own language, and what it installs
    page, told = _handed_out(trust, "/", Accept_Language="zh-TW,zh;q=0.9")
    assert page.status == 200
    assert "讓這台平板信任本館" in told.decode()
    mark = authority.fingerprint(hashes.SHA256())
    assert mark.hex(":").upper() in told.decode()
    file, content = _handed_out(trust, "/foyer-authority.crt")
    assert file.headers["Content-Type"] == "application/x-x509-ca-cert"
    assert content == authority.public_bytes(serialization.Encoding.DER)
    _answer, profile = _handed_out(trust, "/foyer-authority.mobileconfig")
    (root,) = plistlib.loads(profile)["PayloadContent"]
    assert root["PayloadContent"] == content
    elsewhere, _body = _handed_out(trust, "/admin/")
    assert (elsewhere.status, elsewhere.headers["Location"]) == (302, f"https://{NAME}:{port}/")

    # A browser that takes the certificate for a good one is in a secure place, by a name of the venue's
    shown = x509.load_pem_x509_certificate((folder / "server.crt").read_bytes())
    spki = shown.public_key().public_bytes(
        serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    known = base64.b64encode(hashlib.sha256(spki).digest()).decode()
    browser = launch(
        playwright,
        f"--host-resolver-rules=MAP {NAME} 127.0.0.1",
        f"--ignore-certificate-errors-spki-list={known}",
    )
    try:
        tablet = browser.new_page()
        tablet.goto(f"https://{NAME}:{port}/kiosk/")
        assert tablet.evaluate("window.isSecureContext && 'mediaDevices' in navigator")
        assert tablet.evaluate("navigator.serviceWorker.ready.then((one) => Boolean(one.active))")
    finally:
        browser.close()
