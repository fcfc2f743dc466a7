"""What a tablet did while it was alone: each guest it let in becomes a sign-in or a conflict. (KIOSK 5)"""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from django.db import transaction
from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import log

from foyer.core.models import User
from foyer.core.refusals import Refusal
from foyer.events.models import Event
from foyer.guests.door_queries import DeskNames, insert_sign_in
from foyer.guests.enums import ConflictReason, Settlement, SignInWay, Verdict
from foyer.guests.models import Checkpoint, Desk, Guest, SignIn, SignInConflict

from .arrivals import Arrival, person_of, welcome
from .pairing import find_desk, find_former_desk, hash_token
from .roster import guest_of_handle
from .sign_in import DeskRevoked, Scan, moment_told, sign_in_guest

MOST_FROM_FORMER = 2000


class AlreadySettled(Refusal):
    """Somebody else was quicker."""

    code = "already_settled"
    message = _("This has been settled already.")


class NobodyToSignIn(Refusal):
    """The conflict names no guest, or its checkpoint is gone."""

    code, status = "nobody_to_sign_in", 422
    message = _("Nobody can be signed in by this: the guest or the checkpoint is no longer there.")


class NoteMissing(Refusal):
    """Letting somebody in by mistake is explained."""

    code, status = "note_missing", 422
    message = _("Say in a few words what happened.")


@dataclass(frozen=True, slots=True)
class OfflineScan:
    """A guest whom a tablet let in without asking the house.

    Attributes:
        id: the tablet's own id of the scan; a repeat changes nothing.
        handle: what the guest's box in the roster called the guest.
        scanned_at: the tablet's clock, corrected by the server's.
    """

    id: UUID
    checkpoint_id: int
    handle: str
    scanned_at: datetime | None
    party: int | None


def keep_offline_scan(*, token: str, scan: OfflineScan, now: datetime) -> Arrival | SignInConflict:
    """Keep a guest who was let in offline: as a sign-in, or where the rules say otherwise as a conflict.

    A tablet revoked in the meantime may still tell whom it let in; nothing it tells signs anybody in.

    Raises:
        DeskRevoked: this token never was a desk's, or not for long enough.
        TryAgain: somebody else writes the same sign-in just now.
    """
    kept = SignInConflict.objects.filter(scan_id=scan.id).first()
    if kept:
        return kept
    guest, current = guest_of_handle(scan.handle)
    revoked = False
    try:
        desk = find_desk(token)
    except DeskRevoked:
        desk, revoked = _former_desk(token, now), True
    if arrival := _heard_before(scan, guest):
        return arrival
    if revoked:
        return _file(desk, scan, guest, ConflictReason.DESK_REVOKED, now)
    if guest is None or not current:
        return _file(desk, scan, guest, ConflictReason.UNKNOWN, now)
    try:
        arrival = sign_in_guest(
            token_hash=hash_token(token),
            scan=Scan(
                id=scan.id,
                checkpoint_id=scan.checkpoint_id,
                guest_id=guest.pk,
                scanned_at=scan.scanned_at,
                party=scan.party,
                way=SignInWay.CODE,
                let_in=True,
            ),
            now=now,
        )
    except Refusal as refusal:
        if refusal.code not in ConflictReason.values:
            raise
        return _file(desk, scan, guest, ConflictReason(refusal.code), now)
    if arrival.result in Verdict.LET_IN:
        return arrival
    return _file(desk, scan, guest, ConflictReason(arrival.result.value), now)


def _heard_before(scan: OfflineScan, guest: Guest | None) -> Arrival | None:
    """Give a scan the answer that was lost on its way, whatever has become of code, guest or desk since."""
    row = SignIn.objects.filter(scan_id=scan.id, checkpoint=scan.checkpoint_id, guest=guest)
    kept = row.select_related("desk").first() if guest else None
    if kept is None or guest is None:
        return None
    desk = DeskNames.of(kept.desk) if kept.desk else None
    return welcome(person_of(guest), scan.id, kept.signed_in_at, desk)


