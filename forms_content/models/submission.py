"""One filled copy of a form."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from forms_content.enums import Source
from foyer.core.languages import OWN_NAMES
from foyer.privacy.fields import BlindIndexField, SealedTextField
from foyer.privacy.finding import reached_at

from .form_page import FormPage
from .version import FormVersion


class SubmissionQuerySet(models.QuerySet["Submission"]):
    """Reads of submissions."""

    def counting(self) -> SubmissionQuerySet:
        """Return those that count in reports, scores and exports: the one place that says which do."""
        return self.all()

    def matching(self, query: str) -> SubmissionQuerySet:
        """Return those with the phone, the e-mail address or the reference typed."""
        return self.filter(reached_at(query) | Q(number__iexact=query.strip()))

    def outdated(self, *, at: datetime) -> SubmissionQuerySet:
        """Return those whose time is over."""
        return self.filter(keep_until__lte=at)


class Submission(models.Model):
    """One filled copy of a form, in the version it was filled in (提交记录). (001-05)"""

    page = models.ForeignKey(
        FormPage, on_delete=models.PROTECT, related_name="submissions", verbose_name=_("form")
    )
    version = models.ForeignKey(
        FormVersion, on_delete=models.PROTECT, related_name="submissions", verbose_name=_("version")
    )
    number = models.CharField(_("reference"), max_length=30, unique=True)
    received_at = models.DateTimeField(_("received at"))
    keep_until = models.DateTimeField(_("kept until"))
    language = models.CharField(_("language"), max_length=10)
    source = models.CharField(_("way"), max_length=6, choices=Source.choices)
    event = models.ForeignKey(
        "events.Event",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="submissions",
        verbose_name=_("event"),
    )
    answers = models.JSONField(_("answers"), default=dict)
    sealed_answers = SealedTextField(_("personal answers"), blank=True, default="")
    # Which personal questions were answered: so they are counted without being opened.
    sealed_keys = models.JSONField(default=dict, editable=False)
    phone = SealedTextField(_("phone"), blank=True, default="")
    email = SealedTextField(_("e-mail"), blank=True, default="")
    phone_index = BlindIndexField(of="phone", kind="phone")
    phone_last_four_index = BlindIndexField(of="phone", kind="phone_last_four")
    email_index = BlindIndexField(of="email", kind="email")
    case = models.OneToOneField(
        "cases.Case",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="submission",
        verbose_name=_("case"),
    )
    # One tap, one copy: what the sender calls this copy, hashed. (interfaces: Idempotency-Key)
    once = models.CharField(max_length=64, editable=False)
    # The sum it came with, hashed: none is good for two answers. (FORMS 7)
    proof = models.CharField(max_length=64, blank=True, default="", editable=False)

    objects = SubmissionQuerySet.as_manager()

    class Meta:
        verbose_name = _("submission")
        verbose_name_plural = _("submissions")
        ordering: ClassVar = ["-received_at", "-pk"]
        permissions: ClassVar = [
            ("view_sensitive_submission", _("Can see personal answers to forms")),
            ("export_submission", _("Can export answers to forms")),
        ]
        indexes: ClassVar = [
            models.Index(fields=["page", "-received_at"], name="forms_content_by_form"),
            models.Index(fields=["keep_until"], name="forms_content_outdated"),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["page", "once"], name="forms_content_one_copy"),
            models.UniqueConstraint(
                fields=["page", "proof"],
                condition=~Q(proof=""),
                name="forms_content_one_proof",
            ),
            models.CheckConstraint(
                condition=Q(source__in=Source.values), name="forms_content_source_known"
            ),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def language_name(self) -> str:
        """The language it was given in, by its own name."""
        return OWN_NAMES.get(self.language, self.language)

    @property
    def all_answers(self) -> dict[str, Any]:
        """The answers, those that tell about a person among them."""
        sealed = json.loads(self.sealed_answers) if self.sealed_answers else {}
        return {**self.answers, **sealed}
