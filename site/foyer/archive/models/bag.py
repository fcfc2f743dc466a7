"""Copies of records on a second medium. (000-28)"""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from foyer.core.uploads.fields import PrivateFileField


class Bag(models.Model):
    """A copy of some records as a BagIt bag, to be kept elsewhere (归档包). (000-28, RFC 8493)"""

    number = models.CharField(_("number"), max_length=40, unique=True, editable=False)
    purpose = models.CharField(_("what for"), max_length=200)
    made_at = models.DateTimeField(_("made at"), editable=False)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("made by"),
    )
    # Where it holds all that was filed or changed since the bag before: up to which moment.
    up_to = models.DateTimeField(_("holds changes up to"), null=True, editable=False)
    is_ready = models.BooleanField(_("ready"), default=False, editable=False)
    records = models.PositiveIntegerField(_("records"), default=0, editable=False)
    files = models.PositiveIntegerField(_("files"), default=0, editable=False)
    size = models.PositiveBigIntegerField(_("bytes"), default=0, editable=False)
    sha256 = models.CharField(_("SHA-256"), max_length=64, blank=True, editable=False)
    # Gone once it was fetched and kept elsewhere; the row stays.
    file = PrivateFileField(_("file"), blank=True, editable=False)
    fetched_at = models.DateTimeField(_("fetched at"), null=True, editable=False)
    # Its maker says that it lies in another place: only then it counts as a copy.
    safe_at = models.DateTimeField(_("said to be safe at"), null=True, editable=False)
    # Numbers of records: those it was asked for, those it holds; and those left out, with why.
    chosen = models.JSONField(default=list, editable=False)
    packed = models.JSONField(default=list, editable=False)
    left = models.JSONField(default=list, editable=False)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = pgettext_lazy("archive", "bag")
        verbose_name_plural = pgettext_lazy("archive", "bags")
        ordering: ClassVar = ["-made_at", "-pk"]
        default_permissions: ClassVar = ("view",)

    def __str__(self) -> str:
        return self.number
