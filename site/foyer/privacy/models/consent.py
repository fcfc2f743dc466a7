"""What a person agreed to, in which words."""

from __future__ import annotations

import hashlib
from collections.abc import Collection
from typing import Any, ClassVar

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils.translation import gettext_lazy as _

from foyer.core.enums import Language
from foyer.privacy.enums import ConsentChannel, ConsentPurpose


class ConsentQuerySet(models.QuerySet["Consent"]):
    """Reads of consents."""

    def standing(self) -> ConsentQuerySet:
        """Return the consents nobody has withdrawn."""
        return self.filter(withdrawn_at=None)

    def of(self, kind: type[models.Model], keys: Collection[Any]) -> ConsentQuerySet:
        """Return the consents given by some persons of one kind."""
        return self.filter(
            person_type=ContentType.objects.get_for_model(kind), person_id__in=list(keys)
        )


class Consent(models.Model):
    """One person's agreement, with the very words agreed to (同意记录). (PRV-01)"""

    person_type = models.ForeignKey(
        ContentType,
        on_delete=models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        db_index=False,  # the index below begins with it
    )
    person_id = models.PositiveBigIntegerField(null=True, editable=False)
    person = GenericForeignKey("person_type", "person_id")
    purpose = models.CharField(_("purpose"), max_length=60, choices=ConsentPurpose.choices)
    text = models.TextField(_("words agreed to"))
    language = models.CharField(_("language"), max_length=10, choices=Language.choices)
    channel = models.CharField(_("channel"), max_length=60, choices=ConsentChannel.choices)
    given_at = models.DateTimeField(_("given at"))
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("written down by"),
    )
    withdrawn_at = models.DateTimeField(_("withdrawn at"), null=True, blank=True)
    withdrawn_channel = models.CharField(
        _("withdrawn"), max_length=60, choices=ConsentChannel.choices, blank=True
    )
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("withdrawal written down by"),
    )

    objects = ConsentQuerySet.as_manager()

    wagtail_reference_index_ignore = True  # it points at people; nobody is kept because of it

    class Meta:
        verbose_name = _("consent")
        verbose_name_plural = _("consents")
        ordering: ClassVar = ["-given_at"]
        permissions: ClassVar = [
            ("withdraw_consent", _("Can write down that consent is withdrawn"))
        ]
        indexes: ClassVar = [
            models.Index(fields=["person_type", "person_id"], name="privacy_consents_of_person")
        ]

    def __str__(self) -> str:
        return f"{self.get_purpose_display()} · {self.given_at:%Y-%m-%d}"

    @property
    def version(self) -> str:
        """What names the words agreed to: the same words, the same name; other words, another."""
        return hashlib.sha256(self.text.encode()).hexdigest()[:8]
