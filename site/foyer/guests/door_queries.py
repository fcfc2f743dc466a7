"""The two statements behind a sign-in, in SQL because the door is the hottest path of the house.

One SELECT gathers all facts of a scan; one INSERT ... ON CONFLICT DO NOTHING decides a race. Both
run without a transaction of their own: a single statement is atomic. (performance 1, security 3)
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import DEFAULT_DB_ALIAS, InterfaceError, OperationalError, connection, connections

from foyer.core.models import HousePolicy

from .verdicts import EventFacts, GuestFacts

_FACTS = """
SELECT d.id, d.name, cp.id,
       e.id, e.status, e.doors_at, e.starts_at, e.ends_at,
       g.id, g.event_id, g.cancelled_at, s.signed_in_at, sd.name,
       r.guest_id, r.checkpoint_id, r.desk_id, r.signed_in_at,
       (SELECT doors_minutes FROM core_housepolicy ORDER BY id LIMIT 1),
       g.name, g.form_of_address, g.title, g.language, g."table", g.seat, g.party_limit, g.reply_party
FROM guests_desk d
LEFT JOIN guests_desk_checkpoints dc ON dc.desk_id = d.id AND dc.checkpoint_id = %s
LEFT JOIN guests_checkpoint cp ON cp.id = dc.checkpoint_id
LEFT JOIN events_event e ON e.id = cp.event_id
LEFT JOIN guests_guest g ON {guest}
LEFT JOIN guests_signin s
       ON s.guest_id = g.id AND s.checkpoint_id = cp.id AND s.undone_at IS NULL
LEFT JOIN guests_desk sd ON sd.id = s.desk_id
LEFT JOIN guests_signin r ON r.scan_id = %s
WHERE d.token_hash = %s AND d.revoked_at IS NULL
"""
_BY_CODE = _FACTS.format(guest="g.code_hash = %s")
_BY_ID = _FACTS.format(guest="g.id = %s")
_DOORS_MINUTES = HousePolicy._meta.get_field("doors_minutes").get_default()
_INSERT = """
INSERT INTO guests_signin (event_id, guest_id, checkpoint_id, desk_id, scan_id, way, party,
                           signed_in_at, scanned_at, changed_at, undo_reason)
VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, '')
ON CONFLICT DO NOTHING
"""


@dataclass(frozen=True, slots=True)
class Person:
    """The guest as the desk may show them."""

    id: int
    name: str
    form_of_address: str
    title: str
    language: str
    table: str
    seat: str
    party_limit: int
    reply_party: int


@dataclass(frozen=True, slots=True)
class ScanFacts:
    """All that is known about one scan at one desk."""

    desk_id: int
    desk_name: str
    checkpoint_id: int | None
    event: EventFacts | None
    guest: GuestFacts | None
    person: Person | None
    signed_in_at: datetime | None
    signed_in_desk: str
    repeated_guest_id: int | None
    repeated_checkpoint_id: int | None
    repeated_desk_id: int | None
    repeated_at: datetime | None


def _moment(value: Any) -> datetime | None:
    """Return a moment as the database gives it: SQLite keeps UTC without saying so."""
    if value is None:
        return None
    if isinstance(value, str):
        value = datetime.fromisoformat(value)
    moment: datetime = value
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def scan_key(scan_id: UUID) -> Any:
    """Return a scan's id as this database keeps it."""
    return scan_id if connection.features.has_native_uuid_field else scan_id.hex


def _stored(moment: datetime | None) -> Any:
    return connection.ops.adapt_datetimefield_value(moment) if moment else None


def gather_facts(
    *,
    token_hash: str,
    checkpoint_id: int,
    scan_id: UUID,
    code_hash: str | None = None,
    guest_id: int | None = None,
) -> ScanFacts | None:
    """Return what is known about a scan, in one query; None when no such desk may work.

    Args:
        token_hash: keyed hash of the desk's token.
        checkpoint_id: the list the tablet writes to; outside the desk's scope `event` is None.
        scan_id: the tablet's own id of this scan, for recognising a repeat.
        code_hash: keyed hash of the code, when the guest showed one.
        guest_id: the guest, when found by name.
    """
    by_code = guest_id is None
    row = _first_question(
        _BY_CODE if by_code else _BY_ID,
        [checkpoint_id, (code_hash or "") if by_code else guest_id, scan_key(scan_id), token_hash],
    )
    if row is None:
        return None
    signed_in_at = _moment(row[11])
    guest = person = None
    if row[8] is not None:
        guest = GuestFacts(row[9], struck_off=row[10] is not None, signed_in=bool(signed_in_at))
        person = Person(row[8], *row[18:26])
    return ScanFacts(
        desk_id=row[0],
        desk_name=row[1],
        checkpoint_id=row[2],
        event=_event(row) if row[2] is not None else None,
        guest=guest,
        person=person,
        signed_in_at=signed_in_at,
        signed_in_desk=row[12] or "",
        repeated_guest_id=row[13],
        repeated_checkpoint_id=row[14],
        repeated_desk_id=row[15],
        repeated_at=_moment(row[16]),
    )


def _event(row: Any) -> EventFacts:
    starts_at, ends_at = _moment(row[6]), _moment(row[7])
    assert starts_at is not None  # noqa: S101  columns that are never null
    assert ends_at is not None  # noqa: S101
    minutes = _DOORS_MINUTES if row[17] is None else row[17]
    opens_at = _moment(row[5]) or starts_at - timedelta(minutes=minutes)
    return EventFacts(id=row[3], status=row[4], opens_at=opens_at, ends_at=ends_at)


def _first_question(statement: str, values: list[Any]) -> Any:
    """Ask what opens a request; the question itself shows whether the connection still lives."""
    database = connections[DEFAULT_DB_ALIAS]
    database.health_check_done = True  # type: ignore[attr-defined]  # saves a round trip a scan
    try:
        return _one(statement, values)
    except (OperationalError, InterfaceError):
        if database.in_atomic_block or database.is_usable():
            raise
        database.close()
        return _one(statement, values)


def _one(statement: str, values: list[Any]) -> Any:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.fetchone()


def insert_sign_in(  # noqa: PLR0913  a row has as many columns
    *,
    event_id: int,
    guest_id: int,
    checkpoint_id: int,
    desk_id: int | None,
    scan_id: UUID,
    way: str,
    party: int,
    signed_in_at: datetime,
    scanned_at: datetime | None,
    now: datetime,
) -> bool:
    """Write a sign-in; return False when the guest is already in, or the scan was already kept."""
    values = [event_id, guest_id, checkpoint_id, desk_id, scan_key(scan_id), way, party]
    moments = [_stored(signed_in_at), _stored(scanned_at), _stored(now)]
    with connection.cursor() as cursor:
        cursor.execute(_INSERT, values + moments)
        return bool(cursor.rowcount == 1)
