"""A form built without code."""

from __future__ import annotations

from datetime import datetime
from typing import Any, ClassVar

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from wagtail.fields import StreamField

from forms_content.blocks import QuestionsBlock
from forms_content.compiling import compile_form
from forms_content.definition.choices import in_languages, three_languages
from forms_content.definition.parts import said
from forms_content.enums import FormPurpose
from forms_content.presenting import present
from foyer.core.languages import wording
from foyer.core.public_page import PublicPage

from .sending_settings import SendingSettings
from .settings import PeopleSettings


class FormPage(PeopleSettings, SendingSettings, PublicPage):  # type: ignore[django-manager-missing]  # managers of pages are not typed
    """A form built without code: what it asks, from when to when, and under which notice (表单). (001-05)"""

    title_zh_hant = models.CharField(
        _("title in Traditional Chinese"),
        max_length=150,
        blank=True,
        help_text=_("Empty: converted from Simplified Chinese."),
    )
    title_en = models.CharField(_("title in English"), max_length=150, blank=True)
    introduction = models.TextField(_("introduction"), blank=True, max_length=2000)
    introduction_zh_hant = models.TextField(
        _("introduction in Traditional Chinese"), blank=True, max_length=2000
    )
    introduction_en = models.TextField(_("introduction in English"), blank=True, max_length=2000)
    purpose = models.CharField(
        _("purpose"), max_length=10, choices=FormPurpose.choices, default=FormPurpose.SURVEY
    )
    event = models.ForeignKey(
        "events.Event",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="forms",
        verbose_name=_("event"),
        help_text=_("Whose guests are asked, if it is about one event."),
    )
    questions = StreamField(QuestionsBlock(), verbose_name=_("questions"))
    opens_at = models.DateTimeField(_("open from"), null=True, blank=True)
    closes_at = models.DateTimeField(_("open until"), null=True, blank=True)
    quota = models.PositiveIntegerField(
        _("most answers"), null=True, blank=True, validators=[MinValueValidator(1)]
    )
    anonymous = models.BooleanField(
        _("anonymous"),
        default=False,
        help_text=_("Nobody is kept with the answers, and small groups are hidden in the report."),
    )
    notice = models.TextField(
        _("notice on personal data"),
        blank=True,
        max_length=2000,
        help_text=_(
            "What the answers are used for and how long they are kept. A form that asks for personal "
            "data cannot be published without it. Other languages after a bar: 简体 | 繁體 | English."
        ),
    )
    keep_days = models.PositiveSmallIntegerField(
        _("answers are kept for (days)"),
        default=730,
        validators=[MinValueValidator(1), MaxValueValidator(3650)],
    )
    thanks = models.TextField(
        _("words of thanks"),
        blank=True,
        max_length=1000,
        help_text=_("Other languages after a bar: 简体 | 繁體 | English."),
    )

    template = "forms_content/form.html"
    parent_page_types: ClassVar = ["events.HomePage", "events.StandardPage"]
    subpage_types: ClassVar[list[str]] = []

    class Meta:
        verbose_name = _("form")
        verbose_name_plural = _("forms")

    @property
    def title_text(self) -> str:
        """The title in the active language, as the form itself shows it."""
        words = three_languages(self.title, self.title_zh_hant, self.title_en)
        return said(words, get_language())

    @property
    def introduction_text(self) -> str:
        """The introduction in the active language, or nothing."""
        return wording(self, "introduction")

    @property
    def notice_text(self) -> str:
        """The notice on personal data in the active language, or nothing."""
        return said(in_languages(self.notice), get_language())

    @property
    def thanks_text(self) -> str:
        """The words of thanks in the active language, or nothing."""
        return said(in_languages(self.thanks), get_language())

    @property
    def address(self) -> str:
        """The short address of the form, the same in every language."""
        return f"/f/{self.slug}"

    def get_context(self, request: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Show the form as it would be published now: this is what a preview shows."""
        context = super().get_context(request, *args, **kwargs)
        definition = compile_form(self, known={}, before=None).definition
        context["shown"] = present(definition, {}, {}, language=get_language())
        return context


def is_open(page: FormPage, *, at: datetime) -> bool:
    """Tell whether a form takes answers at a moment, by its times alone."""
    return (page.opens_at is None or page.opens_at <= at) and (
        page.closes_at is None or at < page.closes_at
    )
