"""Days papers can be from: none before there were any here, none that is still to come. (000-27)"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Final

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from foyer.core.days import house_day

EARLIEST: Final = date(1900, 1, 1)
_ELSEWHERE: Final = timedelta(days=1)  # somewhere it is tomorrow already


def validate_day(day: date) -> None:
    """Refuse a day nobody can mean, such as one whose year was typed with two digits."""
    if day < EARLIEST:
        said = _("Type a day from %(day)s on, its year with four digits.")
        raise ValidationError(said % {"day": date_format(EARLIEST, "SHORT_DATE_FORMAT")})
    if day > house_day(timezone.now()) + _ELSEWHERE:
        raise ValidationError(_("This day is still to come."))
