"""What the law and the rule books leave to the house about personal data."""

from __future__ import annotations

from django.core.validators import MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.contrib.settings.models import BaseGenericSetting

from foyer.privacy.declarations import Purpose


class PrivacyPolicy(BaseGenericSetting):
    """How long the house keeps what, purpose by purpose (隐私制度). (001-29, PRV-05)"""

    periods = models.JSONField(_("kept for how many days"), default=dict, blank=True)
    backup_days = models.PositiveSmallIntegerField(
        _("backups are kept for"),
        default=35,
        validators=[MinValueValidator(1)],
        help_text=_("Days after which every copy of the data is overwritten or destroyed."),
    )

    class Meta:
        verbose_name = _("House policy: privacy")
        verbose_name_plural = _("House policies: privacy")

    def __str__(self) -> str:
        return str(self._meta.verbose_name)

    def days(self, purpose: Purpose) -> int | None:
        """Return how many days something is kept for a purpose; None: until somebody erases it."""
        kept: int | None = self.periods.get(purpose.key, purpose.days)
        return kept
