"""What the database itself keeps of approved fee schedules, on SQLite and on PostgreSQL. (004-21, decision 0014)

No two of them hold on one day; what was approved is not changed, only ended earlier or replaced before its day;
its lines stay as they are. Put in place after every `migrate`.
"""

from __future__ import annotations

from typing import Any, Final

from foyer.core.guards import put_in_place, refuse_on_sqlite

OVERLAP: Final = "fees_schedules_do_not_overlap"
KEPT: Final = "fees_approved_stays"
_SCHEDULE: Final = "fees_feeschedule"
_LINES: Final = ("fees_feeitem", "fees_feediscount")
_FIXED: Final = (
    *("name", "name_zh_hant", "name_en", "currency", "valid_from", "tax_included"),
    *("half_day_hours", "day_hours", "evening_from", "evening_until"),
    *("reason", "reason_zh_hant", "reason_en", "number", "replaces_id", "approved_at"),
)


def install_guards(using: str = "default", **_kwargs: Any) -> None:
    """Put the guards in place, in place of those of before."""
    put_in_place(using, table=_SCHEDULE, sqlite=_sqlite(), postgresql=_postgresql())


def _changed(differs: str) -> str:
    """The condition that an approved schedule would be changed otherwise than it may."""
    fixed = " OR ".join(f"NEW.{column} {differs} OLD.{column}" for column in _FIXED)
    later = (
        f"(NEW.valid_until {differs} OLD.valid_until AND (NEW.valid_until IS NULL "
        "OR (OLD.valid_until IS NOT NULL AND NEW.valid_until > OLD.valid_until)))"
    )
    step = (
        "(NEW.status <> OLD.status AND NOT (OLD.status = 'approved' AND NEW.status = 'replaced'))"
    )
    return f"{fixed} OR {later} OR {step}"


def _sqlite() -> list[str]:
    other = (
        f"EXISTS (SELECT 1 FROM {_SCHEDULE} AS other WHERE other.id <> NEW.id AND other.status = 'approved' "  # noqa: S608  names of ours
        "AND other.valid_from <= coalesce(NEW.valid_until, '9999-12-31') "
        "AND NEW.valid_from <= coalesce(other.valid_until, '9999-12-31'))"
    )
    statements: list[str] = []
    for when in ("INSERT", "UPDATE"):
        condition = f"NEW.status = 'approved' AND {other}"
        statements += refuse_on_sqlite(
            f"{OVERLAP}_{when.lower()}", when, _SCHEDULE, condition, OVERLAP
        )
    kept = f"OLD.number IS NOT NULL AND ({_changed('IS NOT')})"
    statements += refuse_on_sqlite(f"{KEPT}_update", "UPDATE", _SCHEDULE, kept, KEPT)
    statements += refuse_on_sqlite(
        f"{KEPT}_delete", "DELETE", _SCHEDULE, "OLD.number IS NOT NULL", KEPT
    )
    for table in _LINES:
        for when, rows in (("INSERT", "NEW"), ("UPDATE", "NEW OLD"), ("DELETE", "OLD")):
            of = ", ".join(f"{row}.schedule_id" for row in rows.split())
            approved = (
                f"EXISTS (SELECT 1 FROM {_SCHEDULE} WHERE number IS NOT NULL AND id IN ({of}))"  # noqa: S608  names of ours
            )
            statements += refuse_on_sqlite(
                f"{table}_stays_{when.lower()}", when, table, approved, KEPT
            )
    return statements


_REFUSE: Final = (
    f"RAISE EXCEPTION '{KEPT}' USING ERRCODE = 'check_violation', CONSTRAINT = '{KEPT}'"
)
_NO_OVERLAP: Final = f"""
ALTER TABLE {_SCHEDULE} ADD CONSTRAINT {OVERLAP}
EXCLUDE USING gist (daterange(valid_from, valid_until, '[]') WITH &&) WHERE (status = 'approved')
"""
_KEEP_SCHEDULE: Final = f"""
CREATE OR REPLACE FUNCTION fees_keep_schedule() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
  IF TG_OP = 'DELETE' THEN
    IF OLD.number IS NOT NULL THEN {_REFUSE}; END IF;
    RETURN OLD;
  END IF;
  IF OLD.number IS NOT NULL AND ({_changed("IS DISTINCT FROM")}) THEN {_REFUSE}; END IF;
  RETURN NEW;
END $$
"""
_KEEP_LINE: Final = f"""
CREATE OR REPLACE FUNCTION fees_keep_line() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
  IF TG_OP <> 'INSERT' AND EXISTS (
    SELECT 1 FROM {_SCHEDULE} WHERE id = OLD.schedule_id AND number IS NOT NULL
  ) THEN {_REFUSE}; END IF;
  IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
  IF EXISTS (SELECT 1 FROM {_SCHEDULE} WHERE id = NEW.schedule_id AND number IS NOT NULL)
  THEN {_REFUSE}; END IF;
  RETURN NEW;
END $$
"""  # noqa: S608  names of ours


def _postgresql() -> list[str]:
    dropped = f"ALTER TABLE {_SCHEDULE} DROP CONSTRAINT IF EXISTS {OVERLAP}"
    statements = [dropped, _NO_OVERLAP, _KEEP_SCHEDULE, _KEEP_LINE]
    watched = {_SCHEDULE: ("UPDATE OR DELETE", "fees_keep_schedule")}
    watched |= dict.fromkeys(_LINES, ("INSERT OR UPDATE OR DELETE", "fees_keep_line"))
    for table, (when, function) in watched.items():
        create = f"CREATE TRIGGER {KEPT} BEFORE {when} ON {table} FOR EACH ROW EXECUTE FUNCTION {function}()"
        statements += [f"DROP TRIGGER IF EXISTS {KEPT} ON {table}", create]
    return statements
