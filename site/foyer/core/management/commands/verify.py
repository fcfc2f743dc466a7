"""`manage.py verify FILE`: is a backup whole, byte by byte? (000-28)"""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from foyer.core.backups.house import this_house
from foyer.core.backups.keys import backup_keys, house_key_ids
from foyer.core.backups.reading import read_backup
from foyer.core.backups.saying import in_words


class Command(BaseCommand):
    """Opens every chunk, compares every file with its hash; touches nothing of the house."""

    help = "Read a backup from its beginning to its end and compare everything with its hashes."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Add the file."""
        parser.add_argument("file", type=Path)

    def handle(self, *, file: Path, **_options: Any) -> None:
        """Read it."""
        with in_words():
            known = read_backup(path=file, house=this_house(), keys=backup_keys())
        head = known.head
        self.stdout.write(
            f"{file} is whole: made at {head.made_at:%Y-%m-%d %H:%M} UTC by Foyer {head.foyer}; {head.database}, "
            f"{known.rows} rows, {known.files} files, {known.size / 1024**2:.1f} MB."
        )
        for name in known.gone:
            self.stdout.write(f"deleted while it was made, not in it: {name}")
        for name in known.changing:
            self.stdout.write(f"changed while it was made: {name}")
        missing = set(head.field_keys) - set(house_key_ids())
        if missing:
            self.stderr.write(
                "This house does not hold the keys that seal personal data in it: "
                f"{', '.join(sorted(missing))} (FOYER_FIELD_KEYS)."
            )
        else:
            self.stdout.write("The keys of this house open the personal data in it.")
