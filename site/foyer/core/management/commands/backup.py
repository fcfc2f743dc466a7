"""`manage.py backup FILE`: the whole house in one sealed file. (001-30, security 25)"""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from foyer.core.backups.house import this_house
from foyer.core.backups.keys import backup_keys
from foyer.core.backups.making import make_backup
from foyer.core.backups.saying import in_words


class Command(BaseCommand):
    """Database and files, sealed with FOYER_BACKUP_KEY; may be made while the house runs."""

    help = "Write database and files of the house into one sealed file, while it runs."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Add the file."""
        parser.add_argument("file", type=Path, help="The new file; never one that exists.")

    def handle(self, *, file: Path, **_options: Any) -> None:
        """Make it."""
        house = this_house()
        with in_words():
            key = backup_keys()[0]
            made = make_backup(house=house, path=file, key=key, at=timezone.now())
        for name in made.gone:
            self.stderr.write(f"deleted meanwhile, not in the backup: {name}")
        for name in made.changing:
            self.stderr.write(f"changed each time it was read: {name}")
        size = file.stat().st_size / 1024**2
        self.stdout.write(
            f"{file}: {made.rows} rows, {made.files} files, {made.size / 1024**2:.1f} MB "
            f"({size:.1f} MB sealed with key {key.fingerprint.hex()})."
        )
        self.stdout.write(
            f"Not in it: {', '.join(house.left_out()) or 'nothing of the data folder'}."
        )
        self.stdout.write(
            "FOYER_BACKUP_KEY, FOYER_FIELD_KEYS and FOYER_SECRET_KEY are not in it: keep them apart."
        )
