"""What the pieces of a card may say; read by every process, the tablets' own too. (003-11, 004-09)"""

from __future__ import annotations

from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from foyer.core.contrast import COLOUR

SMALLEST_CODE = 25  # millimetres, its white margin not counted (stack 3)
QUIET = 2  # millimetres of white around a code
HEX_COLOUR = RegexValidator(COLOUR, _("Enter a colour as # and six digits, such as #7a2e2e."))


class NameForm(models.TextChoices):
    """How a guest is named."""

    FULL = "full", pgettext_lazy("card", "Name alone")
    ADDRESS = "address", _("With the form of address")


class EventPart(models.TextChoices):
    """What is said of the event."""

    TITLE = "title", pgettext_lazy("card", "Title")
    DATE = "date", pgettext_lazy("card", "Day")
    BOTH = "both", _("Title and day")
    PLACE = "place", _("Venue and room")


class PlacePart(models.TextChoices):
    """What is said of where a guest sits."""

    BOTH = "both", _("Table and seat")
    TABLE = "table", pgettext_lazy("card", "Table")
    SEAT = "seat", pgettext_lazy("card", "Seat")


class RibbonFor(models.TextChoices):
    """Whom a line of the ribbon fits."""

    KEY = "key", _("Key clients")
    REGULAR = "regular", _("Regular clients")
    PROSPECT = "prospect", _("Prospects")
    HOSTED = "hosted", _("Guests with a host of their own")
    WALK_IN = "walk_in", _("Walk-ins")
    ALL = "all", _("Everybody else")


class CodePlace(models.TextChoices):
    """Where the code stands."""

    LINE = "line", _("Among the other blocks")
    LEFT = "left", _("At the left edge")
    RIGHT = "right", _("At the right edge")
