"""Guests who leave by an exit, and who is still in. (000-12)"""

from datetime import UTC, datetime
from typing import Annotated, Any
from uuid import UUID

from ninja import Schema
from pydantic import AwareDatetime, Field

from foyer.guests.enums import LeavingWay
from foyer.guests.models import Desk, Guest
from foyer.guests.muster import Inside, Muster
from foyer.guests.services import attended, name_search
from foyer.guests.services.codes import find_by_code
from foyer.guests.services.leaving import Leaving, sign_out_guest
from foyer.guests.services.sign_in import ScanMalformed

from .desk_scans import describe_arrival


class SignOutIn(Schema):
    """One scan of a guest who leaves: a code, or a hit of the name search with the last four digits of the phone.

    At an attended tablet staff sign guests out, with the pass of their shift.
    """

    id: UUID
    code: str | None = None
    ref: str | None = None
    last4: Annotated[str, Field(max_length=20)] = ""
    shift: Annotated[str, Field(max_length=300)] = ""
    scanned_at: AwareDatetime | None = None


def answer_leaving(desk: Desk, payload: SignOutIn, now: datetime) -> dict[str, Any]:
    """Sign a guest out and return the answer's body.

    Raises:
        Refusal: those of `confirm_hit`, `require_shift` and `sign_out_guest`, and `ScanMalformed`.
    """
    guest: Guest | None
    by_staff = bool(payload.shift)
    if by_staff:
        attended.require_shift(desk=desk, shift=payload.shift)
    if payload.ref is not None:
        way, guest = LeavingWay.NAME, _found_by_name(desk, payload, now)
    elif payload.code is not None:
        way, guest = LeavingWay.CODE, find_by_code(payload.code)
    else:
        raise ScanMalformed
    leaving = Leaving(payload.id, guest, way, payload.scanned_at, by_staff=by_staff)
    return describe_arrival(sign_out_guest(desk=desk, leaving=leaving, now=now))


def _found_by_name(desk: Desk, payload: SignOutIn, now: datetime) -> Guest:
    ref = payload.ref or ""
    if payload.shift:
        pk = name_search.guest_of_hit(desk=desk, ref=ref)
    else:
        pk = name_search.confirm_hit(desk=desk, ref=ref, digits=payload.last4, at=now)
    return Guest.objects.select_related("event").get(pk=pk)


def describe_muster(muster: Muster) -> dict[str, Any]:
    """Return the list of who is in as the tablet shows it."""
    return {
        "at": muster.at,
        "people": muster.people,
        "present": [_describe_inside(one) for one in muster.present],
        "unsettled": [_describe_inside(one) for one in muster.unsettled],
        "unheard": [
            {
                "name": desk.name,
                "seen_at": desk.seen_at and desk.seen_at.astimezone(UTC),
                "waiting": desk.waiting,
            }
            for desk in muster.unheard
        ],
    }


def _describe_inside(one: Inside) -> dict[str, Any]:
    return {
        "name": one.name,
        "company": one.company,
        "table": one.table,
        "seat": one.seat,
        "people": one.people,
        "since": one.since.astimezone(UTC),
    }
