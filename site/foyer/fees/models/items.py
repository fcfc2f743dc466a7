"""The lines of a fee schedule: prices and discounts."""

from __future__ import annotations

import secrets
from decimal import Decimal
from typing import ClassVar

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.models import Orderable

from foyer.core.languages import wording
from foyer.fees.enums import Covers, FeeDays, FeeKind, FeeTier, FeeUnit
from foyer.venues.models import Room

_NAME = 60
_NOT_NEGATIVE = MinValueValidator(Decimal(0), message=_("A price is zero or more."))


def new_key() -> str:
    """Return the mark by which a line is known again in the next version."""
    return secrets.token_hex(4)


class FeeItem(Orderable):
    """One price of a fee schedule (收费项目). (004-21)"""

    schedule = ParentalKey("fees.FeeSchedule", on_delete=models.CASCADE, related_name="items")
    key = models.CharField(max_length=8, default=new_key, editable=False)
    kind = models.CharField(_("for"), max_length=10, choices=FeeKind.choices, default=FeeKind.ROOM)
    name = models.CharField(
        _("name"),
        max_length=_NAME,
        blank=True,
        help_text=_("A room's price may go without: it is called after the room."),
    )
    name_zh_hant = models.CharField(_("name in Traditional Chinese"), max_length=_NAME, blank=True)
    name_en = models.CharField(_("name in English"), max_length=_NAME, blank=True)
    room = models.ForeignKey(
        Room,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("room"),
    )
    unit = models.CharField(_("per"), max_length=10, choices=FeeUnit.choices, default=FeeUnit.HOUR)
    days = models.CharField(
        _("on"), max_length=10, choices=FeeDays.choices, default=FeeDays.ANY, blank=True
    )
    tier = models.CharField(
        _("clients"), max_length=10, choices=FeeTier.choices, default=FeeTier.ANY, blank=True
    )
    amount = models.DecimalField(
        _("price"), max_digits=11, decimal_places=2, validators=[_NOT_NEGATIVE]
    )
    minimum = models.PositiveSmallIntegerField(
        _("at least"),
        default=1,
        validators=[MinValueValidator(1), MaxValueValidator(1000)],
        help_text=_("The least that is charged: two hours, ten persons."),
    )
    overtime = models.DecimalField(
        _("overtime an hour"),
        max_digits=11,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[_NOT_NEGATIVE],
        help_text=_("For each hour begun beyond a half day, a day or an evening."),
    )
    tax_rate = models.DecimalField(
        _("tax %"),
        max_digits=5,
        decimal_places=2,
        default=Decimal(0),
        validators=[MinValueValidator(Decimal(0)), MaxValueValidator(Decimal(100))],
    )

    class Meta(Orderable.Meta):
        verbose_name = _("fee item")
        verbose_name_plural = _("fee items")
        constraints: ClassVar = [
            # That a room is priced once for each unit, kind of day and tier is asked of a form and of an
            # approval: a draft whose lines change places is saved line by line.
            models.UniqueConstraint(fields=["schedule", "key"], name="fees_item_once_a_version"),
            models.CheckConstraint(
                condition=Q(amount__gte=0) & (Q(overtime=None) | Q(overtime__gte=0)),
                name="fees_price_not_negative",
                violation_error_message=_("A price is zero or more."),
            ),
            models.CheckConstraint(
                condition=Q(tax_rate__gte=0, tax_rate__lte=100) & Q(minimum__gte=1),
                name="fees_item_within_bounds",
                violation_error_message=_(
                    "Tax lies between 0 and 100 %, and at least one is charged."
                ),
            ),
            models.CheckConstraint(
                condition=(Q(kind="room") & Q(room__isnull=False))
                | (~Q(kind="room") & ~Q(name="")),
                name="fees_item_says_what_it_is_for",
                violation_error_message=_(
                    "Choose the room the price is for; equipment, services and deposits need a name."
                ),
            ),
        ]

    def __str__(self) -> str:
        return self.name_text

    @property
    def name_text(self) -> str:
        """The name in the active language: a room's price without one is called after the room."""
        return wording(self, "name") or (self.room.name_text if self.room else "")


class FeeDiscount(Orderable):
    """What some clients, or a named purpose, pay less (优惠). (004-21)"""

    schedule = ParentalKey("fees.FeeSchedule", on_delete=models.CASCADE, related_name="discounts")
    key = models.CharField(max_length=8, default=new_key, editable=False)
    name = models.CharField(_("name"), max_length=_NAME)
    name_zh_hant = models.CharField(_("name in Traditional Chinese"), max_length=_NAME, blank=True)
    name_en = models.CharField(_("name in English"), max_length=_NAME, blank=True)
    tier = models.CharField(
        _("clients"),
        max_length=10,
        choices=FeeTier.choices,
        default=FeeTier.ANY,
        blank=True,
        help_text=_("Everybody: it is given to whoever asks for it by name and is granted it."),
    )
    percent = models.DecimalField(
        _("less %"),
        max_digits=5,
        decimal_places=2,
        validators=[
            MinValueValidator(Decimal("0.01"), message=_("A discount is more than 0 %.")),
            MaxValueValidator(Decimal(100), message=_("A discount is at most 100 %.")),
        ],
    )
    covers = models.CharField(
        _("taken off"), max_length=10, choices=Covers.choices, default=Covers.ROOMS
    )

    class Meta(Orderable.Meta):
        verbose_name = _("discount")
        verbose_name_plural = _("discounts")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["schedule", "key"], name="fees_discount_once_a_version"
            ),
            models.CheckConstraint(
                condition=Q(percent__gt=0, percent__lte=100),
                name="fees_discount_between_0_and_100",
                violation_error_message=_("A discount is more than 0 % and at most 100 %."),
            ),
        ]

    def __str__(self) -> str:
        return self.name_text

    @property
    def name_text(self) -> str:
        """The name in the active language."""
        return wording(self, "name")
