"""`manage.py collect_messages`: gather the sentences of the code into the catalogues."""

import os
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand

LANGUAGES = ("zh_Hans", "zh_Hant")
_NOT_OURS = (".venv", ".uv", "var", "node_modules", "tests", "benchmarks", "docs", "dist", "vendor")


class Command(BaseCommand):
    """Runs Django's makemessages the one way this project wants it."""

    help = "Collect the sentences to translate (needs GNU gettext: apt-get install gettext)."
    requires_system_checks = ()

    def handle(self, *args: Any, **options: Any) -> None:
        """Collect into `site/foyer/locale/`, without line numbers, so that diffs stay small."""
        os.chdir(settings.PROJECT_DIR)
        call_command(
            "makemessages",
            locale=list(LANGUAGES),
            ignore_patterns=list(_NOT_OURS),
            add_location="never",
            no_obsolete=True,
            no_wrap=False,
            verbosity=int(options["verbosity"]) - 1,
        )
