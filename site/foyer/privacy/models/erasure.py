"""The erasing of one person."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from foyer.core.models import Job
from foyer.privacy.enums import ErasureGround, ErasureStatus
from foyer.privacy.fields import SealedTextField


class Erasure(models.Model):
    """One person's erasure: by whom, why, and what became of what (个人信息删除). (PRV-07)

    `person` says, sealed, whom it is about as long as the work is under way; then nothing does.
    """

    ground = models.CharField(_("ground"), max_length=10, choices=ErasureGround.choices)
    reference = models.CharField(
        _("reference"),
        max_length=60,
        blank=True,
        help_text=_("Number or day of the letter that asks for it; no name."),
    )
    status = models.CharField(
        _("status"),
        max_length=12,
        choices=ErasureStatus.choices,
        default=ErasureStatus.UNDER_WAY,
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("erased by"),
    )
    job = models.ForeignKey(Job, on_delete=models.SET_NULL, null=True, related_name="+")
    person = SealedTextField(blank=True, default="", editable=False)
    names_too = models.BooleanField(_("names in other texts too"), default=False)
    counts = models.JSONField(_("what became of what"), default=dict)
    asked_at = models.DateTimeField(_("asked for at"))
    finished_at = models.DateTimeField(_("finished at"), null=True)

    wagtail_reference_index_ignore = True  # it points at people; nobody is kept because of it

    class Meta:
        verbose_name = _("erasure")
        verbose_name_plural = _("erasures")
        ordering: ClassVar = ["-asked_at", "-pk"]
        permissions: ClassVar = [
            ("view_dossier", _("Can see and take away all that is held about a person")),
            ("erase_person", _("Can erase a person")),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(status__in=ErasureStatus.values),
                name="privacy_erasure_status_known",
            )
        ]

    def __str__(self) -> str:
        return str(_("Erasure %(number)s") % {"number": self.pk})
