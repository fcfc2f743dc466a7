"""Staff at the tablet: who stands before them, and what they may set right at once. (000-14, 004-12, KIOSK 7, KIOSK 8)

A staff PIN gives a pass for the shift. It lies in the tablet's memory only; a locked screen or a quarter of an
hour without a touch forgets it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.core import signing
from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import log

from foyer.clients.enums import Tier
from foyer.core.refusals import Refusal
from foyer.events.models import Event
from foyer.guests.enums import CardKind, DeskDetail, DeskMode, GuestSource, ReplyState, SignInWay
from foyer.guests.models import Companion, Desk, Guest, SignIn
from foyer.guests.muster import people_inside

from .arrivals import Arrival
from .codes import find_by_code, set_new_code
from .name_search import guest_of_hit, ref_of
from .sign_in import (
    AlreadyUndone,
    CheckpointNotAllowed,
    DeskLocked,
    ReasonMissing,
    Scan,
    ScanIdReused,
    give_place_back,
    sign_in_guest,
)
from .walk_ins import HouseFull

SHIFT_SECONDS = 12 * 3600
_SHIFT = "foyer.desk.shift"
_MOST_PEOPLE = 99


class NotAttended(Refusal):
    """The tablet is not attended, or staff have not typed the PIN, or did so long ago."""

    code, status = "not_attended", 403
    message = _("Staff have to enter the PIN of this desk first.")


class GuestUnknown(Refusal):
    """No guest of the desk's event."""

    code, status = "guest_unknown", 404
    message = _("This guest is not on the list of this event.")


class NotIn(Refusal):
    """The guest has not signed in at this checkpoint."""

    code = "not_in"
    message = _("This guest has not signed in at this checkpoint.")


class InAlready(Refusal):
    """Nobody comes in the place of a guest who is in."""

    code = "in_already"
    message = _("This guest has signed in. Undo that first, then another may come in their place.")


class PlaceTaken(Refusal):
    """A guest who was struck off has no place another could take; after a swap somebody has taken it."""

    code = "place_taken"
    message = _("This guest is no longer on the list, so nobody can come in their place.")


class NameMissing(Refusal):
    """A guest in another's place has a name."""

    code, status = "name_missing", 422
    message = _("Enter the name of the guest who comes instead.")


@dataclass(frozen=True, slots=True)
class AttendedCard:
    """What staff at the tablet see of a guest: the name, and of the rest what the desk's list allows.

    Attributes:
        details: words by `DeskDetail`; what is not allowed or not known is left out.
        party: people signed in at this checkpoint; 0 when nobody is.
        badges: how often the guest's badge was printed.
    """

    ref: str
    name: str
    details: dict[str, str]
    party_limit: int
    party: int
    signed_in_at: datetime | None
    badges: int


def begin_shift(*, desk: Desk) -> str:
    """Return the pass of a shift; the staff PIN has been checked.

    Raises:
        NotAttended: the tablet is for something else.
    """
    if desk.mode != DeskMode.ATTENDED:
        raise NotAttended
    log(desk, "foyer.desk.attend")
    return signing.dumps([desk.pk, _mark(desk)], salt=_SHIFT)


def require_shift(*, desk: Desk, shift: str) -> None:
    """Let pass who holds the pass of a shift at this desk.

    Raises:
        NotAttended: the pass is another's or too old, or the tablet is for something else by now.
        DeskLocked: staff have closed the desk.
    """
    try:
        held = signing.loads(shift, salt=_SHIFT, max_age=SHIFT_SECONDS)
    except (signing.BadSignature, ValueError, TypeError) as reason:
        raise NotAttended from reason
    if held != [desk.pk, _mark(desk)] or desk.mode != DeskMode.ATTENDED:
        raise NotAttended
    if desk.locked_at:
        raise DeskLocked


