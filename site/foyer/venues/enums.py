"""Kinds of the venues room."""

from enum import nonmember

from django.db import models
from django.utils.translation import pgettext_lazy


class Layout(models.TextChoices):
    """How a room is set out. (004-01)"""

    THEATRE = "theatre", pgettext_lazy("room layout", "Theatre")
    CLASSROOM = "classroom", pgettext_lazy("room layout", "Classroom")
    BOARDROOM = "boardroom", pgettext_lazy("room layout", "Boardroom")
    U_SHAPE = "u_shape", pgettext_lazy("room layout", "U-shape")
    BANQUET = "banquet", pgettext_lazy("room layout", "Banquet")
    RECEPTION = "reception", pgettext_lazy("room layout", "Standing reception")


class Weekday(models.IntegerChoices):
    """The days of the week, as Python counts them."""

    MONDAY = 0, pgettext_lazy("weekday", "Monday")
    TUESDAY = 1, pgettext_lazy("weekday", "Tuesday")
    WEDNESDAY = 2, pgettext_lazy("weekday", "Wednesday")
    THURSDAY = 3, pgettext_lazy("weekday", "Thursday")
    FRIDAY = 4, pgettext_lazy("weekday", "Friday")
    SATURDAY = 5, pgettext_lazy("weekday", "Saturday")
    SUNDAY = 6, pgettext_lazy("weekday", "Sunday")


class OccupationPurpose(models.TextChoices):
    """What takes a room. (004-06)"""

    BOOKING = "booking", pgettext_lazy("room taken for", "Booking")
    EVENT = "event", pgettext_lazy("room taken for", "Event")
    CLOSED = "closed", pgettext_lazy("room taken for", "Closed")


class EquipmentCategory(models.TextChoices):
    """Sorts of equipment. (001-10)"""

    AUDIO = "audio", pgettext_lazy("equipment", "Audio")
    LIGHT = "light", pgettext_lazy("equipment", "Light")
    PROJECTION = "projection", pgettext_lazy("equipment", "Projection")
    FURNITURE = "furniture", pgettext_lazy("equipment", "Furniture")
    DISPLAY = "display", pgettext_lazy("equipment", "Racks and display cases")
    IT = "it", pgettext_lazy("equipment", "Computers and network")
    OTHER = "other", pgettext_lazy("equipment", "Other")


class ItemState(models.TextChoices):
    """Whether a piece of equipment can be used."""

    IN_SERVICE = "in_service", pgettext_lazy("equipment", "In service")
    IN_REPAIR = "in_repair", pgettext_lazy("equipment", "In repair")
    RETIRED = "retired", pgettext_lazy("equipment", "Retired")


class FaultSeverity(models.TextChoices):
    """What a fault means for who needs the equipment. (004-15)"""

    SERIOUS = "serious", pgettext_lazy("fault", "Cannot be used")
    SLIGHT = "slight", pgettext_lazy("fault", "Can still be used")


class FaultState(models.TextChoices):
    """The way of a fault. (004-15)"""

    REPORTED = "reported", pgettext_lazy("fault", "Reported")
    IN_REPAIR = "in_repair", pgettext_lazy("fault", "In repair")
    MENDED = "mended", pgettext_lazy("fault", "Mended")
    RETIRED = "retired", pgettext_lazy("fault", "Taken out of use")

    OPEN = nonmember(("reported", "in_repair"))
    NEXT = nonmember(
        {
            "reported": ("mended", "in_repair", "retired"),  # a quick fix needs no repair
            "in_repair": ("mended", "retired"),
            "mended": (),
            "retired": (),
        }
    )


class CheckState(models.TextChoices):
    """How the equipment of a room stands before its use. (004-15)"""

    OPEN = "open", pgettext_lazy("equipment check", "Not checked")
    PASSED = "passed", pgettext_lazy("equipment check", "Checked")
    FAILED = "failed", pgettext_lazy("equipment check", "Failed")
