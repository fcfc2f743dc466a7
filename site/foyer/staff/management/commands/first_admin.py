"""`manage.py first_admin`: the one-time link by which an empty house gets its first administrator."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from foyer.staff.services.first_administrator import (
    LINK_LIFE,
    HouseHasAdministrator,
    issue_first_link,
)


class Command(BaseCommand):
    """Prints the link; an earlier one stops working."""

    help = "Print the one-time link at which the first administrator chooses a password."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Add the switch `serve` uses."""
        parser.add_argument(
            "--if-empty", action="store_true", help="Say nothing when there is an administrator."
        )

    def handle(self, *, if_empty: bool, **_options: Any) -> None:
        """Print it."""
        try:
            link = issue_first_link(at=timezone.now())
        except HouseHasAdministrator as refusal:
            if if_empty:
                return
            raise CommandError(str(refusal)) from refusal
        hours = int(LINK_LIFE.total_seconds() // 3600)
        self.stdout.write(
            f"Nobody can log in yet. The first administrator chooses name and password here, once, "
            f"within {hours} hours:\n  {link}\n"
        )
