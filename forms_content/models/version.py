"""What a form asked from one publishing to the next, and the keys it has given."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from forms_content.definition import Definition

from .form_page import FormPage


class FormVersion(models.Model):
    """What a form asked from one publishing to the next (表单版本). (FORMS 2)"""

    page = models.ForeignKey(
        FormPage, on_delete=models.CASCADE, related_name="versions", verbose_name=_("form")
    )
    number = models.PositiveIntegerField(_("version"))
    definition = models.JSONField(_("definition"))
    made_at = models.DateTimeField(_("made at"))

    class Meta:
        verbose_name = _("version of a form")
        verbose_name_plural = _("versions of forms")
        ordering: ClassVar = ["page", "-number"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["page", "number"], name="forms_content_one_version_per_number"
            )
        ]

    def __str__(self) -> str:
        return f"{self.page_id} v{self.number}"

    @property
    def asks(self) -> Definition:
        """The definition, ready for use."""
        return Definition.from_json(self.definition)


class GivenKey(models.Model):
    """A key once given to a question or a choice of a form, and never to another (题目编号). (FORMS 1)"""

    page = models.ForeignKey(FormPage, on_delete=models.CASCADE, related_name="keys")
    scope = models.CharField(max_length=40, blank=True)  # the question, for choices and rows
    of = models.CharField(max_length=300)  # the block of the builder, or the words of the choice
    key = models.CharField(max_length=40)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["page", "scope", "of"], name="forms_content_one_key_each"
            )
        ]

    def __str__(self) -> str:
        return f"{self.scope}.{self.key}" if self.scope else self.key
