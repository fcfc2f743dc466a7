"""Copies of a form that staff fill in to try it out; they count nowhere."""

from __future__ import annotations

import json
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from forms_content.definition import Definition
from foyer.privacy.fields import SealedTextField

from .form_page import FormPage


class Trial(models.Model):
    """A filled copy that only tries a form out, as it was drafted then (试填记录). (001-05)

    It stands beside the submissions, not among them: no count, quota, report, export or case can meet it.
    """

    page = models.ForeignKey(
        FormPage, on_delete=models.CASCADE, related_name="trials", verbose_name=_("form")
    )
    definition = models.JSONField(_("definition"))
    sealed_answers = SealedTextField(_("answers"))
    language = models.CharField(_("language"), max_length=10)
    at = models.DateTimeField(_("sent at"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("tried by"),
    )

    class Meta:
        verbose_name = _("test of a form")
        verbose_name_plural = _("tests of forms")
        ordering: ClassVar = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.page_id} {self.at:%Y-%m-%d}"

    @property
    def asks(self) -> Definition:
        """What was asked, ready for use."""
        return Definition.from_json(self.definition)

    @property
    def answers(self) -> dict[str, Any]:
        """What was answered, by key."""
        kept: dict[str, Any] = json.loads(self.sealed_answers)
        return kept
