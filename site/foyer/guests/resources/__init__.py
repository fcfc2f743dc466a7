"""The guest list as a file: its columns, what each cell may hold, and how a row is judged. (000-07)"""

from .target import GUEST_LIST, event_of, event_pk_of, scope_of

__all__ = ["GUEST_LIST", "event_of", "event_pk_of", "scope_of"]
