"""What the rule books leave to the house about cases."""

from __future__ import annotations

from typing import Any

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.contrib.settings.models import BaseGenericSetting

from foyer.cases.enums import CaseKind


def _hours(label: Any, default: int) -> Any:
    return models.PositiveSmallIntegerField(
        label, default=default, validators=[MinValueValidator(1), MaxValueValidator(2000)]
    )


def _percent(label: Any, default: int) -> Any:
    return models.PositiveSmallIntegerField(
        label, default=default, validators=[MinValueValidator(1), MaxValueValidator(100)]
    )


class CasePolicy(BaseGenericSetting):
    """Within what time clients are contacted and answered (投诉处理制度). (001-19, 002-14)"""

    complaint_contact = _hours(_("complaint: first contact"), 4)
    complaint_answer = _hours(_("complaint: answer"), 45)
    feedback_contact = _hours(_("feedback: first contact"), 18)
    feedback_answer = _hours(_("feedback: answer"), 90)
    enquiry_contact = _hours(_("enquiry: first contact"), 9)
    enquiry_answer = _hours(_("enquiry: answer"), 18)
    serious_percent = _percent(_("serious: percent of that time"), 75)
    urgent_percent = _percent(_("urgent: percent of that time"), 50)
    key_percent = _percent(_("key clients: percent of that time"), 50)
    no_answer_days = models.PositiveSmallIntegerField(
        _("close without an answer after"),
        default=0,
        help_text=_("Days since the client was asked. 0: never."),
    )

    reopen_days = models.PositiveSmallIntegerField(
        _("clients may reopen a closed case within"),
        default=30,
        validators=[MaxValueValidator(3650)],
        help_text=_("Days since it was closed. 0: never; the page says what to do instead."),
    )
    action_remind_days = models.PositiveSmallIntegerField(
        _("prevention: remind before the due day"),
        default=3,
        validators=[MaxValueValidator(90)],
        help_text=_("Days."),
    )
    effect_check_days = models.PositiveSmallIntegerField(
        _("prevention: check the effect after"),
        default=30,
        validators=[MinValueValidator(1), MaxValueValidator(730)],
        help_text=_(
            "Days since the measure was put in place; a day of its own may be named there."
        ),
    )

    class Meta:
        verbose_name = _("House policy: cases")
        verbose_name_plural = _("House policies: cases")

    def __str__(self) -> str:
        return str(self._meta.verbose_name)

    def hours_for(self, kind: str) -> tuple[int, int]:
        """Return the business hours until the first contact and until the answer."""
        name = CaseKind(kind).value
        return getattr(self, f"{name}_contact"), getattr(self, f"{name}_answer")
