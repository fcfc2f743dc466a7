"""Steps and kinds of exports."""

from enum import nonmember

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class ExportStatus(models.TextChoices):
    """Where one exported file stands."""

    SENT = "sent", pgettext_lazy("export status", "Sent at once")
    MAKING = "making", pgettext_lazy("export status", "Being made")
    READY = "ready", pgettext_lazy("export status", "Ready to be fetched")
    OVER = "over", pgettext_lazy("export status", "Deleted after its time")
    FAILED = "failed", pgettext_lazy("export status", "Given up")

    STORED = nonmember(("making", "ready"))


class ExportKind(models.TextChoices):
    """In which form a list goes out."""

    XLSX = "xlsx", _("Excel workbook (.xlsx)")
    CSV = "csv", _("CSV file")
    VCARD = "vcf", _("Address cards (vCard 4)")
