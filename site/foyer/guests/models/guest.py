"""Who is asked."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from foyer.clients.enums import Tier
from foyer.clients.models import Contact
from foyer.core.addressing import greeting
from foyer.core.enums import FormOfAddress, Language
from foyer.core.fields import SearchTextField
from foyer.core.text import mask_company, mask_name
from foyer.events.models import Event
from foyer.guests.enums import GuestKind, GuestSource, ReplyState
from foyer.privacy.fields import BlindIndexField, KeyedHashField, SealedTextField
from foyer.privacy.finding import person_matching
from foyer.privacy.models import Consent


class GuestQuerySet(models.QuerySet["Guest"]):
    """Reads of guests."""

    def expected(self) -> GuestQuerySet:
        """Return the guests who may come: neither struck off nor excused."""
        return self.filter(cancelled_at=None).exclude(reply=ReplyState.NO)

    def matching(self, query: str) -> GuestQuerySet:
        """Return the guests found as people type: name, company, pinyin, initials, phone."""
        return self.filter(person_matching(query))


class Guest(models.Model):
    """A person on one event's list, from the moment they are asked (嘉宾). (000-07)"""

    event = models.ForeignKey(
        Event, on_delete=models.PROTECT, related_name="guests", verbose_name=_("event")
    )
    contact = models.ForeignKey(
        Contact,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="guests",
        verbose_name=_("contact"),
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
    company = models.CharField(_("company"), max_length=200, blank=True)
    title = models.CharField(pgettext_lazy("person", "title"), max_length=100, blank=True)
    phone = SealedTextField(_("phone"), blank=True, default="")
    email = SealedTextField(_("e-mail"), blank=True, default="")
    language = models.CharField(
        _("language"), max_length=10, choices=Language.choices, default=Language.ZH_HANS
    )
    host = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("host"),
        help_text=_("Who looks after this guest in person."),
    )
    party_limit = models.PositiveSmallIntegerField(
        _("people at most"),
        default=1,
        validators=[MinValueValidator(1)],
        help_text=_("How many may come on this invitation, the guest included."),
    )
    table = models.CharField(_("table"), max_length=40, blank=True)
    seat = models.CharField(_("seat"), max_length=40, blank=True)
    dietary_notes = models.TextField(_("dietary notes"), blank=True)
    reply = models.CharField(
        _("reply"), max_length=4, choices=ReplyState.choices, default=ReplyState.NONE
    )
    reply_party = models.PositiveSmallIntegerField(_("people announced"), default=0)
    replied_at = models.DateTimeField(_("replied at"), null=True, blank=True)
    source = models.CharField(
        _("source"), max_length=10, choices=GuestSource.choices, default=GuestSource.STAFF
    )
    in_place_of = models.ForeignKey(
        "self",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        related_name="substitutes",
        verbose_name=_("in place of"),
    )
    consent = models.ForeignKey(
        Consent, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    cancelled_at = models.DateTimeField(_("struck off at"), null=True, blank=True)
    code_hash = KeyedHashField(purpose="guest-code", of="code_sealed", unique=True, editable=False)
    code_sealed = SealedTextField(editable=False)
    code_issued_at = models.DateTimeField(_("code issued at"), editable=False)
    created_at = models.DateTimeField(_("asked at"), auto_now_add=True)
    updated_at = models.DateTimeField(_("changed at"), auto_now=True)
    phone_index = BlindIndexField(of="phone", kind="phone")
    phone_last_four_index = BlindIndexField(of="phone", kind="phone_last_four")
    email_index = BlindIndexField(of="email", kind="email")
    search_text = SearchTextField(of=("name", "company"))

    objects = GuestQuerySet.as_manager()

    class Meta:
        verbose_name = _("guest")
        verbose_name_plural = _("guests")
        ordering: ClassVar = ["name", "pk"]
        permissions: ClassVar = [
            ("export_guest", _("Can export guest lists")),
            ("import_guest", _("Can import guest lists")),
            ("invite_guest", _("Can send invitations")),
            ("view_sensitive_guest", _("Can see phones and e-mails of guests")),
        ]
        indexes: ClassVar = [
            models.Index(fields=["event", "updated_at"], name="guests_guest_fresh")
        ]
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(name=""), name="guests_guest_has_name"),
            models.CheckConstraint(
                condition=Q(party_limit__gte=1),
                name="guests_guest_party_at_least_one",
                violation_error_message=_("At least one person must be invited."),
            ),
            models.CheckConstraint(
                condition=Q(reply__in=ReplyState.values), name="guests_guest_reply_known"
            ),
            models.UniqueConstraint(
                fields=["event", "contact"],
                condition=Q(cancelled_at=None),
                name="guests_contact_once_per_event",
                violation_error_message=_("This contact is already on the guest list."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} · {self.company}" if self.company else self.name

    @property
    def greeting(self) -> str:
        """How this guest is greeted in their own language."""
        return greeting(name=self.name, form=self.form_of_address, language=self.language)

    @property
    def kind(self) -> str:
        """As whom a tablet greets this guest: a `GuestKind`."""
        if self.source == GuestSource.WALK_IN:
            return GuestKind.WALK_IN
        client = self.contact.client if self.contact else None
        return GuestKind.KEY if client and client.tier == Tier.KEY else GuestKind.REGULAR

    @property
    def masked(self) -> str:
        """The guest as a name search at the desk may show them: 王*明 · 江南**."""
        company = mask_company(self.company)
        return f"{mask_name(self.name)} · {company}" if company else mask_name(self.name)
