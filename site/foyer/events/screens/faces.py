"""The one-tap question of a form, as a tablet asks it; the room of forms says how. (000-23)"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

FacesOf = Callable[[int], dict[str, Any] | None]
_faces_of: list[FacesOf] = []


def tell_faces(faces_of: FacesOf) -> None:
    """Say how a form's one-tap question is read; the room of forms does, when it is ready."""
    _faces_of[:] = [faces_of]


def faces_of(form_pk: int) -> dict[str, Any] | None:
    """Return the question of a form and its answers; None where it cannot be tapped, or is not public."""
    return _faces_of[0](form_pk) if _faces_of else None
