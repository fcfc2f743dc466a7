"""What letters about bookings say, kept without code."""

from __future__ import annotations

from typing import ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.models import PreviewableMixin

from foyer.bookings.enums import TEXT_USES
from foyer.bookings.places import LETTER
from foyer.core.enums import Language

LONGEST_BODY = 8000


class LetterText(PreviewableMixin, models.Model):
    """The words of a letter about a booking, or of the contract, in one language (预订信函文案). (004-04, 004-05)"""

    occasion = models.CharField(_("occasion"), max_length=10, choices=TEXT_USES)
    language = models.CharField(_("language"), max_length=10, choices=Language.choices)
    subject = models.CharField(_("subject"), max_length=200)
    body = models.TextField(_("text"), max_length=LONGEST_BODY)

    class Meta:
        verbose_name = _("text of a booking letter")
        verbose_name_plural = _("texts of booking letters")
        ordering: ClassVar = ["occasion", "language"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["occasion", "language"],
                name="bookings_one_text_per_occasion_and_language",
                violation_error_message=_(
                    "There is already a text for this occasion and language."
                ),
            )
        ]

    def __str__(self) -> str:
        return self.subject

    def clean(self) -> None:
        """Refuse a placeholder that no letter could fill. (security 23)"""
        faults = {}
        for field in ("subject", "body"):
            try:
                LETTER.check(getattr(self, field))
            except ValidationError as fault:
                faults[field] = fault
        if faults:
            raise ValidationError(faults)

    @property
    def preview_modes(self) -> list[tuple[str, str | Promise]]:
        """The forms a letter has; the edit view shows them."""
        return [
            ("html", pgettext_lazy("booking letter", "The letter")),
            ("text", _("As plain text")),
            ("paper", _("On paper")),
        ]
