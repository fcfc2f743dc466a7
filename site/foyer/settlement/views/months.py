"""Closed months with their sums, and the next one that can be closed. (004-24)"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any, ClassVar

from django.db import transaction
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages

from foyer.bookings.models import Booking
from foyer.core.days import house_day, month_end
from foyer.core.refusals import Refusal
from foyer.fees.showing import money
from foyer.settlement.forms.closing import CloseForm
from foyer.settlement.models import ClosedMonth
from foyer.settlement.models.period import said_month
from foyer.settlement.services.closing import (
    SUMS,
    close_month,
    left_to_state,
    next_month,
    sums_of,
)

from .base import AccountsPage


class MonthsPage(AccountsPage):
    """The closed months, and the next."""

    right = "settlement.close_month"
    template_name = "settlement_admin/months.html"
    page_title: ClassVar = gettext_lazy("Closed months")

    def look_up(self, **_kwargs: Any) -> None:
        """Find the next month, and what of it is not stated yet."""
        self.now = timezone.now()
        self.next = next_month()
        self.is_over = self.next is not None and house_day(self.now) > month_end(self.next)
        self.left = left_to_state(self.next, at=self.now) if self.next and self.is_over else []

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Return the months with their sums in words."""
        form = kwargs.pop("form", None)
        closed = ClosedMonth.objects.select_related("closed_by")
        left = Booking.objects.filter(number__in=self.left).order_by("number")
        return super().get_context_data(**kwargs) | {
            "closed": [(one, _rows(one.sums)) for one in closed],
            "next": said_month(self.next) if self.next else "",
            "next_rows": _rows(sums_of(self.next)) if self.next else [],
            "is_over": self.is_over,
            "left": left,
            "form": form or self._form(),
        }

    def _form(self, *args: Any) -> CloseForm:
        initial: dict[str, date] = {"month": self.next} if self.next else {}
        return CloseForm(*args, left=self.left, initial=initial)

    def post(self, request: HttpRequest, *_args: Any, **_kwargs: Any) -> HttpResponseBase:
        """Close the month, or say why not."""
        form = self._form(request.POST)
        if form.is_valid():
            try:
                with transaction.atomic():
                    closed = close_month(
                        month=form.cleaned_data["month"].replace(day=1),
                        by=self.staff,
                        at=self.now,
                        knows_what_is_left=form.cleaned_data.get("knows", False),
                    )
            except Refusal as refusal:
                form.add_error(None, str(refusal))
            else:
                said = _("%(month)s is closed.") % {"month": closed}
                messages.success(request, said)
                return redirect("settlement:months")
        response: HttpResponseBase = self.render_to_response(self.get_context_data(form=form))
        return response


def _rows(sums: dict[str, dict[str, str]]) -> list[tuple[str, list[str]]]:
    """Return the sums of a month by currency, in words."""
    return [
        (currency, [money(Decimal(by_name[name]), currency) for name in SUMS])
        for currency, by_name in sorted(sums.items())
    ]
