"""What a form is told about the people it is for: who may answer how often, who hears of it."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth.models import Group
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalManyToManyField

from forms_content.definition.choices import in_languages
from forms_content.definition.parts import said
from forms_content.sending_enums import Often, Theme


class PeopleSettings(models.Model):
    """Settings of a form about who answers it and who is told (表单设置). (001-05, 000-23)"""

    answered_each = models.CharField(
        _("how often somebody may answer"),
        max_length=4,
        choices=Often.choices,
        blank=True,
        default=Often.MANY,
        help_text=_("A personal link is good for one answer in any case."),
    )
    may_change = models.BooleanField(
        _("answers may be changed by personal link"),
        default=False,
        help_text=_("Until the form closes. Not where nobody is kept with the answers."),
    )
    letter_words = models.TextField(
        _("first words of the letter"),
        blank=True,
        max_length=1000,
        help_text=_(
            "Empty: words of the house. Other languages after a bar: 简体 | 繁體 | English."
        ),
    )
    remind_after_days = models.PositiveSmallIntegerField(
        _("remind after (days)"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(90)],
        help_text=_(
            "Whoever has a personal link and has not answered. Empty: as the house policy."
        ),
    )
    reminders_most = models.PositiveSmallIntegerField(
        _("reminders at most"),
        null=True,
        blank=True,
        validators=[MaxValueValidator(5)],
        help_text=_("0: none. Empty: as the house policy."),
    )
    notified_users = ParentalManyToManyField(
        settings.AUTH_USER_MODEL,
        verbose_name=_("staff told of each answer"),
        related_name="+",
        blank=True,
    )
    notified_groups = ParentalManyToManyField(
        Group, verbose_name=_("roles told of each answer"), related_name="+", blank=True
    )
    acknowledged = models.BooleanField(
        _("acknowledge by e-mail"),
        default=False,
        help_text=_("Whoever leaves an e-mail address gets a letter with the reference."),
    )
    leads_to = models.URLField(
        _("address that follows the thanks"),
        blank=True,
        max_length=300,
        help_text=_("A button on the page of thanks leads there. Empty: none."),
    )
    theme = models.CharField(
        _("colour"), max_length=6, choices=Theme.choices, blank=True, default=Theme.PINE
    )

    class Meta:
        abstract = True

    @property
    def letter_text(self) -> str:
        """The first words of the letter in the active language, or nothing."""
        return said(in_languages(self.letter_words), get_language())
