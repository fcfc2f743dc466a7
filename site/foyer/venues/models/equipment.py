"""What the house lends and works with: kinds of equipment, and the pieces of each."""

from __future__ import annotations

from typing import ClassVar

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Max, OuterRef, Q, Subquery, Sum
from django.db.models.functions import Coalesce, Greatest
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from foyer.core.languages import named_like, wording
from foyer.venues.enums import EquipmentCategory, FaultSeverity, FaultState, ItemState

from .place import Room

MOST = 100_000
_MOST_MONTHS = 240


class EquipmentKindQuerySet(models.QuerySet["EquipmentKind"]):
    """Reads of kinds of equipment."""

    def matching(self, query: str) -> EquipmentKindQuerySet:
        """Return the kinds with the words anywhere in a name."""
        return self.filter(named_like(query))


class EquipmentItemQuerySet(models.QuerySet["EquipmentItem"]):
    """Reads of pieces of equipment."""

    def matching(self, query: str) -> EquipmentItemQuerySet:
        """Return what has the words anywhere in its number, name, serial number, kind or home."""
        words = query.strip()
        own = Q(number__icontains=words) | Q(name__icontains=words) | Q(serial__icontains=words)
        return self.filter(own | named_like(words, of="kind__") | named_like(words, of="home__"))

    def in_service(self) -> EquipmentItemQuerySet:
        """Return what is neither in repair nor retired."""
        return self.filter(state=ItemState.IN_SERVICE)

    def with_usable(self) -> EquipmentItemQuerySet:
        """Add how many of each can be used: what an open serious fault or a repair holds back is not counted."""
        held_back = Q(faults__settled_at=None) & (
            Q(faults__severity=FaultSeverity.SERIOUS) | Q(faults__state=FaultState.IN_REPAIR)
        )
        out = Coalesce(Sum("faults__quantity", filter=held_back), 0)
        return self.annotate(usable=Greatest(F("quantity") - out, 0))

    def with_last_done(self) -> EquipmentItemQuerySet:
        """Add when each was last maintained."""
        logged = EquipmentItem.objects.filter(pk=OuterRef("pk")).order_by()
        latest = logged.annotate(latest=Max("maintenance__done_on")).values("latest")
        return self.annotate(last_done_on=Subquery(latest))


class Upkept(models.Model):
    """When something is to be maintained: every so many months, or on a day. (001-10)"""

    every_months = models.PositiveSmallIntegerField(
        _("maintained every … months"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(_MOST_MONTHS)],
    )
    maintain_on = models.DateField(_("to be maintained on"), null=True, blank=True)

    class Meta:
        abstract = True


class EquipmentKind(Upkept):
    """A kind of equipment, of which the house has one or many (设备种类). (001-10)"""

    name = models.CharField(_("name"), max_length=100)
    name_zh_hant = models.CharField(_("name in Traditional Chinese"), max_length=100, blank=True)
    name_en = models.CharField(_("name in English"), max_length=100, blank=True)
    category = models.CharField(
        _("category"),
        max_length=10,
        choices=EquipmentCategory.choices,
        default=EquipmentCategory.OTHER,
    )

    objects = EquipmentKindQuerySet.as_manager()

    class Meta:
        verbose_name = _("kind of equipment")
        verbose_name_plural = _("kinds of equipment")
        ordering: ClassVar = ["category", "name", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["name"],
                name="venues_equipment_kind_named_once",
                violation_error_message=_("There is a kind of equipment of that name already."),
            ),
            models.CheckConstraint(condition=~Q(name=""), name="venues_equipment_kind_named"),
        ]

    def __str__(self) -> str:
        return self.name_text

    @property
    def name_text(self) -> str:
        """The name in the active language."""
        return wording(self, "name")


class EquipmentItem(Upkept):
    """A piece of equipment, or a number of them that are counted and not told apart (设备). (001-10)"""

    number = models.CharField(_("number"), max_length=40, unique=True, editable=False)
    kind = models.ForeignKey(
        EquipmentKind, on_delete=models.PROTECT, related_name="items", verbose_name=_("kind")
    )
    name = models.CharField(
        _("make or name"),
        max_length=100,
        blank=True,
        help_text=_("Empty: it is called as its kind."),
    )
    quantity = models.PositiveIntegerField(
        pgettext_lazy("equipment", "how many"),
        default=1,
        validators=[MinValueValidator(1), MaxValueValidator(MOST)],
        help_text=_("More than one where they are counted and not told apart, such as tables."),
    )
    serial = models.CharField(_("serial number"), max_length=100, blank=True)
    home = models.ForeignKey(
        Room,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="equipment",
        verbose_name=_("home room"),
        help_text=_("Empty: in store."),
    )
    whereabouts = models.CharField(
        _("where it is now"), max_length=200, blank=True, help_text=_("Empty: where it belongs.")
    )
    state = models.CharField(
        _("state"), max_length=10, choices=ItemState.choices, default=ItemState.IN_SERVICE
    )
    bought_on = models.DateField(_("bought on"), null=True, blank=True)
    added_on = models.DateField(_("in the register since"), editable=False)
    specification = models.TextField(_("specification"), max_length=2000, blank=True)
    notes = models.TextField(_("notes"), max_length=2000, blank=True)

    objects = EquipmentItemQuerySet.as_manager()

    class Meta:
        verbose_name = _("piece of equipment")
        verbose_name_plural = _("equipment")
        ordering: ClassVar = ["number", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(quantity__gte=1, quantity__lte=MOST),
                name="venues_equipment_of_some_number",
            ),
            models.CheckConstraint(
                condition=Q(state__in=ItemState.values), name="venues_equipment_state_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.label}"

    @property
    def label(self) -> str:
        """What people call it; it needs its kind."""
        return self.name or self.kind.name_text

    @property
    def place_text(self) -> str:
        """Where it is; it needs its home."""
        return self.whereabouts or (self.home.name_text if self.home else gettext("In store"))
