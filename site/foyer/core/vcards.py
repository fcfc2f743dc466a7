"""Address cards that phones and address books read: vCard 4 (RFC 6350)."""

from collections.abc import Iterable

_LONGEST_LINE = 75  # bytes of a line before it is folded
_ESCAPED = str.maketrans({"\\": r"\\", ",": r"\,", ";": r"\;", "\n": r"\n", "\r": "", "\0": ""})


def card(facts: Iterable[tuple[str, str | tuple[str, ...]]]) -> str:
    """Return one card.

    Args:
        facts: properties with their parameters (``TEL;TYPE=cell``) and values, a tuple for a value in
            parts; empty ones are left out.
    """
    lines = ["BEGIN:VCARD", "VERSION:4.0"]
    for name, value in facts:
        parts = (value,) if isinstance(value, str) else value
        if any(parts):
            lines.append(f"{name}:{';'.join(part.translate(_ESCAPED) for part in parts)}")
    lines.append("END:VCARD")
    return "".join(_folded(line) + "\r\n" for line in lines)


def _folded(line: str) -> str:
    """Break a line where it would be too long, never inside a character."""
    pieces, current, size = [], "", 0
    for character in line:
        length = len(character.encode("utf-8", errors="replace"))
        if size + length > _LONGEST_LINE:
            pieces.append(current)
            current, size = "", 1  # the space a folded line begins with
        current, size = current + character, size + length
    return "\r\n ".join([*pieces, current])
