"""The two statements behind a sign-in, in SQL because the door is the hottest path of the house.

One SELECT gathers all facts of a scan; one INSERT ... ON CONFLICT DO NOTHING decides a race. Both
run without a transaction of their own: a single statement is atomic. Where the door is known already,
`known_doors` needs one. (performance 1, security 3)
"""

from __future__ import annotations

import threading
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple, Self
from uuid import UUID

from django.db import DEFAULT_DB_ALIAS, InterfaceError, OperationalError, connection, connections

from foyer.core.languages import wording
from foyer.core.models import HousePolicy
from foyer.privacy.sealing import versions

from .verdicts import EventFacts, GuestFacts

if TYPE_CHECKING:
    from .models import Desk

# As whom the tablet greets a guest: a `GuestKind`. The tier is looked up by two keys.
GUEST_KIND = """CASE WHEN {g}.source = 'walk_in' THEN 'walk_in'
       WHEN (SELECT cl.tier FROM clients_contact co JOIN clients_client cl ON cl.id = co.client_id
             WHERE co.id = {g}.contact_id) = 'key' THEN 'key'
       ELSE 'regular' END"""
PART = "\x1f"  # between values that come as one text; no keyboard has it
DESK_NAMES = f"{{d}}.name || '{PART}' || {{d}}.name_zh_hant || '{PART}' || {{d}}.name_en"
_STANDING = "s.guest_id = g.id AND s.checkpoint_id = %(checkpoint)s AND s.undone_at IS NULL"
_FACTS = """
SELECT d.id, {desk}, cp.id,
       e.id, e.status, e.doors_at, e.starts_at, e.ends_at,
       (SELECT doors_minutes FROM core_housepolicy ORDER BY id LIMIT 1),
       (SELECT s.signed_in_at FROM guests_signin s WHERE {standing}),
       (SELECT {first_desk} FROM guests_signin s JOIN guests_desk sd ON sd.id = s.desk_id WHERE {standing}),
       r.guest_id, r.checkpoint_id, r.desk_id, r.code_hash, r.signed_in_at,
       g.event_id, g.cancelled_at,
       g.id, g.name, g.form_of_address, g.title, g.language, g."table", g.seat, g.party_limit, g.reply_party,
       {kind},
       d.locked_at,
       (SELECT p.left_at FROM guests_departure p WHERE p.guest_id = g.id AND p.returned_at IS NULL),
       (SELECT p.returned_at FROM guests_departure p WHERE p.returned_scan_id = %(scan)s)
FROM guests_desk d
LEFT JOIN guests_desk_checkpoints dc ON dc.desk_id = d.id AND dc.checkpoint_id = %(checkpoint)s
LEFT JOIN guests_checkpoint cp ON cp.id = dc.checkpoint_id
LEFT JOIN events_event e ON e.id = cp.event_id
LEFT JOIN guests_guest g ON {guest}
LEFT JOIN guests_signin r ON r.scan_id = %(scan)s
WHERE d.token_hash IN ({tokens}) AND d.revoked_at IS NULL
"""
_DOORS_MINUTES = HousePolicy._meta.get_field("doors_minutes").get_default()
_INSERT = """
INSERT INTO guests_signin (event_id, guest_id, checkpoint_id, desk_id, scan_id, code_hash, way, party,
                           signed_in_at, scanned_at, heard_at, changed_at, undo_reason)
VALUES (%(event)s, %(guest)s, %(checkpoint)s, %(desk)s, %(scan)s, %(code_hash)s, %(way)s, %(party)s,
        %(signed_in_at)s, %(scanned_at)s, %(now)s, %(now)s, '')
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
    kind: str


class DeskNames(NamedTuple):
    """What a desk is called in each language."""

    name: str
    name_zh_hant: str
    name_en: str

    @classmethod
    def read(cls, text: str) -> Self:
        """Return what `DESK_NAMES` gave."""
        return cls(*text.split(PART))

    @classmethod
    def of(cls, desk: Desk) -> Self:
        """Return a desk's names."""
        return cls(desk.name, desk.name_zh_hant, desk.name_en)

    def text(self, language: str) -> str:
        """Return the name in a guest's language."""
        return wording(self, "name", language)


@dataclass(frozen=True, slots=True)
class KeptScan:
    """The row that a scan of this id wrote before."""

    guest_id: int
    checkpoint_id: int
    desk_id: int | None
    code_hash: str
    signed_in_at: datetime


@dataclass(frozen=True, slots=True)
class ScanFacts:
    """All that is known about one scan at one desk.

    Attributes:
        door_row: what `desk_id` to `event` were read from, as the database gave it.
        locked: whether staff have closed the desk.
        left_at: since when the guest is gone again.
        returned_at: when this very scan let them in again.
        signed_in_at: since when the guest is in, at this checkpoint.
        signed_in_desk: the desk that let them in; nothing when it was staff.
    """

    desk_id: int
    desk_names: DeskNames
    event: EventFacts | None
    door_row: tuple[Any, ...]
    guest: GuestFacts | None
    person: Person | None
    signed_in_at: datetime | None
    signed_in_desk: DeskNames | None
    kept: KeptScan | None
    locked: bool
    left_at: datetime | None
    returned_at: datetime | None

    def is_gone(self, at: datetime) -> bool:
        """Tell whether the guest had left at a moment; a scan from before they did comes late."""
        return self.left_at is not None and self.left_at <= at


