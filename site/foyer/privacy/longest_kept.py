"""How long any backup may be kept: said here, held to by the core's own retention of backups. (PRV-07)"""

from __future__ import annotations

from foyer.core.backups.retention import limit_days

from .models import PrivacyPolicy


@limit_days
def longest_kept() -> int:
    """Return how many days any copy may be kept."""
    days: int = PrivacyPolicy.load().backup_days
    return days
