"""`manage.py drill NAME`: try one of the house's promises, in this house or in one made for it."""

from argparse import ArgumentParser
from inspect import signature
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from foyer.core.drill_houses import run_in
from foyer.core.drills import OPTIONS, Drill, NotHere, PromiseBroken, drills


class Command(BaseCommand):
    """Prints the figures of a drill and fails when a promise is broken."""

    help = "Try one of the house's promises; prints its figures, fails when the promise is broken."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Add the name, and what some drills may be told."""
        parser.add_argument("name", choices=drills())
        parser.add_argument(
            "--earnest", action="store_true", help="In full size; else a short form of it."
        )
        parser.add_argument(
            "--here",
            action="store_true",
            help="In this very house, which must have no guests; else in one made for the drill.",
        )
        for name in OPTIONS:
            parser.add_argument(f"--{name}", type=int)

    def handle(self, *, name: str, here: bool, earnest: bool, **options: Any) -> None:
        """Run the drill."""
        plan = drills()[name]
        told = {key: options[key] for key in OPTIONS if options.get(key) is not None}
        if unknown := told.keys() - signature(plan.act).parameters.keys():
            message = f"{name} cannot be told: {', '.join(sorted(unknown))}"
            raise CommandError(message)
        sizes = (dict(plan.earnest) if earnest else {}) | told
        try:
            if plan.house and not here:
                return self._run_apart(name, plan, sizes)
            plan.act(self._say, **sizes)
        except PromiseBroken as broken:
            raise CommandError(str(broken)) from broken
        except NotHere as lacking:
            message = f"{name}: not tried, this machine does not allow it: {lacking}"
            raise CommandError(message, returncode=77) from lacking
        self._say(f"{name}: the promise is kept.")
        return None

    def _say(self, line: str) -> None:
        self.stdout.write(line)
        self.stdout.flush()

    def _run_apart(self, name: str, plan: Drill, sizes: dict[str, int]) -> None:
        assert plan.house is not None  # noqa: S101  asked only then
        flags = [part for key, size in sizes.items() for part in (f"--{key}", str(size))]
        with plan.house(self._say) as environment:
            code = run_in(environment, "drill", name, "--here", *flags)
        if code:
            message = f"{name}: the promise is broken."
            raise CommandError(message, returncode=code)
