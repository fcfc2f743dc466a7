"""Signing guests in: exactly once, whatever the network does. (000-12, 004-12, security 3)"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import log

from foyer.core.addressing import greeting
from foyer.core.models import User
from foyer.core.refusals import Refusal
from foyer.events.enums import EventStatus
from foyer.guests.door_queries import KeptScan, ScanFacts, gather_facts, insert_sign_in
from foyer.guests.enums import SignInWay, Verdict
from foyer.guests.known_doors import known_door, remember_door, write_at_once
from foyer.guests.models import Checkpoint, Departure, Guest, SignIn
from foyer.guests.verdicts import GuestFacts, judge
from foyer.privacy.sealing import versions

from .arrivals import Arrival, answer, welcome

OLDEST_SCAN = timedelta(hours=24)
OLDEST_ALONE = timedelta(
    days=30
)  # a tablet may lie in a drawer with what it did while it was alone
_JUST_NOW = timedelta(minutes=1)
_SANE_CLOCK = timedelta(days=366)
_TURNS = 5


class DeskRevoked(Refusal):
    """No desk with this token may work."""

    code, status = "desk_revoked", 401
    message = _("This tablet is no longer paired. Ask staff to pair it again.")


class DeskLocked(Refusal):
    """Staff have closed this desk; a PIN or the admin opens it again."""

    code, status = "desk_locked", 403
    message = _("This desk is closed. Please go to another desk, or ask our staff.")


class CheckpointNotAllowed(Refusal):
    """The desk may not write to this list."""

    code, status = "checkpoint_not_allowed", 403
    message = _("This tablet may not sign guests in here. Choose another checkpoint.")


class ScanIdReused(Refusal):
    """A scan's id came back with another guest or checkpoint."""

    code = "id_reused"
    message = _("This scan was already kept for another guest. Please scan again.")


class TryAgain(Refusal):
    """A sign-in was written and undone under our hands, time and again."""

    code, status = "try_again", 503
    message = _("Please scan again.")


class PartyNeeded(Refusal):
    """The invitation is for several people, and the tablet asked to be told."""

    code = "party_needed"
    message = _("How many people have come?")


class PartyTooLarge(Refusal):
    """More people than the invitation is for."""

    code, status = "party_too_large", 422
    message = _("This invitation is for %(party_limit)s people at most. Please ask our staff.")


class ScanMalformed(Refusal):
    """A scan names neither a code nor a guest found by name."""

    code, status = "invalid", 422
    message = _("Send either a code, or a search hit with the last four digits of the phone.")


class AlreadyUndone(Refusal):
    """Somebody else has undone this sign-in."""

    code = "already_undone"
    message = _("This sign-in has already been undone.")


class ReasonMissing(Refusal):
    """A sign-in is undone only with a reason."""

    code, status = "reason_missing", 422
    message = _("Say why the sign-in is undone.")


class NotWelcome(Refusal):
    """The rules of the door do not let this guest in now; the sentence says why."""

    code = "not_welcome"
    message = "%(sentence)s"


@dataclass(frozen=True, slots=True)
class Scan:
    """One scan as a tablet reports it.

    Attributes:
        id: the tablet's own id; a repeat with the same id gets the same answer.
        checkpoint_id: the list to sign in to.
        code_hash: keyed hash of the code shown; empty when what was shown is no code.
        guest_id: the guest, when found by name instead.
        scanned_at: the tablet's clock, corrected by the server's.
        party: how many have come; None when not asked.
        way: how the guest was recognised; by code or name when not said.
        ask_party: refuse with `PartyNeeded` rather than guess when the invitation is for several.
        let_in: the tablet let the guest in without a network; a lock put on since changes nothing.
    """

    id: UUID
    checkpoint_id: int
    code_hash: str = ""
    guest_id: int | None = None
    scanned_at: datetime | None = None
    party: int | None = None
    ask_party: bool = False
    way: str = ""
    let_in: bool = False


