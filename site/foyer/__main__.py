"""`python -m foyer <command>`: the same as manage.py, for an installed wheel."""

import os

from django.core.management import execute_from_command_line

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "foyer.settings.base")
execute_from_command_line()
