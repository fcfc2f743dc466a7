"""What was written of a form and is to be continued."""

from __future__ import annotations

import json
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from foyer.privacy.fields import BlindIndexField, KeyedHashField, SealedTextField

from .form_page import FormPage

SECRET = "form-draft"  # noqa: S105  # what the secret is for, not the secret


class Draft(models.Model):
    """A copy of a form that is continued by a secret link, and sent once (暂存表单). (000-02)"""

    page = models.ForeignKey(
        FormPage, on_delete=models.CASCADE, related_name="drafts", verbose_name=_("form")
    )
    recipient = models.OneToOneField(
        "forms_content.Recipient",
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="draft",
        verbose_name=_("personal link"),
    )
    once = models.CharField(max_length=64, editable=False)  # the name the copy is sent under
    secret_hash = KeyedHashField(purpose=SECRET, of="secret_sealed", unique=True, editable=False)
    secret_sealed = SealedTextField(editable=False)
    sealed_answers = SealedTextField(_("answers"))
    language = models.CharField(_("language"), max_length=10)
    phone = SealedTextField(_("phone"), blank=True, default="")
    email = SealedTextField(_("e-mail"), blank=True, default="")
    phone_index = BlindIndexField(of="phone", kind="phone")
    phone_last_four_index = BlindIndexField(of="phone", kind="phone_last_four")
    email_index = BlindIndexField(of="email", kind="email")
    saved_at = models.DateTimeField(_("saved at"))
    mail_to = SealedTextField(_("link sent to"), blank=True, default="")
    mail_asked_at = models.DateTimeField(_("link asked for at"), null=True)
    mailed_at = models.DateTimeField(_("link sent at"), null=True)

    class Meta:
        verbose_name = _("saved form")
        verbose_name_plural = _("saved forms")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["page", "once"], name="forms_content_one_draft")
        ]
        indexes: ClassVar = [models.Index(fields=["saved_at"], name="forms_content_draft_age")]

    def __str__(self) -> str:
        return f"{self.page_id} {self.saved_at:%Y-%m-%d}"

    @property
    def answers(self) -> dict[str, Any]:
        """What was written so far, by key."""
        kept: dict[str, Any] = json.loads(self.sealed_answers or "{}")
        return kept

    @property
    def url(self) -> str:
        """The address for whoever goes on."""
        return f"{settings.PUBLIC_URL}/d/{self.secret_sealed}"
