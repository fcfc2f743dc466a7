"""One signed message on its way to another program: no private address, no redirect, no endless answer. (SEC-13)"""

from __future__ import annotations

import base64
import hashlib
import hmac
import http.client
import ipaddress
import socket
import ssl
import threading
from contextlib import suppress
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from foyer.core.refusals import Refusal

SECONDS = 10.0  # for a whole exchange
_PREFIX = "whsec_"
_NAT64 = ipaddress.ip_network("64:ff9b::/96")
_PORTS = {"https": 443, "http": 80}
Address = ipaddress.IPv4Address | ipaddress.IPv6Address


class AddressRefused(Refusal):
    """No message goes there."""

    code = "address_refused"
    message = gettext_lazy(
        "Nothing is sent to this address: it must be an https address of another machine that can be reached "
        "from outside."
    )


@dataclass(frozen=True, slots=True)
class Reply:
    """What came of one try.

    Attributes:
        status: the HTTP status; None where there was none.
        error: why it was not taken, in words; empty when it was.
    """

    status: int | None
    error: str = ""


def sign(*, secret: str, message_id: str, timestamp: int, body: bytes) -> str:
    """Return the signature header of a message. (Standard Webhooks 1.0)

    Args:
        secret: as shown once, "whsec_" and base64.
        message_id: the same in every try.
        timestamp: of this try, in seconds since 1970.
        body: exactly what is sent.
    """
    key = base64.b64decode(secret.removeprefix(_PREFIX))
    signed = f"{message_id}.{timestamp}.".encode() + body
    return "v1," + base64.b64encode(hmac.digest(key, signed, hashlib.sha256)).decode()


def check_address(url: str) -> tuple[str, str, int, str]:
    """Return scheme, host, port and path of an address a message may go to.

    Raises:
        AddressRefused: it is none, or not https.
    """
    try:
        parts = urlsplit(url)
        port = parts.port or _PORTS.get(parts.scheme, 0)
    except ValueError as reason:
        raise AddressRefused from reason
    schemes = ("https", "http") if settings.WEBHOOKS_TO_PRIVATE else ("https",)
    if parts.scheme not in schemes or not parts.hostname or parts.username or parts.password:
        raise AddressRefused
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    return parts.scheme, parts.hostname, port, path


def resolve(host: str, port: int) -> str:
    """Return the one address a connection is made to: what was looked at is what is connected to.

    Raises:
        AddressRefused: one of the addresses of the host lies in a private or reserved network.
        OSError: the host has none.
    """
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except UnicodeError as reason:
        raise AddressRefused from reason
    addresses = [str(one[4][0]).partition("%")[0] for one in found]
    if not settings.WEBHOOKS_TO_PRIVATE and not all(map(is_public, addresses)):
        raise AddressRefused
    return addresses[0]


def is_public(text: str) -> bool:
    """Tell whether an IP address is one of the open internet, whatever it is wrapped in."""
    address: Address = ipaddress.ip_address(text)
    if isinstance(address, ipaddress.IPv6Address):
        inner = address.ipv4_mapped or address.sixtofour or (address.teredo or (None, None))[1]
        if address in _NAT64:
            inner = ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
        if inner is not None:
            return is_public(str(inner))
    return address.is_global and not address.is_multicast and not address.is_reserved


def post(url: str, *, body: bytes, headers: dict[str, str]) -> Reply:
    """Send one message and return what came of it; nothing here raises for what the other side does."""
    try:
        scheme, host, port, path = check_address(url)
        address = resolve(host, port)
    except AddressRefused as refusal:
        return Reply(None, str(refusal))
    except OSError:
        return Reply(None, _("The name of the machine is not known."))
    try:
        return _exchange(_Pinned(scheme, host, port, address), path, body, headers)
    except TimeoutError:
        return Reply(None, _("No answer within %(seconds)s seconds.") % {"seconds": int(SECONDS)})
    except ssl.SSLError:
        return Reply(None, _("The certificate of the machine cannot be trusted."))
    except (OSError, http.client.HTTPException, ValueError):
        return Reply(None, _("The connection failed or broke off."))


class _Pinned(http.client.HTTPConnection):
    """A connection to one IP address, in the name of its host; TLS checks that name."""

    def __init__(self, scheme: str, host: str, port: int, address: str) -> None:
        super().__init__(host, port, timeout=SECONDS)
        self.default_port = _PORTS[scheme]
        self._scheme, self._address = scheme, address

    def connect(self) -> None:
        """Connect to the address that was looked at."""
        self.sock = socket.create_connection((self._address, self.port), SECONDS)
        if self._scheme == "https":
            context = ssl.create_default_context()
            self.sock = context.wrap_socket(self.sock, server_hostname=self.host)


def _exchange(connection: _Pinned, path: str, body: bytes, headers: dict[str, str]) -> Reply:
    """Send, and read the status alone; whoever answers drop by drop is cut off in time."""
    late = threading.Event()

    def cut_off() -> None:
        late.set()
        with suppress(OSError, AttributeError):
            connection.sock.shutdown(socket.SHUT_RDWR)

    clock = threading.Timer(SECONDS, cut_off)
    clock.daemon = True
    clock.start()
    try:
        connection.request("POST", path, body=body, headers=headers)
        status = connection.getresponse().status
    except (OSError, http.client.HTTPException) as broken:
        if late.is_set():
            raise TimeoutError from broken
        raise
    finally:
        clock.cancel()
        connection.close()
    if 200 <= status < 300:
        return Reply(status)
    if 300 <= status < 400:
        return Reply(status, _("The machine sent us elsewhere; that is not followed."))
    return Reply(status, _("The machine answered %(status)s.") % {"status": status})
