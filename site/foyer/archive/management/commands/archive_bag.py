"""A copy of records that is too large for a browser: verified and read in at the machine itself. (000-28)"""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from foyer.archive.bags.words import STATES, sentence, why
from foyer.archive.rights import holds
from foyer.archive.services.bags import EXPORT
from foyer.archive.services.bags_reading import Report, read_in, verify
from foyer.core.models import User
from foyer.core.refusals import Refusal


class Command(BaseCommand):
    """Verifies a copy, or reads it in; says what is wrong file by file, and ends with 1 where anything is."""

    help = "Verify a copy of records (a BagIt bag in a ZIP), or read it in."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Ask what to do, with which file, in whose name."""
        parser.add_argument("act", choices=["verify", "read"])
        parser.add_argument("file", type=Path)
        parser.add_argument("--by", required=True, help="username of whoever may read copies in")

    def handle(self, *_args: Any, act: str, file: Path, by: str, **_options: Any) -> None:
        """Do it."""
        user = User.objects.filter(username=by, is_active=True).first()
        if user is None or not holds(user, EXPORT):
            message = f"{by} is nobody who may read copies in."
            raise CommandError(message)
        try:
            with file.open("rb") as stream:
                report = (
                    verify(stream, by=user)
                    if act == "verify"
                    else read_in(stream, by=user, at=timezone.now())
                )
        except OSError as reason:
            raise CommandError(str(reason)) from reason
        except Refusal as refusal:
            raise CommandError(str(refusal)) from refusal
        self._tell(report)
        if report["fault_count"]:
            message = f"{report['fault_count']} faults"
            raise CommandError(message)

    def _tell(self, report: Report) -> None:
        self.stdout.write(f"{report['identifier']} {report['made']} {report['oxum']}")
        for fault in report["faults"]:
            self.stdout.write(f"! {sentence(fault)}")
        for one in report["records"]:
            reasons = " ".join(why(reason) for reason in one["why"])
            self.stdout.write(f"{one['number']}  {STATES[one['state']]}  {reasons}".rstrip())
