"""What it takes to approve a fee schedule, and what follows from it. (004-21)

It stands with the records and not among the acts because Wagtail's workflow ends in the record's own `publish`.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.locks import BaseLock
from wagtail.log_actions import log

from foyer.core.days import house_day
from foyer.core.page_cache import pages_changed
from foyer.core.refusals import Refusal
from foyer.fees.enums import Currency, FeeKind, FeeUnit, ScheduleStatus
from foyer.fees.guards import KEPT, OVERLAP

if TYPE_CHECKING:
    from .schedule import FeeSchedule


class AlreadyApproved(Refusal):
    """It cannot be approved twice."""

    code = "fees_already_approved"
    message = _("This version is approved already. Copy it as the next version to change it.")


class NothingPriced(Refusal):
    """A schedule without prices says nothing."""

    code = "fees_nothing_priced"
    message = _("There is no price in this schedule yet: add one, then hand it in again.")


class ReasonMissing(Refusal):
    """A change without a reason is not published."""

    code = "fees_reason_missing"
    message = _("Say why the fees change: the reason is published with the history of changes.")


class BeginsTooSoon(Refusal):
    """What is in force is not taken back for a day that has begun."""

    code = "fees_begins_too_soon"
    message = _(
        "On %(day)s version %(number)s is in force already. A new version begins tomorrow at the "
        "earliest: choose a later first day."
    )


class SchedulesOverlap(Refusal):
    """Two prices would hold on one day."""

    code = "fees_overlap"
    message = _(
        "From %(day)s on version %(number)s is approved already. Let this one end on %(last)s, or copy "
        "that version as the next one and replace it."
    )


class SchedulesOverlapBefore(Refusal):
    """Two prices would hold on one day, the other having begun before."""

    code = "fees_overlap"
    message = _(
        "Version %(number)s holds until %(last)s. Begin on a later day, or say that this version "
        "replaces it."
    )


class PriceTooFine(Refusal):
    """A price has parts that its currency does not have."""

    code = "fees_price_too_fine"
    message = _("“%(item)s” has a price finer than the currency allows: round it to %(least)s.")


class UnitDoesNotFit(Refusal):
    """A room is not priced by the piece."""

    code = "fees_unit_does_not_fit"
    message = _("“%(item)s” cannot be priced per %(unit)s: choose another unit.")


class RoomPricedTwice(Refusal):
    """Two prices of a room would hold at once."""

    code = "fees_room_priced_twice"
    message = _(
        "“%(room)s” has two prices per %(unit)s for the same days and clients: keep one of them."
    )


class ApprovedMeanwhile(Refusal):
    """Somebody else approved another version at the same moment."""

    code = "fees_approved_meanwhile"
    message = _(
        "Another version was approved a moment ago. Look at it first, then approve this one again."
    )


class ApprovedLock(BaseLock):
    """What was approved is changed by nobody."""

    def for_user(self, user: Any) -> bool:
        """Hold for everybody."""
        return True

    def get_message(self, user: Any) -> str:
        """Say what to do instead."""
        return gettext(
            "This version is approved and stays as it is. To change it, copy it as the next version."
        )

    def get_locked_by(self, user: Any) -> str:
        """Say what holds it."""
        return gettext("Approved")

    def get_description(self, user: Any) -> str:
        """Say what to do instead."""
        return self.get_message(user)


@contextmanager
def approving(
    *, record: FeeSchedule, schedule: FeeSchedule, by: Any, at: datetime
) -> Iterator[None]:
    """Approve a schedule around Wagtail's publishing: the former version gives way, then this one is numbered.

    Args:
        record: the schedule as it is kept.
        schedule: the same as its draft says.
        by: the member of staff who approves.
        at: when.

    Raises:
        Refusal: it cannot hold on its days, or another was approved at the same moment.
    """
    try:
        with transaction.atomic():
            check_schedule(schedule, today=house_day(at))
            _give_way(schedule)
            # Lines kept with an earlier draft go first: two that change places must not meet on the way.
            record.items.get_live_queryset().delete()
            record.discounts.get_live_queryset().delete()
            yield
            everything = type(record)._default_manager
            number = (everything.aggregate(last=Max("number"))["last"] or 0) + 1
            everything.filter(pk=record.pk).update(
                number=number,
                status=ScheduleStatus.APPROVED,
                approved_at=at,
                approved_by=by,
            )
            record.refresh_from_db()
            pages_changed()
            log(record, "foyer.fees.approve", user=by, data={"number": number})
    except IntegrityError as fault:
        if any(name in str(fault) for name in (OVERLAP, KEPT, "number")):
            raise ApprovedMeanwhile from fault
        raise


def _give_way(schedule: FeeSchedule) -> None:
    """End the version that is replaced the day before, or take it back where its day never came."""
    former = schedule.replaces
    if former is None or former.status != ScheduleStatus.APPROVED:
        return
    kept = type(schedule)._default_manager.filter(pk=former.pk, status=ScheduleStatus.APPROVED)
    if former.valid_from >= schedule.valid_from:
        kept.update(status=ScheduleStatus.REPLACED)
    elif former.valid_until is None or former.valid_until >= schedule.valid_from:
        kept.update(valid_until=schedule.valid_from - timedelta(days=1))


def check_schedule(schedule: FeeSchedule, *, today: date) -> None:
    """Refuse to approve a schedule that cannot hold on its days.

    Raises:
        Refusal: and says what to do about it.
    """
    if schedule.number is not None:
        raise AlreadyApproved
    _check_lines(schedule)
    others = type(schedule)._default_manager.exclude(pk=schedule.pk)
    if not schedule.reason_text and others.published().exists():
        raise ReasonMissing
    _check_days(schedule, others, today)


def _check_lines(schedule: FeeSchedule) -> None:
    items = list(schedule.items.all())
    if not items:
        raise NothingPriced
    least, rooms = Currency.LEAST[schedule.currency], set()
    for item in items:
        if item.unit not in FeeUnit.OF_KIND[item.kind]:
            raise UnitDoesNotFit(item=item.name_text, unit=FeeUnit(item.unit).label)
        if any(price % least for price in (item.amount, item.overtime or 0)):
            raise PriceTooFine(item=item.name_text, least=least)
        if item.kind == FeeKind.ROOM:
            price = (item.room_id, item.unit, item.days, item.tier)
            if price in rooms:
                raise RoomPricedTwice(room=item.name_text, unit=FeeUnit(item.unit).label)
            rooms.add(price)


def _check_days(schedule: FeeSchedule, others: Any, today: date) -> None:
    for other in others.touching(schedule.valid_from, schedule.valid_until):
        gives_way = other.pk == schedule.replaces_id
        if gives_way and max(schedule.valid_from, other.valid_from) > today:
            continue
        if gives_way:
            raise BeginsTooSoon(day=_day(schedule.valid_from), number=other.number)
        if other.valid_from > schedule.valid_from:
            last = other.valid_from - timedelta(days=1)
            raise SchedulesOverlap(day=_day(other.valid_from), number=other.number, last=_day(last))
        last = _day(other.valid_until) if other.valid_until else gettext("further notice")
        raise SchedulesOverlapBefore(number=other.number, last=last)


def _day(day: date) -> str:
    return date_format(day, "DATE_FORMAT")
