"""`manage.py dossier`: all that is held about one person, as a file."""

from argparse import ArgumentParser
from pathlib import Path
from shutil import copyfileobj
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone, translation

from foyer.core.languages import OWN_NAMES
from foyer.privacy.people import person_of
from foyer.privacy.registry import kind_labelled
from foyer.privacy.services.dossier import take_dossier


class Command(BaseCommand):
    """Writes a person's dossier into a ZIP; it is logged as in the admin. (PRV-06)"""

    help = "Write all that is held about a person into a ZIP: dossier clients.contact 12 FILE."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Add whom, and where to."""
        parser.add_argument("kind", help="The kind of record, such as clients.contact.")
        parser.add_argument("key", type=int, help="Its key, as in the address of its page.")
        parser.add_argument("file", type=Path, help="Where the ZIP is written to.")
        parser.add_argument("--language", choices=OWN_NAMES, default=settings.LANGUAGE_CODE)

    def handle(self, *, kind: str, key: int, file: Path, language: str, **_options: Any) -> None:
        """Write the file."""
        entry = kind_labelled(kind)
        record = entry.objects.filter(pk=key).first() if entry else None
        if record is None:
            message = f"There is no person {kind} {key}."
            raise CommandError(message)
        with translation.override(language), file.open("wb") as target:
            at, person = timezone.now(), person_of(record)
            with take_dossier(record=record, person=person, by=None, at=at) as packed:
                copyfileobj(packed, target)
        self.stdout.write(f"{file} written.")
