"""Cells that lost something before they came to us. (IMPORT 5)"""

import re
from collections.abc import Sequence

_SCIENTIFIC = re.compile(r"[+-]?\d(\.\d+)?E\+\d{2,3}", re.IGNORECASE)
_ERRORS = frozenset(
    ("#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NUM!", "#NULL!", "#SPILL!", "#CALC!")
)
_KEPT_DIGITS = 15  # Excel keeps fifteen digits of a number and writes zeros for the rest
_LONGEST = 20
_IDENTITY_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


def may_be_at_fault(cells: Sequence[str]) -> bool:
    """Tell whether any cell of a row may be at fault: quick, and only a hint."""
    for cell in cells:
        if cell in _ERRORS:
            return True
        if len(cell) > _KEPT_DIGITS and cell.strip().isdecimal():
            return True
        if "+" in cell and ("E+" in cell or "e+" in cell):
            return True
    return False


def fault_of(cell: str) -> str:
    """Return what is wrong with a cell, if anything.

    "digits_lost" is a long number of which a spreadsheet program kept only part, "cell_error" what it
    writes where it could not work a formula out.
    """
    text = cell.strip()
    if text in _ERRORS:
        return "cell_error"
    if text.isdecimal():
        return "digits_lost" if _is_cut(text) else ""
    return "digits_lost" if "+" in text and _SCIENTIFIC.fullmatch(text) else ""


def _is_cut(digits: str) -> bool:
    """Tell whether a long number ends in the zeros Excel puts where it lost digits.

    An identity number or bank card that really ends so is known by its check digit.
    """
    if not _KEPT_DIGITS < len(digits) <= _LONGEST or digits[_KEPT_DIGITS:].strip("0"):
        return False
    if len(digits) == 18:
        total = sum(w * int(d) for w, d in zip(_IDENTITY_WEIGHTS, digits, strict=False))
        return "10X98765432"[total % 11] != digits[-1]
    return not _passes_luhn(digits)


def _passes_luhn(digits: str) -> bool:
    doubled = (int(d) * 2 for d in digits[-2::-2])
    return (sum(d // 10 + d % 10 for d in doubled) + sum(map(int, digits[-1::-2]))) % 10 == 0