def require_checkpoint(*, desk: Desk, checkpoint_id: int) -> None:
    """Let pass what is about a list of this desk.

    Raises:
        CheckpointNotAllowed: it is another's.
    """
    if not desk.checkpoints.filter(pk=checkpoint_id, event=desk.event_id).exists():
        raise CheckpointNotAllowed


def _mark(desk: Desk) -> str:
    """Return what changes with a new PIN and with another tablet: then a shift is over."""
    return signing.Signer(salt=_SHIFT).signature(f"{desk.token_hash}:{desk.pin_hash}")[:16]


def find_guest(*, desk: Desk, ref: str = "", code: str = "") -> Guest:
    """Return the guest of the desk's event whom a hit of the name search names, or whose code this is.

    Raises:
        RefUnknown: the hit is older than ten minutes, or of another desk.
        GuestUnknown: nobody of this event.
    """
    if ref:
        return _guest(desk, guest_of_hit(desk=desk, ref=ref))
    found = find_by_code(code)
    return _guest(desk, found.pk if found else 0)


def _guest(desk: Desk, pk: int) -> Guest:
    guests = Guest.objects.select_related("event", "contact__client", "host", "in_place_of")
    guest = guests.filter(event=desk.event_id, pk=pk).first()
    if guest is None:
        raise GuestUnknown
    return guest


def read_card(*, desk: Desk, guest: Guest, checkpoint_id: int) -> AttendedCard:
    """Return what staff at this desk may see of a guest."""
    signed = guest.sign_ins.standing().filter(checkpoint=checkpoint_id).first()
    told = {detail: _DETAILS[detail](guest) for detail in DeskDetail if detail in desk.shows}
    return AttendedCard(
        ref=ref_of(desk, guest),
        name=guest.name,
        details={detail.value: words for detail, words in told.items() if words},
        party_limit=guest.party_limit,
        party=signed.party if signed else 0,
        signed_in_at=signed.signed_in_at if signed else None,
        badges=guest.printings.of_kind(CardKind.BADGE).count(),
    )


def _place(guest: Guest) -> str:
    return " · ".join(part for part in (guest.table, guest.seat) if part)


def _flags(guest: Guest) -> str:
    client = guest.contact.client if guest.contact else None
    flags = {
        gettext("Key client"): client is not None and client.tier == Tier.KEY,
        gettext("Walk-in"): guest.source == GuestSource.WALK_IN,
        gettext("Struck off the list"): guest.cancelled_at is not None,
        gettext("Had declined"): guest.reply == ReplyState.NO,
    }
    said = [flag for flag, holds in flags.items() if holds]
    if guest.in_place_of:
        said.append(gettext("In place of %(guest)s") % {"guest": guest.in_place_of.name})
    return " · ".join(said)


_DETAILS = {
    DeskDetail.FORM_OF_ADDRESS: lambda guest: guest.get_form_of_address_display(),
    DeskDetail.COMPANY: lambda guest: " · ".join(filter(None, (guest.company, guest.title))),
    DeskDetail.PLACE: _place,
    DeskDetail.DIETARY_NOTES: lambda guest: guest.dietary_notes,
    DeskDetail.HOST: lambda guest: guest.host.get_full_name() if guest.host else "",
    DeskDetail.FLAGS: _flags,
}


@transaction.atomic
def undo_at_desk(
    *, desk: Desk, guest: Guest, checkpoint_id: int, reason: str, at: datetime
) -> None:
    """Undo a guest's sign-in at the tablet, with a reason; the row stays. (KIOSK 8)

    Raises:
        ReasonMissing: no reason was given.
        AlreadyUndone: there is nothing to undo any more.
    """
    reason = reason.strip()[:200]
    if not reason:
        raise ReasonMissing
    standing = guest.sign_ins.standing().filter(checkpoint=checkpoint_id)
    if not standing.update(undone_at=at, undo_reason=reason, changed_at=at):
        raise AlreadyUndone
    log(guest, "foyer.guest.undo_sign_in", data={"reason": reason, "desk": desk.name})
    give_place_back(guest, at=at)


