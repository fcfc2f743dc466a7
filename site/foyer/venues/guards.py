"""What the database itself keeps of rooms: that no two uses of one meet. (BOOKING 4)"""

from __future__ import annotations

from typing import Any, Final

from foyer.core.guards import put_in_place, refuse_on_sqlite

TAKEN: Final = "venues_room_taken_once"
_TABLE: Final = "venues_occupation"
_NO_TWO: Final = "int8range(room_id, room_id, '[]') WITH &&, tstzrange(from_at, until_at) WITH &&"
_MEETS: Final = (
    f"EXISTS (SELECT 1 FROM {_TABLE} AS other WHERE other.id <> NEW.id AND other.room_id = NEW.room_id "  # noqa: S608  names of ours
    "AND other.from_at < NEW.until_at AND other.until_at > NEW.from_at)"
)


def install_guards(using: str = "default", **_kwargs: Any) -> None:
    """Put the guards in place, in place of those of before."""
    put_in_place(
        using,
        table=_TABLE,
        sqlite=[
            statement
            for when in ("INSERT", "UPDATE")
            for statement in refuse_on_sqlite(
                f"{TAKEN}_{when.lower()}", when, _TABLE, _MEETS, TAKEN
            )
        ],
        postgresql=[
            f"ALTER TABLE {_TABLE} DROP CONSTRAINT IF EXISTS {TAKEN}",
            # A room's key as a range of one: so no extension is needed for "the same room".
            f"ALTER TABLE {_TABLE} ADD CONSTRAINT {TAKEN} EXCLUDE USING gist ({_NO_TWO})",
        ],
    )
