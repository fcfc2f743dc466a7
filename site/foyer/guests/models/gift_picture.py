"""The picture of a gift: a process without screens has none."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class GiftPicture(models.Model):
    """A picture."""

    picture = models.ForeignKey(
        "wagtailimages.Image",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("picture"),
    )

    class Meta:
        abstract = True
