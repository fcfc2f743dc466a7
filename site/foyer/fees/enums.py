"""Kinds of prices, and what they are counted by. (004-21)"""

from __future__ import annotations

from decimal import Decimal
from enum import nonmember

from django.db import models
from django.utils.translation import pgettext_lazy


class ScheduleStatus(models.TextChoices):
    """How far a fee schedule is; whether it is in force is reckoned from its days at every read."""

    DRAFT = "draft", pgettext_lazy("fee schedule", "Draft")
    APPROVED = "approved", pgettext_lazy("fee schedule", "Approved")
    REPLACED = "replaced", pgettext_lazy("fee schedule", "Replaced before its day")


class Currency(models.TextChoices):
    """What a schedule is reckoned in; the codes are those of ISO 4217."""

    CNY = "CNY", pgettext_lazy("currency", "Chinese yuan")
    HKD = "HKD", pgettext_lazy("currency", "Hong Kong dollar")
    TWD = "TWD", pgettext_lazy("currency", "New Taiwan dollar")
    MOP = "MOP", pgettext_lazy("currency", "Macao pataca")
    USD = "USD", pgettext_lazy("currency", "US dollar")
    EUR = "EUR", pgettext_lazy("currency", "Euro")
    JPY = "JPY", pgettext_lazy("currency", "Japanese yen")

    # The least there is of each: every line of a quote is rounded to it, halves away from zero.
    LEAST = nonmember(
        {
            "CNY": Decimal("0.01"),
            "HKD": Decimal("0.01"),
            "TWD": Decimal(1),
            "MOP": Decimal("0.01"),
            "USD": Decimal("0.01"),
            "EUR": Decimal("0.01"),
            "JPY": Decimal(1),
        }
    )
    SIGN = nonmember(
        {
            "CNY": "¥",
            "HKD": "HK$",
            "TWD": "NT$",
            "MOP": "MOP$",
            "USD": "US$",
            "EUR": "€",
            "JPY": "JP¥",
        }
    )


class FeeKind(models.TextChoices):
    """What a price is for, in the order in which it is shown."""

    ROOM = "room", pgettext_lazy("fee", "Room")
    EQUIPMENT = "equipment", pgettext_lazy("fee", "Equipment")
    SERVICE = "service", pgettext_lazy("fee", "Service")
    DEPOSIT = "deposit", pgettext_lazy("fee", "Deposit")


class FeeUnit(models.TextChoices):
    """What a price is counted by."""

    HOUR = "hour", pgettext_lazy("fee unit", "hour")
    HALF_DAY = "half_day", pgettext_lazy("fee unit", "half day")
    DAY = "day", pgettext_lazy("fee unit", "day")
    EVENING = "evening", pgettext_lazy("fee unit", "evening")
    USE = "use", pgettext_lazy("fee unit", "booking")
    PIECE = "piece", pgettext_lazy("fee unit", "piece a day")
    PERSON = "person", pgettext_lazy("fee unit", "person a day")

    OF_KIND = nonmember(
        {
            "room": ("hour", "half_day", "day", "evening"),
            "equipment": ("hour", "day", "use", "piece", "person"),
            "service": ("hour", "day", "use", "piece", "person"),
            "deposit": ("use",),
        }
    )


class FeeDays(models.TextChoices):
    """On which days a price holds: the house's calendar says which are days of rest."""

    ANY = "", pgettext_lazy("fee days", "every day")
    WORKING = "working", pgettext_lazy("fee days", "working days")
    REST = "rest", pgettext_lazy("fee days", "weekends and holidays")


class FeeTier(models.TextChoices):
    """For which clients a price or a discount holds; the words are those of clients' tiers."""

    ANY = "", pgettext_lazy("fee tier", "everybody")
    KEY = "key", pgettext_lazy("fee tier", "key clients")
    REGULAR = "regular", pgettext_lazy("fee tier", "regular clients")
    PROSPECT = "prospect", pgettext_lazy("fee tier", "prospects")


class Covers(models.TextChoices):
    """What a discount is taken off."""

    ROOMS = "rooms", pgettext_lazy("fee discount", "rooms only")
    ALL = "all", pgettext_lazy("fee discount", "all but deposits")


class LineKind(models.TextChoices):
    """The lines of a quote, in the order in which they stand within a day."""

    ROOM = "room", pgettext_lazy("quote line", "Room")
    OVERTIME = "overtime", pgettext_lazy("quote line", "Overtime")
    EQUIPMENT = "equipment", pgettext_lazy("quote line", "Equipment")
    SERVICE = "service", pgettext_lazy("quote line", "Service")
    DISCOUNT = "discount", pgettext_lazy("quote line", "Discount")
    TAX = "tax", pgettext_lazy("quote line", "Tax")
    DEPOSIT = "deposit", pgettext_lazy("quote line", "Deposit")
