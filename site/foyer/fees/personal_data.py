"""What this room keeps about people: nothing."""

from django.utils.translation import gettext_lazy as _

from foyer.privacy.registry import holds_none

from .models import FeeDiscount, FeeItem, FeeSchedule, FeeSchedulePage

holds_none(
    FeeSchedule,
    FeeItem,
    FeeDiscount,
    FeeSchedulePage,
    because=_("Prices, not people; who approved them is a member of staff."),
)
