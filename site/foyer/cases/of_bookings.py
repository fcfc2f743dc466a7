"""The cases of a booking, on the booking's page: the bookings room knows nothing of cases. (001-19, 004-06)"""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from foyer.bookings.models import Booking
from foyer.bookings.parts import StaffLine, StaffPart
from foyer.core.models import User

from .models import Case

_MOST = 20
_LONGEST = 60


def cases_part(booking: Booking, user: User) -> list[StaffPart]:
    """Return the cases about a booking that a member of staff may see; nothing where there are none."""
    if not user.has_perm("cases.view_case"):
        return []
    cases = Case.objects.visible_to(user).filter(booking=booking).order_by("-opened_at", "-pk")
    lines = [
        StaffLine(
            name=case.number,
            url=reverse("cases:case", args=[case.pk]),
            about=f"{case.get_kind_display()} · {case.get_status_display()}",
            words=Truncator(case.content).chars(_LONGEST),
        )
        for case in cases[:_MOST]
    ]
    return [StaffPart(_("Cases about this booking"), lines)] if lines else []


def new_case_button(booking: Any, user: User) -> str:
    """Return the address at which a case about a booking is taken in; nothing for who may take none in."""
    if not user.has_perm("cases.add_case"):
        return ""
    return f"{reverse('cases:add')}?booking={booking.number}"
