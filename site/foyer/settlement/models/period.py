"""Months that are closed: nothing dated in them is added any more."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _


class ClosedMonth(models.Model):
    """A month whose accounts are closed, with its sums as they stood (结账). (004-24)"""

    month = models.DateField(_("month"), unique=True)  # its first day
    # By currency: statements, credits, taken, given_back, as decimal numbers written out.
    sums = models.JSONField(_("sums"), default=dict)
    closed_at = models.DateTimeField(_("closed at"))
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("closed by"),
    )

    class Meta:
        verbose_name = _("closed month")
        verbose_name_plural = _("closed months")
        ordering: ClassVar = ["-month"]
        default_permissions: ClassVar = ("view",)

    def __str__(self) -> str:
        return said_month(self.month)


def said_month(month: date) -> str:
    """Return a month in words."""
    return str(date_format(month, "YEAR_MONTH_FORMAT"))
