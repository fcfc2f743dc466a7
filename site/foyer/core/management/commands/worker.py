"""Carries jobs and does what is due, until stopped."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from foyer.core.workers import supervisor, worker_child


class Command(BaseCommand):
    """A supervisor and its worker processes: any of them may be killed, the others go on."""

    help = "Run tasks in the background and do what is due, until stopped."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Add the number of processes."""
        parser.add_argument(
            "--processes", type=int, default=1, help="How many jobs may be carried at once."
        )

    def handle(self, *, processes: int, **_options: Any) -> None:
        """Run until SIGTERM or SIGINT."""
        workers = [worker_child(timezone.now) for _i in range(max(1, processes))]
        supervisor(servers=[], workers=workers, clock=timezone.now).run()
