"""Doors this process has written at, and the one statement that signs a guest in there. (performance 1)

From scan to scan only the guest is new: desk, checkpoint and event are those of the scan before. So a
door is remembered once a guest was welcomed at it, and the next scan is judged by what is remembered.
Nothing remembered is believed: the statement that writes the row compares every bit of it with the
database, and writes nothing when the desk was revoked, locked or renamed, its checkpoint taken away, the event
moved or cancelled, or when there is anything to think about the guest: another event's, struck off,
already in, gone, more than one person. Then the facts are gathered and judged anew.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from .door_queries import (
    DESK_NAMES,
    GUEST_KIND,
    PART,
    DeskNames,
    Person,
    ScanFacts,
    ask_first,
    scan_key,
    stored,
)
from .verdicts import EventFacts

# The last line of the desk's conditions holds for two equal times and for none in either place.
_WRITE = f"""
INSERT INTO guests_signin (event_id, guest_id, checkpoint_id, desk_id, scan_id, code_hash, way, party,
                           signed_in_at, scanned_at, heard_at, changed_at, undo_reason)
SELECT e.id, g.id, cp.id, d.id, %(scan)s, g.code_hash, 'code', 1, %(at)s, %(scanned_at)s, %(now)s, %(now)s, ''
FROM guests_desk d
JOIN guests_desk_checkpoints dc ON dc.desk_id = d.id AND dc.checkpoint_id = %(checkpoint)s
JOIN guests_checkpoint cp ON cp.id = dc.checkpoint_id
JOIN events_event e ON e.id = cp.event_id
JOIN guests_guest g ON g.event_id = e.id
WHERE d.token_hash = %(token_hash)s AND d.revoked_at IS NULL AND d.locked_at IS NULL
  AND {DESK_NAMES.format(d="d")} = %(desk_names)s
  AND e.status = %(status)s AND e.starts_at = %(starts_at)s AND e.ends_at = %(ends_at)s
  AND (e.doors_at = %(doors_at)s OR COALESCE(e.doors_at, %(doors_at)s) IS NULL)
  AND COALESCE((SELECT doors_minutes FROM core_housepolicy ORDER BY id LIMIT 1), -1) = %(minutes)s
  AND g.code_hash = %(code_hash)s AND g.cancelled_at IS NULL AND g.party_limit = 1
  AND (SELECT s.id FROM guests_signin s
       WHERE s.guest_id = g.id AND s.checkpoint_id = %(checkpoint)s AND s.undone_at IS NULL) IS NULL
  AND (SELECT p.id FROM guests_departure p WHERE p.guest_id = g.id AND p.returned_at IS NULL) IS NULL
ON CONFLICT DO NOTHING
RETURNING guest_id, (
  SELECT name || %(part)s || form_of_address || %(part)s || title || %(part)s || language
         || %(part)s || "table" || %(part)s || seat || %(part)s || {GUEST_KIND.format(g="guests_guest")}
  FROM guests_guest WHERE id = guest_id)
"""  # noqa: S608  nothing of it comes from outside
_MOST = 500


@dataclass(frozen=True, slots=True)
class KnownDoor:
    """What was last read of one desk at one checkpoint."""

    desk_names: DeskNames
    event: EventFacts
    values: dict[str, Any]


_known: dict[tuple[str, int], KnownDoor] = {}


def known_door(token_hash: str, checkpoint_id: int) -> KnownDoor | None:
    """Return what is remembered of a door."""
    return _known.get((token_hash, checkpoint_id))


def remember_door(token_hash: str, facts: ScanFacts) -> None:
    """Remember the door of a scan at which somebody was welcome."""
    if facts.event is None:
        return
    _desk, names, checkpoint, _event, status, doors_at, starts_at, ends_at, minutes = facts.door_row
    values = {
        "token_hash": token_hash,
        "desk_names": names,
        "checkpoint": checkpoint,
        "status": status,
        "doors_at": doors_at,
        "starts_at": starts_at,
        "ends_at": ends_at,
        "minutes": -1 if minutes is None else minutes,
        "part": PART,
    }
    if len(_known) >= _MOST:
        _known.clear()
    _known[token_hash, checkpoint] = KnownDoor(facts.desk_names, facts.event, values)


def write_at_once(
    door: KnownDoor,
    *,
    scan_id: UUID,
    code_hash: str,
    signed_in_at: datetime,
    scanned_at: datetime | None,
    now: datetime,
) -> Person | None:
    """Write the sign-in of a guest who comes alone; None, and nothing written, unless all is as remembered."""
    rows = ask_first(
        _WRITE,
        door.values
        | {
            "scan": scan_key(scan_id),
            "code_hash": code_hash,
            "at": stored(signed_in_at),
            "scanned_at": stored(scanned_at),
            "now": stored(now),
        },
    )
    if not rows:
        return None
    guest_id, words = rows[0]
    parts = words.split(PART)
    if len(parts) != 7:  # it has one all the same: the scan is found kept, and answered as a repeat
        return None
    name, form_of_address, title, language, table, seat, kind = parts
    return Person(guest_id, name, form_of_address, title, language, table, seat, 1, 1, kind)
