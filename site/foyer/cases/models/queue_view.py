"""A view of the queue somebody keeps for themselves."""

from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class QueueView(models.Model):
    """A filtered view of the queue, kept by one member of staff and seen by nobody else (我的视图)."""

    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", editable=False
    )
    name = models.CharField(pgettext_lazy("view of the queue", "name"), max_length=40)
    asked = models.JSONField(default=dict, editable=False)  # as the address of the queue asks

    wagtail_reference_index_ignore: Any = True

    class Meta:
        verbose_name = _("view of the queue")
        verbose_name_plural = _("views of the queue")
        ordering: ClassVar = ["name", "pk"]
        default_permissions: ClassVar = ()  # one keeps one's own, whoever sees the queue
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["owner", "name"],
                name="cases_view_named_once",
                violation_error_message=_("You have a view of this name already."),
            ),
            models.CheckConstraint(condition=~models.Q(name=""), name="cases_view_has_name"),
        ]

    def __str__(self) -> str:
        return self.name
