"""Drafting the next version of the fees. (004-21)"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import log

from foyer.core.days import add_months, house_day
from foyer.core.models import User
from foyer.core.refusals import Refusal
from foyer.fees.models import FeeSchedule


class NotApprovedYet(Refusal):
    """A draft is changed, not copied."""

    code = "fees_not_approved_yet"
    message = _("This is still a draft: change it as it is.")


_COPIED = (
    *("name", "name_zh_hant", "name_en", "currency", "tax_included"),
    *("half_day_hours", "day_hours", "evening_from", "evening_until"),
)


@transaction.atomic
def draft_next_version(*, schedule: FeeSchedule, by: User, at: datetime) -> FeeSchedule:
    """Return a draft that says what an approved version says and replaces it.

    Its lines keep their marks, so that the differences can be told; its first day is the first of next month
    or the day after the version begins, whichever is later, and whoever drafts it changes that.

    Raises:
        NotApprovedYet: the schedule is a draft itself.
    """
    if schedule.number is None:
        raise NotApprovedYet
    today = house_day(at)
    first = max(add_months(today.replace(day=1), 1), schedule.valid_from + timedelta(days=1))
    drafted = FeeSchedule(
        **{field: getattr(schedule, field) for field in _COPIED},
        valid_from=first,
        replaces=schedule,
        live=False,
    )
    for lines in ("items", "discounts"):
        copies = list(getattr(schedule, lines).all())
        for line in copies:
            line.pk = line.schedule_id = None
            line._state.adding = True
        setattr(drafted, lines, copies)
    drafted.save()
    drafted.save_revision(user=by, clean=False)
    log(drafted, "wagtail.create", user=by, data={"copied": schedule.number})
    return drafted
