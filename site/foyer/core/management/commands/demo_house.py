"""`manage.py demo_house`: an invented club to look at and to try things in."""

import json
import sys
from importlib import import_module
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone, translation

from foyer.core.models import User


def demo() -> Any:
    """Return the module that loads the demo house, from `fixtures/` beside the sources or in the wheel."""
    for folder in (settings.PROJECT_DIR / "fixtures", settings.SOURCE_DIR / "fixtures"):
        if (folder / "demo" / "load.py").exists():
            sys.path.insert(0, str(folder))
            return import_module("demo.load")
    message = "The demo house's folder fixtures/demo is missing."
    raise CommandError(message)


class Command(BaseCommand):
    """Loads the demo house once, and brings its days up to date every time."""

    help = "Load the demo house, or bring its events up to today; writes demo.json."
    requires_system_checks = ()

    def handle(self, *args: Any, **options: Any) -> None:
        """Load or refresh, then write down what is there."""
        house, at = demo(), timezone.now()
        with translation.override(settings.LANGUAGE_CODE):
            if house.is_loaded():
                house.refresh(at=at)
            elif User.objects.exists():
                message = (
                    "People already work in this house: the demo is loaded only into an empty one."
                )
                raise CommandError(message)
            else:
                self.stdout.write("Loading the demo house …")
                house.load(at=at)
            path = Path(settings.DATA_DIR) / "demo.json"
            told = house.describe(at=at, known=path)
        path.write_text(json.dumps(told, ensure_ascii=False, indent=1), encoding="utf-8")
