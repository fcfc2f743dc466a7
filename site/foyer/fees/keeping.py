"""An approved fee schedule is deleted by nobody: Django is told before the database has to say so."""

from __future__ import annotations

from typing import Any

from django.db.models import ProtectedError
from django.db.models.signals import pre_delete
from django.dispatch import receiver

from .models import FeeSchedule


@receiver(pre_delete, sender=FeeSchedule, dispatch_uid="fees keep what was approved")
def keep_approved(instance: FeeSchedule, **_kwargs: Any) -> None:
    """Refuse to delete what was approved."""
    if instance.number is not None:
        raise ProtectedError("What was approved stays.", {instance})
