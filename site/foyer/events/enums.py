"""Steps and kinds of the events room."""

from enum import nonmember

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class EventStatus(models.TextChoices):
    """The steps of an event, in the order of the house rules."""

    PLANNED = "planned", pgettext_lazy("event status", "Planned")
    ANNOUNCED = "announced", pgettext_lazy("event status", "Announced")
    RUNNING = "running", pgettext_lazy("event status", "Running")
    HELD = "held", pgettext_lazy("event status", "Held")
    CLOSED = "closed", pgettext_lazy("event status", "Closed")
    CANCELLED = "cancelled", pgettext_lazy("event status", "Cancelled")

    NEXT = nonmember(
        {
            "planned": ("announced", "cancelled"),
            "announced": ("running", "planned", "cancelled"),
            "running": ("held", "cancelled"),
            "held": ("closed",),
            "closed": (),
            "cancelled": ("planned",),
        }
    )
    OPEN = nonmember(("planned", "announced", "running"))


class DressCode(models.TextChoices):
    """What guests are asked to wear."""

    NONE = "", pgettext_lazy("dress code", "No dress code")
    FORMAL = "formal", pgettext_lazy("dress code", "Formal dress")
    BUSINESS = "business", pgettext_lazy("dress code", "Business dress")
    SMART_CASUAL = "smart_casual", pgettext_lazy("dress code", "Smart casual")
    TRADITIONAL = "traditional", pgettext_lazy("dress code", "Chinese style")
    OUTDOOR = "outdoor", pgettext_lazy("dress code", "Outdoor clothes")


class Visibility(models.TextChoices):
    """Who may find an event's page."""

    PUBLIC = "public", pgettext_lazy("page visibility", "Public")
    UNLISTED = "unlisted", pgettext_lazy("page visibility", "Unlisted: only by its address")
    INVITATION = "invitation", pgettext_lazy("page visibility", "By invitation only")


class SegmentKind(models.TextChoices):
    """Kinds of programme segments. (000-04)"""

    LECTURE = "lecture", _("Lecture")
    EXPERIENCE = "experience", _("Experience sharing")
    INTERACTION = "interaction", _("Interaction")
    SITE_VISIT = "site_visit", _("Site visit")
    MEAL = "meal", _("Meal")
    BREAK = "break", _("Break")
    OTHER = "other", _("Other")


class StepKind(models.TextChoices):
    """What a tablet may ask a guest once they have signed in. (000-12)"""

    PARTY = "party", pgettext_lazy("step at the tablet", "How many have come")
    DIETARY = "dietary", pgettext_lazy("step at the tablet", "What they do not eat")
    PHOTOS = "photos", pgettext_lazy("step at the tablet", "Consent to photographs")
    CONTACT = "contact", pgettext_lazy("step at the tablet", "How to reach them")
    SIGNATURE = "signature", pgettext_lazy("step at the tablet", "Signature")
    SMILEY = "smiley", pgettext_lazy("step at the tablet", "One tap: how was it")
    GIFT = "gift", pgettext_lazy("step at the tablet", "Choice of a gift")
