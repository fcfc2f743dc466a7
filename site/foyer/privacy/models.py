"""What a person agreed to, in which words."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from foyer.core.enums import Language


class Consent(models.Model):
    """One person's agreement, with the very words agreed to (同意记录). (PRV-01)"""

    purpose = models.CharField(_("purpose"), max_length=60)
    text = models.TextField(_("words agreed to"))
    language = models.CharField(_("language"), max_length=10, choices=Language.choices)
    channel = models.CharField(_("channel"), max_length=60)
    given_at = models.DateTimeField(_("given at"))
    withdrawn_at = models.DateTimeField(_("withdrawn at"), null=True, blank=True)

    class Meta:
        verbose_name = _("consent")
        verbose_name_plural = _("consents")
        ordering: ClassVar = ["-given_at"]

    def __str__(self) -> str:
        return f"{self.purpose} · {self.given_at:%Y-%m-%d}"
