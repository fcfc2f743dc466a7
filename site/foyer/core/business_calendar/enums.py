"""Kinds of the business calendar."""

from django.db import models
from django.utils.translation import pgettext_lazy


class HolidayRegion(models.TextChoices):
    """Whose public holidays the house keeps; the codes are those of ISO 3166."""

    MAINLAND = "CN", pgettext_lazy("holidays of", "Mainland China")
    TAIWAN = "TW", pgettext_lazy("holidays of", "Taiwan")
    HONG_KONG = "HK", pgettext_lazy("holidays of", "Hong Kong")
