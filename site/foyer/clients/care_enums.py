"""Kinds of what keeps the house in touch: visits, what is due, festivals, the morning mail."""

from enum import nonmember

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class VisitMode(models.TextChoices):
    """How the house and a client met. (003-15, 001-12, 001-13)"""

    VISIT = "visit", pgettext_lazy("visit mode", "Visit")
    RECEPTION = "reception", pgettext_lazy("visit mode", "Reception")
    PHONE = "phone", pgettext_lazy("visit mode", "Phone call")
    EMAIL = "email", pgettext_lazy("visit mode", "E-mail")
    WECHAT = "wechat", pgettext_lazy("visit mode", "WeChat")

    CLOSE = nonmember(("visit", "reception", "phone"))  # voice or face: what a key client is owed
    DIRECTION = nonmember({"visit": "out", "reception": "in"})  # where the mode says it


class Direction(models.TextChoices):
    """Who came to whom. (003-15)"""

    WE_WENT = "out", _("We went or called")
    THEY_CAME = "in", _("They came or called")


class DueKind(models.TextChoices):
    """Why a client is due. (001-12, 001-15, 002-15, 003-15)"""

    NEXT_VISIT = "next", pgettext_lazy("due", "Agreed visit")
    RETURN_VISIT = "return", pgettext_lazy("due", "Return visit")
    ABSENCE = "absent", pgettext_lazy("due", "Did not come")
    CADENCE = "cadence", pgettext_lazy("due", "Regular contact")
    BIRTHDAY = "birthday", pgettext_lazy("due", "Birthday")
    FESTIVAL = "festival", pgettext_lazy("due", "Festival")


class DueGroup(models.TextChoices):
    """When something is to be done."""

    OVERDUE = "overdue", pgettext_lazy("due", "Overdue")
    TODAY = "today", pgettext_lazy("due", "Today")
    SOON = "soon", pgettext_lazy("due", "Next 7 days")


class DueOutcome(models.TextChoices):
    """What became of something due."""

    OPEN = "", pgettext_lazy("due", "Open")
    DONE = "done", pgettext_lazy("due", "Done")
    SKIPPED = "skipped", pgettext_lazy("due", "Skipped")


class Calendar(models.TextChoices):
    """The calendar a day is kept by."""

    SOLAR = "solar", pgettext_lazy("calendar", "Western calendar")
    LUNAR = "lunar", pgettext_lazy("calendar", "Chinese calendar")
    EASTER = "easter", pgettext_lazy("calendar", "Easter")
    LISTED = "listed", pgettext_lazy("calendar", "Days written down")


class Greeted(models.TextChoices):
    """Whom the house greets on a festival, unless a contact keeps festivals of their own. (001-15)"""

    EVERYBODY = "all", pgettext_lazy("festival", "Everybody")
    DOMESTIC = "domestic", pgettext_lazy("festival", "Contacts of domestic clients")
    FOREIGN = "foreign", pgettext_lazy("festival", "Contacts of foreign clients")
    NOBODY = "nobody", pgettext_lazy("festival", "Only those who keep it")

    OF_REGION = nonmember({"domestic": ("all", "domestic"), "foreign": ("all", "foreign")})


class GreetedTiers(models.TextChoices):
    """Whose birthdays and festivals come up."""

    KEY = "key", pgettext_lazy("greeted tiers", "Key clients")
    REGULAR = "regular", pgettext_lazy("greeted tiers", "Key and regular clients")
    ALL = "all", pgettext_lazy("greeted tiers", "All clients")

    TIERS = nonmember(
        {"key": ("key",), "regular": ("key", "regular"), "all": ("key", "regular", "prospect")}
    )


class DigestDays(models.TextChoices):
    """On which days the morning mail goes out."""

    WEEKDAYS = "weekdays", pgettext_lazy("digest", "Monday to Friday")
    EVERY_DAY = "every_day", pgettext_lazy("digest", "Every day")


class DigestStatus(models.TextChoices):
    """What became of one morning mail."""

    SENDING = "sending", pgettext_lazy("digest", "Sending")
    SENT = "sent", pgettext_lazy("digest", "Sent")
    REFUSED = "refused", pgettext_lazy("digest", "Not delivered")
    UNCLEAR = "unclear", pgettext_lazy("digest", "Perhaps sent")
