"""The archive's background work; the rules are in the services."""

from . import access, copies, files

__all__ = ["access", "copies", "files"]
