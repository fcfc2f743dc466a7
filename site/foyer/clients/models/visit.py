"""Every meeting and call with a client."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any, ClassVar

from django.conf import settings
from django.core.validators import MaxLengthValidator
from django.db import models
from django.db.models import Case, Count, F, OuterRef, Q, Subquery, When
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from foyer.clients.care_enums import Direction, VisitMode
from foyer.core.days import house_day
from foyer.core.fields import HouseDayField
from foyer.core.models import User
from foyer.core.text import search_needle

from .client import Client
from .contact import Contact
from .visibility import seen_by

LONGEST_TEXT = 5000


class VisitQuerySet(models.QuerySet["Visit"]):
    """Reads of visits."""

    def standing(self) -> VisitQuerySet:
        """Return the visits that were not struck out."""
        return self.filter(struck_out_at=None)

    def in_modes(self, modes: Sequence[str]) -> VisitQuerySet:
        """Return the visits of some modes."""
        return self.filter(mode__in=modes)

    def visible_to(self, user: User) -> VisitQuerySet:
        """Return what a member of staff may read: their own, their clients', or all with that right."""
        if user.has_perm("clients.view_all_visit"):
            return self
        mine = Q(staff=user) | Q(filed_by=user) | Q(client__account_manager=user)
        return self.filter(mine)

    def changeable_by(self, user: User) -> VisitQuerySet:
        """Return what a member of staff may correct or strike out: their own, or all with that right.

        Only of clients they may see: what one wrote of a client handed on since is read, and stays as it is.
        """
        found = self.filter(seen_by(user, of="client__"))
        if user.has_perm("clients.change_all_visit"):
            return found
        return found.filter(Q(staff=user) | Q(filed_by=user))

    def between(self, first: date | None, last: date | None) -> VisitQuerySet:
        """Return the visits from one day to another, both included."""
        found = self.filter(happened_on__gte=first) if first else self
        return found.filter(happened_on__lte=last) if last else found

    def matching(self, query: str) -> VisitQuerySet:
        """Return the visits whose client or contact is found as people type."""
        needle = search_needle(query)
        met = Visit.contacts.through.objects.filter(contact__search_text__contains=needle)
        return self.filter(
            Q(client__search_text__contains=needle) | Q(pk__in=met.values("visit_id"))
        )

    def numbered(self) -> VisitQuerySet:
        """Return each visit with `nth`: the how manieth contact with the client it was. (003-15)

        Counted anew at every read, by the moment of the contact, so that a visit filed late or struck out
        moves the others; one that was struck out has no number.
        """
        earlier = Visit.objects.standing().filter(
            Q(happened_at__lt=OuterRef("happened_at"))
            | Q(happened_at=OuterRef("happened_at"), pk__lte=OuterRef("pk")),
            client=OuterRef("client"),
        )
        counted = earlier.order_by().values("client").annotate(n=Count("pk")).values("n")
        return self.annotate(nth=Case(When(struck_out_at=None, then=Subquery(counted))))


def _text(label: Any) -> models.TextField[str, str]:
    return models.TextField(label, blank=True, validators=[MaxLengthValidator(LONGEST_TEXT)])


class Visit(models.Model):
    """One meeting or call with a client (拜访、接待记录). (003-15, 001-08)"""

    client = models.ForeignKey(
        Client, on_delete=models.PROTECT, related_name="visits", verbose_name=_("client")
    )
    contacts = models.ManyToManyField(
        Contact, blank=True, related_name="visits", verbose_name=_("contacts met")
    )
    met = models.CharField(
        _("people met, with their titles"),
        max_length=300,
        blank=True,
        help_text=_("Empty: the contacts ticked, with their titles of today."),
    )
    staff = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="visits",
        verbose_name=_("member of staff"),
    )
    mode = models.CharField(_("mode"), max_length=10, choices=VisitMode.choices)
    direction = models.CharField(
        _("direction"), max_length=3, choices=Direction.choices, default=Direction.WE_WENT
    )
    happened_at = models.DateTimeField(_("moment"))
    happened_on = HouseDayField(of="happened_at")
    written_on = models.DateField(_("date of the record"))
    address = models.CharField(_("full address"), max_length=300, blank=True)
    place = models.CharField(pgettext_lazy("visit", "place"), max_length=200, blank=True)
    situation = _text(_("situation of the client"))
    discussion = _text(_("what was said"))
    concerns = _text(_("what the client cares about"))
    next_visit_on = models.DateField(_("next visit"), null=True, blank=True)
    other = _text(_("other"))
    solved = _text(_("problems solved this time"))
    to_watch = _text(_("what to mind in future"))
    external_id = models.CharField(
        _("number in another program"), max_length=100, blank=True, default="", editable=False
    )
    # One tap, one visit: what the sender calls it, hashed.
    once = models.CharField(max_length=64, blank=True, default="", editable=False)
    filed_at = models.DateTimeField(_("filed at"))
    filed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    changed_at = models.DateTimeField(_("changed at"), editable=False)
    struck_out_at = models.DateTimeField(_("struck out at"), null=True)
    struck_out_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    strike_out_reason = models.CharField(_("reason"), max_length=300, blank=True)

    objects = VisitQuerySet.as_manager()

    class Meta:
        verbose_name = _("visit")
        verbose_name_plural = _("visits")
        ordering: ClassVar = ["-happened_at", "-pk"]
        default_permissions: ClassVar = ("add", "change", "view")  # nobody deletes one
        permissions: ClassVar = [
            ("view_all_visit", _("Can see everybody's visits")),
            ("change_all_visit", _("Can change and strike out everybody's visits")),
            ("export_visit", _("Can take visits and the contact status table away")),
            ("import_visit", _("Can import visits")),
        ]
        indexes: ClassVar = [
            models.Index(fields=["client", "happened_at"], name="clients_visit_of_client"),
            models.Index(
                fields=["client", "happened_on"],
                condition=Q(struck_out_at=None),
                name="clients_visit_standing",
            ),
            models.Index(fields=["happened_on"], name="clients_visit_day"),
            models.Index(
                fields=["next_visit_on"],
                condition=Q(next_visit_on__isnull=False, struck_out_at=None),
                name="clients_visit_next",
            ),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["external_id"],
                condition=~Q(external_id=""),
                name="clients_visit_external_id_once",
            ),
            models.UniqueConstraint(
                fields=["once"], condition=~Q(once=""), name="clients_visit_filed_once"
            ),
            models.CheckConstraint(
                condition=Q(mode__in=VisitMode.values), name="clients_visit_mode_known"
            ),
            models.CheckConstraint(
                condition=Q(direction__in=Direction.values), name="clients_visit_direction_known"
            ),
            models.CheckConstraint(
                condition=~Q(mode="visit", direction="in") & ~Q(mode="reception", direction="out"),
                name="clients_visit_direction_fits_mode",
            ),
            models.CheckConstraint(
                condition=Q(next_visit_on=None) | Q(next_visit_on__gt=F("happened_on")),
                name="clients_visit_next_is_later",
                violation_error_message=_("The next visit comes after this one."),
            ),
            models.CheckConstraint(
                condition=Q(struck_out_at=None, strike_out_reason="")
                | Q(struck_out_at__isnull=False) & ~Q(strike_out_reason=""),
                name="clients_visit_struck_out_with_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.client} · {house_day(self.happened_at):%Y-%m-%d}"

    def is_visible_to(self, user: User) -> bool:
        """Tell whether a member of staff may read this visit."""
        concerned = (self.staff_id, self.filed_by_id, self.client.account_manager_id)
        return user.pk in concerned or user.has_perm("clients.view_all_visit")
