"""`manage.py reset_second_step NAME`: for the only administrator whose phone and recovery codes are gone."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from foyer.core.models import User
from foyer.staff.services.second_step import is_set_up, reset_second_step


class Command(BaseCommand):
    """Takes an account's second step away and logs it out everywhere."""

    help = "Take the second step of one account away; colleagues are helped under Settings, Users."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Add whose it is."""
        parser.add_argument("username")

    def handle(self, *, username: str, **_options: Any) -> None:
        """Reset it."""
        user = User.objects.filter(username=username).first()
        if user is None or not is_set_up(user):
            message = f"There is no account {username!r} with a second step."
            raise CommandError(message)
        reset_second_step(user=user, by=None, at=timezone.now())
        self.stdout.write(f"{username} logs in with the password alone now.")
