"""One pass of everything that is due."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from foyer.core.jobs import carry_due_jobs
from foyer.core.ticks import run_due


class Command(BaseCommand):
    """For houses that run a timetable of their own instead of a worker; harmless to repeat."""

    help = "Do everything that is due, once, and carry every job that waits; harmless to repeat."
    requires_system_checks = ()

    def handle(self, **_options: Any) -> None:
        """Do one pass."""
        passes = run_due(at=timezone.now())
        jobs = carry_due_jobs(clock=timezone.now)
        self.stdout.write(f"{len(passes)} periodic tasks done, {jobs} jobs carried.")
