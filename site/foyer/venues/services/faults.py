"""Faults of equipment, from whoever sees them to whoever mends them. (004-15)"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import log

from foyer.core.models import User
from foyer.core.refusals import Refusal
from foyer.core.uploads.clean_file import CleanFile
from foyer.venues.enums import FaultSeverity, FaultState, ItemState
from foyer.venues.models import EquipmentFault, EquipmentItem, FaultPhoto


class WordsMissing(Refusal):
    """Nothing was written."""

    code = "words_missing"
    message = _("Write in a few words what is wrong, or what was done.")


class ItemRetired(Refusal):
    """It is out of use."""

    code = "item_retired"
    message = _("“%(item)s” has been retired. Choose the piece that is in use.")


class MoreThanThereAre(Refusal):
    """More are said to be broken than there are."""

    code = "more_than_there_are"
    message = _("There are %(quantity)s of “%(item)s”: give a number from 1 to %(quantity)s.")


class WrongFaultStep(Refusal):
    """The fault stands elsewhere."""

    code = "wrong_fault_step"
    message = _("A colleague has taken this fault on meanwhile. Load the page again.")


@dataclass(frozen=True, slots=True)
class Reported:
    """A fault, and whether somebody had reported it before."""

    fault: EquipmentFault
    is_known: bool


@transaction.atomic
def report_fault(
    *,
    item: EquipmentItem,
    what: str,
    by: User,
    at: datetime,
    severity: str = FaultSeverity.SERIOUS,
    quantity: int = 1,
    photo: CleanFile | None = None,
    is_another: bool = False,
) -> Reported:
    """Keep a fault; where one is open already, the words and the photo are added to that one.

    Args:
        item: what does not work.
        what: what is wrong.
        by: who saw it.
        at: the moment.
        severity: whether it can still be used.
        quantity: how many of them, where they are counted.
        photo: what `UploadField` gave.
        is_another: whether it is another fault than the one that is open.

    Raises:
        WordsMissing: it says nothing.
        ItemRetired: the piece is out of use.
        MoreThanThereAre: there are fewer.
    """
    if not what.strip():
        raise WordsMissing
    held = _hold(item)
    if held.state == ItemState.RETIRED:
        raise ItemRetired(item=held.label)
    if not 1 <= quantity <= held.quantity:
        raise MoreThanThereAre(item=held.label, quantity=held.quantity)
    known = None if is_another else held.faults.open().order_by("-reported_at", "-pk").first()
    if known is None:
        fault = held.faults.create(
            what=what.strip(),
            severity=severity,
            quantity=quantity,
            reported_at=at,
            reported_by=by,
        )
    else:
        fault = known
        fault.quantity = max(fault.quantity, quantity)
        if severity == FaultSeverity.SERIOUS:
            fault.severity = severity
        fault.save()
    fault.steps.create(state=fault.state, note=what.strip(), at=at, by=by)
    if photo is not None:
        _keep_photo(fault, photo, by=by, at=at)
    log(held, "foyer.equipment.report", user=by, data={"fault": fault.pk})
    return Reported(fault, is_known=known is not None)


@transaction.atomic
def advance_fault(
    *, fault: EquipmentFault, to: str, note: str, by: User, at: datetime, seen: str | None = None
) -> EquipmentFault:
    """Put a fault on its next step, and its equipment into repair, into service or out of use.

    Args:
        fault: the fault.
        to: the step.
        note: what was found or done.
        by: who acts.
        at: the moment.
        seen: the step it stood on when the actor decided; None: as it is now.

    Raises:
        WordsMissing: the note says nothing.
        WrongFaultStep: this step does not follow.
    """
    if not note.strip():
        raise WordsMissing
    item = _hold(fault.item)
    held = EquipmentFault.objects.select_for_update(of=("self",)).get(pk=fault.pk)
    moved_meanwhile = seen is not None and held.state != seen
    if moved_meanwhile or to not in FaultState.NEXT[held.state]:
        raise WrongFaultStep
    _settle(held, to, note.strip(), by=by, at=at)
    if to == FaultState.IN_REPAIR and held.quantity >= item.quantity:
        item.state = ItemState.IN_REPAIR
    elif to == FaultState.MENDED:
        _put_back(item)
    elif to == FaultState.RETIRED:
        _retire(item, held, note.strip(), by=by, at=at)
    item.save()
    log(item, f"foyer.equipment.{to}", user=by, data={"fault": held.pk})
    return held


def _hold(item: EquipmentItem) -> EquipmentItem:
    locked = EquipmentItem.objects.select_for_update(of=("self",)).select_related("kind")
    return locked.get(pk=item.pk)


def _settle(fault: EquipmentFault, to: str, note: str, *, by: User, at: datetime) -> None:
    fault.state = to
    fault.settled_at = None if to in FaultState.OPEN else at
    fault.save()
    fault.steps.create(state=to, note=note, at=at, by=by)


def _put_back(item: EquipmentItem) -> None:
    """Put a mended piece into service, unless another fault keeps it in repair."""
    in_repair = item.faults.open().filter(state=FaultState.IN_REPAIR, quantity__gte=item.quantity)
    if item.state == ItemState.IN_REPAIR and not in_repair.exists():
        item.state = ItemState.IN_SERVICE


def _retire(
    item: EquipmentItem, fault: EquipmentFault, note: str, *, by: User, at: datetime
) -> None:
    """Take a piece out of use, and what else was wrong with it off the list; of many, the broken ones."""
    if fault.quantity < item.quantity:
        item.quantity -= fault.quantity
        item.faults.open().filter(quantity__gt=item.quantity).update(quantity=item.quantity)
        _put_back(item)
        return
    item.state = ItemState.RETIRED
    for other in item.faults.open():
        _settle(other, FaultState.RETIRED, note, by=by, at=at)


def _keep_photo(fault: EquipmentFault, photo: CleanFile, *, by: User, at: datetime) -> None:
    kept = FaultPhoto(fault=fault, added_by=by, added_at=at)
    kept.take(photo)
    kept.save()
