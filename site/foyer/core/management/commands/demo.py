"""`manage.py demo`: everything `make demo` does once the packages are there."""

import json
import os
import shutil
import socket
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

_FILES = ("media", "private", "mail", "demo.json")


class Command(BaseCommand):
    """Prepares the demo house, says how to get in, and serves it."""

    help = "Set up the demo house and serve it."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Add address, and the two switches of `make demo`."""
        parser.add_argument("--host", default="127.0.0.1")
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument("--reset", action="store_true", help="Start afresh.")
        parser.add_argument("--no-serve", action="store_true", help="Only set up.")

    def handle(self, *, host: str, port: int, reset: bool, no_serve: bool, **_options: Any) -> None:
        """Do what is not done yet."""
        if not no_serve:
            _check_free(host, port)
        Path(settings.STATIC_ROOT).mkdir(parents=True, exist_ok=True)  # whitenoise looks for it
        if reset:
            self.stdout.write("Clearing the demo house …")
            _clear()
        compiled = call_command("compile_catalogues", stdout=self.stdout)
        migrated = _migrate(self.stdout)
        call_command("demo_house", stdout=self.stdout)
        self._say(json.loads((Path(settings.DATA_DIR) / "demo.json").read_text(encoding="utf-8")))
        if no_serve:
            return
        if compiled or migrated:
            self.stdout.flush()
            _start_anew("serve", "--host", host, "--port", str(port))
        call_command("serve", host=host, port=port)

    def _say(self, told: dict[str, Any]) -> None:
        """Print addresses, log-ins and two guests' passes."""
        address = told["base_url"]
        self.stdout.write(f"""
  松涧会 · Pine Brook House
  public pages   {address}/
  running event  {told["running_event"]["page_url"]}
  staff          {address}/admin/
  tablet         {address}/kiosk/      (staff PIN 2468)
  a guest's pass {_pass_of(told["guests"])}   (running: show it to the tablet)
  another pass   {_pass_of(told["coming_guests"])}   (coming: reply on it)

  log-ins (password {told["accounts"][0]["password"]})""")
        for account in told["accounts"]:
            self.stdout.write(f"    {account['username']:<12} {account['role']}")
        self.stdout.write(f"\n  All of it for scripts: {Path(settings.DATA_DIR) / 'demo.json'}\n")


def _pass_of(guests: list[dict[str, str]]) -> str:
    """Return the first guest's pass and whose it is; a dash where there is nobody."""
    return f"{guests[0]['pass_url']}   {guests[0]['name']}" if guests else "–"


def _check_free(host: str, port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as reason:
            message = f"Port {port} is taken by another program. Choose another one: make demo PORT={port + 10}"
            raise CommandError(message) from reason


def _clear() -> None:
    """Remove database and files of the demo house."""
    if connection.vendor == "sqlite":
        connection.close()
        database = Path(connection.settings_dict["NAME"])
        for path in database.parent.glob(f"{database.name}*"):
            path.unlink()
    else:
        with connection.cursor() as cursor:
            cursor.execute("DROP SCHEMA public CASCADE")
            cursor.execute("CREATE SCHEMA public")
    for name in _FILES:
        path = Path(settings.DATA_DIR) / name
        if path.is_dir():
            shutil.rmtree(path)
        else:
            path.unlink(missing_ok=True)


def _migrate(stdout: Any) -> bool:
    """Bring the database up to date, and tell whether it was not; that is found out in a moment."""
    executor = MigrationExecutor(connection)
    if not executor.migration_plan(executor.loader.graph.leaf_nodes()):
        return False
    stdout.write("Preparing the database …")
    call_command("migrate", interactive=False, verbosity=0, skip_checks=True)
    return True


def _start_anew(*command: str) -> None:
    """Become another command: nothing is served from what a migration has left in memory."""
    paths = [str(settings.SOURCE_DIR.parent), str(settings.PROJECT_DIR)]
    os.environ["PYTHONPATH"] = os.pathsep.join([*paths, os.environ.get("PYTHONPATH", "")])
    os.execv(sys.executable, [sys.executable, "-m", "foyer", *command])  # noqa: S606  our own
