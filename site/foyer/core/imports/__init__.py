"""Lists that come in from files: read, seen, checked, confirmed, applied in small steps, and undone.

The machinery knows nothing of guests or clients. A room that takes lists registers a `Target`.
"""
