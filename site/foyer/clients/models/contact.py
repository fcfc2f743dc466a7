"""The people we know, at a client or alone."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from foyer.core.addressing import greeting
from foyer.core.enums import FormOfAddress, Language
from foyer.core.fields import SearchTextField
from foyer.privacy.fields import BlindIndexField, SealedDateField, SealedTextField
from foyer.privacy.finding import person_matching

from .client import Client


class ContactQuerySet(models.QuerySet["Contact"]):
    """Reads of contacts."""

    def matching(self, query: str) -> ContactQuerySet:
        """Return the contacts found as people type.

        The middle of a Chinese name or company, pinyin, initials, Simplified or Traditional; a
        whole phone number or e-mail address; the last four digits of the phone.
        """
        return self.filter(person_matching(query))


class Contact(models.Model):
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
    form_of_address = models.CharField(
        _("form of address"), max_length=12, choices=FormOfAddress.choices, blank=True
    )
    title = models.CharField(pgettext_lazy("person", "title"), max_length=100, blank=True)
    phone = SealedTextField(_("phone"), blank=True, default="")
    email = SealedTextField(_("e-mail"), blank=True, default="")
    language = models.CharField(
        _("language"), max_length=10, choices=Language.choices, default=Language.ZH_HANS
    )
    birthday = SealedDateField(_("birthday"), null=True, blank=True)
    preferences = models.TextField(_("preferences"), blank=True)
    taboos = models.TextField(_("dietary taboos"), blank=True)
    created_at = models.DateTimeField(_("first kept at"), auto_now_add=True)
    phone_index = BlindIndexField(of="phone", kind="phone")
    phone_last_four_index = BlindIndexField(of="phone", kind="phone_last_four")
    email_index = BlindIndexField(of="email", kind="email")
    search_text = SearchTextField(of=("name", "company"))

    objects = ContactQuerySet.as_manager()

    class Meta:
        verbose_name = _("contact")
        verbose_name_plural = _("contacts")
        ordering: ClassVar = ["name", "pk"]
        permissions: ClassVar = [
            ("export_contact", _("Can export contacts")),
            ("view_sensitive_contact", _("Can see phones, e-mails and birthdays of contacts")),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(name=""), name="clients_contact_has_name"),
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
