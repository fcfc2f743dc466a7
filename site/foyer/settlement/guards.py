"""What the database itself keeps of the accounts: issued papers and payments are neither changed nor deleted. (004-23)

Texts that may name a person can be emptied, for that is somebody's right. Put in place after every `migrate`.
"""

from __future__ import annotations

from typing import Any, Final

from foyer.core.guards import put_in_place, refuse_on_sqlite

KEPT: Final = "settlement_accounts_stay"
_PAPER: Final = "settlement_paper"
_LINE: Final = "settlement_paperline"
_PAYMENT: Final = "settlement_payment"
_PAPER_FIXED: Final = (
    *("kind", "status", "number", "booking_id", "corrects_id", "currency", "total"),
    *("tax_within", "issued_on", "due_on"),
)
_LINE_FIXED: Final = (
    *("paper_id", "place", "source", "kind", "key", "day", "unit", "quantity", "price"),
    *("amount", "tax_rate", "schedule", "approved_at"),
)
_PAYMENT_FIXED: Final = (
    *("number", "booking_id", "kind", "method", "currency", "amount", '"on"', "reverses_id"),
    "recorded_at",
)

# What the erasure drill plants it takes away again. (security 25)
_REAL: Final = "OLD.number NOT LIKE 'DRILL-%'"


def install_guards(using: str = "default", **_kwargs: Any) -> None:
    """Put the guards in place, in place of those of before."""
    put_in_place(using, table=_PAYMENT, sqlite=_sqlite(), postgresql=_postgresql())


def _changed(columns: tuple[str, ...], differs: str) -> str:
    return " OR ".join(f"NEW.{column} {differs} OLD.{column}" for column in columns)


def _issued(row: str) -> str:
    return f"EXISTS (SELECT 1 FROM {_PAPER} WHERE id = {row}.paper_id AND status = 'issued')"  # noqa: S608  names of ours


def _reprinted(differs: str) -> str:
    """What a paper said when it was issued is not written anew, only emptied."""
    return f"(NEW.printed {differs} OLD.printed AND NEW.printed IS NOT NULL)"


def _sqlite() -> list[str]:
    refused = {
        ("UPDATE", _PAPER): (
            f"OLD.status = 'issued' AND ({_changed(_PAPER_FIXED, 'IS NOT')} OR {_reprinted('IS NOT')})"
        ),
        ("DELETE", _PAPER): "OLD.status = 'issued'",
        ("UPDATE", _LINE): f"{_issued('OLD')} AND ({_changed(_LINE_FIXED, 'IS NOT')})",
        ("INSERT", _LINE): _issued("NEW"),
        ("DELETE", _LINE): _issued("OLD"),
        ("UPDATE", _PAYMENT): _changed(_PAYMENT_FIXED, "IS NOT"),
        ("DELETE", _PAYMENT): _REAL,
    }
    return [
        statement
        for (when, table), condition in refused.items()
        for statement in refuse_on_sqlite(
            f"{table}_stays_{when.lower()}", when, table, condition, KEPT
        )
    ]


_REFUSE: Final = (
    f"RAISE EXCEPTION '{KEPT}' USING ERRCODE = 'check_violation', CONSTRAINT = '{KEPT}'"
)


def _function(name: str, deleted: str, changed: str, added: str = "") -> str:
    inserted = f"IF TG_OP = 'INSERT' THEN IF {added} THEN {_REFUSE}; END IF; RETURN NEW; END IF;"
    return f"""
CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
  IF TG_OP = 'DELETE' THEN
    IF {deleted} THEN {_REFUSE}; END IF;
    RETURN OLD;
  END IF;
  {inserted if added else ""}
  IF {changed} THEN {_REFUSE}; END IF;
  RETURN NEW;
END $$
"""


def _postgresql() -> list[str]:
    differs = "IS DISTINCT FROM"
    watched = {
        _PAPER: (
            "UPDATE OR DELETE",
            _function(
                "settlement_keep_paper",
                "OLD.status = 'issued'",
                f"OLD.status = 'issued' AND ({_changed(_PAPER_FIXED, differs)} OR {_reprinted(differs)})",
            ),
        ),
        _LINE: (
            "INSERT OR UPDATE OR DELETE",
            _function(
                "settlement_keep_paperline",
                _issued("OLD"),
                f"{_issued('OLD')} AND ({_changed(_LINE_FIXED, differs)})",
                _issued("NEW"),
            ),
        ),
        _PAYMENT: (
            "UPDATE OR DELETE",
            _function("settlement_keep_payment", _REAL, _changed(_PAYMENT_FIXED, differs)),
        ),
    }
    statements: list[str] = []
    for table, (when, function) in watched.items():
        name = f"settlement_keep_{table.removeprefix('settlement_')}"
        create = (
            f"CREATE TRIGGER {KEPT} BEFORE {when} ON {table} FOR EACH ROW EXECUTE FUNCTION {name}()"
        )
        statements += [function, f"DROP TRIGGER IF EXISTS {KEPT} ON {table}", create]
    return statements
