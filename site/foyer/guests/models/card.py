"""Badges, place cards and table cards: how they look, and which were printed."""

from __future__ import annotations

from typing import ClassVar

from django.apps import apps
from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from foyer.events.models import Event, EventType
from foyer.guests.card_parts import HEX_COLOUR
from foyer.guests.enums import CardFont, CardKind, CardPaper, CardSize

from .door import Desk
from .guest import Guest

if apps.is_installed("wagtail.admin"):
    from .card_making import CardMaking as Making
else:  # the tablets' own process draws no pictures and asks nobody for blocks: it reads `shown`
    from foyer.core.without_screens import Nothing as Making  # type: ignore[assignment]  # one of the two is there


SMALLEST, LARGEST = 15, 297
_millimetres = [MinValueValidator(SMALLEST), MaxValueValidator(LARGEST)]


class CardDesign(Making):
    """How a badge, a place card or a table card looks, put together from blocks (胸牌与席卡样式). (003-11)

    `shown` is what cards are drawn from, put together when the design is kept; see `cards.compiling`.
    """

    name = models.CharField(pgettext_lazy("thing", "name"), max_length=60)
    kind = models.CharField(
        pgettext_lazy("card", "kind"),
        max_length=5,
        choices=CardKind.choices,
        default=CardKind.BADGE,
    )
    event_types = models.ManyToManyField(
        EventType,
        blank=True,
        related_name="+",
        verbose_name=_("event types"),
        help_text=_("Events of these types use it unless one of their own is chosen for them."),
    )
    is_usual = models.BooleanField(
        _("the house’s usual one"),
        default=False,
        help_text=_("Used where neither the event nor its type has one."),
    )
    size = models.CharField(
        pgettext_lazy("card", "size"),
        max_length=8,
        choices=CardSize.choices,
        default=CardSize.BADGE_90_60,
    )
    own_width = models.PositiveSmallIntegerField(
        _("own width (mm)"), null=True, blank=True, validators=_millimetres
    )
    own_height = models.PositiveSmallIntegerField(
        _("own height (mm)"), null=True, blank=True, validators=_millimetres
    )
    turned = models.BooleanField(
        _("turned by 90°"), default=False, help_text=_("Width and height change places.")
    )
    paper = models.CharField(
        pgettext_lazy("card", "paper"),
        max_length=5,
        choices=CardPaper.choices,
        default=CardPaper.LABEL,
    )
    folded = models.BooleanField(
        _("folded, to stand on the table"),
        default=False,
        help_text=_("Printed on both halves, one of them upside down, with a line to fold along."),
    )
    cut_marks = models.BooleanField(_("cut marks on A4 sheets"), default=True)
    margin = models.PositiveSmallIntegerField(
        _("margin (mm)"), default=3, validators=[MaxValueValidator(30)]
    )
    font = models.CharField(
        pgettext_lazy("card", "letters"),
        max_length=5,
        choices=CardFont.choices,
        default=CardFont.SERIF,
    )
    background_colour = models.CharField(
        _("background colour"), max_length=7, blank=True, validators=[HEX_COLOUR]
    )
    shown = models.JSONField(default=dict, blank=True, editable=False)
    sample_event = models.ForeignKey(
        Event,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("event of the preview"),
        help_text=_("Empty: the event that runs now, or the next."),
    )

    class Meta:
        verbose_name = _("badge and card design")
        verbose_name_plural = _("badge and card designs")
        ordering: ClassVar = ["kind", "name", "pk"]
        permissions: ClassVar = [("print_carddesign", _("Can print badges and cards"))]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(
                    kind__in=CardKind.values, size__in=CardSize.values, paper__in=CardPaper.values
                ),
                name="guests_card_kinds_known",
            ),
            models.CheckConstraint(
                condition=~Q(size=CardSize.OWN)
                | Q(own_width__isnull=False, own_height__isnull=False),
                name="guests_card_own_size_typed",
                violation_error_message=_("Type the width and the height of this size."),
            ),
            models.UniqueConstraint(
                fields=["kind"],
                condition=Q(is_usual=True),
                name="guests_one_usual_card_design",
                violation_error_message=_("The house has a usual design of this kind already."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def millimetres(self) -> tuple[int, int]:
        """Width and height of one card."""
        if self.size == CardSize.OWN:
            width, height = self.own_width or SMALLEST, self.own_height or SMALLEST
        else:
            width, height = (int(side) for side in self.size.split("x"))
        return (height, width) if self.turned else (width, height)


class EventCards(models.Model):
    """The designs chosen for one event (活动的胸牌与席卡)."""

    event = models.OneToOneField(
        Event, on_delete=models.CASCADE, related_name="cards", verbose_name=_("event")
    )
    badge = models.ForeignKey(
        CardDesign, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    place = models.ForeignKey(
        CardDesign, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    table = models.ForeignKey(
        CardDesign, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name = _("cards of an event")
        verbose_name_plural = _("cards of events")
        default_permissions: ClassVar = ()  # chosen by those who may change designs

    def __str__(self) -> str:
        return str(self.event)


class PrintingQuerySet(models.QuerySet["Printing"]):
    """Reads of printings."""

    def of_kind(self, kind: str) -> PrintingQuerySet:
        """Return the printings of one kind of card."""
        return self.filter(kind=kind)


class Printing(models.Model):
    """One card that was printed for a guest or a table, the first or a further one (打印记录).

    Never a sign-in. (000-12)
    """

    event = models.ForeignKey(
        Event, on_delete=models.PROTECT, related_name="printings", verbose_name=_("event")
    )
    guest = models.ForeignKey(
        Guest,
        on_delete=models.PROTECT,
        null=True,
        related_name="printings",
        verbose_name=_("guest"),
    )
    table = models.CharField(_("table"), max_length=40, blank=True)
    kind = models.CharField(pgettext_lazy("card", "kind"), max_length=5, choices=CardKind.choices)
    design = models.ForeignKey(
        CardDesign, on_delete=models.SET_NULL, null=True, related_name="+", verbose_name=_("design")
    )
    desk = models.ForeignKey(
        Desk, on_delete=models.PROTECT, null=True, related_name="printings", verbose_name=_("desk")
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("printed by"),
    )
    print_id = models.UUIDField(null=True)
    printed_at = models.DateTimeField(_("printed at"))
    is_reprint = models.BooleanField(_("printed again"), default=False)

    objects = PrintingQuerySet.as_manager()

    class Meta:
        verbose_name = _("printing")
        verbose_name_plural = _("printings")
        ordering: ClassVar = ["-printed_at", "-pk"]
        default_permissions: ClassVar = ()  # seen by whoever sees the guest
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["guest", "kind"],
                condition=Q(is_reprint=False),
                name="guests_first_printed_once",
            ),
            models.UniqueConstraint(
                fields=["event", "table"],
                condition=Q(guest=None, is_reprint=False),
                name="guests_first_of_table_once",
            ),
            models.UniqueConstraint(
                fields=["print_id", "guest"],
                name="guests_printing_told_once",
            ),
            models.UniqueConstraint(
                fields=["print_id", "table"],
                condition=Q(guest=None),
                name="guests_table_told_once",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=CardKind.OF_A_GUEST, guest__isnull=False, table="")
                | (Q(kind=CardKind.TABLE_CARD, guest=None) & ~Q(table="")),
                name="guests_printing_of_guest_or_table",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.guest or self.table} · {self.get_kind_display()}"
