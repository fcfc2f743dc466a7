"""Kinds and steps of the privacy room."""

from enum import nonmember

from django.db import models
from django.utils.translation import pgettext_lazy


class ConsentPurpose(models.TextChoices):
    """What a person agrees to; each is asked for apart and withdrawn apart. (PRV-03)"""

    WALK_IN = "walk-in", pgettext_lazy("consent purpose", "Being on a guest list")
    MARKETING = "marketing", pgettext_lazy("consent purpose", "News and invitations")
    SENSITIVE = (
        "sensitive",
        pgettext_lazy("consent purpose", "Sensitive facts: health, diet, belief"),
    )
    PHOTOS = "photos", pgettext_lazy("consent purpose", "Photographs and video")
    SHARING = "sharing", pgettext_lazy("consent purpose", "Handing on to others")
    ABROAD = "abroad", pgettext_lazy("consent purpose", "Keeping data abroad")


class ConsentChannel(models.TextChoices):
    """How a person said yes, or no again."""

    DESK = "desk", pgettext_lazy("consent channel", "At the tablet")
    PASS = "pass", pgettext_lazy("consent channel", "On their pass")
    FORM = "form", pgettext_lazy("consent channel", "In a form")
    PAPER = "paper", pgettext_lazy("consent channel", "On paper")
    PHONE = "phone", pgettext_lazy("consent channel", "By phone")
    MESSAGE = "message", pgettext_lazy("consent channel", "By message or e-mail")
    IN_PERSON = "in_person", pgettext_lazy("consent channel", "In person")

    BY_STAFF = nonmember(("paper", "phone", "message", "in_person"))


class ViewPlace(models.TextChoices):
    """Where somebody saw sensitive columns plain. (security 12, SEC-16)"""

    PAGE = "page", pgettext_lazy("view place", "Page")
    FORM = "form", pgettext_lazy("view place", "Form")
    LIST = "list", pgettext_lazy("view place", "List")
    EXPORT = "export", pgettext_lazy("view place", "Export")
    API = "api", pgettext_lazy("view place", "API")
    DOSSIER = "dossier", pgettext_lazy("view place", "Dossier")


class ErasureGround(models.TextChoices):
    """Why a person is erased."""

    ASKED = "asked", pgettext_lazy("erasure ground", "The person asked for it")
    WITHDRAWN = "withdrawn", pgettext_lazy("erasure ground", "The person withdrew their consent")
    OVER = "over", pgettext_lazy("erasure ground", "What it was kept for is over")
    UNLAWFUL = "unlawful", pgettext_lazy("erasure ground", "It should not have been kept")


class ErasureStatus(models.TextChoices):
    """Where the erasing of one person stands."""

    UNDER_WAY = "under_way", pgettext_lazy("erasure status", "Under way")
    DONE = "done", pgettext_lazy("erasure status", "Done")
    TRACES_LEFT = "traces_left", pgettext_lazy("erasure status", "Done, traces left")

    FINISHED = nonmember(("done", "traces_left"))
