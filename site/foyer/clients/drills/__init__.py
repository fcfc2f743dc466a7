"""The drills of this room: an import that is killed, a backup that is restored."""

from . import importing, restoring  # noqa: F401  each registers its drill
