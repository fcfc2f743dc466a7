"""Where a backup stands."""

from enum import nonmember

from django.db import models
from django.utils.translation import pgettext_lazy


class BackupStatus(models.TextChoices):
    """The steps of one backup in the house's folder."""

    WAITING = "waiting", pgettext_lazy("backup status", "Waiting for a worker")
    MAKING = "making", pgettext_lazy("backup status", "Being made")
    VERIFIED = "verified", pgettext_lazy("backup status", "Verified")
    FOUND = "found", pgettext_lazy("backup status", "Found in the folder, not verified")
    FAILED = "failed", pgettext_lazy("backup status", "Failed")
    DELETED = "deleted", pgettext_lazy("backup status", "Deleted after its time")
    LOST = "lost", pgettext_lazy("backup status", "No longer in the folder")

    OPEN = nonmember(("waiting", "making"))
    LYING = nonmember(("verified", "found"))