def sign_in_guest(*, token_hash: str, scan: Scan, now: datetime) -> Arrival:
    """Sign a guest in once; a second scan changes nothing, a repeat of a scan gets its answer again.

    Args:
        token_hash: keyed hash of the desk's token.
        scan: what the tablet reports.
        now: the server's clock; a scan of the last day counts at its own time, and one the tablet answered
            by itself in the last thirty (000-12).

    Raises:
        DeskRevoked, DeskLocked, CheckpointNotAllowed, ScanIdReused, PartyNeeded, PartyTooLarge, TryAgain.
    """
    at = moment_told(scan.scanned_at, now, let_in=scan.let_in)
    if arrival := _at_once(token_hash, scan, at, now):
        return arrival
    for _turn in range(_TURNS):
        facts = _facts(token_hash, scan)
        assert facts.event is not None  # noqa: S101  _facts has refused otherwise
        if facts.kept:
            return _repeated(facts, facts.kept, scan, token_hash)
        if facts.returned_at:
            return answer(facts, scan.id, Verdict.BACK, facts.returned_at)
        if facts.locked and not scan.let_in:
            raise DeskLocked
        gone = facts.is_gone(at)
        verdict = judge(event=facts.event, guest=_guest(facts, gone), at=at)
        if verdict == Verdict.BACK and not _note_return(facts, scan.id, at, now):
            continue
        if verdict != Verdict.WELCOME:
            _note_seen(facts, scan, verdict, at)
            return answer(facts, scan.id, verdict, at)
        if gone:
            _note_return(facts, scan.id, at, now)
        if _write(facts, scan, at, now):
            remember_door(token_hash, facts)
            return answer(facts, scan.id, verdict, at)
        # Somebody was quicker, and their row is there to be read: look again.
    raise TryAgain


def _at_once(token_hash: str, scan: Scan, at: datetime, now: datetime) -> Arrival | None:
    """Welcome a guest who comes alone to a door that is as it was; None when there is more to it."""
    door = known_door(token_hash, scan.checkpoint_id)
    if door is None or not scan.code_hash or scan.party not in (None, 1):
        return None
    alone = GuestFacts(door.event.id, struck_off=False, signed_in=False)
    if judge(event=door.event, guest=alone, at=at) != Verdict.WELCOME:
        return None
    person = write_at_once(
        door,
        scan_id=scan.id,
        code_hash=scan.code_hash,
        signed_in_at=at,
        scanned_at=_device_time(scan, now),
        now=now,
    )
    return welcome(person, scan.id, at, door.desk_names) if person else None


def _guest(facts: ScanFacts, gone: bool) -> GuestFacts | None:
    return replace(facts.guest, left=gone) if facts.guest else None


def _note_return(facts: ScanFacts, scan_id: UUID, at: datetime, now: datetime) -> bool:
    """Note that a guest who had left is in again; False when somebody else was quicker."""
    assert facts.person is not None  # noqa: S101  asked only for a known guest
    gone = Departure.objects.filter(guest_id=facts.person.id, returned_at=None)
    return bool(gone.update(returned_at=at, returned_scan_id=scan_id, changed_at=now))


def _note_seen(facts: ScanFacts, scan: Scan, verdict: Verdict, at: datetime) -> None:
    """Note that a guest who is in was at the door again; a departure told later may be from before that.

    In the minute of the sign-in itself there is nothing to note: the same code is shown twice then, by the hundred.
    """
    if verdict != Verdict.ALREADY or facts.person is None or facts.signed_in_at is None:
        return
    if at - facts.signed_in_at < _JUST_NOW:
        return
    kept = SignIn.objects.standing().filter(
        guest_id=facts.person.id, checkpoint_id=scan.checkpoint_id
    )
    kept.filter(Q(seen_at=None) | Q(seen_at__lt=at)).update(seen_at=at)


def _write(facts: ScanFacts, scan: Scan, at: datetime, now: datetime) -> bool:
    assert facts.event is not None  # noqa: S101  asked only for a welcome
    assert facts.person is not None  # noqa: S101
    return insert_sign_in(
        event_id=facts.event.id,
        guest_id=facts.person.id,
        checkpoint_id=scan.checkpoint_id,
        desk_id=facts.desk_id,
        scan_id=scan.id,
        code_hash=scan.code_hash,
        way=scan.way or (SignInWay.NAME if scan.guest_id else SignInWay.CODE),
        party=_party(facts, scan),
        signed_in_at=at,
        scanned_at=_device_time(scan, now),
        now=now,
    )


