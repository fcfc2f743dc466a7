"""What the database itself keeps of the archive: originals, decisions, holds, certificates, views. (000-28, 000-29)

Put in place after every `migrate`. Keys to other records may be emptied: a destroyed record leaves its number.
"""

from __future__ import annotations

from typing import Any, Final

from foyer.core.guards import put_in_place, refuse_on_sqlite

KEPT: Final = "archive_stays"
_FILE: Final = "archive_recordfile"
_VIEW: Final = "archive_recordview"
_REQUEST: Final = "archive_accessrequest"
_ASKED_FOR: Final = "archive_accessitem"
_HOLD: Final = "archive_legalhold"
_DESTRUCTION: Final = "archive_destruction"
_ITEM: Final = "archive_destructionitem"
_FIXED: Final = {
    _FILE: ("line", "version", "file", "name", "size", "sha256", "content_type", "added_at"),
    _VIEW: ("record_number", "file_hash", "page", "kind", "at", "address"),
    _REQUEST: ("number", "applicant_id", "department_id", "reason", "asked_scope", "asked_hours", "asked_at"),
    _ASKED_FOR: ("request_id", "record_number"),
    _HOLD: ("record_id", "reason", "placed_at", "placed_by_id"),
    _DESTRUCTION: ("number", "reason", "proposed_at", "proposed_by_id"),
    _ITEM: ("destruction_id", "record_number"),
}  # fmt: skip
# Keys that may be emptied, when what they lead to goes, and lead to nothing else.
_EMPTIED: Final = {
    _VIEW: ("record_id", "file_id", "by_id", "request_id"),
    _ASKED_FOR: ("record_id",),
}
_LIFTED: Final = ("lifted_at", "lifted_by_id", "why_lifted")
_DECISION: Final = ("decided_at", "decided_by_id", "scope", "opens_at", "answer")
_CERTIFIED: Final = (
    f"EXISTS (SELECT 1 FROM {_DESTRUCTION} WHERE id = OLD.destruction_id AND status <> 'proposed')"  # noqa: S608  names of ours
)
_SETTLED: Final = (
    f"EXISTS (SELECT 1 FROM {_REQUEST} WHERE id = {{row}}.request_id AND status <> 'asked')"  # noqa: S608  as above
)
_DESTROYED: Final = f"EXISTS (SELECT 1 FROM {_ITEM} WHERE record_id = OLD.record_id)"  # noqa: S608  as above
# What the erasure drill plants it takes away again. (security 25)
_REAL: Final = "OLD.{column} NOT LIKE 'DRILL-%'"


def install_guards(using: str = "default", **_kwargs: Any) -> None:
    """Put the guards in place, in place of those of before."""
    put_in_place(using, table=_VIEW, sqlite=_sqlite(), postgresql=_postgresql())


def _refused(differs: str) -> dict[tuple[str, str], str]:
    """Return what is refused: (act, table) and the condition, of OLD and NEW."""
    changed = {table: _changed(columns, differs) for table, columns in _FIXED.items()}
    decided = f"OLD.decided_at IS NOT NULL AND ({_changed(_DECISION, differs)})"
    undecided = (
        "OLD.status <> NEW.status AND OLD.decided_at IS NOT NULL AND NOT "
        "(OLD.status = 'approved' AND NEW.status = 'ended')"
    )
    longer = "OLD.decided_at IS NOT NULL AND (NEW.ends_at IS NULL OR NEW.ends_at > OLD.ends_at)"
    lifted = f"OLD.lifted_at IS NOT NULL AND ({_changed(_LIFTED, differs)})"
    certificate = _changed(("class_code", "dated_on", "due_on", "files", "copies"), differs)
    done = "OLD.status <> 'proposed'"
    return {
        ("UPDATE", _FILE): changed[_FILE],
        ("UPDATE", _VIEW): f"{changed[_VIEW]} OR {_exchanged(_VIEW, differs)}",
        ("DELETE", _VIEW): _REAL.format(column="record_number"),
        ("UPDATE", _REQUEST): f"{changed[_REQUEST]} OR {decided} OR ({undecided}) OR ({longer})",
        ("DELETE", _REQUEST): _REAL.format(column="number"),
        ("INSERT", _ASKED_FOR): _SETTLED.format(row="NEW"),
        ("UPDATE", _ASKED_FOR): f"{changed[_ASKED_FOR]} OR {_exchanged(_ASKED_FOR, differs)}",
        (
            "DELETE",
            _ASKED_FOR,
        ): f"{_SETTLED.format(row='OLD')} AND {_REAL.format(column='record_number')}",
        ("UPDATE", _HOLD): f"{changed[_HOLD]} OR ({lifted})",
        ("DELETE", _HOLD): f"NOT {_DESTROYED}",
        ("UPDATE", _DESTRUCTION): f"{changed[_DESTRUCTION]} OR {done}",
        ("DELETE", _DESTRUCTION): f"{done} AND {_REAL.format(column='number')}",
        ("UPDATE", _ITEM): f"{changed[_ITEM]} OR ({_CERTIFIED} AND ({certificate}))",
        ("DELETE", _ITEM): _CERTIFIED,
    }


def _changed(columns: tuple[str, ...], differs: str) -> str:
    return " OR ".join(f"NEW.{column} {differs} OLD.{column}" for column in columns)


def _exchanged(table: str, differs: str) -> str:
    """Return the condition that a key leads to something else than it did, rather than to nothing."""
    keys = (f"NEW.{key} IS NOT NULL AND NEW.{key} {differs} OLD.{key}" for key in _EMPTIED[table])
    return " OR ".join(f"({key})" for key in keys)


def _sqlite() -> list[str]:
    return [
        statement
        for (when, table), condition in _refused("IS NOT").items()
        for statement in refuse_on_sqlite(
            f"{table}_stays_{when.lower()}", when, table, condition, KEPT
        )
    ]


def _postgresql() -> list[str]:
    statements: list[str] = []
    for (when, table), condition in _refused("IS DISTINCT FROM").items():
        name = f"{table}_stays_{when.lower()}"
        returned = "OLD" if when == "DELETE" else "NEW"
        statements += [
            f"""
CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
  IF {condition} THEN
    RAISE EXCEPTION '{KEPT}' USING ERRCODE = 'check_violation', CONSTRAINT = '{KEPT}';
  END IF;
  RETURN {returned};
END $$
""",
            f"DROP TRIGGER IF EXISTS {name} ON {table}",
            f"CREATE TRIGGER {name} BEFORE {when} ON {table} FOR EACH ROW EXECUTE FUNCTION {name}()",
        ]
    return statements
