"""`manage.py drill NAME`: try one of the house's promises on the running house."""

from argparse import ArgumentParser
from inspect import signature
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from foyer.core.drills import PromiseBroken, drills

_TOLD = ("rows", "kills", "seed", "hours")


class Command(BaseCommand):
    """Prints the figures of a drill and fails when a promise is broken."""

    help = "Try one of the house's promises; prints its figures, fails when the promise is broken."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Add the name, and what some drills may be told."""
        parser.add_argument("name", choices=drills())
        for name in _TOLD:
            parser.add_argument(f"--{name}", type=int)

    def handle(self, *, name: str, **options: Any) -> None:
        """Run the drill."""
        told = {key: options[key] for key in _TOLD if options.get(key) is not None}
        if unknown := told.keys() - signature(drills()[name]).parameters.keys():
            message = f"{name} cannot be told: {', '.join(sorted(unknown))}"
            raise CommandError(message)
        try:
            drills()[name](self.stdout.write, **told)
        except PromiseBroken as broken:
            raise CommandError(str(broken)) from broken
        self.stdout.write(f"{name}: the promise is kept.")