@transaction.atomic
def sign_in_by_hand(
    *, guest: Guest, checkpoint: Checkpoint, by: User, at: datetime, party: int = 1
) -> SignIn:
    """Sign a guest in from the guest list; who is already in stays as they are. (000-12)

    The doors' opening time does not bind staff; a struck-off guest and a cancelled event do.

    Raises:
        NotWelcome: the guest is struck off, the event is cancelled, or the list belongs to another.
        PartyTooLarge: more people than the invitation is for.
    """
    if guest.cancelled_at or checkpoint.event_id != guest.event_id:
        raise NotWelcome(sentence=gettext("This guest is not on the list of this event."))
    if guest.event.status == EventStatus.CANCELLED:
        raise NotWelcome(sentence=gettext("The event has been cancelled."))
    if party > guest.party_limit:
        raise PartyTooLarge(party_limit=guest.party_limit)
    insert_sign_in(
        event_id=guest.event_id,
        guest_id=guest.pk,
        checkpoint_id=checkpoint.pk,
        desk_id=None,
        scan_id=uuid4(),
        code_hash="",
        way=SignInWay.STAFF,
        party=party,
        signed_in_at=at,
        scanned_at=None,
        now=at,
    )
    Departure.objects.filter(guest=guest, returned_at=None).update(returned_at=at, changed_at=at)
    log(guest, "foyer.guest.sign_in", user=by, data={"checkpoint": str(checkpoint.pk)})
    return SignIn.objects.standing().get(guest=guest, checkpoint=checkpoint)


@transaction.atomic
def undo_sign_in(*, sign_in: SignIn, by: User, at: datetime, reason: str) -> None:
    """Undo a sign-in with a reason; the row stays, and the guest may sign in again. (KIOSK 8)

    Raises:
        ReasonMissing: no reason was given.
        AlreadyUndone: somebody else was quicker.
    """
    reason = reason.strip()[:200]
    if not reason:
        raise ReasonMissing
    undone = SignIn.objects.standing().filter(pk=sign_in.pk)
    if not undone.update(undone_at=at, undone_by=by, undo_reason=reason, changed_at=at):
        raise AlreadyUndone
    log(sign_in.guest, "foyer.guest.undo_sign_in", user=by, data={"reason": reason})
    give_place_back(sign_in.guest, at=at, by=by)


def give_place_back(guest: Guest, *, at: datetime, by: User | None = None) -> None:
    """Undo a swap once the substitute is in nowhere any more: the guest may come again, the substitute not."""
    place = guest.in_place_of
    if place is None or guest.cancelled_at or guest.sign_ins.standing().exists():
        return
    Guest.objects.filter(pk=guest.pk).update(cancelled_at=at, updated_at=at)
    log(guest, "foyer.guest.strike_off", user=by)
    if Guest.objects.filter(pk=place.pk).update(cancelled_at=None, updated_at=at):
        log(place, "foyer.guest.put_back", user=by)


def _facts(token_hash: str, scan: Scan, guest_id: int | None = None) -> ScanFacts:
    facts = gather_facts(
        token_hash=token_hash,
        checkpoint_id=scan.checkpoint_id,
        scan_id=scan.id,
        code_hash=scan.code_hash,
        guest_id=guest_id or scan.guest_id,
    )
    if facts is None:
        raise DeskRevoked
    if facts.event is None:
        raise CheckpointNotAllowed
    return facts


def moment_told(told: datetime | None, now: datetime, *, let_in: bool) -> datetime:
    """Return when a scan was made: at the time the tablet tells, if it may be believed, or now.

    Args:
        let_in: the tablet answered by itself, which it may tell much later.
    """
    oldest = OLDEST_ALONE if let_in else OLDEST_SCAN
    return told if told and now - oldest <= told <= now else now


def _device_time(scan: Scan, now: datetime) -> datetime | None:
    """Return the tablet's own time to keep beside ours, unless its clock makes no sense at all."""
    told = scan.scanned_at
    return told if told and abs(told - now) < _SANE_CLOCK else None


def _party(facts: ScanFacts, scan: Scan) -> int:
    person = facts.person
    assert person is not None  # noqa: S101  asked only for a welcome
    if scan.party is None:
        if scan.ask_party and person.party_limit > 1:
            greeted = greeting(
                name=person.name, form=person.form_of_address, language=person.language
            )
            raise PartyNeeded(party_limit=person.party_limit, greeting=greeted)
        return min(max(person.reply_party, 1), person.party_limit)
    if scan.party > person.party_limit:
        raise PartyTooLarge(party_limit=person.party_limit)
    return scan.party


def _repeated(facts: ScanFacts, kept: KeptScan, scan: Scan, token_hash: str) -> Arrival:
    """Give a scan its answer again, also when the guest has been given a new code since."""
    here = (kept.desk_id, kept.checkpoint_id) == (facts.desk_id, scan.checkpoint_id)
    if facts.person is None and scan.code_hash and kept.code_hash in versions(scan.code_hash):
        facts = _facts(token_hash, scan, kept.guest_id)
    if not (here and facts.person and facts.person.id == kept.guest_id):
        raise ScanIdReused
    return welcome(facts.person, scan.id, kept.signed_in_at, facts.desk_names)
