"""Destroying records: one proposes, another carries out, a certificate stays. (000-28)"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import log
from wagtail.log_actions import registry as log_registry

from foyer.archive.enums import Afterwards, DestructionStatus
from foyer.archive.models import (
    ArchiveRecord,
    Bag,
    Destruction,
    DestructionItem,
    FileText,
    RecordFile,
)
from foyer.archive.rights import holds
from foyer.core.days import house_day
from foyer.core.models import User
from foyer.core.numbers import take_number
from foyer.core.refusals import Refusal
from foyer.core.uploads.fields import drop_file
from foyer.privacy.services.erasing.database import wipe_free_space
from foyer.privacy.services.erasing.traces import forget_traces

from .access import close_waiting
from .bags_reading import forget_copies_of
from .refusals import ArchiveRefusal

_MOST_RECORDS = 200
CARRY_OUT = "carry_out_destruction"


class NothingChosen(ArchiveRefusal):
    """An empty proposal."""

    code = "archive_nothing_chosen"
    message = _("Choose at least one record, and at most %(most)s.")


class NotDue(ArchiveRefusal):
    """Before its time, held back, or to be kept for good."""

    code = "archive_not_due"
    message = _(
        "Not to be destroyed: %(numbers)s. A record is destroyed when its time is over and nobody holds it back."
    )


class ProposedAlready(ArchiveRefusal):
    """Another proposal has it."""

    code = "archive_proposed_already"
    message = _("A destruction of %(numbers)s is proposed already.")


class WhyMissing(ArchiveRefusal):
    """No reason."""

    code = "archive_why_missing"
    message = _("Say why: it stands on the certificate for good.")
    field = "reason"


class SamePerson(Refusal):
    """Two people destroy."""

    code = "archive_same_person"
    message = _("Whoever proposed a destruction does not carry it out: ask somebody else.")
    status = 403


class DestructionDecided(Refusal):
    """Somebody was faster."""

    code = "archive_destruction_decided"
    message = _("This destruction was decided already. Load the page again.")


@transaction.atomic
def propose(
    *, records: Sequence[ArchiveRecord], reason: str, by: User, at: datetime
) -> Destruction:
    """Propose to destroy records whose time is over. (000-28)

    Raises:
        NothingChosen, NotDue, ProposedAlready, WhyMissing: nothing is proposed.
    """
    if not 0 < len(records) <= _MOST_RECORDS:
        raise NothingChosen(most=_MOST_RECORDS)
    if not reason.strip():
        raise WhyMissing
    _refuse_undue(records, at)
    proposed = DestructionItem.objects.filter(
        record__in=records, destruction__status=DestructionStatus.PROPOSED
    )
    if numbers := list(proposed.values_list("record_number", flat=True)):
        raise ProposedAlready(numbers=", ".join(numbers))
    destruction = Destruction.objects.create(
        number=take_number(key="destruction", at=at, among=Destruction.objects.all()),
        reason=reason.strip(),
        proposed_at=at,
        proposed_by=by,
    )
    DestructionItem.objects.bulk_create(_item(destruction, record) for record in records)
    log(destruction, "foyer.archive.propose_destruction", user=by)
    return destruction


def carry_out(*, destruction: Destruction, by: User, at: datetime) -> Destruction:
    """Destroy what was proposed: rows, files, previews, words, traces; the certificate stays. (000-28)

    Raises:
        SamePerson, DestructionDecided, NotDue: nothing is destroyed.
    """
    with transaction.atomic():
        locked = _to_decide(destruction)
        if by == locked.proposed_by:
            raise SamePerson
        items = list(locked.items.exclude(record=None).select_related("record__record_class"))
        keys = [item.record_id for item in items if item.record_id]
        records = list(ArchiveRecord.objects.select_for_update().order_by("pk").filter(pk__in=keys))
        _refuse_undue(records, at)
        copies = _copies_of({item.record_number for item in items})
        for item in items:
            _write_hashes(item, copies[item.record_number])
        _forget(records)
        locked.status, locked.decided_by, locked.decided_at = DestructionStatus.DONE, by, at
        locked.save()
        log(locked, "foyer.archive.destroy", user=by, data={"records": len(records)})
    wipe_free_space()
    return locked


@transaction.atomic
def turn_down(*, destruction: Destruction, answer: str, by: User, at: datetime) -> Destruction:
    """Say that nothing of it is destroyed, and why; whoever proposed it takes it back by this.

    Raises:
        DestructionDecided, WhyMissing: it stands as it is.
    """
    locked = _to_decide(destruction)
    is_own = by == locked.proposed_by
    if not is_own and not answer.strip():
        raise WhyMissing
    locked.status = DestructionStatus.WITHDRAWN if is_own else DestructionStatus.REFUSED
    locked.answer, locked.decided_by, locked.decided_at = answer.strip(), by, at
    locked.save()
    act = "withdraw_destruction" if is_own else "refuse_destruction"
    log(locked, f"foyer.archive.{act}", user=by)
    return locked


def shown_to_decide(destruction: Destruction, user: User) -> bool:
    """Tell whether somebody must see what is to be destroyed, whatever they may know of otherwise."""
    return (
        destruction.is_proposed and destruction.proposed_by_id != user.pk and holds(user, CARRY_OUT)
    )


def note_looked_over(*, destruction: Destruction, by: User) -> None:
    """Note, once for each, that somebody looked over records they may not know of otherwise."""
    act = "foyer.archive.look_over_destruction"
    if not log_registry.get_logs_for_instance(destruction).filter(action=act, user=by).exists():
        log(destruction, act, user=by)


def _to_decide(destruction: Destruction) -> Destruction:
    locked = Destruction.objects.select_for_update().get(pk=destruction.pk)
    if locked.status != DestructionStatus.PROPOSED:
        raise DestructionDecided
    return locked


def _refuse_undue(records: Sequence[ArchiveRecord], at: datetime) -> None:
    """Refuse what is not due at this moment, whatever it was when it was chosen."""
    keys = [record.pk for record in records]
    due = ArchiveRecord.objects.filter(pk__in=keys).due(house_day(at))
    due = due.exclude(record_class__afterwards=Afterwards.KEEP)
    ripe = set(due.values_list("pk", flat=True))
    if undue := sorted(record.number for record in records if record.pk not in ripe):
        raise NotDue(numbers=", ".join(undue))


def _item(destruction: Destruction, record: ArchiveRecord) -> DestructionItem:
    return DestructionItem(
        destruction=destruction,
        record=record,
        record_number=record.number,
        class_code=record.record_class.code,
        dated_on=record.dated_on,
        due_on=record.due_on,
    )


def _copies_of(numbers: set[str]) -> dict[str, list[str]]:
    """Return by record the numbers of the copies somebody fetched that hold it; each copy is read once."""
    copies: dict[str, list[str]] = {number: [] for number in numbers}
    taken = Bag.objects.exclude(fetched_at=None).order_by("pk").values_list("number", "packed")
    for bag, packed in taken.iterator():
        for number in numbers.intersection(packed):
            copies[number].append(bag)
    return copies


def _write_hashes(item: DestructionItem, copies: list[str]) -> None:
    """Write onto the certificate what the record and each file was, and where copies of it lie elsewhere."""
    if record := item.record:
        item.class_code, item.dated_on = record.record_class.code, record.dated_on
        item.due_on = record.due_on
    files = RecordFile.objects.filter(record=item.record).order_by("line", "version")
    item.files = [
        {"size": size, "sha256": sha} for size, sha in files.values_list("size", "sha256")
    ]
    item.copies = copies
    item.save(update_fields=["class_code", "dated_on", "due_on", "files", "copies"])


def _forget(records: Sequence[ArchiveRecord]) -> None:
    """Delete records with all that tells of them; copies that still lie here go with them."""
    keys = [record.pk for record in records]
    files = list(RecordFile.objects.filter(record__in=keys).values_list("pk", flat=True))
    close_waiting(keys)
    texts = FileText.objects.filter(file__in=files).values_list("pk", flat=True)
    forget_traces(FileText, list(texts), gone=True)
    forget_traces(RecordFile, files, gone=True)
    forget_traces(ArchiveRecord, keys, gone=True)
    numbers = {record.number for record in records}
    for bag in Bag.objects.exclude(file=""):
        if numbers.intersection(bag.packed):
            drop_file(bag.file)
            Bag.objects.filter(pk=bag.pk).update(file="")
    forget_copies_of(numbers)
    ArchiveRecord.objects.filter(pk__in=keys).delete()
