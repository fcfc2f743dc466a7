"""Who saw what of a person that is sealed from others."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils.translation import gettext_lazy as _

from foyer.privacy.enums import ViewPlace


class ViewLogEntry(models.Model):
    """One sight of sensitive columns: who, whose, which, when, where; never what stood there (查看记录).

    A list or a file is one entry with the number of people in it.
    """

    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("seen by"),
        db_index=False,  # the indexes below begin with it
    )
    at = models.DateTimeField(_("seen at"))
    place = models.CharField(_("where"), max_length=10, choices=ViewPlace.choices)
    record_type = models.ForeignKey(
        ContentType,
        on_delete=models.CASCADE,
        related_name="+",
        verbose_name=_("kind of record"),
        db_index=False,
    )
    record_id = models.PositiveBigIntegerField(_("record"), null=True)
    record = GenericForeignKey("record_type", "record_id")
    columns = models.CharField(_("columns"), max_length=200)
    people = models.PositiveIntegerField(_("people"), default=1)

    wagtail_reference_index_ignore = True  # it points at people; nobody is kept because of it

    class Meta:
        verbose_name = _("view of sensitive data")
        verbose_name_plural = _("views of sensitive data")
        ordering: ClassVar = ["-at", "-pk"]
        indexes: ClassVar = [
            models.Index(fields=["-at", "-id"], name="privacy_views_latest"),
            models.Index(fields=["record_type", "record_id"], name="privacy_views_of_record"),
            models.Index(fields=["by", "-at"], name="privacy_views_by"),
        ]

    def __str__(self) -> str:
        return f"{self.get_place_display()} · {self.columns}"
