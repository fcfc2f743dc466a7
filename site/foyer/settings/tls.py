"""What the settings learn from a certificate the house made for itself (`manage.py cert`)."""

import json
from pathlib import Path
from typing import Any


def told_by_certificate(folder: Path | None) -> dict[str, Any]:
    """Return the address tablets use and the names the house answers to; the usual ones without such a certificate."""
    file = folder / "house.json" if folder else None
    if file and file.exists():
        told: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
        return told | {"own": True}
    scheme = "https" if folder else "http"
    names = ["127.0.0.1", "localhost"]
    return {"address": f"{scheme}://127.0.0.1:8000", "names": names, "own": False}
