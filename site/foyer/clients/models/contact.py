"""The people we know, at a client or alone."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel

from foyer.clients.company_names import FoldedField
from foyer.clients.enums import PhotoConsent, PointKind
from foyer.core.addressing import greeting
from foyer.core.enums import FormOfAddress, Language
from foyer.core.fields import SearchTextField
from foyer.core.models import User
from foyer.privacy.fields import BlindIndexField, SealedDateField, SealedTextField
from foyer.privacy.finding import person_matching, reached_at
from foyer.privacy.identifiers import blind_index

from .client import Client
from .visibility import looks_after, seen_by, sees


class ContactQuerySet(models.QuerySet["Contact"]):
    """Reads of contacts."""

    def matching(self, query: str) -> ContactQuerySet:
        """Return the contacts found as people type.

        The middle of a Chinese name or company, pinyin, initials, Simplified or Traditional; a
        whole phone number, e-mail address or WeChat id, the main ones and the further; the last four
        digits of a phone.
        """
        further = ContactPoint.objects.filter(reached_at(query)).values("contact")
        handle = blind_index(query, kind="handle")
        found = person_matching(query) | Q(pk__in=further)
        return self.filter(found | Q(wechat_index=handle) if handle else found)

    def visible_to(self, user: User) -> ContactQuerySet:
        """Return the contacts a member of staff may see as the house policy says. (security 12)

        Those of the clients they may see; a contact of no client counts as one nobody looks after.
        """
        return self.filter(seen_by(user, of="client__"))

    def with_birthday(
        self, *, days: Iterable[str] = (), lunar: Iterable[str] = ()
    ) -> ContactQuerySet:
        """Return the contacts whose birthday is kept on one of some days, each a month and day: 05-01.

        Args:
            days: days of the common calendar.
            lunar: days of the Chinese lunar calendar, for those who keep their birthday by it.
        """
        return self.filter(
            Q(birthday_index__in=[blind_index(day, kind="month_day") for day in days])
            | Q(lunar_birthday_index__in=[blind_index(day, kind="month_day") for day in lunar])
        )


class Contact(ClusterableModel, models.Model):
    """A person we know, at a client or alone (联系人). (001-04, 002-12)"""

    client = models.ForeignKey(
        Client,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="contacts",
        verbose_name=_("client"),
    )
    name = models.CharField(pgettext_lazy("person", "name"), max_length=100)
    latin_name = models.CharField(
        pgettext_lazy("person", "name in English"),
        max_length=100,
        blank=True,
        help_text=_(
            "As on a passport or visiting card. Empty: badges show the pinyin of a Chinese name."
        ),
    )
    form_of_address = models.CharField(
        _("form of address"), max_length=12, choices=FormOfAddress.choices, blank=True
    )
    title = models.CharField(pgettext_lazy("person", "title"), max_length=100, blank=True)
    since = models.DateField(_("at this client since"), null=True, blank=True)
    phone = SealedTextField(_("phone"), blank=True, default="")
    email = SealedTextField(_("e-mail"), blank=True, default="")
    wechat = SealedTextField(_("WeChat id"), blank=True, default="")
    language = models.CharField(
        _("language"), max_length=10, choices=Language.choices, default=Language.ZH_HANS
    )
    birthday = SealedDateField(_("birthday"), null=True, blank=True)
    lunar_birthday = SealedTextField(
        _("lunar birthday"),
        blank=True,
        default="",
        help_text=_("For those who keep their birthday by the lunar calendar."),
    )
    festivals = models.JSONField(_("festivals kept"), default=list, blank=True)
    preferences = models.TextField(_("preferences"), blank=True)
    interests = models.TextField(_("interests"), blank=True)
    taboos = models.TextField(_("dietary taboos"), blank=True)
    photo_consent = models.CharField(
        _("consent to photographs"), max_length=8, choices=PhotoConsent.choices, blank=True
    )
    photo_consent_on = models.DateField(_("asked on"), null=True, blank=True)
    photo_consent_how = models.CharField(
        _("how they were asked"),
        max_length=200,
        blank=True,
        help_text=_("On paper, by message, at which event."),
    )
    external_id = models.CharField(
        _("number in another program"),
        max_length=100,
        blank=True,
        default="",
        help_text=_("By which a program that works over the API finds the record again."),
    )
    custom = models.JSONField(_("own fields"), default=dict, blank=True, editable=False)
    custom_sealed = SealedTextField(blank=True, default="", editable=False)
    created_at = models.DateTimeField(_("first kept at"), auto_now_add=True)
    phone_index = BlindIndexField(of="phone", kind="phone")
    phone_last_four_index = BlindIndexField(of="phone", kind="phone_last_four")
    email_index = BlindIndexField(of="email", kind="email")
    wechat_index = BlindIndexField(of="wechat", kind="handle")
    birthday_index = BlindIndexField(of="solar_day", kind="month_day")
    lunar_birthday_index = BlindIndexField(of="lunar_birthday", kind="month_day")
    search_text = SearchTextField(of=("name", "company"))
    folded_name = FoldedField(of=("name",))

    objects = ContactQuerySet.as_manager()

    class Meta:
        verbose_name = _("contact")
        verbose_name_plural = _("contacts")
        ordering: ClassVar = ["name", "pk"]
        permissions: ClassVar = [
            ("export_contact", _("Can export contacts")),
            ("view_sensitive_contact", _("Can see phones, e-mails and birthdays of contacts")),
        ]
        indexes: ClassVar = [
            models.Index(fields=["name", "id"], name="clients_contact_name"),
            models.Index(fields=["created_at"], name="clients_contact_created"),
            models.Index(fields=["folded_name"], name="clients_contact_folded_name"),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["external_id"],
                condition=~Q(external_id=""),
                name="clients_contact_external_id_once",
            ),
            models.CheckConstraint(condition=~Q(name=""), name="clients_contact_has_name"),
            models.CheckConstraint(
                condition=Q(photo_consent=PhotoConsent.NOT_ASKED)
                | (
                    Q(photo_consent__in=PhotoConsent.values, photo_consent_on__isnull=False)
                    & ~Q(photo_consent_how="")
                ),
                name="clients_contact_photo_consent_told",
                violation_error_message=_(
                    "Say when and how they were asked for their consent to photographs."
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} · {self.client}" if self.client else self.name

    @property
    def company(self) -> str:
        """The name of the client this person belongs to, if any."""
        return self.client.name if self.client else ""

    @property
    def greeting(self) -> str:
        """How this person is greeted in their own language."""
        return greeting(name=self.name, form=self.form_of_address, language=self.language)

    @property
    def solar_day(self) -> str:
        """Month and day of a birthday kept by the common calendar, such as 05-01; else nothing."""
        return f"{self.birthday:%m-%d}" if self.birthday and not self.lunar_birthday else ""

    def is_visible_to(self, user: User) -> bool:
        """Tell whether a member of staff may see this person as the house policy says."""
        return sees(user, self.client.account_manager_id if self.client else None)

    def is_plain_to(self, user: User) -> bool:
        """Tell whether a member of staff may see this person's sealed fields plain."""
        manager = self.client.account_manager_id if self.client else None
        return user.has_perm("clients.view_sensitive_contact") and looks_after(user, manager)


class ContactPoint(models.Model):
    """A further phone number or e-mail address of a contact (其他联系方式). (001-04)"""

    contact = ParentalKey(Contact, on_delete=models.CASCADE, related_name="points")
    kind = models.CharField(
        _("kind"), max_length=6, choices=PointKind.choices, default=PointKind.PHONE
    )
    label = models.CharField(
        _("label"), max_length=40, blank=True, help_text=_("Office, home, assistant.")
    )
    value = SealedTextField(_("number or address"))
    phone_index = BlindIndexField(of="phone", kind="phone")
    phone_last_four_index = BlindIndexField(of="phone", kind="phone_last_four")
    email_index = BlindIndexField(of="email", kind="email")

    class Meta:
        verbose_name = _("further phone or e-mail")
        verbose_name_plural = _("further phones and e-mails")
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(kind__in=PointKind.values), name="clients_point_kind_known"
            ),
        ]

    def __str__(self) -> str:
        return self.label or str(PointKind(self.kind).label)

    @property
    def phone(self) -> str:
        """The number, of a phone."""
        return self.value if self.kind == PointKind.PHONE else ""

    @property
    def email(self) -> str:
        """The address, of an e-mail."""
        return self.value if self.kind == PointKind.EMAIL else ""
