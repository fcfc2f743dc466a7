"""Writing equipment into the register, and what is done to maintain it. (001-10)"""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import log

from foyer.core.days import house_day
from foyer.core.models import User
from foyer.core.numbers import take_number
from foyer.core.refusals import Refusal
from foyer.venues.models import EquipmentItem, Maintenance

from .faults import WordsMissing


class MaintainedInFuture(Refusal):
    """That day has not come."""

    code = "maintained_in_future"
    message = _("That day has not come yet. Write maintenance down once it has been done.")


class NextBeforeDone(Refusal):
    """The next one would be before this one."""

    code = "next_before_done"
    message = _("The next maintenance comes after this one: choose a later day.")


def register_item(item: EquipmentItem, *, at: datetime) -> EquipmentItem:
    """Give a new piece of equipment its number and the day it came into the register; kept by the caller."""
    if not item.number:
        item.number = take_number(key="equipment", at=at, among=EquipmentItem.objects.all())
        item.added_on = house_day(at)
    return item


@transaction.atomic
def record_maintenance(
    *,
    item: EquipmentItem,
    done_on: date,
    done_by: str,
    result: str,
    by: User | None,
    at: datetime,
    next_on: date | None = None,
) -> Maintenance:
    """Write down that a piece was maintained; when it is due next follows from its schedule, or is said.

    Raises:
        WordsMissing: who did it or what came of it is not said.
        MaintainedInFuture: that day has not come.
        NextBeforeDone: the next one would be before this one.
    """
    if not result.strip() or not done_by.strip():
        raise WordsMissing
    if done_on > house_day(at):
        raise MaintainedInFuture
    if next_on is not None and next_on <= done_on:
        raise NextBeforeDone
    held = EquipmentItem.objects.select_for_update(of=("self",)).get(pk=item.pk)
    # A day set for this piece was met by this; one further on still stands.
    if next_on or (held.maintain_on and held.maintain_on <= house_day(at)):
        held.maintain_on = next_on
        held.save(update_fields=["maintain_on"])
    done = held.maintenance.create(
        done_on=done_on,
        done_by=done_by.strip(),
        result=result.strip(),
        written_by=by,
        written_at=at,
    )
    log(held, "foyer.equipment.maintain", user=by)
    return done
