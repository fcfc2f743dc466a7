"""From which day to which fees are audited, and what a file of it is for. (004-24)"""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from foyer.bookings.forms.sought import DayInput
from foyer.core.days import add_months, month_end


class PeriodForm(forms.Form):
    """A period of days of issue; last month where nothing is asked."""

    first = forms.DateField(label=_("Issued from"), required=False, widget=DayInput())
    last = forms.DateField(label=_("Until"), required=False, widget=DayInput())

    def __init__(self, asked: Any, *, today: date) -> None:
        before = add_months(today.replace(day=1), -1)
        self._last_month = (before, month_end(before))
        self._today = today
        blank = not any(asked.get(name, "").strip() for name in ("first", "last"))
        usual = {"first": before.isoformat(), "last": month_end(before).isoformat()}
        super().__init__(usual if blank else asked)

    def clean(self) -> dict[str, Any]:
        """See that the days stand the right way round."""
        told: dict[str, Any] = self.cleaned_data
        first, last = told.get("first"), told.get("last")
        if first and last and last < first:
            self.add_error("last", gettext("The last day comes before the first: check both days."))
        return told

    @property
    def days(self) -> tuple[date, date] | None:
        """The first day and the last; None: what was asked makes no sense, and the form says why."""
        if not self.is_valid():
            return None
        first, last = self.cleaned_data["first"], self.cleaned_data["last"]
        last = last or max(self._today, first)
        return first or last.replace(day=1), last


class TakeAwayForm(forms.Form):
    """What the workbook is for; it is written into the register of exports."""

    purpose = forms.CharField(label=_("What is the file for?"), max_length=300)