def gather_facts(
    *,
    token_hash: str,
    checkpoint_id: int,
    scan_id: UUID,
    code_hash: str = "",
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
    tokens = versions(token_hash)
    codes = versions(code_hash) if guest_id is None else ()
    values = {"checkpoint": checkpoint_id, "scan": scan_key(scan_id), "guest": guest_id}
    rows = ask_first(
        _question(tokens=len(tokens), codes=len(codes)),
        values | _numbered("token", tokens) | _numbered("code", codes),
    )
    if not rows:
        return None
    row = rows[0]
    signed_in_at = _moment(row[9])
    guest = person = None
    if row[18] is not None:
        guest = GuestFacts(row[16], struck_off=row[17] is not None, signed_in=bool(signed_in_at))
        person = Person(*row[18:-3])
    return ScanFacts(
        desk_id=row[0],
        desk_names=DeskNames.read(row[1]),
        event=_event(row[3:9]) if row[2] is not None else None,
        door_row=row[:9],
        guest=guest,
        person=person,
        signed_in_at=signed_in_at,
        signed_in_desk=DeskNames.read(row[10]) if row[10] else None,
        kept=_kept(*row[11:16]),
        locked=row[-3] is not None,
        left_at=_moment(row[-2]),
        returned_at=_moment(row[-1]),
    )


def _kept(guest: int, checkpoint: int, desk: int | None, code: str, at: Any) -> KeptScan | None:
    kept_at = _moment(at)
    return KeptScan(guest, checkpoint, desk, code, kept_at) if kept_at else None


def _event(row: tuple[Any, ...]) -> EventFacts:
    event_id, status, doors_at, starts_at, ends_at, minutes = row
    starts_at, ends_at = _moment(starts_at), _moment(ends_at)
    assert starts_at is not None  # noqa: S101  columns that are never null
    assert ends_at is not None  # noqa: S101
    lead = timedelta(minutes=_DOORS_MINUTES if minutes is None else minutes)
    return EventFacts(event_id, status, _moment(doors_at) or starts_at - lead, ends_at)


@cache
def _question(*, tokens: int, codes: int) -> str:
    """Return the SELECT for so many versions of each hash: one, and more while the house's keys are changed.

    Args:
        tokens: versions of the token's hash.
        codes: versions of the code's hash; none when the guest was found by name.
    """
    guest = f"g.code_hash IN ({_places('code', codes)})" if codes else "g.id = %(guest)s"
    return _FACTS.format(
        guest=guest,
        standing=_STANDING,
        tokens=_places("token", tokens),
        kind=GUEST_KIND.format(g="g"),
        desk=DESK_NAMES.format(d="d"),
        first_desk=DESK_NAMES.format(d="sd"),
    )


def _places(name: str, count: int) -> str:
    return ", ".join(f"%({name}_{number})s" for number in range(count))


def _numbered(name: str, hashes: tuple[str, ...]) -> dict[str, str]:
    return {f"{name}_{number}": kept for number, kept in enumerate(hashes)}


def _moment(value: Any) -> datetime | None:
    """Return a moment as the database gives it: SQLite keeps UTC without saying so."""
    if value is None:
        return None
    if isinstance(value, str):
        value = datetime.fromisoformat(value)
    moment: datetime = value
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def insert_sign_in(  # noqa: PLR0913  a row has as many columns
    *,
    event_id: int,
    guest_id: int,
    checkpoint_id: int,
    desk_id: int | None,
    scan_id: UUID,
    code_hash: str,
    way: str,
    party: int,
    signed_in_at: datetime,
    scanned_at: datetime | None,
    now: datetime,
) -> bool:
    """Write a sign-in; return False when the guest is already in, or the scan was already kept."""
    values = {
        "event": event_id,
        "guest": guest_id,
        "checkpoint": checkpoint_id,
        "desk": desk_id,
        "scan": scan_key(scan_id),
        "code_hash": code_hash,
        "way": way,
        "party": party,
        "signed_in_at": stored(signed_in_at),
        "scanned_at": stored(scanned_at),
        "now": stored(now),
    }
    return bool(_ask(_INSERT, values).rowcount == 1)


def scan_key(scan_id: UUID) -> Any:
    """Return a scan's id as this database keeps it."""
    return scan_id if connection.features.has_native_uuid_field else scan_id.hex


def stored(moment: datetime | None) -> Any:
    """Return a moment as this database keeps it."""
    return connection.ops.adapt_datetimefield_value(moment) if moment else None


def ask_first(statement: str, values: dict[str, Any]) -> list[tuple[Any, ...]]:
    """Execute what opens a request; the statement itself shows whether the connection still lives."""
    database = connections[DEFAULT_DB_ALIAS]
    database.health_check_done = True  # type: ignore[attr-defined]  # saves a round trip a scan
    try:
        return list(_ask(statement, values).fetchall())
    except (OperationalError, InterfaceError):
        if database.in_atomic_block or database.is_usable():
            raise
        database.close()
        return list(_ask(statement, values).fetchall())


class _Line(threading.local):
    """A thread's cursor, kept from scan to scan: to make one takes as long as to ask it something."""

    cursor: Any = None
    connection: Any = None


_line = _Line()


def _ask(statement: str, values: dict[str, Any]) -> Any:
    """Execute a statement and return the cursor, whose rows are to be read to the last."""
    database = connections[DEFAULT_DB_ALIAS]
    fresh = _line.connection is None or _line.connection is not database.connection
    if fresh or database.queries_logged:
        _line.cursor = database.cursor()
        _line.connection = database.connection
    _line.cursor.execute(statement, values)
    return _line.cursor
