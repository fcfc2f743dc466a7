"""What the house learns from an event, and what it will do better."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

_STAFF = settings.AUTH_USER_MODEL


class EventSummary(models.Model):
    """What came of an event and what was learned, signed by management (总结报告). (000-24)"""

    event = models.OneToOneField(
        "events.Event", on_delete=models.CASCADE, related_name="summary", verbose_name=_("event")
    )
    results = models.TextField(_("results"), max_length=5000)
    lessons = models.TextField(_("lessons"), max_length=5000)
    written_by = models.ForeignKey(
        _STAFF,
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("written by"),
    )
    written_at = models.DateTimeField(_("written at"))
    signed_by = models.ForeignKey(
        _STAFF, on_delete=models.SET_NULL, null=True, related_name="+", verbose_name=_("signed by")
    )
    signed_at = models.DateTimeField(_("signed at"), null=True)

    class Meta:
        verbose_name = _("summary of an event")
        verbose_name_plural = _("summaries of events")
        ordering: ClassVar = ["-written_at", "-pk"]
        default_permissions: ClassVar = ("change",)
        permissions: ClassVar = [("sign_eventsummary", _("Can sign summaries of events"))]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~Q(results="") & ~Q(lessons=""), name="forms_content_summary_says_both"
            )
        ]

    def __str__(self) -> str:
        return str(self.event)


class Improvement(models.Model):
    """What will be better at the next event: problem, measure, person, due day, effect (改进措施). (000-25)"""

    event = models.ForeignKey(
        "events.Event",
        on_delete=models.CASCADE,
        related_name="improvements",
        verbose_name=_("event"),
    )
    problem = models.CharField(_("problem"), max_length=500)
    measure = models.CharField(_("measure"), max_length=500)
    person = models.ForeignKey(
        _STAFF, on_delete=models.PROTECT, related_name="+", verbose_name=_("person")
    )
    due_on = models.DateField(_("due day"))
    done_at = models.DateTimeField(_("done at"), null=True)
    effect = models.CharField(_("effect"), max_length=500, blank=True)
    verified_by = models.ForeignKey(_STAFF, on_delete=models.SET_NULL, null=True, related_name="+")
    verified_at = models.DateTimeField(_("verified at"), null=True)

    class Meta:
        verbose_name = _("improvement")
        verbose_name_plural = _("improvements")
        ordering: ClassVar = ["due_on", "pk"]
        default_permissions: ClassVar = ()
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(verified_at=None) | (Q(done_at__isnull=False) & ~Q(effect="")),
                name="forms_content_verified_once_done",
            )
        ]

    def __str__(self) -> str:
        return self.measure
