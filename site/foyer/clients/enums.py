"""Kinds of the clients room."""

from django.db import models
from django.utils.translation import pgettext_lazy


class Tier(models.TextChoices):
    """How closely a client is looked after. (001-27, 002-16)"""

    KEY = "key", pgettext_lazy("client tier", "Key")
    REGULAR = "regular", pgettext_lazy("client tier", "Regular")
    PROSPECT = "prospect", pgettext_lazy("client tier", "Prospect")


class Region(models.TextChoices):
    """Where a client is at home. (001-27)"""

    DOMESTIC = "domestic", pgettext_lazy("client region", "Domestic")
    FOREIGN = "foreign", pgettext_lazy("client region", "Foreign")
