"""`manage.py compile_catalogues`: make the translations readable for Django."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from foyer.core.catalogues import compile_po


class Command(BaseCommand):
    """Compiles what has changed since the last time."""

    help = "Compile the message catalogues that changed; needs no GNU gettext."
    requires_system_checks = ()

    def handle(self, *args: Any, **options: Any) -> str:
        """Compile every catalogue of the project; return what was done, a line each."""
        paths = [
            path
            for folder in settings.LOCALE_PATHS
            for path in sorted(Path(folder).glob("*/LC_MESSAGES/*.po"))
        ]
        return "\n".join(
            f"compiled {path.relative_to(settings.PROJECT_DIR)}"
            for path in paths
            if compile_po(path)
        )
