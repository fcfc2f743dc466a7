"""`manage.py rotate_keys`: move all that is sealed to the newest key."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from foyer.privacy.services.rotation import Rotation, rotate_keys, survey_keys


class Command(BaseCommand):
    """Moves sealed values and hashes to the first key of FOYER_FIELD_KEYS; may be killed and repeated."""

    help = "Move everything sealed to the newest key of FOYER_FIELD_KEYS; harmless to repeat."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Add the switch that only looks."""
        parser.add_argument(
            "--check", action="store_true", help="Only say what is left to be moved."
        )

    def handle(self, *, check: bool, **_options: Any) -> None:
        """Move or look, then say whether the older keys may be dropped."""
        rotation = survey_keys() if check else rotate_keys(at=timezone.now(), told=self._told)
        if not check:
            self.stdout.write(f"{rotation.moved} records moved to the newest key.")
        self._say_left(rotation)
        if not rotation.is_finished:
            raise CommandError("Keep the older keys in FOYER_FIELD_KEYS and run this again.")
        self.stdout.write("Everything is under the newest key: the older keys may be dropped.")

    def _told(self, place: str, moved: int, due: int) -> None:
        if moved and (moved % 1000 < 10 or moved >= due):
            self.stdout.write(f"{place}: {moved} of {max(due, moved)}")

    def _say_left(self, rotation: Rotation) -> None:
        for place, count in rotation.broken.items():
            self.stdout.write(f"{place}: no key opens something in {count} records.")
        for place, count in rotation.behind.items():
            if place not in rotation.broken:
                self.stdout.write(f"{place}: {count} records are not under the newest key.")
        for place, count in rotation.waiting.items():
            self.stdout.write(
                f"{place}: {count} secrets move when their holders next show them (tablets: when they "
                "next call; or pair them again)."
            )