@transaction.atomic
def add_companion(
    *, desk: Desk, guest: Guest, checkpoint_id: int, scan_id: UUID, at: datetime
) -> int:
    """Let one more person in with a guest who is in, and return how many they are now. (KIOSK 7)

    Args:
        scan_id: the tablet's own, so that a repeat changes nothing.

    Raises:
        NotIn: the guest has not signed in here.
        HouseFull: as many people are in as are let in.
        ScanIdReused: somebody else's companion was counted under this id.
    """
    event = Event.objects.select_for_update(no_key=True).get(pk=desk.event_id)
    standing = guest.sign_ins.standing().filter(checkpoint=checkpoint_id)
    kept = Companion.objects.filter(scan_id=scan_id).select_related("sign_in").first()
    if kept:
        if kept.sign_in.guest_id != guest.pk:
            raise ScanIdReused
        return int(kept.sign_in.party)
    signed_in = standing.filter(party__lt=_MOST_PEOPLE).first()
    if signed_in is None:
        raise NotIn
    if people_inside(event) >= event.capacity:
        raise HouseFull
    standing.update(party=F("party") + 1, changed_at=at)
    Companion.objects.create(sign_in=signed_in, scan_id=scan_id, came_at=at)
    party = standing.get().party
    if party > guest.party_limit:
        guest.party_limit = party
        guest.save(update_fields=["party_limit", "updated_at"])
    log(guest, "foyer.guest.companion", data={"desk": desk.name, "party": party})
    return int(party)


@dataclass(frozen=True, slots=True)
class Substitute:
    """A guest who comes in another's place; `id` is the tablet's own, so that a repeat changes nothing."""

    id: UUID
    checkpoint_id: int
    name: str
    company: str


def swap_guest(
    *, desk: Desk, token_hash: str, guest: Guest, substitute: Substitute, now: datetime
) -> Arrival:
    """Sign somebody in who comes in a guest's place; the guest stays on record, struck off. (KIOSK 8)

    Raises:
        NameMissing: the substitute has no name.
        InAlready: the guest is in.
        PlaceTaken: the guest was struck off, by the house or by an earlier swap.
        Refusal: those of `sign_in_guest`; then nothing is changed.
    """
    name = substitute.name.strip()[:100]
    if not name:
        raise NameMissing
    with transaction.atomic():
        Event.objects.select_for_update(no_key=True).get(pk=desk.event_id)
        guest.refresh_from_db(fields=["cancelled_at"])  # as it is once nobody else can change it
        kept = SignIn.objects.filter(scan_id=substitute.id, guest__in_place_of=guest).first()
        if kept is None and guest.sign_ins.standing().exists():
            raise InAlready
        if kept is None and guest.cancelled_at is not None:
            raise PlaceTaken
        comes = kept.guest_id if kept else _put_in_place(guest, substitute, name, now).pk
        arrival = sign_in_guest(
            token_hash=token_hash,
            scan=Scan(
                id=substitute.id,
                checkpoint_id=substitute.checkpoint_id,
                guest_id=comes,
                party=1,
                way=SignInWay.STAFF,
            ),
            now=now,
        )
        if arrival.signed_in_at is None:  # not let in: nobody has come in anybody's place
            transaction.set_rollback(True)
        elif kept is None:
            log(guest, "foyer.guest.swap", data={"desk": desk.name, "guest": comes})
    return arrival


def _put_in_place(guest: Guest, substitute: Substitute, name: str, now: datetime) -> Guest:
    comes = Guest(
        event=guest.event,
        in_place_of=guest,
        name=name,
        company=substitute.company.strip()[:200],
        language=guest.language,
        host=guest.host,
        table=guest.table,
        seat=guest.seat,
        reply=ReplyState.YES,
        reply_party=1,
        replied_at=now,
        source=GuestSource.SUBSTITUTE,
    )
    set_new_code(comes, at=now)
    comes.save()
    guest.cancelled_at = now
    guest.save(update_fields=["cancelled_at", "updated_at"])
    return comes
