"""Fee schedules, their lines, and the page the public reads them on."""

from .items import FeeDiscount, FeeItem
from .page import FeeSchedulePage
from .schedule import FeeSchedule

__all__ = ["FeeDiscount", "FeeItem", "FeeSchedule", "FeeSchedulePage"]
