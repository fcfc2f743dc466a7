"""What the rule books leave to the house about surveys."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import ClassVar

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from wagtail.contrib.settings.models import BaseGenericSetting

from forms_content.sending_enums import ProofEffort
from foyer.core.days import house_day, start_of
from foyer.events.models import Event

from .form_page import FormPage


class FormPolicy(BaseGenericSetting):
    """When guests are asked how an event was, and who is reminded (问卷制度). (000-23)"""

    surveys_on = models.BooleanField(
        _("ask guests after each event"),
        default=True,
        help_text=_("By itself, guests who came; each event may differ."),
    )
    survey_form = models.ForeignKey(
        FormPage,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("form they are asked with"),
    )
    survey_days = models.PositiveSmallIntegerField(
        _("ask after (days)"),
        default=1,
        validators=[MinValueValidator(1), MaxValueValidator(30)],
        help_text=_("Days after the event; in the house's business hours."),
    )
    deadline_days = models.PositiveSmallIntegerField(
        _("a survey must be out within (days)"),
        default=7,
        validators=[MinValueValidator(1), MaxValueValidator(60)],
        help_text=_("Days after the event. The host is told when none is out by then."),
    )
    least_answers = models.PositiveSmallIntegerField(
        _("answers wanted by then"),
        default=0,
        help_text=_("The host is told when fewer have come in. 0: any number will do."),
    )
    summary_days = models.PositiveSmallIntegerField(
        _("an event is summed up within (days)"),
        default=14,
        validators=[MinValueValidator(1), MaxValueValidator(60)],
        help_text=_("Days after the event; from a week before it stands on the host's list."),
    )
    remind_after_days = models.PositiveSmallIntegerField(
        _("remind after (days)"),
        default=3,
        validators=[MinValueValidator(1), MaxValueValidator(90)],
    )
    reminders_most = models.PositiveSmallIntegerField(
        _("reminders at most"), default=1, validators=[MaxValueValidator(5)]
    )
    proofs_on = models.BooleanField(
        _("browsers do a sum that keeps machines away"),
        default=False,
        help_text=_("Before a form is sent; each form may differ. No one sees or solves anything."),
    )
    proof_effort = models.PositiveSmallIntegerField(
        _("how large the sum is"), choices=ProofEffort.choices, default=ProofEffort.MEDIUM
    )

    class Meta:
        verbose_name = _("House policy: surveys")
        verbose_name_plural = _("House policies: surveys")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(survey_days__lte=F("deadline_days")),
                name="forms_content_policy_survey_before_deadline",
                violation_error_message=_("Guests are asked before the deadline: check both days."),
            )
        ]

    def __str__(self) -> str:
        return str(self._meta.verbose_name)

    @classmethod
    def current(cls) -> FormPolicy:
        """Return the policy as it stands; looking at it keeps nothing."""
        return cls.objects.select_related("survey_form").first() or cls()

    def asked_from(self, event: Event) -> datetime:
        """Return the moment from which an event's guests may be asked."""
        return start_of(house_day(event.ends_at) + timedelta(days=self.survey_days))

    def deadline(self, event: Event) -> datetime:
        """Return the moment by which a survey must be out: the end of its last day."""
        return start_of(house_day(event.ends_at) + timedelta(days=self.deadline_days + 1))
