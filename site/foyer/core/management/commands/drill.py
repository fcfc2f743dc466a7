"""`manage.py drill NAME`: try one of the house's promises on the running house."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from foyer.core.drills import PromiseBroken, drills


class Command(BaseCommand):
    """Prints the figures of a drill and fails when a promise is broken."""

    help = "Try one of the house's promises; prints its figures, fails when the promise is broken."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Add the name."""
        parser.add_argument("name", choices=drills())

    def handle(self, *, name: str, **_options: Any) -> None:
        """Run the drill."""
        try:
            drills()[name](self.stdout.write)
        except PromiseBroken as broken:
            raise CommandError(str(broken)) from broken
        self.stdout.write(f"{name}: the promise is kept.")
