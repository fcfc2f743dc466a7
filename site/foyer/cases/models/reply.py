"""Texts for replies, kept without code."""

from __future__ import annotations

import re
from typing import ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from foyer.cases.enums import CaseKind

LONGEST_REPLY = 3000
PLACES = ("number", "greeting", "date", "link", "house")
_PLACE = re.compile(r"\{(\w+)\}")


class ReplyText(models.Model):
    """A text for replies to clients, in three languages, with places for what differs (回复模板). (001-23)"""

    name = models.CharField(pgettext_lazy("reply text", "name"), max_length=60, unique=True)
    kind = models.CharField(
        _("kind of case"),
        max_length=10,
        choices=CaseKind.choices,
        blank=True,
        help_text=_("Empty: for every kind."),
    )
    text = models.TextField(_("text"), max_length=LONGEST_REPLY)
    text_zh_hant = models.TextField(
        _("text in Traditional Chinese"), max_length=LONGEST_REPLY, blank=True
    )
    text_en = models.TextField(_("text in English"), max_length=LONGEST_REPLY, blank=True)
    is_offered = models.BooleanField(_("offered"), default=True)

    class Meta:
        verbose_name = _("text for replies")
        verbose_name_plural = _("texts for replies")
        ordering: ClassVar = ["name"]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        """Refuse a place the house does not know: nobody should read {nmae} in a letter."""
        for field in ("text", "text_zh_hant", "text_en"):
            if unknown := set(_PLACE.findall(getattr(self, field))) - set(PLACES):
                words = _("There is no place called %(name)s.") % {"name": f"{{{min(unknown)}}}"}
                raise ValidationError({field: words})