def _former_desk(token: str, now: datetime) -> Desk:
    desk = find_former_desk(token, at=now)
    if desk is None:
        raise DeskRevoked
    told = SignInConflict.objects.filter(desk=desk, reason=ConflictReason.DESK_REVOKED)
    if told.count() >= MOST_FROM_FORMER:  # a tablet that was stolen fills no inbox
        raise DeskRevoked
    return desk


def _file(
    desk: Desk, scan: OfflineScan, guest: Guest | None, reason: ConflictReason, now: datetime
) -> SignInConflict:
    checkpoint = Checkpoint.objects.filter(pk=scan.checkpoint_id).first()
    return file_conflict(
        desk=desk,
        scan_id=scan.id,
        event=checkpoint.event if checkpoint else desk.event,
        reason=reason,
        told_at=scan.scanned_at,
        now=now,
        guest=guest,
        checkpoint=checkpoint,
        party=scan.party or 1,
    )


def file_conflict(  # noqa: PLR0913  a row has as many columns
    *,
    desk: Desk,
    scan_id: UUID,
    event: Event,
    reason: ConflictReason,
    told_at: datetime | None,
    now: datetime,
    guest: Guest | None = None,
    checkpoint: Checkpoint | None = None,
    party: int = 1,
    leaving: bool = False,
) -> SignInConflict:
    """Keep for staff what a tablet did by itself and the house cannot keep as it is; once for each scan.

    Args:
        told_at: the time as the tablet tells it, kept as it is however little it can be believed.
        leaving: the tablet let somebody out, not in.
    """
    came = SignIn.objects.standing().filter(guest=guest, checkpoint=checkpoint)
    conflict, _made = SignInConflict.objects.get_or_create(
        scan_id=scan_id,
        defaults={
            "event": event,
            "checkpoint": checkpoint,
            "desk": desk,
            "guest": guest,
            "party": party,
            "leaving": leaving,
            "scanned_at": moment_told(told_at, now, let_in=True),
            "told_at": told_at,
            "received_at": now,
            "reason": reason,
            "first": came.first() if guest and checkpoint else None,
        },
    )
    return conflict


@transaction.atomic
def settle_conflict(
    *, conflict: SignInConflict, how: Settlement, note: str, by: User, at: datetime
) -> None:
    """Settle a conflict once: leave things, take its time as the guest's arrival, or call it a mistake.

    Raises:
        AlreadySettled: somebody was quicker.
        NobodyToSignIn: it is to count, and names no guest of a checkpoint that is still there.
        NoteMissing: a mistake without a word about it.
    """
    note = note.strip()[:200]
    if how == Settlement.MISTAKE and not note:
        raise NoteMissing
    open_still = SignInConflict.objects.open().filter(pk=conflict.pk)
    if not open_still.update(settled_at=at, settled_by=by, settlement=how, note=note):
        raise AlreadySettled
    if how == Settlement.COUNTS:
        _count(conflict, at)
    log(
        conflict.guest or conflict.event,
        "foyer.guest.settle_conflict",
        user=by,
        data={"settlement": how.value},
    )


def _count(conflict: SignInConflict, at: datetime) -> None:
    guest, point = conflict.guest, conflict.checkpoint
    if guest is None or point is None:
        raise NobodyToSignIn
    kept = SignIn.objects.standing().filter(guest=guest, checkpoint=point)
    if kept.update(signed_in_at=conflict.scanned_at, desk=conflict.desk, changed_at=at):
        return
    insert_sign_in(
        event_id=point.event_id,
        guest_id=guest.pk,
        checkpoint_id=point.pk,
        desk_id=conflict.desk_id,
        scan_id=uuid4(),
        code_hash="",
        way=SignInWay.CODE,
        party=min(conflict.party, guest.party_limit),
        signed_in_at=conflict.scanned_at,
        scanned_at=conflict.scanned_at,
        now=at,
    )
