"""The parts of a card's design that need Wagtail's pictures and blocks: a process without screens has none."""

from __future__ import annotations

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.fields import StreamField
from wagtail.models import PreviewableMixin

from foyer.guests.card_blocks import CardBlocks


class CardMaking(PreviewableMixin, models.Model):
    """The blocks and the picture behind them."""

    background = models.ForeignKey(
        "wagtailimages.Image",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("background picture"),
        help_text=_("Cut to the shape of the card; pale pictures leave the words readable."),
    )
    blocks = StreamField(CardBlocks(), verbose_name=pgettext_lazy("card", "blocks"))

    class Meta:
        abstract = True

    @property
    def preview_modes(self) -> list[tuple[str, str | Promise]]:
        """One card after the other, or the paper as it leaves the printer."""
        return [("cards", _("The cards")), ("sheet", _("The sheet"))]
