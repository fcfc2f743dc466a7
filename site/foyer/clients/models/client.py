"""The companies and people the house looks after."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, ClassVar

from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.db.models.functions import Length
from django.db.models.lookups import Exact
from django.utils.translation import gettext_lazy as _
from modelcluster.models import ClusterableModel

from foyer.clients.company_names import FoldedCompanyField, FoldedField
from foyer.clients.company_numbers import (
    CompanyNumberField,
    check_business_number,
    check_credit_code,
    compact,
)
from foyer.clients.enums import (
    ClientKind,
    Collection,
    LegalBasis,
    Potential,
    Region,
    Screening,
    Size,
    Source,
    Tier,
)
from foyer.core.fields import SearchTextField
from foyer.core.models import User
from foyer.core.text import search_needle
from foyer.privacy.fields import SealedTextField

from .visibility import looks_after, seen_by, sees

if TYPE_CHECKING:
    from .contact import Contact

_SHORTEST_NUMBER = 8


class ClientQuerySet(models.QuerySet["Client"]):
    """Reads of clients."""

    def matching(self, query: str) -> ClientQuerySet:
        """Return the clients found as people type.

        By number, the middle of a name, English name, pinyin, initials or legal representative; by
        the beginning of a company's number, or all of it with spaces and hyphens.
        """
        found = Q(search_text__contains=search_needle(query))
        number = compact(query)
        if len(number) >= _SHORTEST_NUMBER:
            found |= Q(credit_code=number) | Q(business_number=number)
        return self.filter(found)

    def visible_to(self, user: User) -> ClientQuerySet:
        """Return the clients a member of staff may see as the house policy says. (security 12)"""
        return self.filter(seen_by(user))


class Client(ClusterableModel, models.Model):
    """A company or person the house looks after (客户). (001-04, 001-28, 002-12)"""

    # 基本 basic facts
    number = models.CharField(_("client number"), max_length=30, unique=True, blank=True)
    kind = models.CharField(
        _("kind"), max_length=12, choices=ClientKind.choices, default=ClientKind.ORGANISATION
    )
    name = models.CharField(_("name"), max_length=200)
    short_name = models.CharField(_("short name"), max_length=100, blank=True)
    name_en = models.CharField(_("English name"), max_length=200, blank=True)
    legal_representative = models.CharField(_("legal representative"), max_length=100, blank=True)
    credit_code = CompanyNumberField(
        _("unified social credit code"),
        max_length=18,
        blank=True,
        validators=[check_credit_code],
        help_text=_("18 characters, as on the business licence."),
    )
    business_number = CompanyNumberField(
        _("unified business number (Taiwan)"),
        max_length=8,
        blank=True,
        validators=[check_business_number],
        help_text=_("8 digits."),
    )
    business_scope = models.TextField(_("business scope"), blank=True)
    industry = models.CharField(_("industry"), max_length=100, blank=True)
    region = models.CharField(
        _("region"), max_length=10, choices=Region.choices, default=Region.DOMESTIC
    )
    size = models.CharField(_("size"), max_length=10, choices=Size.choices, blank=True)
    tier = models.CharField(_("tier"), max_length=10, choices=Tier.choices, default=Tier.PROSPECT)
    account_manager = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="clients",
        db_index=False,  # an index below begins with it
        verbose_name=_("account manager"),
    )
    # Where the facts come from
    source = models.CharField(_("source"), max_length=12, choices=Source.choices, blank=True)
    source_note = models.CharField(
        _("about the source"),
        max_length=200,
        blank=True,
        help_text=_("Which fair, which partner, which website."),
    )
    collection = models.CharField(
        _("collected by"), max_length=14, choices=Collection.choices, blank=True
    )
    provenance = models.TextField(
        _("where the facts come from"),
        blank=True,
        help_text=_("Who handed them on, when, and under which agreement."),
    )
    legal_basis = models.CharField(
        _("legal basis"), max_length=10, choices=LegalBasis.choices, blank=True
    )
    # 偏好 preferences
    stand_style = models.TextField(_("stand style"), blank=True)
    facilities = models.TextField(_("facilities"), blank=True)
    event_form = models.TextField(_("forms of event"), blank=True)
    interests = models.TextField(_("interests"), blank=True)
    topics = models.TextField(_("hot topics"), blank=True)
    # Looked over (002-04) and weighed (002-16)
    screening = models.CharField(
        _("screening"), max_length=4, choices=Screening.choices, blank=True, editable=False
    )
    screening_score = models.PositiveSmallIntegerField(
        _("screening score"), null=True, blank=True, editable=False
    )
    screened_at = models.DateTimeField(_("screened at"), null=True, blank=True, editable=False)
    annual_spend = models.DecimalField(
        _("spend a year"),
        max_digits=14,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(Decimal(0))],
        help_text=_("As the client states or we expect it, in the house's currency."),
    )
    deals_a_year = models.PositiveSmallIntegerField(
        _("deals a year"), null=True, blank=True, help_text=_("How often they book with us.")
    )
    potential = models.CharField(
        _("potential"), max_length=6, choices=Potential.choices, blank=True
    )
    main_contact = models.ForeignKey(
        "clients.Contact",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("main contact"),
    )
    external_id = models.CharField(
        _("number in another program"),
        max_length=100,
        blank=True,
        default="",
        help_text=_("By which a program that works over the API finds the record again."),
    )
    # What the house's own fields hold, by their keys; personal ones sealed
    custom = models.JSONField(_("own fields"), default=dict, blank=True, editable=False)
    custom_sealed = SealedTextField(blank=True, default="", editable=False)
    created_at = models.DateTimeField(_("first kept at"), auto_now_add=True)
    search_text = SearchTextField(
        of=(
            "number",
            "name",
            "short_name",
            "name_en",
            "credit_code",
            "business_number",
            "legal_representative",
        )
    )
    folded_name = FoldedCompanyField(of=("name",))
    folded_number = FoldedField(of=("number",))

    objects = ClientQuerySet.as_manager()

    class Meta:
        verbose_name = _("client")
        verbose_name_plural = _("clients")
        ordering: ClassVar = ["name", "pk"]
        permissions: ClassVar = [
            ("export_client", _("Can export clients")),
            ("import_client", _("Can import clients and contacts")),
            ("view_every_client", _("Can see the clients of every account manager")),
            ("set_tier_client", _("Can set the tier of clients")),
            ("hand_over_client", _("Can hand clients over to another account manager")),
            ("screen_client", _("Can screen clients")),
        ]
        indexes: ClassVar = [
            models.Index(fields=["name", "id"], name="clients_client_name"),
            models.Index(fields=["tier", "name"], name="clients_client_tier"),
            models.Index(fields=["industry", "name"], name="clients_client_industry"),
            models.Index(fields=["account_manager", "name"], name="clients_client_manager"),
            models.Index(fields=["credit_code"], name="clients_client_credit_code"),
            models.Index(fields=["business_number"], name="clients_client_business_no"),
            models.Index(fields=["created_at"], name="clients_client_created"),
            models.Index(fields=["folded_name"], name="clients_client_folded_name"),
            models.Index(fields=["folded_number"], name="clients_client_folded_no"),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["external_id"],
                condition=~Q(external_id=""),
                name="clients_client_external_id_once",
            ),
            models.CheckConstraint(condition=~Q(name=""), name="clients_client_has_name"),
            models.CheckConstraint(
                condition=Q(tier__in=Tier.values), name="clients_client_tier_known"
            ),
            models.CheckConstraint(
                condition=Q(region__in=Region.values), name="clients_client_region_known"
            ),
            models.CheckConstraint(
                condition=Q(kind__in=ClientKind.values), name="clients_client_kind_known"
            ),
            models.CheckConstraint(
                condition=Q(size__in=Size.values)
                & Q(source__in=Source.values)
                & Q(collection__in=Collection.values)
                & Q(legal_basis__in=LegalBasis.values)
                & Q(potential__in=Potential.values)
                & Q(screening__in=Screening.values),
                name="clients_client_choices_known",
            ),
            models.CheckConstraint(
                condition=Q(credit_code="") | Q(Exact(Length("credit_code"), 18)),
                name="clients_client_credit_code_whole",
            ),
            models.CheckConstraint(
                condition=Q(business_number="") | Q(Exact(Length("business_number"), 8)),
                name="clients_client_business_number_whole",
            ),
            models.CheckConstraint(
                condition=~Q(collection=Collection.THIRD_PARTY)
                | (~Q(provenance="") & ~Q(legal_basis=LegalBasis.NONE)),
                name="clients_client_third_party_explained",
                violation_error_message=_(
                    "Facts received from others need a note where they come from, and a legal basis."
                ),
            ),
            models.CheckConstraint(
                condition=Q(annual_spend__isnull=True) | Q(annual_spend__gte=0),
                name="clients_client_spend_not_negative",
            ),
            models.CheckConstraint(
                condition=Q(screening=Screening.OPEN, screening_score=None, screened_at=None)
                | (
                    ~Q(screening=Screening.OPEN)
                    & Q(screening_score__lte=100, screened_at__isnull=False)
                ),
                name="clients_client_screened_whole",
            ),
            models.UniqueConstraint(
                fields=["credit_code"],
                condition=~Q(credit_code=""),
                name="clients_client_credit_code_once",
                violation_error_message=_(
                    "Another client has this unified social credit code already."
                ),
            ),
            models.UniqueConstraint(
                fields=["business_number"],
                condition=~Q(business_number=""),
                name="clients_client_business_number_once",
                violation_error_message=_(
                    "Another client has this unified business number already."
                ),
            ),
        ]

    def __str__(self) -> str:
        return self.short_name or self.name

    def has_main(self, contact: Contact) -> bool:
        """Tell whether somebody is the main contact; who has moved on is it no more."""
        return contact.client_id == self.pk is not None and self.main_contact_id == contact.pk

    def is_visible_to(self, user: User) -> bool:
        """Tell whether a member of staff may see this client as the house policy says."""
        return sees(user, self.account_manager_id)

    def is_tended_by(self, user: User) -> bool:
        """Tell whether what is sealed about this client's people may be plain to a member of staff."""
        return looks_after(user, self.account_manager_id)

    def is_plain_to(self, user: User) -> bool:
        """Tell whether a member of staff may see what is sealed about this client plain."""
        return user.has_perm("clients.view_sensitive_contact") and self.is_tended_by(user)
