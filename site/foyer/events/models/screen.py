"""What a tablet at the door shows: made by marketing, without code. (KIOSK 11)"""

from __future__ import annotations

from typing import ClassVar

from django.apps import apps
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from foyer.core.languages import wording

from .event import Event

if apps.is_installed("wagtail.admin"):
    from .screen_design import ScreenDesign as Design
else:  # the tablets' own process draws no pictures and asks nobody for steps: it reads `shown`
    from foyer.core.without_screens import Nothing as Design  # type: ignore[assignment]  # one of the two is there


STANDARD = {"ground": "#f6f1e7", "ink": "#2a2520", "accent": "#2d5445", "on_accent": "#fbf7ee"}


def _seconds(label: object, default: int, least: int, most: int, help_text: object = "") -> object:
    return models.PositiveSmallIntegerField(
        label,  # type: ignore[arg-type]  # a lazy sentence
        default=default,
        validators=[MinValueValidator(least), MaxValueValidator(most)],
        help_text=help_text,  # type: ignore[arg-type]  # as above
    )


class TabletScreen(Design):
    """What tablets at the door show: look, words, steps after signing in (平板画面). (KIOSK 11)

    `shown` is what tablets are told, put together when the screen is kept; see `events.screens`.
    """

    name = models.CharField(_("name"), max_length=60, unique=True)
    is_default = models.BooleanField(
        _("the house's usual screen"),
        default=False,
        help_text=_("Shown wherever neither the event nor its type names another."),
    )
    ground = models.CharField(
        pgettext_lazy("colour", "ground"), max_length=7, default=STANDARD["ground"]
    )
    ink = models.CharField(_("words"), max_length=7, default=STANDARD["ink"])
    accent = models.CharField(_("buttons"), max_length=7, default=STANDARD["accent"])
    on_accent = models.CharField(_("words on buttons"), max_length=7, default=STANDARD["on_accent"])
    greet_key = models.CharField(_("guests of key clients"), max_length=80, blank=True)
    greet_key_zh_hant = models.CharField(_("in Traditional Chinese"), max_length=80, blank=True)
    greet_key_en = models.CharField(_("in English"), max_length=80, blank=True)
    greet_regular = models.CharField(_("invited guests"), max_length=80, blank=True)
    greet_regular_zh_hant = models.CharField(_("in Traditional Chinese"), max_length=80, blank=True)
    greet_regular_en = models.CharField(_("in English"), max_length=80, blank=True)
    greet_walk_in = models.CharField(_("walk-in guests"), max_length=80, blank=True)
    greet_walk_in_zh_hant = models.CharField(_("in Traditional Chinese"), max_length=80, blank=True)
    greet_walk_in_en = models.CharField(_("in English"), max_length=80, blank=True)
    rest_after = _seconds(_("shown after (seconds untouched)"), 45, 10, 3600)
    slide_seconds = _seconds(_("seconds each"), 8, 3, 120)
    end_title = models.CharField(_("heading"), max_length=80, blank=True)
    end_title_zh_hant = models.CharField(_("in Traditional Chinese"), max_length=80, blank=True)
    end_title_en = models.CharField(_("in English"), max_length=80, blank=True)
    end_text = models.TextField(_("text"), max_length=400, blank=True)
    end_text_zh_hant = models.TextField(_("in Traditional Chinese"), max_length=400, blank=True)
    end_text_en = models.TextField(_("in English"), max_length=400, blank=True)
    end_seconds = _seconds(_("back to the start after (seconds)"), 10, 3, 120)
    shown = models.JSONField(default=dict, blank=True, editable=False)
    changed_at = models.DateTimeField(_("changed at"), null=True, editable=False)

    class Meta:
        verbose_name = _("tablet screen")
        verbose_name_plural = _("tablet screens")
        ordering: ClassVar = ["name"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["is_default"],
                condition=Q(is_default=True),
                name="events_one_usual_screen",
                violation_error_message=_("Another screen is the house's usual one."),
            )
        ]

    def __str__(self) -> str:
        return self.name


class EventSlides(models.Model):
    """Pictures and programme of an event as tablets at rest show them, read from its pages (活动轮播)."""

    event = models.OneToOneField(Event, on_delete=models.CASCADE, related_name="slides")
    shown = models.JSONField(default=dict)
    changed_at = models.DateTimeField()

    class Meta:
        verbose_name = _("slides of an event")
        verbose_name_plural = _("slides of events")
        default_permissions: ClassVar = ()

    def __str__(self) -> str:
        return wording(self.event, "title")
