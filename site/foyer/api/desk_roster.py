"""What a tablet keeps for the time without a network, and what it tells afterwards. (KIOSK 5)"""

from datetime import UTC, datetime
from typing import Annotated, Any
from uuid import UUID

from pydantic import AwareDatetime, BaseModel, Field

from foyer.guests.models import SignInConflict
from foyer.guests.services.arrivals import Arrival
from foyer.guests.services.leaving import keep_offline_leaving
from foyer.guests.services.offline import OfflineScan, keep_offline_scan
from foyer.guests.services.pairing import find_desk_that_was
from foyer.guests.services.roster import Roster

from .desk_scans import RecordId, describe_arrival


class OfflineScanIn(BaseModel):
    """A guest whom the tablet has let in, or out, without asking the house."""

    id: UUID
    checkpoint: RecordId
    handle: Annotated[str, Field(max_length=200)]
    scanned_at: AwareDatetime | None = None
    party: Annotated[int, Field(ge=1, le=99)] | None = None
    leaving: bool = False


def keep_scan(token: str, payload: OfflineScanIn, now: datetime) -> dict[str, Any]:
    """Keep a guest who was let in offline, and return the answer's body.

    Raises:
        Refusal: those of `keep_offline_scan`.
    """
    if payload.leaving:
        kept = keep_offline_leaving(
            desk=find_desk_that_was(token, at=now),
            scan_id=payload.id,
            handle=payload.handle,
            scanned_at=payload.scanned_at,
            now=now,
        )
        return _describe_kept(kept)
    scan = OfflineScan(
        id=payload.id,
        checkpoint_id=payload.checkpoint,
        handle=payload.handle,
        scanned_at=payload.scanned_at,
        party=payload.party,
    )
    return _describe_kept(keep_offline_scan(token=token, scan=scan, now=now))


def _describe_kept(kept: Arrival | SignInConflict) -> dict[str, Any]:
    if isinstance(kept, Arrival):
        return describe_arrival(kept)
    return {
        "id": str(kept.scan_id),
        "result": "conflict",
        "code": kept.reason,
        "message": kept.get_reason_display(),
    }


def describe_roster(roster: Roster) -> dict[str, Any]:
    """Return the roster as the tablet keeps it."""
    return {
        "stamp": roster.stamp,
        "at": roster.at,
        "full": roster.full,
        "salt": roster.salt,
        "expires_at": roster.expires_at,
        "count": roster.count,
        "entries": roster.entries,
        "arrived": [
            (point, guest, came_at and came_at.astimezone(UTC), desk)
            for point, guest, came_at, desk in roster.arrived
        ],
        "left": [(guest, left_at and left_at.astimezone(UTC)) for guest, left_at in roster.left],
    }
