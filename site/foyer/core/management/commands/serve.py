"""The whole house in one command: the web server and the worker."""

import os
import socket
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from django.utils import timezone

from foyer.core.backups.swapping import is_unfinished
from foyer.core.checks import UnsafeDatabase, open_database
from foyer.core.supervision import Child
from foyer.core.transport.certificate import (
    HouseCertificate,
    read_certificate,
    renew_certificate,
)
from foyer.core.web_server import preload
from foyer.core.workers import supervisor, worker_child

_MOST_WORKERS = 4


class Command(BaseCommand):
    """Supervises granian and the worker; a part that dies is started again, SIGTERM stops all."""

    help = "Serve the house and run its background work, until stopped."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Add address and size."""
        parser.add_argument("--host", default="127.0.0.1", help="Address to listen on.")
        parser.add_argument("--port", type=int, default=8000, help="Port to listen on.")
        parser.add_argument(
            "--workers", type=int, default=0, help="Web processes; 0: as many as suit the database."
        )

    def handle(self, *, host: str, port: int, workers: int, **_options: Any) -> None:
        """Run until SIGTERM or SIGINT."""
        _check_free(host, port)
        _check_database()
        web: dict[str, str | int] = {"host": host, "port": port}
        web["workers"] = workers or _suitable_workers()
        act = "foyer.core.web_server.serve_web"
        servers = [Child(name="The web server", act=act, arguments=web)]
        if settings.TLS_DIR and _check_certificate(settings.TLS_DIR).own:
            _check_free(host, settings.TRUST_PORT)
            servers.append(_trust_child(host))
        if settings.PROCESS != "kiosk":
            call_command("first_admin", if_empty=True, stdout=self.stdout)
        carriers = [] if settings.PROCESS == "kiosk" else [worker_child(timezone.now)]
        scheme = "https" if settings.TLS_DIR else "http"
        self.stdout.write(f"Foyer listens on {scheme}://{host}:{port}/ (Ctrl+C stops it).")
        self.stdout.flush()
        preload()
        supervisor(servers=servers, workers=carriers, clock=timezone.now).run()


def _suitable_workers() -> int:
    """Return how many processes serve: SQLite takes one writer at a time, so one process."""
    if connection.vendor == "sqlite":
        return 1
    return min(os.cpu_count() or 1, _MOST_WORKERS)


def _trust_child(host: str) -> Child:
    return Child(
        name="The hand-out of the house's authority",
        act="foyer.core.web_server.hand_out_authority",
        arguments={"host": host, "port": settings.TRUST_PORT},
    )


def _check_certificate(folder: Path) -> HouseCertificate:
    """Renew the house's own certificate in time; return what it is served with.

    Raises:
        CommandError: there is none, it has ended, or guests are shown an address without TLS.
    """
    now = timezone.now()
    renew_certificate(folder, at=now)
    known = read_certificate(folder)
    if not known:
        message = f"There is no certificate in {folder}. Make one with: make cert"
        raise CommandError(message)
    if known.expires <= now:
        message = (
            f"The certificate in {folder} ended on {known.expires:%Y-%m-%d}. Put a new one there."
        )
        raise CommandError(message)
    if not settings.SECURE:
        message = f"FOYER_TLS serves over https, but FOYER_PUBLIC_URL is {settings.PUBLIC_URL}."
        raise CommandError(message)
    return known


def _check_database() -> None:
    """Say in words what is wrong with the database, before anything is started."""
    if is_unfinished(settings.DATA_DIR):
        message = "A restore was interrupted. Take it back first: manage.py restore --take-back"
        raise CommandError(message)
    try:
        open_database()
    except UnsafeDatabase as error:
        raise CommandError(str(error)) from error
    if "core_user" not in connection.introspection.table_names():
        message = "The database is empty. Prepare it first: manage.py migrate"
        raise CommandError(message)


def _check_free(host: str, port: int) -> None:
    """Say in words when the port is taken, before anything is started."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            message = f"Port {port} on {host} cannot be used: {error.strerror}. Choose another."
            raise CommandError(message) from error
