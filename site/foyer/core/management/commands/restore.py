"""`manage.py restore FILE`: a backup in the place of this house. (001-30, security 25)"""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import connections
from django.utils import timezone

from foyer.core.backups.house import this_house
from foyer.core.backups.keys import backup_keys
from foyer.core.backups.restoring import Allowed, Restored, migrations_here, restore_backup
from foyer.core.backups.saying import in_words
from foyer.core.backups.swapping import take_back


class Command(BaseCommand):
    """Verifies wholly, makes everything ready beside the house, then swaps; the old one stays beside it."""

    help = "Put a backup in the place of this house, once all of it was found to be whole."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Add the file and what somebody may take upon themselves."""
        parser.add_argument("file", type=Path, nargs="?")
        parser.add_argument("--yes", action="store_true", help="Do not ask.")
        parser.add_argument(
            "--take-back", action="store_true", help="Only undo a restore that was interrupted."
        )
        parser.add_argument("--even-though-running", action="store_true")
        parser.add_argument("--without-field-keys", action="store_true")

    def handle(self, *, file: Path | None, yes: bool, take_back: bool, **options: Any) -> None:
        """Restore it."""
        house = this_house()
        if take_back:
            return self._take_back()
        if file is None:
            message = "Which file? manage.py restore FILE"
            raise CommandError(message)
        if not yes and input(f"Replace the house in {house.data} by {file}? Type yes: ") != "yes":
            message = "Nothing was done."
            raise CommandError(message)
        allowed = Allowed(
            though_running=options["even_though_running"],
            without_field_keys=options["without_field_keys"],
        )
        with in_words():
            migrations = migrations_here()
            connections.close_all()  # ours is none of those a restore waits for
            restored = restore_backup(
                path=file,
                house=house,
                keys=backup_keys(),
                migrations=migrations,
                at=timezone.now(),
                allowed=allowed,
            )
        self._tell(file, restored)
        return None

    def _take_back(self) -> None:
        done = take_back(this_house())
        self.stdout.write("The old house is back." if done else "No restore was interrupted.")

    def _tell(self, file: Path, restored: Restored) -> None:
        known, say = restored.known, self.stdout.write
        if restored.taken_back:
            say("An earlier restore had been interrupted; it was taken back first.")
        say(f"Restored {file}: {known.rows} rows, {known.files} files, all equal to their hashes.")
        for name in known.gone:
            say(f"deleted while the backup was made: {name}")
        for place in restored.aside:
            say(f"What was here before is kept as {place}")
        say("Now:")
        if restored.behind:
            say("  manage.py migrate       (the backup is older than this Foyer)")
        say("  manage.py erase_again   (erases who was erased since the backup was made)")
        say("  manage.py serve")
        if restored.aside:
            say("When the house stands, delete what was here before: it holds personal data.")
