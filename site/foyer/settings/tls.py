"""What the settings learn from a certificate the house made for itself (`manage.py cert`)."""

import json
from pathlib import Path
from typing import NamedTuple


class Told(NamedTuple):
    """The address tablets use, the names the house answers to, and whether a certificate of its own says so."""

    address: str
    names: list[str]
    own: bool


def told_by_certificate(folder: Path | None) -> Told:
    """Return what a house's own certificate says; the usual address and names without one."""
    file = folder / "house.json" if folder else None
    if file and file.exists():
        told = json.loads(file.read_text(encoding="utf-8"))
        return Told(str(told["address"]), [str(name) for name in told["names"]], own=True)
    scheme = "https" if folder else "http"
    return Told(f"{scheme}://127.0.0.1:8000", ["127.0.0.1", "localhost"], own=False)
