"""Bringing back what was hired, all of it or in parts, until every piece is accounted for. (001-10)"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import log

from foyer.core.models import User
from foyer.core.refusals import Refusal
from foyer.venues.enums import ItemState
from foyer.venues.models import EquipmentHire, EquipmentItem, HireReturn

from .faults import report_fault
from .hiring import ReturnedAlready, moment


class ReturnedBeforeHire(Refusal):
    """It cannot come back before it went."""

    code = "returned_before_hire"
    message = _(
        "It cannot come back before %(from)s, when it was taken. Call the hire off instead."
    )


class ReturnedInFuture(Refusal):
    """It has not come back yet."""

    code = "returned_in_future"
    message = _("It has not come back yet: give the time it did.")


class NothingReturned(Refusal):
    """None is said to be back, damaged or missing."""

    code = "nothing_returned"
    message = _("Say how many came back, or are missing: one at least.")


class MoreThanOut(Refusal):
    """More are said to be back than are out."""

    code = "more_than_out"
    message = _("%(out)s are still out, and you give %(given)s: check the numbers.")


class PieceMissing(Refusal):
    """It is not said which piece is damaged or missing."""

    code = "piece_missing"
    message = _("Choose the piece that is damaged or missing.")


@dataclass(frozen=True, slots=True)
class Harm:
    """What did not come back sound: damaged, or given up as lost.

    Attributes:
        damaged: how many came back damaged.
        lost: how many do not come back.
        item: which piece of the register; None: the only one of the kind.
        what: what happened.
    """

    damaged: int = 0
    lost: int = 0
    item: EquipmentItem | None = None
    what: str = ""


@transaction.atomic
def return_hire(
    *,
    hire: EquipmentHire,
    returned_at: datetime,
    by: User,
    at: datetime,
    sound: int | None = None,
    harm: Harm | None = None,
) -> HireReturn:
    """Write down what became of a part of what was hired, or of all: from then on it is out no more.

    What is damaged or lost becomes a fault, so that it is not promised to anybody; the hire stays due back
    until all is accounted for.

    Args:
        hire: a hire that is not over.
        returned_at: when it came back.
        by: who writes it down.
        at: the moment of the act.
        sound: how many came back sound; None: all the rest.
        harm: what did not.

    Raises:
        ReturnedAlready: all of it is accounted for.
        ReturnedBeforeHire: it had not been taken yet.
        ReturnedInFuture: that time has not come.
        NothingReturned: none is said to be back or missing.
        MoreThanOut: fewer are still out.
        PieceMissing: it is not said which piece is damaged or lost.
        WordsMissing: nor what happened to it.
        MoreThanThereAre: the piece has fewer.
    """
    held = EquipmentHire.objects.select_for_update(of=("self",)).get(pk=hire.pk)
    if held.returned_at:
        raise ReturnedAlready(when=moment(held.returned_at))
    if returned_at < held.from_at:
        raise ReturnedBeforeHire(**{"from": moment(held.from_at)})
    if returned_at > at:
        raise ReturnedInFuture
    done = harm or Harm()
    unsound = done.damaged + done.lost
    back = max(0, held.still_out - unsound) if sound is None else sound
    if back + unsound < 1:
        raise NothingReturned
    if back + unsound > held.still_out:
        raise MoreThanOut(out=held.still_out, given=back + unsound)
    kept = held.returns.create(
        returned_at=returned_at,
        sound=back,
        damaged=done.damaged,
        lost=done.lost,
        written_at=at,
        written_by=by,
    )
    held.accounted += kept.count
    if not held.still_out:
        held.returned_at = max(one.returned_at for one in held.returns.all())
    held.save(update_fields=["accounted", "returned_at"])
    if unsound:
        _report(held, kept, done, by=by, at=at)
    log(held, "foyer.equipment.return", user=by, data={"count": kept.count})
    return kept


def _report(hire: EquipmentHire, kept: HireReturn, harm: Harm, *, by: User, at: datetime) -> None:
    """Make faults of what did not come back sound; their words are in the language of whoever writes it down."""
    item = harm.item or _only_piece(hire)
    words = harm.what.strip()
    faults = (
        (harm.damaged, gettext("Came back damaged: %(what)s")),
        (harm.lost, gettext("Missing after a hire: %(what)s")),
    )
    for count, saying in faults:
        if count:
            fault = report_fault(
                item=item,
                what=saying % {"what": words} if words else "",
                quantity=count,
                by=by,
                at=at,
                is_another=True,
            ).fault
            fault.came_of = kept
            fault.save(update_fields=["came_of"])


def _only_piece(hire: EquipmentHire) -> EquipmentItem:
    pieces = list(hire.kind.items.exclude(state=ItemState.RETIRED)[:2])
    if len(pieces) != 1:
        raise PieceMissing
    return pieces[0]
