"""The parts of a tablet screen that need Wagtail's pictures and blocks: a process without screens has none."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.fields import StreamField
from wagtail.models import PreviewableMixin

from foyer.events.screens.blocks import EndChannelsBlock, SlidesBlock, StepsBlock


class ScreenDesign(PreviewableMixin, models.Model):
    """Pictures, steps, slides and channels."""

    logo = models.ForeignKey(
        "wagtailimages.Image",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("logo"),
    )
    background = models.ForeignKey(
        "wagtailimages.Image",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("background picture"),
        help_text=_("The words stand on a plate of the ground colour, so that they can be read."),
    )
    steps = StreamField(
        StepsBlock(required=False), verbose_name=_("steps after signing in"), blank=True
    )
    slides = StreamField(SlidesBlock(required=False), verbose_name=_("slides"), blank=True)
    end_channels = StreamField(
        EndChannelsBlock(required=False), verbose_name=_("complaint channels"), blank=True
    )

    class Meta:
        abstract = True

    preview_modes: ClassVar = [("", _("All screens"))]
    default_preview_mode: ClassVar = ""
