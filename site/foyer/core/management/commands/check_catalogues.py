"""`manage.py check_catalogues`: refuse a sentence that is not in all three languages."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from foyer.core.catalogues import Entry, read_po

from .collect_messages import LANGUAGES


class Command(BaseCommand):
    """Compares the catalogues with the code, and leaves both as they were."""

    help = "Fail on sentences that are missing from the catalogues, untranslated, fuzzy or gone."
    requires_system_checks = ()

    def handle(self, *args: Any, **options: Any) -> None:
        """Check each catalogue of ours."""
        folder = Path(settings.LOCALE_PATHS[0])
        paths = [folder / language / "LC_MESSAGES" / "django.po" for language in LANGUAGES]
        before = {path: path.read_bytes() for path in paths if path.exists()}
        old = {path: _by_key(path) for path in paths}
        try:
            call_command("collect_messages", verbosity=0)
            faults = [fault for path in paths for fault in _faults(path, old[path])]
        finally:
            for path in paths:
                if path in before:
                    path.write_bytes(before[path])
                else:
                    path.unlink(missing_ok=True)
        if faults:
            raise CommandError(
                "\n".join([*faults, f"{len(faults)} sentences need attention: make messages"])
            )
        self.stdout.write(f"{len(old[paths[0]])} sentences, all in three languages")


def _by_key(path: Path) -> dict[str, Entry]:
    return {entry.key: entry for entry in read_po(path) if entry.source} if path.exists() else {}


def _faults(path: Path, old: dict[str, Entry]) -> list[str]:
    language = path.parent.parent.name
    new = _by_key(path)
    missing = [f"{language}: not collected: {key!r}" for key in new.keys() - old.keys()]
    gone = [f"{language}: no longer used: {key!r}" for key in old.keys() - new.keys()]
    bare = [
        f"{language}: {'fuzzy' if entry.fuzzy else 'untranslated'}: {key!r}"
        for key, entry in old.items()
        if not entry.is_translated
    ]
    return sorted(missing) + sorted(gone) + sorted(bare)
