"""`manage.py erase_again`: after a copy was restored, erase whoever had been erased since."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from foyer.core.jobs import carry
from foyer.privacy.enums import ErasureGround
from foyer.privacy.people import person_of
from foyer.privacy.services.erasing.erasures import erase_person
from foyer.privacy.services.erasing.ledger import come_back
from foyer.privacy.services.erasing.plan import plan_erasure


class Command(BaseCommand):
    """To be run after a backup was restored; harmless to repeat."""

    help = "After restoring a backup: erase the people who had been erased since it was made."

    def handle(self, **_options: Any) -> None:
        """Erase them, one after the other."""
        erased = 0
        for record in list(come_back()):
            if not type(record)._base_manager.filter(pk=record.pk).exists():
                continue  # went with another record of the same person
            at = timezone.now()
            erasure = erase_person(
                record=record,
                seen=plan_erasure(person_of(record)).stamp,
                ground=ErasureGround.ASKED,
                reference="erase_again",
                names_too=False,
                by=None,
                at=at,
            )
            carry(pk=erasure.job_id or 0, clock=timezone.now)
            erased += 1
        self.stdout.write(f"{erased} people erased again.")
