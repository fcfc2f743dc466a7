"""`manage.py cert`: a certificate for a house without a domain."""

import socket
from argparse import ArgumentParser
from io import StringIO
from pathlib import Path
from typing import Any

import qrcode
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from foyer.core.transport.certificate import BadNames, make_certificate, read_certificate


class Command(BaseCommand):
    """Makes an authority and a certificate, or a new certificate by the authority that is there."""

    help = "Make a certificate of the house's own, so that tablets lend camera and storage."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Add the names and the port."""
        parser.add_argument(
            "names",
            nargs="*",
            help="Names and addresses of this machine as tablets call it, the usual one first. "
            "Without any: its address in the network and its name.",
        )
        parser.add_argument("--port", type=int, default=8000, help="The port tablets use.")
        parser.add_argument(
            "--folder",
            default="",
            help="Where to put it; without it FOYER_TLS, or tls/ in the data folder.",
        )

    def handle(self, *, names: list[str], port: int, folder: str, **_options: Any) -> None:
        """Make it and say how to go on."""
        if not 0 < port < 65536:
            message = f"{port} is no port. Choose one from 1 to 65535."
            raise CommandError(message)
        place = Path(folder) if folder else settings.TLS_DIR or settings.DATA_DIR / "tls"
        wanted = list(dict.fromkeys([*(names or _own_names()), "localhost", "127.0.0.1"]))
        try:
            is_new = make_certificate(place, wanted, port=port, at=timezone.now())
        except BadNames as reason:
            raise CommandError(str(reason)) from reason
        known = read_certificate(place)
        if known is None:
            raise AssertionError(place)
        self.stdout.write(f"The certificate for {', '.join(known.names)} lies in {place}")
        self.stdout.write(f"It lasts until {known.expires:%Y-%m-%d}; serving renews it in time.")
        self.stdout.write(f"\n  FOYER_TLS={place} make serve HOST=0.0.0.0 PORT={port}\n")
        if is_new:
            self.stdout.write(
                "Every tablet has to trust the house's authority once. While the house serves, "
                "open this on the tablet and do what it says:"
            )
            host = f"[{wanted[0]}]" if ":" in wanted[0] else wanted[0]
            address = f"http://{host}:{port + 1}/"
            self.stdout.write(f"\n  {address}\n")
            code = qrcode.QRCode(border=2)
            code.add_data(address)
            picture = StringIO()
            code.print_ascii(out=picture, invert=True)
            self.stdout.write(picture.getvalue())
            self.stdout.write(f"Its fingerprint (SHA-256): {known.fingerprint}")
        else:
            self.stdout.write("Tablets that trust the house's authority need nothing new.")


def _own_names() -> list[str]:
    """Return this machine's address in its network, and its name there."""
    found = []
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(
                ("192.0.2.1", 9)
            )  # reserved for documentation (RFC 5737): nothing is sent
            found.append(probe.getsockname()[0])
        except OSError:
            pass  # no network yet: the name alone
    name = socket.gethostname().partition(".")[0].lower()
    return [*found, f"{name}.local"]
