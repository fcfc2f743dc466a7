"""`manage.py retention`: what is kept no longer goes."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from foyer.core.jobs import carry
from foyer.privacy.services.retention import retention_report, start_lapsing


class Command(BaseCommand):
    """Does at once what the daily pass does, or only says what it would do."""

    help = "Delete or anonymise what is kept no longer than the house policy says."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Add the switch that only looks."""
        parser.add_argument("--dry-run", action="store_true", help="Only say what would go.")

    def handle(self, *, dry_run: bool, **_options: Any) -> None:
        """Say what is due, then let it go."""
        for lapse in retention_report(at=timezone.now()):
            period = f"{lapse.days} days" if lapse.days else "without end"
            kinds = ", ".join(f"{entry.label} {count}" for entry, count in lapse.kinds)
            due = f"{lapse.due} due" + (f" ({kinds})" if kinds else "")
            self.stdout.write(f"{lapse.purpose.key}: {period}, {due}, {lapse.soon} soon")
        if not dry_run:
            self._let_go()

    def _let_go(self) -> None:
        job = start_lapsing(at=timezone.now())
        if job is None:
            self.stdout.write("Nothing is due.")
            return
        carry(pk=job.pk, clock=timezone.now)
        job.refresh_from_db()
        for what, count in job.result.items():
            self.stdout.write(f"{what}: {count}")
